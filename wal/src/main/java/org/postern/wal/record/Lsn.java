package org.postern.wal.record;

/**
 * LSNs as text.
 *
 * <p>Source: PostgreSQL documentation, "pg_lsn Type".
 */
public final class Lsn {
  private Lsn() {}

  /** Two hexadecimal numbers with a slash between them. */
  public static String format(long lsn) {
    return Long.toHexString(lsn >>> 32).toUpperCase(java.util.Locale.ROOT)
        + "/"
        + Long.toHexString(lsn & 0xFFFFFFFFL).toUpperCase(java.util.Locale.ROOT);
  }

  /** The reverse of {@link #format}. */
  public static long parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 1 || slash > 8 || text.length() - slash < 2 || text.length() - slash > 9) {
      throw new IllegalArgumentException("invalid LSN: text=" + text);
    }
    long high = Long.parseLong(text, 0, slash, 16);
    long low = Long.parseLong(text, slash + 1, text.length(), 16);
    return high << 32 | low;
  }
}
