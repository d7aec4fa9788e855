package org.postern.executor.types.datetime;

import java.util.Map;

/** The words that dates, times and intervals may contain, in lower case. */
final class DateTimeWords {
  /** What a word, or a set of already seen fields, is about; the ordinal is its mask bit. */
  enum Field {
    RESERVED,
    MONTH,
    YEAR,
    DAY,
    ZONE,
    DAYLIGHT_ZONE,
    DYNAMIC_ZONE,
    IGNORE,
    AM_PM,
    HOUR,
    MINUTE,
    SECOND,
    MILLISECOND,
    MICROSECOND,
    DAY_OF_YEAR,
    DAY_OF_WEEK,
    UNITS,
    ERA,
    AGO,
    ISO_TIME,
    WEEK,
    DECADE,
    CENTURY,
    MILLENNIUM,
    DAYLIGHT_MODIFIER,
    JULIAN;

    int mask() {
      return 1 << ordinal();
    }
  }

  /** Values of {@link Field#RESERVED} words. */
  enum Special {
    EARLY,
    LATE,
    EPOCH,
    NOW,
    TODAY,
    TOMORROW,
    YESTERDAY,
    ZULU
  }

  /**
   * A word's kind and value: month or weekday number, unit as {@link Field} ordinal or {@link Unit}
   * ordinal, {@link Special} ordinal, 1 for PM and BC.
   */
  record Word(Field field, int value) {}

  /** Units of intervals and of date_part. */
  enum Unit {
    MICROSECOND,
    MILLISECOND,
    SECOND,
    MINUTE,
    HOUR,
    DAY,
    WEEK,
    MONTH,
    QUARTER,
    YEAR,
    DECADE,
    CENTURY,
    MILLENNIUM,
    TIMEZONE,
    TIMEZONE_HOUR,
    TIMEZONE_MINUTE,
    DOW,
    DOY,
    EPOCH,
    ISODOW,
    ISOYEAR,
    JULIAN
  }

  /** Longer words are compared up to here only. */
  private static final int SIGNIFICANT = 10;

  private static final Map<String, Word> WORDS =
      Map.ofEntries(
          reserved("-infinity", Special.EARLY),
          reserved("infinity", Special.LATE),
          reserved("epoch", Special.EPOCH),
          reserved("now", Special.NOW),
          reserved("today", Special.TODAY),
          reserved("tomorrow", Special.TOMORROW),
          reserved("yesterday", Special.YESTERDAY),
          reserved("allballs", Special.ZULU),
          word("ad", Field.ERA, 0),
          word("bc", Field.ERA, 1),
          word("am", Field.AM_PM, 0),
          word("pm", Field.AM_PM, 1),
          word("at", Field.IGNORE, 0),
          word("on", Field.IGNORE, 0),
          word("dst", Field.DAYLIGHT_MODIFIER, 3600),
          word("t", Field.ISO_TIME, 0),
          unit("y", Field.YEAR),
          unit("m", Field.MONTH),
          unit("d", Field.DAY),
          unit("h", Field.HOUR),
          unit("mm", Field.MINUTE),
          unit("s", Field.SECOND),
          unit("j", Field.JULIAN),
          unit("jd", Field.JULIAN),
          unit("julian", Field.JULIAN),
          unit("dow", Field.DAY_OF_WEEK),
          unit("doy", Field.DAY_OF_YEAR),
          unit("isodow", Field.DAY_OF_WEEK),
          unit("isoyear", Field.DAY_OF_WEEK),
          month("jan", 1),
          month("january", 1),
          month("feb", 2),
          month("february", 2),
          month("mar", 3),
          month("march", 3),
          month("apr", 4),
          month("april", 4),
          month("may", 5),
          month("jun", 6),
          month("june", 6),
          month("jul", 7),
          month("july", 7),
          month("aug", 8),
          month("august", 8),
          month("sep", 9),
          month("sept", 9),
          month("september", 9),
          month("oct", 10),
          month("october", 10),
          month("nov", 11),
          month("november", 11),
          month("dec", 12),
          month("december", 12),
          day("sun", 0),
          day("sunday", 0),
          day("mon", 1),
          day("monday", 1),
          day("tue", 2),
          day("tues", 2),
          day("tuesday", 2),
          day("wed", 3),
          day("weds", 3),
          day("wednesday", 3),
          day("thu", 4),
          day("thur", 4),
          day("thurs", 4),
          day("thursday", 4),
          day("fri", 5),
          day("friday", 5),
          day("sat", 6),
          day("saturday", 6));

  private static final Map<String, Unit> UNITS =
      Map.ofEntries(
          Map.entry("c", Unit.CENTURY),
          Map.entry("cent", Unit.CENTURY),
          Map.entry("centuries", Unit.CENTURY),
          Map.entry("century", Unit.CENTURY),
          Map.entry("d", Unit.DAY),
          Map.entry("day", Unit.DAY),
          Map.entry("days", Unit.DAY),
          Map.entry("dec", Unit.DECADE),
          Map.entry("decade", Unit.DECADE),
          Map.entry("decades", Unit.DECADE),
          Map.entry("decs", Unit.DECADE),
          Map.entry("h", Unit.HOUR),
          Map.entry("hour", Unit.HOUR),
          Map.entry("hours", Unit.HOUR),
          Map.entry("hr", Unit.HOUR),
          Map.entry("hrs", Unit.HOUR),
          Map.entry("m", Unit.MINUTE),
          Map.entry("microsecon", Unit.MICROSECOND),
          Map.entry("mil", Unit.MILLENNIUM),
          Map.entry("millennia", Unit.MILLENNIUM),
          Map.entry("millennium", Unit.MILLENNIUM),
          Map.entry("millisecon", Unit.MILLISECOND),
          Map.entry("mils", Unit.MILLENNIUM),
          Map.entry("min", Unit.MINUTE),
          Map.entry("mins", Unit.MINUTE),
          Map.entry("minute", Unit.MINUTE),
          Map.entry("minutes", Unit.MINUTE),
          Map.entry("mon", Unit.MONTH),
          Map.entry("mons", Unit.MONTH),
          Map.entry("month", Unit.MONTH),
          Map.entry("months", Unit.MONTH),
          Map.entry("ms", Unit.MILLISECOND),
          Map.entry("msec", Unit.MILLISECOND),
          Map.entry("msecond", Unit.MILLISECOND),
          Map.entry("mseconds", Unit.MILLISECOND),
          Map.entry("msecs", Unit.MILLISECOND),
          Map.entry("qtr", Unit.QUARTER),
          Map.entry("quarter", Unit.QUARTER),
          Map.entry("s", Unit.SECOND),
          Map.entry("sec", Unit.SECOND),
          Map.entry("second", Unit.SECOND),
          Map.entry("seconds", Unit.SECOND),
          Map.entry("secs", Unit.SECOND),
          Map.entry("timezone", Unit.TIMEZONE),
          Map.entry("timezone_h", Unit.TIMEZONE_HOUR),
          Map.entry("timezone_m", Unit.TIMEZONE_MINUTE),
          Map.entry("us", Unit.MICROSECOND),
          Map.entry("usec", Unit.MICROSECOND),
          Map.entry("usecond", Unit.MICROSECOND),
          Map.entry("useconds", Unit.MICROSECOND),
          Map.entry("usecs", Unit.MICROSECOND),
          Map.entry("w", Unit.WEEK),
          Map.entry("week", Unit.WEEK),
          Map.entry("weeks", Unit.WEEK),
          Map.entry("y", Unit.YEAR),
          Map.entry("year", Unit.YEAR),
          Map.entry("years", Unit.YEAR),
          Map.entry("yr", Unit.YEAR),
          Map.entry("yrs", Unit.YEAR));

  private DateTimeWords() {}

  private static Map.Entry<String, Word> word(String text, Field field, int value) {
    return Map.entry(text, new Word(field, value));
  }

  private static Map.Entry<String, Word> reserved(String text, Special special) {
    return word(text, Field.RESERVED, special.ordinal());
  }

  private static Map.Entry<String, Word> unit(String text, Field unit) {
    return word(text, Field.UNITS, unit.ordinal());
  }

  private static Map.Entry<String, Word> month(String text, int value) {
    return word(text, Field.MONTH, value);
  }

  private static Map.Entry<String, Word> day(String text, int value) {
    return word(text, Field.DAY_OF_WEEK, value);
  }

  private static String key(String text) {
    return text.length() > SIGNIFICANT ? text.substring(0, SIGNIFICANT) : text;
  }

  /** A word of dates and times; null when unknown. */
  static Word find(String lowerCase) {
    return WORDS.get(key(lowerCase));
  }

  /** A unit word; null when unknown. */
  static Unit findUnit(String lowerCase) {
    return UNITS.get(key(lowerCase));
  }
}
