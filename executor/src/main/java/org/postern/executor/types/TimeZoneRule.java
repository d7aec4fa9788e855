package org.postern.executor.types;

/**
 * A time zone as PostgreSQL sees it: offsets by instant and by local time.
 *
 * <p>Rule for local times: a time skipped by a forward transition is read with the offset before
 * it, a time that happens twice with the offset after the transition.
 *
 * <p>Source: PostgreSQL documentation, appendix B.2 "Handling of Invalid or Ambiguous Timestamps".
 */
public interface TimeZoneRule {
  /** As SHOW TimeZone prints it. */
  String name();

  /** Seconds east of Greenwich at an instant, given in seconds since 1970-01-01 UTC. */
  int offsetAt(long epochSecond);

  /** Seconds east of Greenwich at a local time, given as if it were UTC. */
  int offsetAtLocal(long localEpochSecond);

  /** The abbreviation in force at an instant, such as CEST. */
  String abbreviationAt(long epochSecond);

  /** Whether daylight-saving time is in force at an instant. */
  boolean isDaylightAt(long epochSecond);
}
