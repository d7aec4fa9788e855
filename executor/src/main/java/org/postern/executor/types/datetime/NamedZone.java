package org.postern.executor.types.datetime;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.postern.executor.types.TimeZoneRule;

/** A zone with rules from java.time and abbreviations from the system's zone files. */
final class NamedZone implements TimeZoneRule {
  private final String name;
  private final ZoneRules rules;
  private final ZoneAbbreviations abbreviations;

  NamedZone(String name, ZoneRules rules, ZoneAbbreviations abbreviations) {
    this.name = name;
    this.rules = rules;
    this.abbreviations = abbreviations;
  }

  @Override
  public String name() {
    return name;
  }

  boolean isFixed() {
    return rules.isFixedOffset();
  }

  @Override
  public int offsetAt(long epochSecond) {
    return rules.getOffset(Instant.ofEpochSecond(epochSecond)).getTotalSeconds();
  }

  @Override
  public int offsetAtLocal(long localEpochSecond) {
    LocalDateTime local = LocalDateTime.ofEpochSecond(localEpochSecond, 0, ZoneOffset.UTC);
    ZoneOffsetTransition transition = rules.getTransition(local);
    if (transition == null) {
      return rules.getOffset(local).getTotalSeconds();
    }
    return (transition.isGap() ? transition.getOffsetBefore() : transition.getOffsetAfter())
        .getTotalSeconds();
  }

  @Override
  public String abbreviationAt(long epochSecond) {
    return abbreviations.at(epochSecond, offsetAt(epochSecond));
  }

  @Override
  public boolean isDaylightAt(long epochSecond) {
    return rules.isDaylightSavings(Instant.ofEpochSecond(epochSecond));
  }

  /**
   * The offset an abbreviation stands for in this zone at a local time: that of its latest use not
   * after then, or of its first use later; the zone's own offset if it never uses it.
   */
  int offsetOfAbbreviation(String abbreviation, long localEpochSecond) {
    int offset = offsetAtLocal(localEpochSecond);
    Integer meant = abbreviations.offsetOf(abbreviation, localEpochSecond - offset);
    return meant != null ? meant : offset;
  }
}
