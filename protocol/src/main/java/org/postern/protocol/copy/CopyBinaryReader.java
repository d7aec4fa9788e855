package org.postern.protocol.copy;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * Reads the binary format.
 *
 * <pre>
 *   File    -> Signature 11, Flags int32, ExtensionLength int32, Extension, Row*, Trailer
 *   Row     -> Columns int16, Value*
 *   Value   -> Length int32 (-1: NULL), bytes
 *   Trailer -> int16 -1
 * </pre>
 *
 * <p>A value's length reserves nothing: the buffer grows with the data that comes. Source:
 * PostgreSQL documentation, "COPY: Binary Format".
 */
public final class CopyBinaryReader implements CopyReader {
  static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};

  private static final int HEADER_LENGTH = 19;
  private static final int NO_ROW = -1;
  private static final int FLAG_OIDS = 1 << 16;

  private enum State {
    HEADER,
    EXTENSION,
    ROWS,
    TRAILED
  }

  private final CopyInput in = new CopyInput();
  private final List<String> columns;
  private final CopyRow row = new CopyRow();
  private State state = State.HEADER;
  private boolean endOfInput;
  private int extensionLeft;
  private long rowNumber;

  /** The row under way: how many of its values were seen, and where the next begins. */
  private int valuesSeen = NO_ROW;

  private int rowLength;

  CopyBinaryReader(List<String> columns) {
    this.columns = List.copyOf(columns);
  }

  @Override
  public void offer(ByteBuf chunk) {
    in.offer(chunk);
  }

  @Override
  public void endOfInput() {
    endOfInput = true;
  }

  @Override
  public CopyRow next() {
    if (state == State.HEADER && !readHeader()) {
      return null;
    }
    if (state == State.EXTENSION && !skipExtension()) {
      return null;
    }
    if (state == State.TRAILED) {
      if (in.available() > 0) {
        throw CopyErrors.badFormat("received copy data after EOF marker");
      }
      return null;
    }
    return nextRow();
  }

  private boolean readHeader() {
    if (in.available() < HEADER_LENGTH && !endOfInput) {
      return false;
    }
    for (int i = 0; i < SIGNATURE.length; i++) {
      if (in.available() <= i || in.bytes()[in.begin() + i] != SIGNATURE[i]) {
        throw CopyErrors.badFormat("COPY file signature not recognized");
      }
    }
    if (in.available() < SIGNATURE.length + Integer.BYTES) {
      throw CopyErrors.badFormat("invalid COPY file header (missing flags)");
    }
    int flags = in.getInt(SIGNATURE.length);
    if ((flags & FLAG_OIDS) != 0) {
      throw CopyErrors.badFormat("invalid COPY file header (WITH OIDS)");
    }
    // Bits 16 to 31 stand for things that a reader must understand.
    if (flags >>> 16 != 0) {
      throw CopyErrors.badFormat("unrecognized critical flags in COPY file header");
    }
    if (in.available() < HEADER_LENGTH || in.getInt(SIGNATURE.length + Integer.BYTES) < 0) {
      throw CopyErrors.badFormat("invalid COPY file header (missing length)");
    }
    extensionLeft = in.getInt(SIGNATURE.length + Integer.BYTES);
    in.consume(HEADER_LENGTH);
    state = State.EXTENSION;
    return true;
  }

  private boolean skipExtension() {
    int skipped = Math.min(extensionLeft, in.available());
    in.consume(skipped);
    extensionLeft -= skipped;
    if (extensionLeft > 0) {
      if (endOfInput) {
        throw CopyErrors.badFormat("invalid COPY file header (wrong length)");
      }
      return false;
    }
    state = State.ROWS;
    return true;
  }

  private CopyRow nextRow() {
    if (valuesSeen == NO_ROW && !beginRow()) {
      return null;
    }
    while (valuesSeen < columns.size()) {
      if (!nextValue()) {
        return null;
      }
      valuesSeen++;
    }
    finishRow();
    return row;
  }

  private boolean beginRow() {
    if (in.available() < Short.BYTES) {
      // Files without a trailer have been written, and are taken.
      return false;
    }
    int count = in.getShort(0);
    rowNumber++;
    if (count == -1) {
      in.consume(Short.BYTES);
      state = State.TRAILED;
      next();
      return false;
    }
    if (count != columns.size()) {
      throw CopyErrors.badFormat("row field count is %d, expected %d", count, columns.size());
    }
    row.reset();
    valuesSeen = 0;
    rowLength = Short.BYTES;
    return true;
  }

  /** Notes one value, relative to the begin of the row; false if it is not all there. */
  private boolean nextValue() {
    if (in.available() - rowLength < Integer.BYTES) {
      return incomplete();
    }
    int length = in.getInt(rowLength);
    if (length == -1) {
      row.addNull();
      rowLength += Integer.BYTES;
      return true;
    }
    if (length < 0) {
      throw CopyErrors.badFormat("invalid field size");
    }
    if (in.available() - rowLength - Integer.BYTES < length) {
      return incomplete();
    }
    row.add(rowLength + Integer.BYTES, length);
    rowLength += Integer.BYTES + length;
    return true;
  }

  private boolean incomplete() {
    if (endOfInput) {
      throw CopyErrors.badFormat("unexpected EOF in COPY data");
    }
    return false;
  }

  /** Offsets become absolute only now: while data was offered, the bytes may have moved. */
  private void finishRow() {
    row.data(in.bytes());
    row.shift(in.begin());
    in.consume(rowLength);
    valuesSeen = NO_ROW;
  }

  @Override
  public long lineNumber() {
    return rowNumber;
  }

  @Override
  public String where(String relation) {
    if (rowNumber == 0) {
      return null;
    }
    String line = CopyErrors.where(relation, rowNumber);
    boolean inValue = valuesSeen >= 0 && valuesSeen < columns.size();
    return inValue ? line + ", column " + columns.get(valuesSeen) : line;
  }

  @Override
  public String where(String relation, int column) {
    return CopyErrors.where(relation, rowNumber) + ", column " + columns.get(column);
  }
}
