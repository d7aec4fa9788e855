package org.postern.executor.types.datetime;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneOffsetTransitionRule;
import java.time.zone.ZoneOffsetTransitionRule.TimeDefinition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Reads POSIX time zone specifications such as {@code EST5EDT,M3.2.0,M11.1.0}. Offsets count
 * westward. Without rules, daylight-saving time follows the law of the United States.
 *
 * <p>Source: PostgreSQL documentation, appendix B.5 "POSIX Time Zone Specifications".
 */
final class PosixZone {
  private static final String DEFAULT_RULES = ",M3.2.0,M11.1.0";
  private final String text;
  private int at;

  private PosixZone(String text) {
    this.text = text;
  }

  /** Null if {@code text} is no such specification. */
  static NamedZone parse(String text) {
    PosixZone parser = new PosixZone(text.toUpperCase(Locale.ROOT));
    try {
      return parser.parse();
    } catch (NumberFormatException | IndexOutOfBoundsException | java.time.DateTimeException e) {
      return null;
    }
  }

  private NamedZone parse() {
    // The name may be missing, so that a bare number is a zone too.
    String standard = name();
    if (at >= text.length()) {
      return null;
    }
    int offset = -seconds();
    if (at >= text.length()) {
      return TimeZones.fixed(text, standard, offset);
    }
    String daylight = name();
    if (daylight.isEmpty()) {
      return null;
    }
    int summer = offset + 3600;
    if (at < text.length() && text.charAt(at) != ',') {
      summer = -seconds();
    }
    PosixZone rules = at < text.length() ? this : new PosixZone(DEFAULT_RULES);
    ZoneOffset winterOffset = ZoneOffset.ofTotalSeconds(offset);
    ZoneOffset summerOffset = ZoneOffset.ofTotalSeconds(summer);
    ZoneOffsetTransitionRule start = rules.rule(winterOffset, winterOffset, summerOffset);
    ZoneOffsetTransitionRule end = rules.rule(winterOffset, summerOffset, winterOffset);
    if (rules.at < rules.text.length()) {
      return null;
    }
    // The yearly rules hold from the last listed transition on, so one year must be listed.
    List<ZoneOffsetTransition> firstYear =
        Stream.of(start.createTransition(1), end.createTransition(1)).sorted().toList();
    ZoneRules zone =
        ZoneRules.of(
            winterOffset,
            firstYear.getFirst().getOffsetBefore(),
            List.of(),
            firstYear,
            List.of(start, end));
    return new NamedZone(text, zone, ZoneAbbreviations.always(standard));
  }

  private String name() {
    int from = at;
    if (at < text.length() && text.charAt(at) == '<') {
      at = text.indexOf('>', at) + 1;
      return at > 0 ? text.substring(from + 1, at - 1) : "";
    }
    while (at < text.length() && Character.isLetter(text.charAt(at))) {
      at++;
    }
    return text.substring(from, at);
  }

  private int number() {
    int from = at;
    while (at < text.length() && Character.isDigit(text.charAt(at))) {
      at++;
    }
    return Integer.parseInt(text.substring(from, at));
  }

  private boolean take(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  /** [+-]hh[:mm[:ss]] */
  private int seconds() {
    boolean negative = take('-');
    if (!negative) {
      take('+');
    }
    int seconds = number() * 3600;
    if (take(':')) {
      seconds += number() * 60;
      if (take(':')) {
        seconds += number();
      }
    }
    return negative ? -seconds : seconds;
  }

  /** ,Mm.w.d[/time] */
  private ZoneOffsetTransitionRule rule(ZoneOffset standard, ZoneOffset before, ZoneOffset after) {
    if (!take(',') || !take('M')) {
      throw new NumberFormatException("not a month rule");
    }
    Month month = Month.of(number());
    take('.');
    int week = number();
    take('.');
    DayOfWeek day = DayOfWeek.SUNDAY.plus(number());
    int seconds = take('/') ? seconds() : 7200;
    return ZoneOffsetTransitionRule.of(
        month,
        week == 5 ? -1 : week * 7 - 6,
        day,
        LocalTime.ofSecondOfDay(seconds % 86_400),
        seconds == 86_400,
        TimeDefinition.WALL,
        standard,
        before,
        after);
  }
}
