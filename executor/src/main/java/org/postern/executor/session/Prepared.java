package org.postern.executor.session;

import java.util.List;
import org.postern.executor.plan.PlannedStatement;
import org.postern.executor.sql.ast.RawStatement;

/**
 * A prepared statement. Analysis and plan are made when first needed and again after the catalogs
 * have changed. {@code raw} null is the empty query.
 */
public final class Prepared {
  private static final long MILLIS_TO_2000 = 946_684_800_000L;
  private static final long MICROS_PER_MILLI = 1000;

  private final String text;
  private final RawStatement raw;
  private final List<Integer> givenTypes;
  private final long preparedAt = now();
  boolean fromSql;
  List<Integer> paramTypes;
  PlannedStatement plan;
  long generation = -1;
  String searchPath;
  int role;

  Prepared(String text, RawStatement raw, List<Integer> givenTypes) {
    this.text = text;
    this.raw = raw;
    this.givenTypes = List.copyOf(givenTypes);
  }

  /** The time in microseconds since the year 2000. */
  private static long now() {
    long millis = System.currentTimeMillis() - MILLIS_TO_2000;
    return millis * MICROS_PER_MILLI;
  }

  /** When it was made. */
  public long preparedAt() {
    return preparedAt;
  }

  /** Whether PREPARE made it, not a message of the protocol. */
  public boolean fromSql() {
    return fromSql;
  }

  public String text() {
    return text;
  }

  public RawStatement raw() {
    return raw;
  }

  List<Integer> givenTypes() {
    return givenTypes;
  }

  /** The types of all parameters, once the statement has been analyzed. */
  public List<Integer> paramTypes() {
    return paramTypes;
  }
}
