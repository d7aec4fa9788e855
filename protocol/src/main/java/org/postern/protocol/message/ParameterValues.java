package org.postern.protocol.message;

import io.netty.buffer.ByteBuf;
import org.postern.protocol.frame.ProtocolException;

/**
 * The argument values of a Bind or FunctionCall message, left where they were received.
 *
 * <p>Only offsets and lengths are kept; the bytes stay in the frame and share its lifetime (see
 * {@link org.postern.protocol.frame.Frame}). A statement that outlives the frame converts or copies
 * its values first.
 */
public final class ParameterValues {
  private static final int NULL_LENGTH = -1;

  private final ByteBuf body;
  private final int[] offsets;
  private final int[] lengths;
  private final int[] formats;

  private ParameterValues(ByteBuf body, int[] offsets, int[] lengths, int[] formats) {
    this.body = body;
    this.offsets = offsets;
    this.lengths = lengths;
    this.formats = formats;
  }

  /** Reads {@code count} values, each a length word (-1 for NULL) and its bytes. */
  static ParameterValues read(MessageReader in, int count, int[] formats) {
    // A value takes four bytes at least: a count that cannot be true allocates nothing.
    if ((long) count * Integer.BYTES > in.remaining()) {
      throw ProtocolException.violation("insufficient data left in message");
    }
    int[] offsets = new int[count];
    int[] lengths = new int[count];
    for (int i = 0; i < count; i++) {
      lengths[i] = in.readInt();
      if (lengths[i] != NULL_LENGTH) {
        offsets[i] = in.skip(lengths[i]);
      }
    }
    return new ParameterValues(in.body(), offsets, lengths, formats);
  }

  public int count() {
    return offsets.length;
  }

  public boolean isNull(int index) {
    return lengths[index] == NULL_LENGTH;
  }

  /** Bytes of the value; -1 for NULL. */
  public int length(int index) {
    return lengths[index];
  }

  /** The value as a slice of the frame, null for NULL. */
  public ByteBuf slice(int index) {
    return isNull(index) ? null : body.slice(offsets[index], lengths[index]);
  }

  /** The value's own copy, null for NULL. */
  public byte[] copy(int index) {
    if (isNull(index)) {
      return null;
    }
    byte[] bytes = new byte[lengths[index]];
    body.getBytes(offsets[index], bytes);
    return bytes;
  }

  /** 0 is text, 1 is binary; other codes are the type system's to refuse. */
  public int format(int index) {
    return switch (formats.length) {
      case 0 -> FormatCodes.TEXT;
      case 1 -> formats[0];
      default -> formats[index];
    };
  }
}
