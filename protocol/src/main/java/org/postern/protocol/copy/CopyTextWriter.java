package org.postern.protocol.copy;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes the text and the CSV format so that reading gives the same values back.
 *
 * <p>Text: backslash, delimiter and the control characters that have a letter are escaped. CSV: a
 * value is put in quotes if it is forced to be, if it could be taken for NULL or for the end
 * marker, or if it holds a delimiter, a quote or a line end.
 *
 * <p>Source: PostgreSQL documentation, "COPY: File Formats".
 */
public final class CopyTextWriter implements CopyWriter {
  private final CopyFormatOptions options;
  private final List<String> columns;
  private final boolean csv;
  private final boolean[] forceQuote;
  private int column;

  CopyTextWriter(CopyFormatOptions options, List<String> columns) {
    this.options = options;
    this.columns = List.copyOf(columns);
    this.csv = options.format() == CopyFormat.CSV;
    this.forceQuote = new boolean[columns.size()];
    for (int i = 0; i < forceQuote.length; i++) {
      forceQuote[i] = options.forceQuoteAll() || options.forceQuote().contains(columns.get(i));
    }
  }

  @Override
  public boolean begin(ByteBuf out) {
    if (options.header() == CopyHeader.NONE) {
      return false;
    }
    beginRow(out);
    for (String name : columns) {
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      value(out, bytes, 0, bytes.length, false);
    }
    endRow(out);
    return true;
  }

  @Override
  public void beginRow(ByteBuf out) {
    column = 0;
  }

  @Override
  public void writeNull(ByteBuf out) {
    separate(out);
    out.writeBytes(options.nullString());
    column++;
  }

  @Override
  public void write(ByteBuf out, byte[] value, int offset, int length) {
    value(out, value, offset, length, forceQuote[column]);
  }

  private void value(ByteBuf out, byte[] value, int offset, int length, boolean force) {
    separate(out);
    if (csv) {
      csvValue(out, value, offset, length, force);
    } else {
      textValue(out, value, offset, length);
    }
    column++;
  }

  private void separate(ByteBuf out) {
    if (column > 0) {
      out.writeByte(options.delimiter());
    }
  }

  private void textValue(ByteBuf out, byte[] value, int offset, int length) {
    byte delimiter = options.delimiter();
    int end = offset + length;
    int plain = offset;
    for (int i = offset; i < end; i++) {
      byte c = value[i];
      if (c >= 0x20 && c != '\\' && c != delimiter || c < 0) {
        continue;
      }
      byte letter = escapeLetter(c, delimiter);
      if (letter != 0) {
        out.writeBytes(value, plain, i - plain);
        out.writeByte('\\').writeByte(letter);
        plain = i + 1;
      }
    }
    out.writeBytes(value, plain, end - plain);
  }

  /** What stands behind the backslash; 0 for control characters that are written as they are. */
  private static byte escapeLetter(byte c, byte delimiter) {
    return switch (c) {
      case '\b' -> 'b';
      case '\f' -> 'f';
      case '\n' -> 'n';
      case '\r' -> 'r';
      case '\t' -> 't';
      case 0x0b -> 'v';
      case '\\' -> '\\';
      default -> c == delimiter ? delimiter : 0;
    };
  }

  private void csvValue(ByteBuf out, byte[] value, int offset, int length, boolean force) {
    if (!force && !needsQuotes(value, offset, length)) {
      out.writeBytes(value, offset, length);
      return;
    }
    byte quote = options.quote();
    byte escape = options.escape();
    out.writeByte(quote);
    int end = offset + length;
    int plain = offset;
    for (int i = offset; i < end; i++) {
      if (value[i] == quote || value[i] == escape) {
        out.writeBytes(value, plain, i - plain);
        out.writeByte(escape);
        plain = i;
      }
    }
    out.writeBytes(value, plain, end - plain);
    out.writeByte(quote);
  }

  private boolean needsQuotes(byte[] value, int offset, int length) {
    if (options.isNullString(value, offset, length)) {
      return true;
    }
    boolean endMarker =
        columns.size() == 1 && length == 2 && value[offset] == '\\' && value[offset + 1] == '.';
    if (endMarker) {
      return true;
    }
    for (int i = offset; i < offset + length; i++) {
      byte c = value[i];
      if (c == options.delimiter() || c == options.quote() || c == '\n' || c == '\r') {
        return true;
      }
    }
    return false;
  }

  @Override
  public void endRow(ByteBuf out) {
    assert column == columns.size() : "row misses columns";
    out.writeByte('\n');
  }

  @Override
  public boolean end(ByteBuf out) {
    return false;
  }
}
