package org.postern.executor.types.datetime;

import java.util.List;
import org.postern.executor.types.Interval;
import org.postern.executor.types.IntervalStyle;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.datetime.DateTimeSyntaxException.Reason;
import org.postern.executor.types.datetime.DateTimeWords.Unit;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Text to interval: amounts with units in any order, hh:mm:ss, SQL's year-month form, "ago". What
 * cannot be read so is tried as ISO 8601 ({@link IsoInterval}).
 *
 * <p>Fields are read from right to left, so that the unit is known when its amount comes.
 *
 * <p>Source: PostgreSQL documentation, section 8.5.4 "Interval Input".
 */
public final class IntervalInput {
  private final IntervalBuilder builder = new IntervalBuilder();
  private final List<DateTimeToken> tokens;
  private final int range;
  private final boolean forceNegative;
  private Unit unit;
  private int seen;
  private boolean ago;

  private IntervalInput(List<DateTimeToken> tokens, int range, boolean sqlStandard) {
    this.tokens = tokens;
    this.range = range;
    this.forceNegative = sqlStandard && onlyLeadingMinus(tokens);
  }

  /** In the SQL standard a sole leading minus sign belongs to all fields. */
  private static boolean onlyLeadingMinus(List<DateTimeToken> tokens) {
    if (tokens.isEmpty() || !tokens.getFirst().text().startsWith("-")) {
      return false;
    }
    for (int i = 1; i < tokens.size(); i++) {
      char first = tokens.get(i).text().charAt(0);
      if (first == '-' || first == '+') {
        return false;
      }
    }
    return true;
  }

  public static Interval parse(String text, int typmod, TypeContext ctx) {
    try {
      return Precision.interval(decode(text, Precision.rangeOf(typmod), ctx), typmod);
    } catch (DateTimeSyntaxException e) {
      DateTimeSyntaxException worded =
          e.reason() == Reason.FIELD_OVERFLOW
              ? DateTimeSyntaxException.of(Reason.INTERVAL_OVERFLOW)
              : e;
      throw worded.toSql("interval", text);
    }
  }

  private static Interval decode(String text, int range, TypeContext ctx)
      throws DateTimeSyntaxException {
    boolean sqlStandard = ctx.intervalStyle() == IntervalStyle.SQL_STANDARD;
    IntervalBuilder result;
    try {
      result = new IntervalInput(DateTimeToken.scan(text), range, sqlStandard).read();
    } catch (DateTimeSyntaxException e) {
      if (e.reason() != Reason.BAD_FORMAT) {
        throw e;
      }
      result = IsoInterval.parse(text);
    }
    return result.build();
  }

  static SqlException outOfRange() {
    return SqlException.error(SqlState.DATETIME_VALUE_OUT_OF_RANGE, "interval out of range");
  }

  private IntervalBuilder read() throws DateTimeSyntaxException {
    for (int i = tokens.size() - 1; i >= 0; i--) {
      DateTimeToken token = tokens.get(i);
      int mask =
          switch (token.shape()) {
            case TIME -> time(token.text(), false);
            case ZONE -> signed(token.text());
            case DATE, NUMBER -> amount(token.text());
            case STRING, SPECIAL -> word(token.text());
          };
      if ((mask & seen) != 0) {
        throw DateTimeSyntaxException.badFormat();
      }
      seen |= mask;
    }
    if (seen == 0) {
      throw DateTimeSyntaxException.badFormat();
    }
    if (ago) {
      builder.negate();
    }
    return builder;
  }

  private int word(String text) throws DateTimeSyntaxException {
    if (text.equals("ago")) {
      ago = true;
      unit = null;
      return 0;
    }
    Unit found = DateTimeWords.findUnit(text);
    if (found != null) {
      unit = found;
      return 0;
    }
    throw DateTimeSyntaxException.badFormat();
  }

  /** A time; unlike a time of day it may have any number of hours. */
  private int time(String text, boolean negative) throws DateTimeSyntaxException {
    int[] parts = new int[3];
    int colon = text.indexOf(':');
    long hours = 0;
    String rest = text;
    if (colon > 9) {
      hours = wholeNumber(text.substring(0, colon));
      rest = "0" + text.substring(colon);
    }
    boolean minuteToSecond = range == (Precision.MINUTE | Precision.SECOND);
    int fraction = NumberFields.timeParts(rest, parts, minuteToSecond);
    builder.addMicros(colon > 9 ? hours : parts[0], 0, Dates.MICROS_PER_HOUR);
    builder.addMicros(parts[1], 0, Dates.MICROS_PER_MINUTE);
    builder.addMicros(parts[2], 0, Dates.MICROS_PER_SECOND);
    builder.addMicros(fraction, 0, 1);
    if (negative || forceNegative) {
      builder.negateMicros();
    }
    unit = Unit.DAY;
    return NumberFields.TIME;
  }

  private int signed(String text) throws DateTimeSyntaxException {
    return text.indexOf(':') > 0 ? time(text.substring(1), text.charAt(0) == '-') : amount(text);
  }

  private static long wholeNumber(String digits) throws DateTimeSyntaxException {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw DateTimeSyntaxException.overflow();
    }
  }

  private int amount(String text) throws DateTimeSyntaxException {
    if (unit == null) {
      unit = unitOfRange();
    }
    boolean negative = text.startsWith("-");
    int start = negative || text.startsWith("+") ? 1 : 0;
    int end = NumberFields.digitsEnd(text, start);
    long value = end == start ? 0 : wholeNumber(text.substring(0, end));
    double fraction = 0;
    if (end < text.length()) {
      if (text.charAt(end) == '-') {
        value = yearsAndMonths(value, text.substring(end + 1), negative);
      } else if (text.charAt(end) == '.') {
        fraction = fraction(text.substring(end));
        fraction = negative ? -fraction : fraction;
      } else {
        throw DateTimeSyntaxException.badFormat();
      }
    }
    if (forceNegative) {
      value = value > 0 ? -value : value;
      fraction = fraction > 0 ? -fraction : fraction;
    }
    return add(value, fraction);
  }

  private static double fraction(String text) throws DateTimeSyntaxException {
    if (NumberFields.digitsEnd(text, 1) != text.length()) {
      throw DateTimeSyntaxException.badFormat();
    }
    return text.length() == 1 ? 0 : Double.parseDouble(text);
  }

  private long yearsAndMonths(long years, String rest, boolean negative)
      throws DateTimeSyntaxException {
    int end = NumberFields.digitsEnd(rest, 0);
    int months = end == 0 ? 0 : NumberFields.parseInt(rest.substring(0, end));
    if (months > 11) {
      throw DateTimeSyntaxException.overflow();
    }
    if (end != rest.length()) {
      throw DateTimeSyntaxException.badFormat();
    }
    unit = Unit.MONTH;
    try {
      return Math.addExact(Math.multiplyExact(years, 12), negative ? -months : months);
    } catch (ArithmeticException e) {
      throw DateTimeSyntaxException.overflow();
    }
  }

  private Unit unitOfRange() {
    return switch (range) {
      case Precision.YEAR -> Unit.YEAR;
      case Precision.MONTH, Precision.YEAR | Precision.MONTH -> Unit.MONTH;
      case Precision.DAY -> Unit.DAY;
      case Precision.HOUR, Precision.DAY | Precision.HOUR -> Unit.HOUR;
      case Precision.MINUTE,
          Precision.HOUR | Precision.MINUTE,
          Precision.DAY | Precision.HOUR | Precision.MINUTE ->
          Unit.MINUTE;
      default -> Unit.SECOND;
    };
  }

  private int add(long value, double fraction) throws DateTimeSyntaxException {
    switch (unit) {
      case MICROSECOND -> builder.addMicros(value, fraction, 1);
      case MILLISECOND -> builder.addMicros(value, fraction, 1000);
      case SECOND -> {
        builder.addMicros(value, fraction, Dates.MICROS_PER_SECOND);
        return fraction == 0 ? DateTimeWords.Field.SECOND.mask() : NumberFields.ALL_SECONDS;
      }
      case MINUTE -> builder.addMicros(value, fraction, Dates.MICROS_PER_MINUTE);
      case HOUR -> {
        builder.addMicros(value, fraction, Dates.MICROS_PER_HOUR);
        unit = Unit.DAY;
        return DateTimeWords.Field.HOUR.mask();
      }
      case DAY -> builder.addDays(value, fraction, 1);
      case WEEK -> builder.addDays(value, fraction, 7);
      case MONTH -> builder.addMonths(value, fraction);
      case YEAR -> builder.addYears(value, fraction, 1);
      case DECADE -> builder.addYears(value, fraction, 10);
      case CENTURY -> builder.addYears(value, fraction, 100);
      case MILLENNIUM -> builder.addYears(value, fraction, 1000);
      default -> throw DateTimeSyntaxException.badFormat();
    }
    return DateTimeWords.Field.valueOf(unit.name()).mask();
  }
}
