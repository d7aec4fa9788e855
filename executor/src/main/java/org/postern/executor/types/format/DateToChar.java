package org.postern.executor.types.format;

import java.util.Locale;
import org.postern.executor.types.Interval;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TimeZoneRule;
import org.postern.executor.types.datetime.Dates;
import org.postern.executor.types.datetime.IsoWeek;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** to_char() of timestamps and intervals. Names are English, as in the C locale. */
public final class DateToChar {
  private static final String[] MONTHS = {
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December"
  };
  private static final String[] DAYS = {
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"
  };
  private static final String[] ROMAN = {
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"
  };

  private final StringBuilder out = new StringBuilder();
  private boolean interval;
  private long year;
  private int month;
  private int day;
  private long hour;
  private int minute;
  private int second;
  private int micros;
  private int weekDay;
  private int dayOfYear;
  private long dayNumber;
  private int offset;
  private String zone;

  private DateToChar() {}

  /** Null for infinity and for an empty template. */
  public static Slice timestamp(long timestamp, Slice template) {
    return Dates.isInfinite(timestamp) || template.isEmpty()
        ? null
        : ofLocal(timestamp).format(template);
  }

  public static Slice timestamptz(long timestamp, Slice template, TimeZoneRule rule) {
    if (Dates.isInfinite(timestamp) || template.isEmpty()) {
      return null;
    }
    long epochSecond = Dates.epochSecond(timestamp);
    int offset = rule.offsetAt(epochSecond);
    DateToChar result = ofLocal(timestamp + offset * Dates.MICROS_PER_SECOND);
    result.offset = offset;
    result.zone = rule.abbreviationAt(epochSecond);
    return result.format(template);
  }

  private static DateToChar ofLocal(long local) {
    DateToChar result = new DateToChar();
    result.dayNumber = Dates.dayOf(local);
    int[] date = Dates.fromDay(result.dayNumber);
    result.year = date[0];
    result.month = date[1];
    result.day = date[2];
    result.weekDay = Dates.dayOfWeek(result.dayNumber);
    result.dayOfYear = Dates.dayOfYear(result.dayNumber);
    result.setTime(Dates.timeOf(local));
    return result;
  }

  private void setTime(long time) {
    hour = time / Dates.MICROS_PER_HOUR;
    minute = (int) (time / Dates.MICROS_PER_MINUTE % 60);
    second = (int) (time / Dates.MICROS_PER_SECOND % 60);
    micros = (int) (time % Dates.MICROS_PER_SECOND);
  }

  public static Slice interval(Interval interval, Slice template) {
    if (template.isEmpty()) {
      return null;
    }
    DateToChar result = new DateToChar();
    result.interval = true;
    result.year = interval.months() / 12;
    result.month = interval.months() % 12;
    result.day = interval.days();
    result.dayOfYear = interval.months() * 30 + interval.days();
    long firstMonths = interval.months() / 12 * 12L + result.month - 1;
    result.dayNumber =
        Dates.toDay(
            (int) Math.floorDiv(firstMonths, 12L),
            (int) Math.floorMod(firstMonths, 12L) + 1,
            result.day);
    result.setTime(interval.micros());
    return result.format(template);
  }

  private Slice format(Slice template) {
    for (DateTemplate.Node node : DateTemplate.parse(template.toString())) {
      if (node.key() == null) {
        out.append(node.text());
        continue;
      }
      int start = out.length();
      append(node);
      if (out.length() > start
          && node.ordinal() != DateTemplate.Ordinal.NONE
          && isNumber(node.upperKey())) {
        out.append(
            Ordinals.suffix(out.substring(start), node.ordinal() == DateTemplate.Ordinal.UPPER));
      }
    }
    return Slice.utf8(out.toString());
  }

  /** Names, marks and offsets have no ordinals. */
  private static boolean isNumber(String key) {
    return switch (key) {
      case "A.M.",
          "P.M.",
          "AM",
          "PM",
          "A.D.",
          "B.C.",
          "AD",
          "BC",
          "MONTH",
          "MON",
          "DAY",
          "DY",
          "RM",
          "TZ",
          "TZH",
          "TZM",
          "OF" ->
          false;
      default -> true;
    };
  }

  private void append(DateTemplate.Node node) {
    boolean fill = node.fill();
    switch (node.upperKey()) {
      case "A.M.", "P.M." -> word(node, isAfternoon() ? "P.M." : "A.M.");
      case "AM", "PM" -> word(node, isAfternoon() ? "PM" : "AM");
      case "A.D.", "B.C." -> word(node, requireDate(year) <= 0 ? "B.C." : "A.D.");
      case "AD", "BC" -> word(node, requireDate(year) <= 0 ? "BC" : "AD");
      case "HH", "HH12" -> number(hour % 12 == 0 ? 12 : hour % 12, hour >= 0 ? 2 : 3, fill);
      case "HH24" -> number(hour, hour >= 0 ? 2 : 3, fill);
      case "MI" -> number(minute, minute >= 0 ? 2 : 3, fill);
      case "SS" -> number(second, second >= 0 ? 2 : 3, fill);
      case "MS", "FF3" -> number(micros / 1000, 3, false);
      case "US", "FF6" -> number(micros, 6, false);
      case "FF1" -> number(micros / 100_000, 1, false);
      case "FF2" -> number(micros / 10_000, 2, false);
      case "FF4" -> number(micros / 100, 4, false);
      case "FF5" -> number(micros / 10, 5, false);
      case "SSSS", "SSSSS" -> out.append(hour * 3600 + minute * 60L + second);
      case "TZ", "TZH", "TZM", "OF" -> zone(node);
      case "MONTH", "MON" -> monthName(node);
      case "DAY", "DY" -> {
        requireDate(0);
        name(node, DAYS[weekDay], node.key().length() == 3 ? 9 : 0);
      }
      case "MM" -> number(month, month >= 0 ? 2 : 3, fill);
      case "DD" -> number(day, 2, fill);
      case "DDD" -> number(dayOfYear, 3, fill);
      case "IDDD" -> number(IsoWeek.dayOfYear(dayNumber), 3, fill);
      case "D" -> out.append(requireDate(weekDay) + 1);
      case "ID" -> out.append(requireDate(weekDay) == 0 ? 7 : weekDay);
      case "WW" -> number((dayOfYear - 1) / 7 + 1, 2, fill);
      case "IW" -> number(IsoWeek.week(dayNumber), 2, fill);
      case "W" -> out.append((day - 1) / 7 + 1);
      case "Q" -> quarter();
      case "CC" -> century(fill);
      case "J" -> out.append(dayNumber + Dates.JULIAN_2000);
      case "RM" -> roman(node);
      case "FX" -> {
        // It matters for reading only.
      }
      default -> year(node);
    }
  }

  private boolean isAfternoon() {
    return hour % 24 >= 12;
  }

  private long requireDate(long value) {
    if (interval) {
      throw SqlException.error(
              SqlState.INVALID_DATETIME_FORMAT,
              "invalid format specification for an interval value")
          .withHint("Intervals are not tied to specific calendar dates.");
    }
    return value;
  }

  private void word(DateTemplate.Node node, String upper) {
    out.append(node.isLower() ? upper.toLowerCase(Locale.ROOT) : upper);
  }

  private void number(long value, int width, boolean fill) {
    out.append(fill ? Long.toString(value) : String.format(Locale.ROOT, "%0" + width + "d", value));
  }

  private void quarter() {
    if (month != 0) {
      out.append((month - 1) / 3 + 1);
    }
  }

  private void monthName(DateTemplate.Node node) {
    requireDate(0);
    boolean full = node.upperKey().equals("MONTH");
    name(node, full ? MONTHS[month - 1] : MONTHS[month - 1].substring(0, 3), full ? 9 : 0);
  }

  /** A name in the pattern's case; short names are the first three letters. */
  private void name(DateTemplate.Node node, String full, int width) {
    String text = node.upperKey().equals("DY") ? full.substring(0, 3) : full;
    if (node.isLower()) {
      text = text.toLowerCase(Locale.ROOT);
    } else if (!node.isCapitalized()) {
      text = text.toUpperCase(Locale.ROOT);
    }
    out.append(text);
    if (!node.fill() && text.length() < width) {
      out.append(" ".repeat(width - text.length()));
    }
  }

  private void zone(DateTemplate.Node node) {
    requireDate(0);
    int seconds = Math.abs(offset);
    switch (node.upperKey()) {
      case "TZ" -> {
        if (zone != null) {
          out.append(node.isLower() ? zone.toLowerCase(Locale.ROOT) : zone);
        }
      }
      case "TZH" -> {
        out.append(offset >= 0 ? '+' : '-');
        number(seconds / 3600, 2, false);
      }
      case "TZM" -> number(seconds / 60 % 60, 2, false);
      default -> {
        out.append(offset >= 0 ? '+' : '-');
        number(seconds / 3600, 2, node.fill());
        if (seconds / 60 % 60 != 0) {
          out.append(':');
          number(seconds / 60 % 60, 2, false);
        }
      }
    }
  }

  private void century(boolean fill) {
    long century = interval ? year / 100 : year > 0 ? (year - 1) / 100 + 1 : year / 100 - 1;
    if (century <= 99 && century >= -99) {
      number(century, century >= 0 ? 2 : 3, fill);
    } else {
      out.append(century);
    }
  }

  private void roman(DateTemplate.Node node) {
    if (month == 0 && year == 0) {
      return;
    }
    int index = month == 0 ? (year >= 0 ? 11 : 0) : month < 0 ? 12 + month : month - 1;
    String text = ROMAN[index];
    word(node, node.fill() ? text : text + " ".repeat(4 - text.length()));
  }

  private void year(DateTemplate.Node node) {
    boolean iso = node.upperKey().startsWith("I");
    long astronomical = iso ? IsoWeek.year(dayNumber) : year;
    long shown = interval || astronomical > 0 ? astronomical : 1 - astronomical;
    boolean fill = node.fill();
    int more = interval && year < 0 ? 1 : 0;
    switch (node.key().length()) {
      case 5 -> out.append(String.format(Locale.ROOT, "%d,%03d", shown / 1000, shown % 1000));
      case 4 -> number(shown, 4 + more, fill);
      case 3 -> number(shown % 1000, 3 + more, fill);
      case 2 -> number(shown % 100, 2 + more, fill);
      default -> number(shown % 10, 1 + more, fill);
    }
  }
}
