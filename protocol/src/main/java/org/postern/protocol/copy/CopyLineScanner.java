package org.postern.protocol.copy;

import org.postern.protocol.frame.ProtocolException;

/**
 * Finds the lines of text and CSV input.
 *
 * <p>It looks for line ends and the end marker {@code \.} and leaves quotes and escapes where they
 * are, for the field splitters. The first line end decides between LF, CR and CRLF for the whole
 * input; another one later is an error, since it is more likely that data was mangled on its way.
 *
 * <p>The scan may stop at any byte for want of data and goes on there. Nothing is changed before
 * all bytes that a decision needs are there, so no byte counts twice.
 */
final class CopyLineScanner {
  private enum LineEnd {
    UNKNOWN,
    LF,
    CR,
    CRLF
  }

  private enum Marker {
    NO,
    YES,
    NEED_MORE
  }

  private static final int NONE = 256;

  private final CopyInput in;
  private final boolean csv;
  private final int quote;
  private final int escape;
  private LineEnd lineEnd = LineEnd.UNKNOWN;
  private boolean endOfInput;
  private boolean finished;
  private long lineNumber;

  /** A line was begun, but its end has not been seen. */
  private boolean lineOpen;

  /** Where the scan goes on, relative to the begin of the input. */
  private int scanned;

  private boolean inQuote;
  private boolean lastWasEscape;
  private boolean firstInLine;
  private boolean special;

  private int start;
  private int length;

  CopyLineScanner(CopyInput in, CopyFormatOptions options) {
    this.in = in;
    this.csv = options.format() == CopyFormat.CSV;
    this.quote = csv ? options.quote() : NONE;
    // An escape that is the quote itself needs no care here: two quotes toggle twice.
    this.escape = csv && options.escape() != options.quote() ? options.escape() : NONE;
  }

  void endOfInput() {
    endOfInput = true;
  }

  /** True once no further line can come. */
  boolean finished() {
    return finished;
  }

  long lineNumber() {
    return lineNumber;
  }

  /** Where the line begins in the input's array. */
  int start() {
    return start;
  }

  /** The line's length without its end. */
  int length() {
    return length;
  }

  /** True if the line holds a backslash (text) or a quote (CSV): its values need unescaping. */
  boolean special() {
    return special;
  }

  /** Looks for the next line; the bytes of the line before are given up. */
  boolean next() {
    if (finished) {
      return false;
    }
    if (!lineOpen) {
      lineOpen = true;
      lineNumber++;
      scanned = 0;
      inQuote = false;
      lastWasEscape = false;
      firstInLine = true;
      special = false;
    }
    return scan();
  }

  private boolean scan() {
    byte[] bytes = in.bytes();
    int limit = in.end();
    int at = in.begin() + scanned;
    while (true) {
      at = skipOrdinary(bytes, at, limit);
      if (at >= limit) {
        return endOfInput ? lastLine(limit) : pause(at);
      }
      byte c = bytes[at];
      boolean last = at + 1 >= limit;
      if ((c == '\r' || c == '\\') && last && !endOfInput) {
        return pause(at);
      }
      if (c == '\\' && (!csv || firstInLine)) {
        Marker marker = marker(bytes, at, limit);
        if (marker == Marker.NEED_MORE) {
          return pause(at);
        }
        if (marker == Marker.YES) {
          return lastLine(at);
        }
      }
      if (csv) {
        trackQuotes(c);
      }
      firstInLine = false;
      if (!inQuote && c == '\r') {
        boolean lineFeedFollows = !last && bytes[at + 1] == '\n';
        return line(at, carriageReturn(lineFeedFollows));
      }
      if (!inQuote && c == '\n') {
        return line(at, lineFeed());
      }
      if (!csv && c == '\\') {
        // Whatever stands behind a backslash is data, be it a line end.
        special = true;
        at++;
      }
      at = Math.min(at + 1, limit);
    }
  }

  /** Passes over bytes that mean nothing to the scan. */
  private int skipOrdinary(byte[] bytes, int from, int limit) {
    int at = from;
    while (at < limit) {
      byte c = bytes[at];
      if (c == '\n' || c == '\r' || c == '\\' || c == quote || c == escape) {
        break;
      }
      at++;
    }
    if (at > from) {
      firstInLine = false;
      lastWasEscape = false;
    }
    return at;
  }

  private void trackQuotes(byte c) {
    if (inQuote && c == escape) {
      lastWasEscape = !lastWasEscape;
    }
    if (c == quote && !lastWasEscape) {
      inQuote = !inQuote;
      special = true;
    }
    if (c != escape) {
      lastWasEscape = false;
    }
    if (inQuote && c == (lineEnd == LineEnd.LF ? '\n' : '\r')) {
      lineNumber++;
    }
  }

  private int carriageReturn(boolean lineFeedFollows) {
    switch (lineEnd) {
      case UNKNOWN -> lineEnd = lineFeedFollows ? LineEnd.CRLF : LineEnd.CR;
      case CRLF -> {
        if (!lineFeedFollows) {
          throw strayCarriageReturn();
        }
      }
      case LF -> throw strayCarriageReturn();
      case CR -> {}
    }
    return lineEnd == LineEnd.CRLF ? 2 : 1;
  }

  private int lineFeed() {
    if (lineEnd == LineEnd.CR || lineEnd == LineEnd.CRLF) {
      throw CopyErrors.badFormat(
              csv ? "unquoted newline found in data" : "literal newline found in data")
          .withHint(
              csv
                  ? "Use quoted CSV field to represent newline."
                  : "Use \"\\n\" to represent newline.");
    }
    lineEnd = LineEnd.LF;
    return 1;
  }

  private ProtocolException strayCarriageReturn() {
    return CopyErrors.badFormat(
            csv
                ? "unquoted carriage return found in data"
                : "literal carriage return found in data")
        .withHint(
            csv
                ? "Use quoted CSV field to represent carriage return."
                : "Use \"\\r\" to represent carriage return.");
  }

  /**
   * Whether the backslash at {@code at} begins the end marker. In CSV the marker must be alone on
   * its line, since it is a possible value; in text a backslash and a period can be nothing else.
   */
  private Marker marker(byte[] bytes, int at, int limit) {
    if (at + 1 >= limit || bytes[at + 1] != '.') {
      return Marker.NO;
    }
    int next = at + 2;
    if (lineEnd == LineEnd.CRLF) {
      if (next >= limit && !endOfInput) {
        return Marker.NEED_MORE;
      }
      byte c = next < limit ? bytes[next] : 0;
      next++;
      if (c != '\r') {
        return notMarker(c == '\n' ? CopyErrors.MARKER_MISMATCH : CopyErrors.MARKER_CORRUPT);
      }
    }
    if (next >= limit && !endOfInput) {
      return Marker.NEED_MORE;
    }
    byte c = next < limit ? bytes[next] : 0;
    if (c != '\r' && c != '\n') {
      return notMarker(CopyErrors.MARKER_CORRUPT);
    }
    boolean right =
        switch (lineEnd) {
          case UNKNOWN -> true;
          case LF, CRLF -> c == '\n';
          case CR -> c == '\r';
        };
    if (!right) {
      throw CopyErrors.badFormat(CopyErrors.MARKER_MISMATCH);
    }
    return Marker.YES;
  }

  private Marker notMarker(String fault) {
    if (!csv) {
      throw CopyErrors.badFormat(fault);
    }
    return Marker.NO;
  }

  private boolean pause(int at) {
    scanned = at - in.begin();
    return false;
  }

  private boolean line(int end, int lineEndLength) {
    start = in.begin();
    length = end - start;
    in.consume(length + lineEndLength);
    lineOpen = false;
    return true;
  }

  /** The input ends at {@code end}; what stands before it is a line unless it is empty. */
  private boolean lastLine(int end) {
    start = in.begin();
    length = end - start;
    in.clear();
    lineOpen = false;
    finished = true;
    return length > 0;
  }
}
