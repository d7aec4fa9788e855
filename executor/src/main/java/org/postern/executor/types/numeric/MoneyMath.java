package org.postern.executor.types.numeric;

import java.math.BigDecimal;
import org.postern.executor.types.Numeric;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Operators and casts of money, which is a number of hundredths. */
public final class MoneyMath {
  private MoneyMath() {}

  private static SqlException outOfRange() {
    return SqlException.error(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "money out of range");
  }

  /** PostgreSQL 15 adds without looking for overflow. */
  public static long add(long left, long right) {
    return left + right;
  }

  public static long subtract(long left, long right) {
    return left - right;
  }

  public static long multiply(long money, long factor) {
    return money * factor;
  }

  public static long multiply(long money, double factor) {
    return (long) Math.rint(money * factor);
  }

  public static long divide(long money, long divisor) {
    if (divisor == 0) {
      throw NumericArithmetic.divisionByZero();
    }
    return money / divisor;
  }

  public static long divide(long money, double divisor) {
    if (divisor == 0) {
      throw NumericArithmetic.divisionByZero();
    }
    return (long) Math.rint(money / divisor);
  }

  public static double ratio(long left, long right) {
    if (right == 0) {
      throw NumericArithmetic.divisionByZero();
    }
    return (double) left / right;
  }

  public static Numeric toNumeric(long money) {
    return Numeric.of(BigDecimal.valueOf(money, 2));
  }

  public static long fromNumeric(Numeric value) {
    return NumericCasts.toInt8(NumericArithmetic.multiply(value, Numeric.of(100)));
  }

  public static long fromInteger(long value) {
    if (Math.multiplyHigh(value, 100) != value * 100 >> 63) {
      throw outOfRange();
    }
    return value * 100;
  }
}
