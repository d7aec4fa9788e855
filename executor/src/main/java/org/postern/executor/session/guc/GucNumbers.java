package org.postern.executor.session.guc;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as C reads and prints them, which is how parameters are written. */
final class GucNumbers {
  private static final MathContext SIX_DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);
  private static final int MIN_PLAIN_EXPONENT = -4;
  private static final int MAX_PLAIN_EXPONENT = 6;

  private GucNumbers() {}

  /** A parsed number and where it ended. */
  record Scanned(double value, int end) {}

  /** As printf's %g: six significant digits, no trailing zeros, an exponent when it is shorter. */
  static String general(double value) {
    if (value == 0) {
      return "0";
    }
    if (Double.isInfinite(value) || Double.isNaN(value)) {
      return value > 0 ? "inf" : value < 0 ? "-inf" : "nan";
    }
    BigDecimal rounded = new BigDecimal(value).round(SIX_DIGITS).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= MIN_PLAIN_EXPONENT && exponent < MAX_PLAIN_EXPONENT) {
      return rounded.toPlainString();
    }
    String mantissa = rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString();
    String digits = Integer.toString(Math.abs(exponent));
    return mantissa + (exponent < 0 ? "e-" : "e+") + (digits.length() < 2 ? "0" + digits : digits);
  }

  /** As strtol with base 0, falling back to strtod for fractions; null if there is no number. */
  static Scanned scanInteger(String text) {
    int start = skipSpaces(text, 0);
    int i = skipSign(text, start);
    boolean negative = i > start && text.charAt(start) == '-';
    int radix = 10;
    int digits = i;
    if (text.startsWith("0x", i) || text.startsWith("0X", i)) {
      radix = 16;
      digits = i + 2;
    } else if (text.startsWith("0", i) && digitAt(text, i + 1, 8) >= 0) {
      radix = 8;
    }
    int end = digits;
    double value = 0;
    while (digitAt(text, end, radix) >= 0) {
      value = value * radix + digitAt(text, end, radix);
      end++;
    }
    if (end == digits && radix == 16) {
      return null;
    }
    boolean fraction = end < text.length() && ".eE".indexOf(text.charAt(end)) >= 0;
    if (radix != 16 && (fraction || end == digits)) {
      return scanReal(text);
    }
    return new Scanned(negative ? -value : value, end);
  }

  /** As strtod, without hexadecimal floats; null if there is no number. */
  static Scanned scanReal(String text) {
    int start = skipSpaces(text, 0);
    int i = skipSign(text, start);
    int from = i;
    int digits = 0;
    while (digitAt(text, i, 10) >= 0) {
      i++;
      digits++;
    }
    if (i < text.length() && text.charAt(i) == '.') {
      i++;
      while (digitAt(text, i, 10) >= 0) {
        i++;
        digits++;
      }
    }
    if (digits == 0) {
      return scanWord(text, start, from);
    }
    int end = i;
    if (i < text.length() && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
      int exponent = skipSign(text, i + 1);
      int j = exponent;
      while (digitAt(text, j, 10) >= 0) {
        j++;
      }
      end = j > exponent ? j : end;
    }
    return new Scanned(Double.parseDouble(text.substring(start, end)), end);
  }

  private static Scanned scanWord(String text, int start, int from) {
    double sign = from > start && text.charAt(start) == '-' ? -1 : 1;
    for (String word : new String[] {"infinity", "inf"}) {
      if (text.regionMatches(true, from, word, 0, word.length())) {
        return new Scanned(sign * Double.POSITIVE_INFINITY, from + word.length());
      }
    }
    if (text.regionMatches(true, from, "nan", 0, 3)) {
      return new Scanned(Double.NaN, from + 3);
    }
    return null;
  }

  static int skipSpaces(String text, int from) {
    int i = from;
    while (i < text.length() && " \t\n\r\f\u000b".indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }

  private static int skipSign(String text, int i) {
    return i < text.length() && (text.charAt(i) == '-' || text.charAt(i) == '+') ? i + 1 : i;
  }

  private static int digitAt(String text, int i, int radix) {
    return i < text.length() && text.charAt(i) < 128 ? Character.digit(text.charAt(i), radix) : -1;
  }
}
