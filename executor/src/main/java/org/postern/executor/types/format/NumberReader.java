package org.postern.executor.types.format;

import java.util.List;
import org.postern.executor.types.Numeric;
import org.postern.executor.types.Slice;
import org.postern.executor.types.numeric.NumericArithmetic;
import org.postern.executor.types.numeric.NumericRounding;
import org.postern.executor.types.numeric.NumericText;
import org.postern.executor.types.numeric.NumericTranscendental;
import org.postern.storage.error.SqlException;

/**
 * to_number(text, text): takes the digits and the sign out of a text by a template. Where text and
 * template disagree, what cannot be part of a number is skipped.
 *
 * <p>Source: PostgreSQL documentation, section 9.8 "Data Type Formatting Functions".
 */
public final class NumberReader {
  private static final int MAX_PRECISION = 1000;

  private final String text;
  private final NumberTemplate template;
  private final StringBuilder number = new StringBuilder();
  private char sign = ' ';
  private int at;
  private int before;
  private int after;
  private boolean point;

  private NumberReader(String text, NumberTemplate template) {
    this.text = text;
    this.template = template;
  }

  /** The number in a text, or null for an empty template. */
  public static Numeric read(Slice text, Slice template) {
    if (template.length() == 0) {
      return null;
    }
    NumberTemplate parsed = NumberTemplate.parse(template.toString());
    if (parsed.roman) {
      throw SqlException.notSupported("\"RN\" not supported for input");
    }
    if (parsed.exponent) {
      throw SqlException.notSupported("\"EEEE\" not supported for input");
    }
    NumberReader reader = new NumberReader(text.toString(), parsed);
    reader.run(parsed.nodes);
    return reader.result();
  }

  private Numeric result() {
    int length = number.length();
    if (length > 0 && number.charAt(length - 1) == '.') {
      number.setLength(length - 1);
    }
    int scale = after;
    int precision = template.digitsBefore + template.shift + scale;
    Numeric value = NumericText.parse(sign + number.toString());
    if (precision > 0 && precision <= MAX_PRECISION) {
      value = NumericRounding.coerce(value, NumericRounding.typmod(precision, scale));
    }
    return template.multiply
        ? NumericArithmetic.multiply(
            value,
            NumericTranscendental.power(
                NumericText.parse("10"), NumericText.parse("-" + template.shift)))
        : value;
  }

  private boolean atEnd() {
    return at >= text.length();
  }

  private char peek() {
    return text.charAt(at);
  }

  private void run(List<NumberTemplate.Node> nodes) {
    for (NumberTemplate.Node node : nodes) {
      if (atEnd()) {
        return;
      }
      switch (node.pattern()) {
        case NINE, ZERO, POINT, DECIMAL -> {
          part(node.pattern());
          at++;
        }
        case COMMA, GROUP -> at += peek() == ',' ? 1 : 0;
        case CURRENCY -> skip(1);
        case ORDINAL -> {
          if (!template.decimal && sign != '-') {
            skip(2);
          }
        }
        case MINUS -> signOr("-");
        case PLUS -> signOr("+");
        case SIGN -> signOr("+-");
        case LITERAL -> {
          for (int i = node.text().codePointCount(0, node.text().length()); i > 0; i--) {
            at = atEnd() ? at : text.offsetByCodePoints(at, 1);
          }
        }
        case EXPONENT, FILL, SPELL, BRACKET, ROMAN, BLANK, LOCALE_SIGN, SHIFT -> {
          // These take nothing of the text by themselves.
        }
      }
    }
  }

  private void signOr(String signs) {
    if (signs.indexOf(peek()) >= 0) {
      sign = peek();
      at++;
    } else {
      skip(1);
    }
  }

  /** Skips characters that cannot be data. */
  private void skip(int count) {
    for (int i = 0; i < count && !atEnd() && "0123456789.,+-".indexOf(peek()) < 0; i++) {
      at = text.offsetByCodePoints(at, 1);
    }
  }

  /** Reads the sign before, a digit or the point, and the sign behind the last of them. */
  private void part(NumberTemplate.Pattern pattern) {
    if (peek() == ' ') {
      at++;
    }
    if (atEnd()) {
      return;
    }
    boolean digit =
        pattern == NumberTemplate.Pattern.NINE || pattern == NumberTemplate.Pattern.ZERO;
    if (sign == ' ' && digit && before + after == 0) {
      leadingSign();
    }
    if (atEnd()) {
      return;
    }
    boolean taken = false;
    if (Character.isDigit(peek())) {
      if (point && after == template.digitsAfter) {
        return;
      }
      number.append(peek());
      if (point) {
        after++;
      } else {
        before++;
      }
      taken = true;
    } else if (template.decimal && !point && peek() == '.') {
      number.append('.');
      point = true;
      taken = true;
    }
    if (!atEnd() && sign == ' ' && before + after > 0) {
      trailingSign(taken);
    }
  }

  private void leadingSign() {
    char c = peek();
    if (template.localeSign && template.signPlace == NumberTemplate.SignPlace.BEFORE) {
      if (c == '-' || c == '+') {
        sign = c;
        at++;
      }
    } else if (c == '-' || template.bracket && c == '<') {
      sign = '-';
      at++;
    } else if (c == '+') {
      sign = '+';
      at++;
    }
  }

  private void trailingSign(boolean taken) {
    if (template.localeSign && taken) {
      if (at + 1 < text.length() && !Character.isDigit(text.charAt(at + 1))) {
        char c = text.charAt(at + 1);
        if (c == '-' || c == '+') {
          sign = c;
          at++;
        }
      }
    } else if (!taken && !template.localeSign && (template.plus || template.minus)) {
      if (peek() == '-' || peek() == '+') {
        sign = peek();
      }
    }
  }
}
