package org.postern.executor.types.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** A number template: its patterns in order, and what they say together. Built once, then read. */
final class NumberTemplate {
  /** The patterns; LITERAL is text that stands for itself. */
  enum Pattern {
    COMMA(","),
    POINT("."),
    ZERO("0"),
    NINE("9"),
    EXPONENT("EEEE"),
    FILL("FM"),
    SPELL("SP"),
    ORDINAL("TH"),
    MINUS("MI"),
    PLUS("PL"),
    BRACKET("PR"),
    ROMAN("RN"),
    SIGN("SG"),
    BLANK("B"),
    DECIMAL("D"),
    GROUP("G"),
    CURRENCY("L"),
    LOCALE_SIGN("S"),
    SHIFT("V"),
    LITERAL("");

    private final String key;

    Pattern(String key) {
      this.key = key;
    }
  }

  /** A pattern as it was written, which tells its case. */
  record Node(Pattern pattern, String text) {
    boolean isLower() {
      return Character.isLowerCase(text.charAt(0));
    }
  }

  /** Where S puts the sign. */
  enum SignPlace {
    NONE,
    BEFORE,
    AFTER
  }

  final List<Node> nodes = new ArrayList<>();
  int digitsBefore;
  int digitsAfter;
  int zeroStart;
  int zeroEnd;
  int shift;
  int digitsBeforeSign;
  SignPlace signPlace = SignPlace.NONE;
  boolean zero;
  boolean decimal;
  boolean fill;
  boolean bracket;
  boolean localeSign;
  boolean plus;
  boolean minus;
  boolean roman;
  boolean multiply;
  boolean exponent;
  boolean blank;

  private NumberTemplate() {}

  static NumberTemplate parse(String template) {
    NumberTemplate result = new NumberTemplate();
    int at = 0;
    while (at < template.length()) {
      Pattern pattern = patternAt(template, at);
      if (pattern != null) {
        String text = template.substring(at, at + pattern.key.length());
        result.nodes.add(new Node(pattern, text));
        result.describe(pattern);
        at += text.length();
      } else if (template.charAt(at) == '"') {
        int end = at + 1;
        StringBuilder text = new StringBuilder();
        while (end < template.length() && template.charAt(end) != '"') {
          end += template.charAt(end) == '\\' && end + 1 < template.length() ? 1 : 0;
          text.append(template.charAt(end++));
        }
        result.nodes.add(new Node(Pattern.LITERAL, text.toString()));
        at = end + 1;
      } else {
        at += template.startsWith("\\\"", at) ? 1 : 0;
        int next = template.offsetByCodePoints(at, 1);
        result.nodes.add(new Node(Pattern.LITERAL, template.substring(at, next)));
        at = next;
      }
    }
    if (result.zeroStart > 0) {
      result.zeroStart--;
    }
    return result;
  }

  private static Pattern patternAt(String template, int at) {
    for (Pattern pattern : Pattern.values()) {
      String key = pattern.key;
      boolean here =
          template.startsWith(key, at) || template.startsWith(key.toLowerCase(Locale.ROOT), at);
      if (here && !key.isEmpty()) {
        return pattern;
      }
    }
    return null;
  }

  private static SqlException syntax(String message) {
    return SqlException.error(SqlState.SYNTAX_ERROR, message);
  }

  private static void refuse(boolean wrong, String message) {
    if (wrong) {
      throw syntax(message);
    }
  }

  private void describe(Pattern pattern) {
    refuse(exponent && pattern != Pattern.EXPONENT, "\"EEEE\" must be the last pattern used");
    switch (pattern) {
      case NINE -> nine();
      case ZERO -> zero();
      case BLANK -> blank |= digitsBefore == 0 && digitsAfter == 0 && !zero;
      case POINT, DECIMAL -> {
        refuse(decimal, "multiple decimal points");
        refuse(multiply, "cannot use \"V\" and decimal point together");
        decimal = true;
      }
      case FILL -> fill = true;
      case LOCALE_SIGN -> localeSign();
      case MINUS -> {
        refuse(localeSign, "cannot use \"S\" and \"MI\" together");
        minus = true;
      }
      case PLUS -> {
        refuse(localeSign, "cannot use \"S\" and \"PL\" together");
        plus = true;
      }
      case SIGN -> {
        refuse(localeSign, "cannot use \"S\" and \"SG\" together");
        minus = true;
        plus = true;
      }
      case BRACKET -> {
        refuse(
            localeSign || plus || minus,
            "cannot use \"PR\" and \"S\"/\"PL\"/\"MI\"/\"SG\" together");
        bracket = true;
      }
      case ROMAN -> roman = true;
      case SHIFT -> {
        refuse(decimal, "cannot use \"V\" and decimal point together");
        multiply = true;
      }
      case EXPONENT -> exponent();
      case COMMA, GROUP, CURRENCY, ORDINAL, SPELL, LITERAL -> {
        // These only take part when text is put out.
      }
    }
  }

  private void nine() {
    refuse(bracket, "\"9\" must be ahead of \"PR\"");
    if (multiply) {
      shift++;
    } else if (decimal) {
      digitsAfter++;
    } else {
      digitsBefore++;
    }
  }

  private void zero() {
    refuse(bracket, "\"0\" must be ahead of \"PR\"");
    if (!zero && !decimal) {
      zero = true;
      zeroStart = digitsBefore + 1;
    }
    if (decimal) {
      digitsAfter++;
    } else {
      digitsBefore++;
    }
    zeroEnd = digitsBefore + digitsAfter;
  }

  private void localeSign() {
    refuse(localeSign, "cannot use \"S\" twice");
    refuse(plus || minus || bracket, "cannot use \"S\" and \"PL\"/\"MI\"/\"SG\"/\"PR\" together");
    signPlace = decimal ? SignPlace.AFTER : SignPlace.BEFORE;
    digitsBeforeSign = decimal ? 0 : digitsBefore;
    localeSign = true;
  }

  private void exponent() {
    refuse(exponent, "cannot use \"EEEE\" twice");
    if (blank || fill || localeSign || bracket || minus || plus || roman || multiply) {
      throw syntax("\"EEEE\" is incompatible with other formats")
          .withDetail("\"EEEE\" may only be used together with digit and decimal point patterns.");
    }
    exponent = true;
  }
}
