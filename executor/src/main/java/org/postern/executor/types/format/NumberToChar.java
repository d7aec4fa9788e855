package org.postern.executor.types.format;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.postern.executor.types.Numeric;
import org.postern.executor.types.Slice;
import org.postern.executor.types.numeric.NumericArithmetic;
import org.postern.executor.types.numeric.NumericCasts;
import org.postern.executor.types.numeric.NumericRounding;

/**
 * to_char() of numbers, in the C locale: point, comma, no currency symbol.
 *
 * <p>The template is walked once; a cursor walks the digits of the rounded number alongside.
 */
public final class NumberToChar {
  private static final int DOUBLE_DIGITS = 15;
  private static final String[] ROMAN_ONES = {
    "", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"
  };
  private static final String[] ROMAN_TENS = {
    "", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"
  };
  private static final String[] ROMAN_HUNDREDS = {
    "", "C", "CC", "CCC", "CD", "D", "DC", "DCC", "DCCC", "CM"
  };

  private final NumberTemplate template;
  private final StringBuilder out = new StringBuilder();
  private final String number;
  private final char sign;
  private final int blanks;
  private int lastRelevant = -1;
  private int digit;
  private int position;
  private int count;
  private boolean signWritten;
  private boolean inNumber;
  private boolean bracket;

  private NumberToChar(NumberTemplate template, String number, char sign, int blanks) {
    this.template = template;
    this.number = number;
    this.sign = sign;
    this.blanks = blanks;
  }

  public static Slice numeric(Numeric value, Slice text) {
    NumberTemplate template = NumberTemplate.parse(text.toString());
    if (template.roman) {
      return finish(template, roman(value), '+', 0);
    }
    if (template.exponent) {
      return Slice.utf8(scientificNumeric(value, template));
    }
    Numeric scaled = value;
    if (template.multiply) {
      scaled = NumericArithmetic.multiply(value, Numeric.of(BigDecimal.TEN.pow(template.shift)));
      template.digitsBefore += template.shift;
    }
    return finish(template, NumericRounding.round(scaled, template.digitsAfter).toString());
  }

  public static Slice integer(long value, Slice text) {
    NumberTemplate template = NumberTemplate.parse(text.toString());
    return template.exponent
        ? Slice.utf8(scientificFloat(value, template))
        : numeric(Numeric.of(value), text);
  }

  /** A float8 (or float4, with 6 digits) shows no more digits than it has. */
  public static Slice floating(double value, Slice text, boolean single) {
    NumberTemplate template = NumberTemplate.parse(text.toString());
    boolean finite = !Double.isNaN(value) && !Double.isInfinite(value);
    if (template.roman) {
      return finish(template, finite ? roman(exact(Math.rint(value))) : "#".repeat(15), '+', 0);
    }
    if (template.exponent) {
      return Slice.utf8(scientificFloat(value, template));
    }
    int digits = single ? 6 : DOUBLE_DIGITS;
    double scaled = value;
    if (template.multiply) {
      scaled = value * Math.pow(10, template.shift);
      template.digitsBefore += template.shift;
    }
    String special = Double.isNaN(value) ? "NaN" : "Infinity";
    BigDecimal number = finite ? new BigDecimal(scaled).abs() : null;
    int whole = finite ? number.setScale(0, RoundingMode.HALF_EVEN).precision() : special.length();
    template.digitsAfter = whole >= digits ? 0 : Math.min(template.digitsAfter, digits - whole);
    String shown =
        finite
            ? number.setScale(template.digitsAfter, RoundingMode.HALF_EVEN).toPlainString()
            : special;
    // The sign stays even when only zeros are left of the number.
    boolean negative = !Double.isNaN(value) && (value < 0 || 1 / value < 0);
    return finish(template, negative ? "-" + shown : shown);
  }

  private static Numeric exact(double value) {
    if (Double.isNaN(value)) {
      return Numeric.NAN;
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? Numeric.POSITIVE_INFINITY : Numeric.NEGATIVE_INFINITY;
    }
    return Numeric.of(new BigDecimal(value));
  }

  private static Slice finish(NumberTemplate template, String signed) {
    boolean negative = signed.startsWith("-");
    String number = negative ? signed.substring(1) : signed;
    int point = number.indexOf('.');
    int before = point < 0 ? number.length() : point;
    int blanks = 0;
    if (before < template.digitsBefore) {
      blanks = template.digitsBefore - before;
    } else if (before > template.digitsBefore) {
      number = "#".repeat(template.digitsBefore) + "." + "#".repeat(template.digitsAfter);
    }
    return finish(template, number, negative ? '-' : '+', blanks);
  }

  private static Slice finish(NumberTemplate template, String number, char sign, int blanks) {
    return Slice.utf8(new NumberToChar(template, number, sign, blanks).run());
  }

  private static String roman(Numeric value) {
    long number = NumericCasts.toInt4(value);
    if (number < 1 || number > 3999) {
      return "#".repeat(15);
    }
    return "M".repeat((int) number / 1000)
        + ROMAN_HUNDREDS[(int) number / 100 % 10]
        + ROMAN_TENS[(int) number / 10 % 10]
        + ROMAN_ONES[(int) number % 10];
  }

  private static String noScientific(NumberTemplate template) {
    return " " + "#".repeat(template.digitsBefore) + "." + "#".repeat(template.digitsAfter + 4);
  }

  /** The exponent is that of the unrounded number, so that 9.99 may become 10e+00. */
  private static String scientificNumeric(Numeric value, NumberTemplate template) {
    if (!value.isFinite()) {
      return noScientific(template);
    }
    BigDecimal number = value.toBigDecimal();
    int exponent = number.signum() == 0 ? 0 : number.precision() - number.scale() - 1;
    BigDecimal mantissa =
        number.movePointLeft(exponent).setScale(template.digitsAfter, RoundingMode.HALF_UP);
    return scientific(mantissa, exponent);
  }

  private static String scientificFloat(double value, NumberTemplate template) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return noScientific(template);
    }
    MathContext digits = new MathContext(template.digitsAfter + 1, RoundingMode.HALF_EVEN);
    BigDecimal number = new BigDecimal(value).round(digits);
    int exponent = number.signum() == 0 ? 0 : number.precision() - number.scale() - 1;
    return scientific(
        number.movePointLeft(exponent).setScale(template.digitsAfter, RoundingMode.HALF_EVEN),
        exponent);
  }

  private static String scientific(BigDecimal mantissa, int exponent) {
    return String.format(
        Locale.ROOT,
        "%s%se%s%02d",
        mantissa.signum() < 0 ? "" : " ",
        mantissa.toPlainString(),
        exponent < 0 ? "-" : "+",
        Math.abs(exponent));
  }

  private String run() {
    prepare();
    for (NumberTemplate.Node node : template.nodes) {
      switch (node.pattern()) {
        case NINE, ZERO, POINT, DECIMAL ->
            numberPart(node.pattern() == NumberTemplate.Pattern.ZERO);
        case COMMA, GROUP -> {
          if (inNumber) {
            out.append(',');
          } else if (!template.fill) {
            out.append(' ');
          }
        }
        case CURRENCY -> out.append(' ');
        case ROMAN -> {
          String padded = template.fill ? number : " ".repeat(15 - number.length()) + number;
          out.append(node.isLower() ? padded.toLowerCase(Locale.ROOT) : padded);
        }
        case ORDINAL -> {
          boolean wanted =
              !template.roman && !number.startsWith("#") && sign != '-' && !template.decimal;
          out.append(wanted ? Ordinals.suffix(number, !node.isLower()) : "");
        }
        case MINUS -> signOrBlank('-');
        case PLUS -> signOrBlank('+');
        case SIGN -> out.append(sign);
        case LITERAL -> out.append(node.text());
        case EXPONENT, FILL, SPELL, BLANK, BRACKET, LOCALE_SIGN, SHIFT -> {
          // These shape the number and put nothing out themselves.
        }
      }
    }
    return out.toString();
  }

  private void signOrBlank(char wanted) {
    if (sign == wanted) {
      out.append(wanted);
    } else if (!template.fill) {
      out.append(' ');
    }
  }

  private void prepare() {
    bracket = template.bracket;
    if (template.plus || template.minus) {
      signWritten = !template.plus || template.minus;
    } else {
      bracket &= sign == '-' || !template.fill;
      signWritten = sign == '+' && template.fill && !template.localeSign;
      if (template.signPlace == NumberTemplate.SignPlace.BEFORE
          && template.digitsBefore == template.digitsBeforeSign) {
        template.signPlace = NumberTemplate.SignPlace.AFTER;
      }
    }
    count = template.digitsAfter + template.digitsBefore - 1;
    if (template.fill && template.decimal) {
      lastRelevant = lastRelevant();
    }
    if (!signWritten && blanks == 0) {
      count++;
    }
  }

  /** The last digit that FM keeps, at least those a 0 asks for. */
  private int lastRelevant() {
    int point = number.indexOf('.');
    if (point < 0) {
      return -1;
    }
    int last = point;
    for (int i = point + 1; i < number.length(); i++) {
      last = number.charAt(i) != '0' ? i : last;
    }
    if (template.zeroEnd > blanks) {
      last = Math.max(last, Math.min(number.length() - 1, template.zeroEnd - blanks));
    }
    return last;
  }

  private char current() {
    return digit < number.length() ? number.charAt(digit) : '\0';
  }

  private boolean endsAtPoint() {
    return lastRelevant >= 0 && number.charAt(lastRelevant) == '.';
  }

  /** The lone zero before the point of a fraction, which 9 leaves blank. */
  private boolean isLeadingZero() {
    return !template.zero && digit == 0 && current() == '0' && template.digitsAfter != 0;
  }

  private void numberPart(boolean zeroPattern) {
    if (template.roman) {
      return;
    }
    inNumber = false;
    boolean begins = position >= blanks || template.zero && template.zeroStart == position;
    if (!signWritten && begins && (!isLeadingZero() || endsAtPoint())) {
      writeSign();
    }
    if (position < blanks && (template.zeroStart > position || !template.zero)) {
      out.append(template.fill ? "" : " ");
    } else if (template.zero && position < blanks) {
      out.append('0');
      inNumber = true;
    } else {
      writeDigit(zeroPattern);
    }
    int end = count + (blanks > 0 ? 1 : 0) + (template.decimal ? 1 : 0);
    if (lastRelevant >= 0 && lastRelevant == digit) {
      end = position;
    }
    if (position + 1 == end) {
      if (signWritten && bracket) {
        out.append(sign == '+' ? ' ' : '>');
      } else if (template.localeSign && template.signPlace == NumberTemplate.SignPlace.AFTER) {
        out.append(sign);
      }
    }
    position++;
  }

  private void writeSign() {
    if (template.localeSign) {
      if (template.signPlace == NumberTemplate.SignPlace.BEFORE) {
        out.append(sign);
        signWritten = true;
      }
      return;
    }
    if (bracket) {
      out.append(sign == '+' ? ' ' : '<');
    } else if (sign == '+') {
      out.append(template.fill ? "" : " ");
    } else {
      out.append('-');
    }
    signWritten = true;
  }

  private void writeDigit(boolean zeroPattern) {
    if (current() == '.') {
      if (!endsAtPoint() || template.fill) {
        out.append('.');
      }
    } else if (lastRelevant >= 0 && digit > lastRelevant && !zeroPattern) {
      // FM drops it.
      assert template.fill;
    } else if (isLeadingZero()) {
      if (!template.fill) {
        out.append(' ');
      } else if (endsAtPoint()) {
        out.append('0');
      }
    } else if (current() != '\0') {
      out.append(current());
      inNumber = true;
    } else {
      inNumber = true;
    }
    if (digit < number.length()) {
      digit++;
    }
  }
}
