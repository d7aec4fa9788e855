package org.postern.protocol.copy;

import java.nio.charset.StandardCharsets;
import org.postern.protocol.frame.ProtocolException;

/** Errors and context lines that the COPY readers share. */
final class CopyErrors {
  static final String MARKER_CORRUPT = "end-of-copy marker corrupt";
  static final String MARKER_MISMATCH = "end-of-copy marker does not match previous newline style";
  static final String EXTRA_DATA = "extra data after last expected column";

  /** A context line shows no more of the data than this many bytes. */
  private static final int MAX_DATA_SHOWN = 100;

  private CopyErrors() {}

  /** 22P04, bad_copy_file_format. */
  static ProtocolException badFormat(String format, Object... args) {
    return ProtocolException.error(ProtocolException.BAD_COPY_FILE_FORMAT, format, args);
  }

  static String where(String relation, long line) {
    return "COPY " + relation + ", line " + line;
  }

  /** Data for a context line: cut after 100 bytes, but not inside a character. */
  static String clipped(byte[] bytes, int offset, int length) {
    if (length <= MAX_DATA_SHOWN) {
      return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }
    int end = MAX_DATA_SHOWN;
    while (end > 0 && (bytes[offset + end] & 0xc0) == 0x80) {
      end--;
    }
    return new String(bytes, offset, end, StandardCharsets.UTF_8) + "...";
  }
}
