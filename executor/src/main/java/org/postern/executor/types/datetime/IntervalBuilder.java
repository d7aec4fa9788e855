package org.postern.executor.types.datetime;

import org.postern.executor.types.Interval;

/** Adds up the parts of an interval; fractions of a unit flow down into the smaller ones. */
final class IntervalBuilder {
  private int years;
  private int months;
  private int days;
  private long micros;

  void addMicros(long value, double fraction, long scale) throws DateTimeSyntaxException {
    try {
      micros = Math.addExact(micros, Math.multiplyExact(value, scale));
    } catch (ArithmeticException e) {
      throw DateTimeSyntaxException.overflow();
    }
    addFraction(fraction, scale);
  }

  void addFraction(double fraction, long scale) throws DateTimeSyntaxException {
    if (fraction == 0) {
      return;
    }
    double scaled = fraction * scale;
    long whole = (long) scaled;
    double rest = scaled - whole;
    if (rest > 0.5) {
      whole++;
    } else if (rest < -0.5) {
      whole--;
    }
    try {
      micros = Math.addExact(micros, whole);
    } catch (ArithmeticException e) {
      throw DateTimeSyntaxException.overflow();
    }
  }

  void addDays(long value, double fraction, int scale) throws DateTimeSyntaxException {
    days = addScaled(days, value, scale);
    if (scale == 1) {
      addFraction(fraction, Dates.MICROS_PER_DAY);
    } else {
      addFractionDays(fraction, scale);
    }
  }

  private void addFractionDays(double fraction, int scale) throws DateTimeSyntaxException {
    if (fraction == 0) {
      return;
    }
    double scaled = fraction * scale;
    int whole = (int) scaled;
    days = addScaled(days, whole, 1);
    addFraction(scaled - whole, Dates.MICROS_PER_DAY);
  }

  void addMonths(long value, double fraction) throws DateTimeSyntaxException {
    months = addScaled(months, value, 1);
    addFractionDays(fraction, 30);
  }

  void addYears(long value, double fraction, int scale) throws DateTimeSyntaxException {
    years = addScaled(years, value, scale);
    months = addScaled(months, (int) Math.rint(fraction * scale * 12), 1);
  }

  private static int addScaled(int sum, long value, int scale) throws DateTimeSyntaxException {
    try {
      return Math.addExact(sum, Math.multiplyExact(Math.toIntExact(value), scale));
    } catch (ArithmeticException e) {
      throw DateTimeSyntaxException.overflow();
    }
  }

  void negateMicros() {
    micros = -Math.abs(micros);
  }

  void negate() throws DateTimeSyntaxException {
    try {
      years = Math.negateExact(years);
      months = Math.negateExact(months);
      days = Math.negateExact(days);
      micros = Math.negateExact(micros);
    } catch (ArithmeticException e) {
      throw DateTimeSyntaxException.overflow();
    }
  }

  Interval build() {
    long total = years * 12L + months;
    if (total != (int) total) {
      throw IntervalInput.outOfRange();
    }
    return new Interval((int) total, days, micros);
  }
}
