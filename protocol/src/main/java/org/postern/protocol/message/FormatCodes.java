package org.postern.protocol.message;

import org.postern.protocol.frame.ProtocolException;

/** Text or binary: the format codes of parameters and result columns. */
public final class FormatCodes {
  public static final int TEXT = 0;
  public static final int BINARY = 1;

  private FormatCodes() {}

  static int[] read(MessageReader in) {
    int count = in.readUnsignedShort();
    if ((long) count * Short.BYTES > in.remaining()) {
      throw ProtocolException.violation("insufficient data left in message");
    }
    int[] formats = new int[count];
    for (int i = 0; i < count; i++) {
      formats[i] = (short) in.readUnsignedShort();
    }
    return formats;
  }

  /**
   * One format for each result column: none given means text, one given holds for all.
   *
   * @throws ProtocolException if the count fits neither rule
   */
  public static int[] forColumns(int[] requested, int columns) {
    if (requested.length > 1 && requested.length != columns) {
      throw ProtocolException.violation(
          "bind message has %d result formats but query has %d columns", requested.length, columns);
    }
    int[] formats = new int[columns];
    for (int i = 0; i < columns; i++) {
      formats[i] = requested.length == 0 ? TEXT : requested[requested.length == 1 ? 0 : i];
    }
    return formats;
  }
}
