package org.postern.wal.segment;

import java.util.Locale;

/**
 * Names of WAL segment files: 24 hexadecimal digits, timeline, and the segment's number in two
 * parts of which the second counts the segments within 4 GiB.
 *
 * <p>Source: PostgreSQL documentation, "WAL Internals" and {@code pg_walfile_name}.
 */
public final class SegmentName {
  /** There is only one history: no point-in-time recovery, no promotion. */
  public static final int TIMELINE = 1;

  private static final int DIGITS = 24;

  private SegmentName() {}

  public static String of(long segment, int segmentSize) {
    long perId = (1L << 32) / segmentSize;
    return String.format(Locale.ROOT, "%08X%08X%08X", TIMELINE, segment / perId, segment % perId);
  }

  /** The segment's number, or -1 if this is not the name of a segment of our timeline. */
  public static long parse(String name, int segmentSize) {
    if (name.length() != DIGITS) {
      return -1;
    }
    for (int i = 0; i < DIGITS; i++) {
      char c = name.charAt(i);
      if (!(c >= '0' && c <= '9' || c >= 'A' && c <= 'F')) {
        return -1;
      }
    }
    long perId = (1L << 32) / segmentSize;
    long id = Long.parseLong(name, 8, 16, 16);
    long number = Long.parseLong(name, 16, 24, 16);
    if (Long.parseLong(name, 0, 8, 16) != TIMELINE || number >= perId) {
      return -1;
    }
    return id * perId + number;
  }
}
