package org.postern.executor.types;

/** How intervals are printed (setting IntervalStyle). */
public enum IntervalStyle {
  POSTGRES,
  POSTGRES_VERBOSE,
  SQL_STANDARD,
  ISO_8601
}
