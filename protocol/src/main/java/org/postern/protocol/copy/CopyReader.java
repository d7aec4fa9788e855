package org.postern.protocol.copy;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * Turns COPY data, cut anywhere, into rows.
 *
 * <pre>
 *   offer(chunk)*  next()* until null  ...  endOfInput()  next()* until null
 * </pre>
 */
public sealed interface CopyReader permits CopyTextReader, CopyBinaryReader {
  /** A reader for the given options; {@code columns} are the columns of the COPY in order. */
  static CopyReader of(CopyFormatOptions options, List<String> columns) {
    return options.format() == CopyFormat.BINARY
        ? new CopyBinaryReader(columns)
        : new CopyTextReader(options, columns);
  }

  /** Copies received data in. */
  void offer(ByteBuf chunk);

  /** No more data comes: a last line without a line end counts as one. */
  void endOfInput();

  /**
   * The next row, or null if more data is needed or all rows were given.
   *
   * @throws org.postern.protocol.frame.ProtocolException if the data is not of this format; {@link
   *     #where} tells where
   */
  CopyRow next();

  /** 1-based number of the line or, in binary format, of the row that was read last. */
  long lineNumber();

  /** The CONTEXT of an error in the row read last; null before the first row. */
  String where(String relation);

  /** The CONTEXT of an error in one column of the row read last. */
  String where(String relation, int column);
}
