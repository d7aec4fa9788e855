package org.postern.protocol.copy;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * Writes rows in a COPY format.
 *
 * <p>Values come in column order. The caller decides what becomes a CopyData message or goes to a
 * file: {@link #begin}, every row, and {@link #end} each write one self-contained piece.
 */
public sealed interface CopyWriter permits CopyTextWriter, CopyBinaryWriter {
  /** A writer for the given options; {@code columns} are the columns of the COPY in order. */
  static CopyWriter of(CopyFormatOptions options, List<String> columns) {
    return options.format() == CopyFormat.BINARY
        ? new CopyBinaryWriter(columns.size())
        : new CopyTextWriter(options, columns);
  }

  /** Writes what stands before the rows; false if that is nothing. */
  boolean begin(ByteBuf out);

  void beginRow(ByteBuf out);

  void writeNull(ByteBuf out);

  /** A value: text in the text formats, the type's binary form in the binary format. */
  void write(ByteBuf out, byte[] value, int offset, int length);

  void endRow(ByteBuf out);

  /** Writes what stands behind the rows; false if that is nothing. */
  boolean end(ByteBuf out);
}
