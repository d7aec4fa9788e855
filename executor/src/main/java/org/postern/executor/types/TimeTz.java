package org.postern.executor.types;

/**
 * A time of day with an offset from UTC.
 *
 * @param micros since midnight, local
 * @param zone seconds WEST of Greenwich, PostgreSQL's sign: UTC is local time plus zone
 */
public record TimeTz(long micros, int zone) implements Comparable<TimeTz> {
  /** By the instant in UTC, then by zone. */
  @Override
  public int compareTo(TimeTz other) {
    int byInstant =
        Long.compare(micros + zone * 1_000_000L, other.micros + other.zone * 1_000_000L);
    return byInstant != 0 ? byInstant : Integer.compare(zone, other.zone);
  }
}
