package org.postern.executor.types.numeric;

import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Trigonometric and hyperbolic functions, in radians and in degrees. The degree forms are exact
 * where the result is: sind(30) is 0.5.
 *
 * <p>Source: PostgreSQL documentation, table "Trigonometric Functions".
 */
public final class Trigonometry {
  private static final double RADIANS = Math.PI / 180;
  private static final double SIN_30 = Math.sin(30 * RADIANS);
  private static final double ONE_MINUS_COS_60 = 1 - Math.cos(60 * RADIANS);
  private static final double ASIN_HALF = Math.asin(0.5);
  private static final double ACOS_HALF = Math.acos(0.5);
  private static final double ATAN_ONE = Math.atan(1);
  private static final double TAN_45 = sindQuadrant(45) / cosdQuadrant(45);
  private static final double COT_45 = cosdQuadrant(45) / sindQuadrant(45);

  private Trigonometry() {}

  private static SqlException inputOutOfRange() {
    return SqlException.error(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "input is out of range");
  }

  private static double finite(double value) {
    if (Double.isInfinite(value)) {
      throw inputOutOfRange();
    }
    return value;
  }

  private static double unit(double value) {
    if (value < -1 || value > 1) {
      throw inputOutOfRange();
    }
    return value;
  }

  public static double sin(double value) {
    return Math.sin(finite(value));
  }

  public static double cos(double value) {
    return Math.cos(finite(value));
  }

  public static double tan(double value) {
    return Math.tan(finite(value));
  }

  public static double cot(double value) {
    return 1 / Math.tan(finite(value));
  }

  public static double asin(double value) {
    return Math.asin(unit(value));
  }

  public static double acos(double value) {
    return Math.acos(unit(value));
  }

  public static double atan(double value) {
    return Math.atan(value);
  }

  public static double atan2(double y, double x) {
    return Math.atan2(y, x);
  }

  public static double sinh(double value) {
    return Math.sinh(value);
  }

  public static double cosh(double value) {
    return Math.cosh(value);
  }

  public static double tanh(double value) {
    return Math.tanh(value);
  }

  public static double asinh(double value) {
    if (Double.isInfinite(value)) {
      return value;
    }
    double size = Math.abs(value);
    double result =
        size > 1e150
            ? Math.log(size) + Math.log(2)
            : Math.log1p(size + size * size / (1 + Math.sqrt(size * size + 1)));
    return Math.copySign(result, value);
  }

  public static double acosh(double value) {
    if (value < 1) {
      throw inputOutOfRange();
    }
    double less = value - 1;
    return value > 1e150
        ? Math.log(value) + Math.log(2)
        : Math.log1p(less + Math.sqrt(2 * less + less * less));
  }

  public static double atanh(double value) {
    unit(value);
    if (Math.abs(value) == 1) {
      return value * Double.POSITIVE_INFINITY;
    }
    return 0.5 * Math.log1p(2 * value / (1 - value));
  }

  public static double degrees(double radians) {
    return FloatMath.checkOverflow(radians / RADIANS, Double.isInfinite(radians));
  }

  public static double radians(double degrees) {
    return degrees * RADIANS;
  }

  private static double sindQuadrant(double x) {
    return x <= 30 ? sind0to30(x) : cosd0to60(90 - x);
  }

  private static double cosdQuadrant(double x) {
    return x <= 60 ? cosd0to60(x) : sind0to30(90 - x);
  }

  private static double sind0to30(double x) {
    return Math.sin(x * RADIANS) / SIN_30 / 2;
  }

  private static double cosd0to60(double x) {
    return 1 - (1 - Math.cos(x * RADIANS)) / ONE_MINUS_COS_60 / 2;
  }

  public static double sind(double value) {
    if (Double.isNaN(value)) {
      return value;
    }
    double x = finite(value) % 360;
    double sign = x < 0 ? -1 : 1;
    x = x < 0 ? -x : x;
    if (x > 180) {
      x = 360 - x;
      sign = -sign;
    }
    return sign * sindQuadrant(x > 90 ? 180 - x : x);
  }

  public static double cosd(double value) {
    if (Double.isNaN(value)) {
      return value;
    }
    double x = Math.abs(finite(value) % 360);
    x = x > 180 ? 360 - x : x;
    return x > 90 ? -cosdQuadrant(180 - x) : cosdQuadrant(x);
  }

  public static double tand(double value) {
    return tangent(value, true);
  }

  public static double cotd(double value) {
    return tangent(value, false);
  }

  private static double tangent(double value, boolean tangent) {
    if (Double.isNaN(value)) {
      return value;
    }
    double x = finite(value) % 360;
    double sign = x < 0 ? -1 : 1;
    x = x < 0 ? -x : x;
    if (x > 180) {
      x = 360 - x;
      sign = -sign;
    }
    if (x > 90) {
      x = 180 - x;
      sign = -sign;
    }
    double result =
        tangent
            ? sindQuadrant(x) / cosdQuadrant(x) / TAN_45
            : cosdQuadrant(x) / sindQuadrant(x) / COT_45;
    double signed = sign * result;
    return signed == 0 ? 0 : signed;
  }

  private static double asindQuadrant(double x) {
    return x <= 0.5 ? Math.asin(x) / ASIN_HALF * 30 : 90 - Math.acos(x) / ACOS_HALF * 60;
  }

  public static double asind(double value) {
    if (Double.isNaN(value)) {
      return value;
    }
    unit(value);
    return value >= 0 ? asindQuadrant(value) : -asindQuadrant(-value);
  }

  private static double acosdQuadrant(double x) {
    return x <= 0.5 ? 90 - Math.asin(x) / ASIN_HALF * 30 : Math.acos(x) / ACOS_HALF * 60;
  }

  public static double acosd(double value) {
    if (Double.isNaN(value)) {
      return value;
    }
    unit(value);
    return value >= 0 ? acosdQuadrant(value) : 90 + asindQuadrant(-value);
  }

  public static double atand(double value) {
    return Math.atan(value) / ATAN_ONE * 45;
  }

  public static double atan2d(double y, double x) {
    return Math.atan2(y, x) / ATAN_ONE * 45;
  }
}
