package org.postern.executor.sql.ast;

/**
 * The mask of fields an interval type may keep, as the first type modifier of {@code interval}
 * stores it.
 *
 * <p>Source: PostgreSQL documentation, "Interval Input"; the bits are visible in atttypmod.
 */
public final class IntervalFields {
  public static final int MONTH = 1 << 1;
  public static final int YEAR = 1 << 2;
  public static final int DAY = 1 << 3;
  public static final int HOUR = 1 << 10;
  public static final int MINUTE = 1 << 11;
  public static final int SECOND = 1 << 12;

  /** No restriction on the fields; needed when only a precision is given. */
  public static final int FULL_RANGE = 0x7FFF;

  private IntervalFields() {}
}
