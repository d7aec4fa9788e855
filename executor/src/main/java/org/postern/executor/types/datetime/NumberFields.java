package org.postern.executor.types.datetime;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.types.DateOrder;
import org.postern.executor.types.datetime.DateTimeWords.Field;
import org.postern.executor.types.datetime.DateTimeWords.Word;

/**
 * Reads the fields of digits: which of year, month, day or time a number is depends on what came
 * before, on how long it is and on the date order. Each method returns the mask of what it set.
 */
final class NumberFields {
  static final int DATE = Field.YEAR.mask() | Field.MONTH.mask() | Field.DAY.mask();
  static final int ALL_SECONDS =
      Field.SECOND.mask() | Field.MILLISECOND.mask() | Field.MICROSECOND.mask();
  static final int TIME = Field.HOUR.mask() | Field.MINUTE.mask() | ALL_SECONDS;

  private final DateTimeFields fields;
  private final DateOrder order;

  /** Whether the year was given in one or two digits. */
  boolean twoDigitYear;

  NumberFields(DateTimeFields fields, DateOrder order) {
    this.fields = fields;
    this.order = order;
  }

  /** A whole number as C's strtol reads it, without the rest. */
  static int parseInt(String digits) throws DateTimeSyntaxException {
    try {
      long value = Long.parseLong(digits);
      if (value == (int) value) {
        return (int) value;
      }
    } catch (NumberFormatException e) {
      if (digits.isEmpty() || digits.equals("-") || digits.equals("+")) {
        throw DateTimeSyntaxException.badFormat();
      }
    }
    throw DateTimeSyntaxException.overflow();
  }

  static int digitsEnd(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  /** ".digits" to the end of the text, in microseconds. */
  static int fraction(String text) throws DateTimeSyntaxException {
    if (digitsEnd(text, 1) != text.length()) {
      throw DateTimeSyntaxException.badFormat();
    }
    return text.length() == 1 ? 0 : (int) Math.rint(Double.parseDouble(text) * 1_000_000);
  }

  /** hh:mm[:ss[.f]] or mm:ss.f. */
  int time(String text) throws DateTimeSyntaxException {
    int[] parts = new int[3];
    int fraction = timeParts(text, parts, false);
    fields.hour = parts[0];
    fields.minute = parts[1];
    fields.second = parts[2];
    fields.micros = fraction;
    return TIME;
  }

  /**
   * Splits a time into hours, minutes, seconds and returns the fraction. {@code minuteToSecond}:
   * two numbers are minutes and seconds, as for INTERVAL MINUTE TO SECOND.
   */
  static int timeParts(String text, int[] parts, boolean minuteToSecond)
      throws DateTimeSyntaxException {
    int colon = text.indexOf(':');
    parts[0] = parseInt(text.substring(0, colon));
    int end = digitsEnd(text, colon + 1);
    parts[1] = end == colon + 1 ? 0 : parseInt(text.substring(colon + 1, end));
    int fraction = 0;
    if (end == text.length()) {
      if (minuteToSecond) {
        shift(parts);
      }
    } else if (text.charAt(end) == '.') {
      fraction = fraction(text.substring(end));
      shift(parts);
    } else if (text.charAt(end) == ':') {
      int last = digitsEnd(text, end + 1);
      parts[2] = last == end + 1 ? 0 : parseInt(text.substring(end + 1, last));
      if (last < text.length()) {
        if (text.charAt(last) != '.') {
          throw DateTimeSyntaxException.badFormat();
        }
        fraction = fraction(text.substring(last));
      }
    } else {
      throw DateTimeSyntaxException.badFormat();
    }
    if (parts[0] < 0 || parts[1] < 0 || parts[1] > 59 || parts[2] < 0 || parts[2] > 60) {
      throw DateTimeSyntaxException.overflow();
    }
    return fraction;
  }

  private static void shift(int[] parts) {
    parts[2] = parts[1];
    parts[1] = parts[0];
    parts[0] = 0;
  }

  /** A date with separators. */
  int date(String text, int seen) throws DateTimeSyntaxException {
    List<String> parts = dateParts(text);
    int mask = 0;
    boolean textMonth = false;
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      if (Character.isDigit(part.charAt(0))) {
        continue;
      }
      Word word = DateTimeWords.find(part);
      if (word != null && word.field() == Field.IGNORE) {
        continue;
      }
      if (word == null || word.field() != Field.MONTH) {
        throw DateTimeSyntaxException.badFormat();
      }
      fields.month = word.value();
      textMonth = true;
      mask = merge(mask, Field.MONTH.mask(), seen);
      parts.set(i, null);
    }
    for (String part : parts) {
      if (part != null) {
        mask = merge(mask, number(part, textMonth, seen | mask), seen);
      }
    }
    if (((seen | mask) & ~(Field.DAY_OF_YEAR.mask() | Field.ZONE.mask())) != DATE) {
      throw DateTimeSyntaxException.badFormat();
    }
    return mask;
  }

  private static int merge(int mask, int added, int seen) throws DateTimeSyntaxException {
    if (((mask | seen) & added) != 0) {
      throw DateTimeSyntaxException.badFormat();
    }
    return mask | added;
  }

  private static List<String> dateParts(String text) throws DateTimeSyntaxException {
    List<String> parts = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      while (at < text.length() && !Character.isLetterOrDigit(text.charAt(at))) {
        at++;
      }
      if (at == text.length()) {
        throw DateTimeSyntaxException.badFormat();
      }
      int from = at;
      boolean digits = Character.isDigit(text.charAt(at));
      while (at < text.length()
          && (digits ? Character.isDigit(text.charAt(at)) : Character.isLetter(text.charAt(at)))) {
        at++;
      }
      parts.add(text.substring(from, at));
      // Whatever ends a part is dropped, be it a separator or not.
      at++;
    }
    return parts;
  }

  /** One number of a date, or a time when the date is complete. */
  int number(String text, boolean textMonth, int seen) throws DateTimeSyntaxException {
    int end = digitsEnd(text, 0);
    if (end == 0) {
      throw DateTimeSyntaxException.badFormat();
    }
    int value = parseInt(text.substring(0, end));
    if (end < text.length()) {
      if (text.charAt(end) != '.') {
        throw DateTimeSyntaxException.badFormat();
      }
      if (end > 2) {
        return concatenated(text, seen | DATE);
      }
      fields.micros = fraction(text.substring(end));
    }
    int length = text.length();
    int date = seen & DATE;
    if (length == 3 && date == Field.YEAR.mask() && value >= 1 && value <= 366) {
      fields.dayOfYear = value;
      return Field.DAY_OF_YEAR.mask() | Field.MONTH.mask() | Field.DAY.mask();
    }
    if (date == DATE) {
      return concatenated(text, seen);
    }
    return assign(value, length, textMonth, date);
  }

  private int assign(int value, int length, boolean textMonth, int date) {
    boolean yearLike = length >= 3 || order == DateOrder.YMD;
    int year = Field.YEAR.mask();
    int month = Field.MONTH.mask();
    if (date == 0) {
      if (yearLike) {
        return setYear(value, length);
      }
      return order == DateOrder.DMY ? setDay(value) : setMonth(value);
    }
    if (date == year || date == Field.DAY.mask()) {
      return setMonth(value);
    }
    if (date == month) {
      return textMonth && yearLike ? setYear(value, length) : setDay(value);
    }
    if (date == (year | month)) {
      if (textMonth && length >= 3 && twoDigitYear) {
        // The number taken for the year was the day.
        fields.day = fields.year;
        fields.year = value;
        twoDigitYear = false;
        return Field.DAY.mask();
      }
      return setDay(value);
    }
    if (date == (year | Field.DAY.mask())) {
      // Year and day without a month cannot come about from numbers alone.
      return setMonth(value);
    }
    return setYear(value, length);
  }

  private int setYear(int value, int length) {
    fields.year = value;
    twoDigitYear = length <= 2;
    return Field.YEAR.mask();
  }

  private int setMonth(int value) {
    fields.month = value;
    return Field.MONTH.mask();
  }

  private int setDay(int value) {
    fields.day = value;
    return Field.DAY.mask();
  }

  /** Digits run together: [yy]yymmdd while there is no date yet, else hhmm[ss[.f]]. */
  int concatenated(String text, int seen) throws DateTimeSyntaxException {
    String digits = text;
    int point = text.indexOf('.');
    if (point >= 0) {
      int end = digitsEnd(text, point + 1);
      fields.micros = fraction(text.substring(point, end));
      digits = text.substring(0, point);
    } else if ((seen & DATE) != DATE && text.length() >= 6) {
      int length = text.length();
      fields.day = parseInt(text.substring(length - 2));
      fields.month = parseInt(text.substring(length - 4, length - 2));
      fields.year = parseInt(text.substring(0, length - 4));
      if (length - 4 == 2) {
        twoDigitYear = true;
      }
      return DATE;
    }
    boolean six = digits.length() == 6;
    if ((seen & TIME) != TIME && (six || digits.length() == 4)) {
      fields.hour = parseInt(digits.substring(0, 2));
      fields.minute = parseInt(digits.substring(2, 4));
      fields.second = six ? parseInt(digits.substring(4)) : 0;
      return TIME;
    }
    throw DateTimeSyntaxException.badFormat();
  }
}
