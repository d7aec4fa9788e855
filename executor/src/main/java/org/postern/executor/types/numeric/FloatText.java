package org.postern.executor.types.numeric;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.postern.executor.types.ByteSink;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Float to text and back. With extra_float_digits above zero the shortest digits are printed that
 * lie strictly inside the interval of decimals rounding to the value; otherwise a fixed number of
 * significant digits.
 *
 * <p>Source: PostgreSQL documentation, section 8.1.3 "Floating-Point Types".
 */
public final class FloatText {
  private static final int DOUBLE_DIGITS = 15;
  private static final int FLOAT_DIGITS = 6;

  private FloatText() {}

  public static void appendDouble(double value, int extraDigits, ByteSink out) {
    if (appendSpecial(value, out)) {
      return;
    }
    if (extraDigits > 0) {
      if (value == Math.rint(value) && Math.abs(value) < 1e15) {
        out.putDecimal((long) value);
        return;
      }
      BigDecimal shortest = oneDigit(new BigDecimal(Double.toString(value)), value, false);
      if (Math.abs(value) >= 0x1p53) {
        shortest = strictlyInside(shortest, value, Math.ulp(value), Math.nextDown(value));
      }
      appendDigits(shortest, DOUBLE_DIGITS, out);
    } else {
      int digits = Math.max(DOUBLE_DIGITS + extraDigits, 1);
      appendDigits(roundTo(value, digits), digits, out);
    }
  }

  public static void appendFloat(float value, int extraDigits, ByteSink out) {
    if (appendSpecial(value, out)) {
      return;
    }
    if (extraDigits > 0) {
      BigDecimal shortest = oneDigit(new BigDecimal(Float.toString(value)), value, true);
      if (Math.abs(value) >= 0x1p24f) {
        shortest = strictlyInside(shortest, value, Math.ulp(value), Math.nextDown(value));
      }
      appendDigits(shortest, FLOAT_DIGITS, out);
    } else {
      int digits = Math.max(FLOAT_DIGITS + extraDigits, 1);
      appendDigits(roundTo(value, digits), digits, out);
    }
  }

  private static boolean appendSpecial(double value, ByteSink out) {
    if (Double.isNaN(value)) {
      out.putAscii("NaN");
    } else if (Double.isInfinite(value)) {
      out.putAscii(value > 0 ? "Infinity" : "-Infinity");
    } else if (value == 0) {
      out.putAscii(1 / value < 0 ? "-0" : "0");
    } else {
      return false;
    }
    return true;
  }

  /** Java prints two digits at least, though for the tiniest numbers one is enough. */
  private static BigDecimal oneDigit(BigDecimal shortest, double value, boolean single) {
    if (shortest.precision() != 2 || Math.abs(value) > (single ? 1e-40 : 1e-310)) {
      return shortest;
    }
    BigDecimal rounded = shortest.round(new MathContext(1, RoundingMode.HALF_EVEN));
    double read = single ? rounded.floatValue() : rounded.doubleValue();
    return read == value ? rounded : shortest;
  }

  private static BigDecimal roundTo(double value, int digits) {
    return new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
  }

  /**
   * Java may choose a decimal that lies exactly between two floats, since reading it gives the even
   * one. PostgreSQL never does, so look for the shortest one that does not. Only whole numbers of
   * more bits than the mantissa has can be such midpoints.
   */
  private static BigDecimal strictlyInside(
      BigDecimal shortest, double value, double ulp, double below) {
    BigDecimal exact = new BigDecimal(value);
    BigDecimal up = new BigDecimal(ulp).divide(BigDecimal.TWO);
    BigDecimal down = value > 0 ? exact.subtract(new BigDecimal(below)).divide(BigDecimal.TWO) : up;
    BigDecimal candidate = shortest;
    for (int digits = shortest.precision(); digits <= 17; digits++) {
      BigDecimal distance = candidate.subtract(exact);
      BigDecimal limit = distance.signum() > 0 ? up : down;
      if (distance.abs().compareTo(limit) < 0) {
        return candidate;
      }
      candidate = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    }
    return candidate;
  }

  /** As C's %g: plain notation while the exponent lies between -4 and {@code precision}. */
  private static void appendDigits(BigDecimal number, int precision, ByteSink out) {
    BigDecimal stripped = number.stripTrailingZeros();
    int exponent = stripped.precision() - stripped.scale() - 1;
    if (exponent >= -4 && exponent < precision) {
      out.putAscii(stripped.toPlainString());
      return;
    }
    String digits = stripped.unscaledValue().abs().toString();
    if (stripped.signum() < 0) {
      out.put('-');
    }
    out.put(digits.charAt(0));
    if (digits.length() > 1) {
      out.put('.').putAscii(digits.substring(1));
    }
    out.put('e').put(exponent < 0 ? '-' : '+').putPadded(Math.abs(exponent), 2);
  }

  public static double parseDouble(String text) {
    return parse(text, "double precision", false);
  }

  public static double parseFloat(String text) {
    return parse(text, "real", true);
  }

  private static double parse(String text, String type, boolean single) {
    int from = 0;
    while (from < text.length() && isSpace(text.charAt(from))) {
      from++;
    }
    int to = numberEnd(text, from);
    int end = to;
    while (end < text.length() && isSpace(text.charAt(end))) {
      end++;
    }
    if (to == from || end < text.length()) {
      throw SqlException.error(
          SqlState.INVALID_TEXT_REPRESENTATION,
          "invalid input syntax for type %s: \"%s\"",
          type,
          text);
    }
    String number = text.substring(from, to);
    Double special = special(number);
    if (special != null) {
      return special;
    }
    if (number.indexOf('x') >= 0 || number.indexOf('X') >= 0) {
      number = number.indexOf('p') < 0 && number.indexOf('P') < 0 ? number + "p0" : number;
    }
    double value = single ? Float.parseFloat(number) : Double.parseDouble(number);
    if (Double.isInfinite(value) || value == 0 && hasNonZeroDigit(number)) {
      throw SqlException.error(
          SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
          "\"%s\" is out of range for type %s",
          text.substring(from, to),
          type);
    }
    return value;
  }

  private static Double special(String number) {
    char first = number.charAt(0);
    boolean signed = first == '-' || first == '+';
    return switch (number.substring(signed ? 1 : 0).toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "inf", "infinity" -> first == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      default -> null;
    };
  }

  private static boolean hasNonZeroDigit(String number) {
    boolean hex = number.length() > 2 && (number.contains("0x") || number.contains("0X"));
    for (int i = 0; i < number.length(); i++) {
      char c = number.charAt(i);
      if (c == 'p' || c == 'P' || !hex && (c == 'e' || c == 'E')) {
        return false;
      }
      if (c != '0' && Character.digit(c, hex ? 16 : 10) > 0) {
        return true;
      }
    }
    return false;
  }

  static boolean isSpace(char c) {
    return c == ' ' || c >= '\t' && c <= '\r';
  }

  /** Where the longest number that C's strtod would read from {@code from} ends. */
  private static int numberEnd(String text, int from) {
    int i = from;
    if (i < text.length() && (text.charAt(i) == '-' || text.charAt(i) == '+')) {
      i++;
    }
    for (String word : new String[] {"infinity", "inf", "nan"}) {
      if (text.regionMatches(true, i, word, 0, word.length())) {
        return i + word.length();
      }
    }
    boolean hex = text.regionMatches(true, i, "0x", 0, 2);
    int start = hex ? i + 2 : i;
    int digits = 0;
    int at = start;
    boolean point = false;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c < 128 && Character.digit(c, hex ? 16 : 10) >= 0) {
        digits++;
      } else if (c == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    if (digits == 0) {
      return hex ? i + 1 : from;
    }
    return exponentEnd(text, at, hex ? 'p' : 'e');
  }

  private static int exponentEnd(String text, int at, char mark) {
    if (at >= text.length() || Character.toLowerCase(text.charAt(at)) != mark) {
      return at;
    }
    int i = at + 1;
    if (i < text.length() && (text.charAt(i) == '-' || text.charAt(i) == '+')) {
      i++;
    }
    int digits = i;
    while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      i++;
    }
    return i > digits ? i : at;
  }
}
