package org.postern.protocol.copy;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.postern.protocol.message.Utf8;

/**
 * Reads the text and the CSV format.
 *
 * <p>Each line must be valid UTF-8 before it is split. Source: PostgreSQL documentation, "COPY:
 * File Formats".
 */
public final class CopyTextReader implements CopyReader {
  private final CopyFormatOptions options;
  private final List<String> columns;
  private final boolean[] forceNotNull;
  private final boolean[] forceNull;
  private final boolean forces;
  private final CopyInput in = new CopyInput();
  private final CopyLineScanner lines;
  private final CopyFieldSplitter splitter;
  private final CopyRow row = new CopyRow();
  private boolean headerDue;
  private boolean lineValid;

  CopyTextReader(CopyFormatOptions options, List<String> columns) {
    this.options = options;
    this.columns = List.copyOf(columns);
    this.lines = new CopyLineScanner(in, options);
    this.splitter = new CopyFieldSplitter(options);
    this.headerDue = options.header() != CopyHeader.NONE;
    this.forceNotNull = new boolean[columns.size()];
    this.forceNull = new boolean[columns.size()];
    for (int i = 0; i < forceNull.length; i++) {
      forceNotNull[i] = options.forceNotNull().contains(columns.get(i));
      forceNull[i] = options.forceNull().contains(columns.get(i));
    }
    this.forces = !options.forceNotNull().isEmpty() || !options.forceNull().isEmpty();
  }

  @Override
  public void offer(ByteBuf chunk) {
    if (lines.finished()) {
      // What stands behind the end marker is of no interest.
      chunk.skipBytes(chunk.readableBytes());
    } else {
      lineValid = false;
      in.offer(chunk);
    }
  }

  @Override
  public void endOfInput() {
    lines.endOfInput();
  }

  @Override
  public CopyRow next() {
    if (headerDue) {
      boolean read = nextLine();
      if (!read && !lines.finished()) {
        return null;
      }
      headerDue = false;
      if (options.header() == CopyHeader.MATCH) {
        // Input that is empty has an empty header, which must match like any other.
        lineValid = true;
        checkHeader();
      }
    }
    if (!nextLine()) {
      return null;
    }
    split();
    if (row.count() > columns.size()) {
      throw CopyErrors.badFormat(CopyErrors.EXTRA_DATA);
    }
    if (row.count() < columns.size()) {
      throw CopyErrors.badFormat("missing data for column \"%s\"", columns.get(row.count()));
    }
    if (forces) {
      applyForces();
    }
    return row;
  }

  private boolean nextLine() {
    lineValid = false;
    if (!lines.next()) {
      return false;
    }
    Utf8.check(in.bytes(), lines.start(), lines.length(), in.end());
    lineValid = true;
    return true;
  }

  private void split() {
    if (columns.isEmpty()) {
      // A table without columns has empty lines, which are no single empty value.
      row.reset();
      if (lines.length() != 0) {
        throw CopyErrors.badFormat(CopyErrors.EXTRA_DATA);
      }
      return;
    }
    splitter.split(in.bytes(), lines.start(), lines.length(), lines.special(), row);
  }

  private void checkHeader() {
    split();
    if (row.count() != columns.size()) {
      throw CopyErrors.badFormat(
          "wrong number of fields in header line: got %d, expected %d",
          row.count(), columns.size());
    }
    for (int i = 0; i < columns.size(); i++) {
      if (row.isNull(i)) {
        throw CopyErrors.badFormat(
            "column name mismatch in header line field %d: got null value (\"%s\"), expected"
                + " \"%s\"",
            i + 1, options.nullText(), columns.get(i));
      }
      if (!row.text(i).equals(columns.get(i))) {
        throw CopyErrors.badFormat(
            "column name mismatch in header line field %d: got \"%s\", expected \"%s\"",
            i + 1, row.text(i), columns.get(i));
      }
    }
  }

  private void applyForces() {
    byte[] nullString = options.nullString();
    for (int i = 0; i < forceNull.length; i++) {
      if (row.isNull(i)) {
        if (forceNotNull[i]) {
          // The null string stands in the line as it is, so its bytes are the value.
          row.setLiteral(i, nullString);
        }
      } else if (forceNull[i] && options.isNullString(row.data(), row.offset(i), row.length(i))) {
        row.setNull(i);
      }
    }
  }

  @Override
  public long lineNumber() {
    return lines.lineNumber();
  }

  @Override
  public String where(String relation) {
    String line = CopyErrors.where(relation, lines.lineNumber());
    return lineValid
        ? line + ": \"" + CopyErrors.clipped(in.bytes(), lines.start(), lines.length()) + "\""
        : line;
  }

  @Override
  public String where(String relation, int column) {
    String line =
        CopyErrors.where(relation, lines.lineNumber()) + ", column " + columns.get(column) + ": ";
    if (row.isNull(column)) {
      return line + "null input";
    }
    String shown = CopyErrors.clipped(row.data(), row.offset(column), row.length(column));
    return line + "\"" + shown + "\"";
  }
}
