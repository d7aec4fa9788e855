package org.postern.executor.types;

/**
 * A span of time in three independent fields, because months have no fixed number of days and days
 * no fixed number of hours.
 *
 * <p>Two intervals are equal when they last equally long with 30-day months and 24-hour days: that
 * is SQL's comparison, not {@link #equals}, which compares the fields.
 *
 * <p>Source: PostgreSQL documentation, section 8.5.4 "Interval Input".
 */
public record Interval(int months, int days, long micros) implements Comparable<Interval> {
  public static final Interval ZERO = new Interval(0, 0, 0);
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  /** SQL order. The span needs more than 64 bits, so whole days and the rest are compared apart. */
  @Override
  public int compareTo(Interval other) {
    int byDays = Long.compare(spanDays(), other.spanDays());
    return byDays != 0 ? byDays : Long.compare(spanRest(), other.spanRest());
  }

  /** Equal for intervals that compare as equal. */
  public int spanHash() {
    return Long.hashCode(spanDays() * 31 + spanRest());
  }

  private long spanDays() {
    return months * 30L + days + Math.floorDiv(micros, MICROS_PER_DAY);
  }

  private long spanRest() {
    return Math.floorMod(micros, MICROS_PER_DAY);
  }
}
