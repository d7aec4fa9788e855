package org.postern.executor.types.datetime;

/**
 * ISO 8601 intervals: with designators (P1Y2M3DT4H5M6S), and the alternative formats without
 * (P00010203T040506, P0001-02-03T04:05:06).
 */
final class IsoInterval {
  private final IntervalBuilder builder = new IntervalBuilder();
  private final String text;
  private int at;
  private long whole;
  private double fraction;

  private IsoInterval(String text) {
    this.text = text;
  }

  static IntervalBuilder parse(String text) throws DateTimeSyntaxException {
    if (text.length() < 2 || text.charAt(0) != 'P') {
      throw DateTimeSyntaxException.badFormat();
    }
    IsoInterval parser = new IsoInterval(text);
    parser.at = 1;
    parser.read();
    return parser.builder;
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private void read() throws DateTimeSyntaxException {
    boolean date = true;
    boolean any = false;
    while (at < text.length()) {
      if (peek() == 'T') {
        date = false;
        any = false;
        at++;
        continue;
      }
      int start = at;
      number();
      char unit = peek();
      at++;
      if (date ? datePart(unit) : timePart(unit)) {
        any = true;
        continue;
      }
      if (any) {
        throw DateTimeSyntaxException.badFormat();
      }
      if (!date) {
        alternativeTime(start, unit);
        return;
      }
      alternativeDate(start, unit);
      if (at >= text.length()) {
        return;
      }
      date = false;
      any = false;
    }
  }

  private void number() throws DateTimeSyntaxException {
    int start = at;
    if (peek() == '-') {
      at++;
    } else if (peek() == '+') {
      throw DateTimeSyntaxException.badFormat();
    }
    int digits = NumberFields.digitsEnd(text, at);
    int count = digits - at;
    at = digits;
    if (peek() == '.') {
      int end = NumberFields.digitsEnd(text, at + 1);
      count += end - at - 1;
      at = end;
    }
    if (count == 0) {
      throw DateTimeSyntaxException.badFormat();
    }
    double value = Double.parseDouble(text.substring(start, at));
    if (Math.abs(value) > 1e15) {
      throw DateTimeSyntaxException.overflow();
    }
    whole = (long) value;
    fraction = value - whole;
  }

  /** False if {@code unit} is not a designator. */
  private boolean datePart(char unit) throws DateTimeSyntaxException {
    switch (unit) {
      case 'Y' -> builder.addYears(whole, fraction, 1);
      case 'M' -> builder.addMonths(whole, fraction);
      case 'W' -> builder.addDays(whole, fraction, 7);
      case 'D' -> builder.addDays(whole, fraction, 1);
      case 'T', '\0', '-' -> {
        return false;
      }
      default -> throw DateTimeSyntaxException.badFormat();
    }
    return true;
  }

  private boolean timePart(char unit) throws DateTimeSyntaxException {
    switch (unit) {
      case 'H' -> builder.addMicros(whole, fraction, Dates.MICROS_PER_HOUR);
      case 'M' -> builder.addMicros(whole, fraction, Dates.MICROS_PER_MINUTE);
      case 'S' -> builder.addMicros(whole, fraction, Dates.MICROS_PER_SECOND);
      case '\0', ':' -> {
        return false;
      }
      default -> throw DateTimeSyntaxException.badFormat();
    }
    return true;
  }

  /** Digits of the whole part of the number at {@code start}. */
  private int width(int start) {
    int from = text.charAt(start) == '-' ? start + 1 : start;
    return NumberFields.digitsEnd(text, from) - from;
  }

  private void alternativeDate(int start, char unit) throws DateTimeSyntaxException {
    if (unit != '-' && width(start) == 8) {
      builder.addYears(whole / 10_000, 0, 1);
      builder.addMonths(whole / 100 % 100, 0);
      builder.addDays(whole % 100, fraction, 1);
      return;
    }
    builder.addYears(whole, fraction, 1);
    if (unit != '-') {
      return;
    }
    number();
    builder.addMonths(whole, fraction);
    if (endOfDate()) {
      return;
    }
    if (text.charAt(at++) != '-') {
      throw DateTimeSyntaxException.badFormat();
    }
    number();
    builder.addDays(whole, fraction, 1);
    if (!endOfDate()) {
      throw DateTimeSyntaxException.badFormat();
    }
  }

  private boolean endOfDate() {
    if (peek() == 'T') {
      at++;
      return true;
    }
    return at >= text.length();
  }

  private void alternativeTime(int start, char unit) throws DateTimeSyntaxException {
    if (unit == '\0' && width(start) == 6) {
      builder.addMicros(whole / 10_000, 0, Dates.MICROS_PER_HOUR);
      builder.addMicros(whole / 100 % 100, 0, Dates.MICROS_PER_MINUTE);
      builder.addMicros(whole % 100, 0, Dates.MICROS_PER_SECOND);
      builder.addFraction(fraction, 1);
      return;
    }
    builder.addMicros(whole, fraction, Dates.MICROS_PER_HOUR);
    if (unit == '\0') {
      return;
    }
    number();
    builder.addMicros(whole, fraction, Dates.MICROS_PER_MINUTE);
    if (at >= text.length()) {
      return;
    }
    if (text.charAt(at++) != ':') {
      throw DateTimeSyntaxException.badFormat();
    }
    number();
    builder.addMicros(whole, fraction, Dates.MICROS_PER_SECOND);
    if (at < text.length()) {
      throw DateTimeSyntaxException.badFormat();
    }
  }
}
