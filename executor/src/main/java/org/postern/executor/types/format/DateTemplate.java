package org.postern.executor.types.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A date template cut into patterns and literal text.
 *
 * <p>Source: PostgreSQL documentation, section 9.8 "Data Type Formatting Functions".
 */
final class DateTemplate {
  /** How an ordinal number ends. */
  enum Ordinal {
    NONE,
    LOWER,
    UPPER
  }

  /**
   * A pattern, or literal text when {@code key} is null.
   *
   * @param fill whether FM or TM takes the padding away
   * @param quoted whether literal text stood in quotes
   */
  record Node(String key, String text, boolean fill, Ordinal ordinal, boolean quoted) {
    /** The pattern without regard to case. */
    String upperKey() {
      return key.toUpperCase(java.util.Locale.ROOT);
    }

    boolean isLower() {
      return Character.isLowerCase(key.charAt(0));
    }

    boolean isCapitalized() {
      return key.length() > 1
          && Character.isUpperCase(key.charAt(0))
          && Character.isLowerCase(key.charAt(1));
    }
  }

  private static final Set<String> KEYS =
      Set.of(
          "A.D.", "A.M.", "AD", "AM", "B.C.", "BC", "CC", "DAY", "DDD", "DD", "DY", "Day", "Dy",
          "D", "FF1", "FF2", "FF3", "FF4", "FF5", "FF6", "FX", "HH24", "HH12", "HH", "IDDD", "ID",
          "IW", "IYYY", "IYY", "IY", "I", "J", "MI", "MM", "MONTH", "MON", "MS", "Month", "Mon",
          "OF", "P.M.", "PM", "Q", "RM", "SSSSS", "SSSS", "SS", "TZH", "TZM", "TZ", "US", "WW", "W",
          "Y,YYY", "YYYY", "YYY", "YY", "Y");
  private static final int LONGEST = 5;

  private final String template;
  private final List<Node> nodes = new ArrayList<>();
  private int at;

  private DateTemplate(String template) {
    this.template = template;
  }

  static List<Node> parse(String template) {
    DateTemplate parser = new DateTemplate(template);
    parser.parse();
    return parser.nodes;
  }

  private boolean takeAny(String upper, String lower) {
    if (template.startsWith(upper, at) || template.startsWith(lower, at)) {
      at += upper.length();
      return true;
    }
    return false;
  }

  private void parse() {
    while (at < template.length()) {
      boolean fill = false;
      while (takeAny("FM", "fm") || takeAny("TM", "tm")) {
        fill = true;
      }
      if (at >= template.length()) {
        return;
      }
      String key = key();
      if (key != null) {
        at += key.length();
        nodes.add(new Node(key, null, fill, ordinal(), false));
      } else {
        literal();
      }
    }
  }

  /** The longest pattern that begins here. */
  private String key() {
    for (int length = Math.min(LONGEST, template.length() - at); length > 0; length--) {
      String candidate = template.substring(at, at + length);
      String upper = candidate.toUpperCase(java.util.Locale.ROOT);
      boolean lower = candidate.equals(candidate.toLowerCase(java.util.Locale.ROOT));
      if (KEYS.contains(candidate) || lower && KEYS.contains(upper)) {
        return candidate;
      }
    }
    return null;
  }

  /** One ending is read; SP, which would spell the number out, does nothing. */
  private Ordinal ordinal() {
    if (takeAny("TH", "TH")) {
      return Ordinal.UPPER;
    }
    if (takeAny("th", "th")) {
      return Ordinal.LOWER;
    }
    takeAny("SP", "sp");
    return Ordinal.NONE;
  }

  private void literal() {
    if (template.charAt(at) == '"') {
      at++;
      StringBuilder text = new StringBuilder();
      while (at < template.length() && template.charAt(at) != '"') {
        if (template.charAt(at) == '\\' && at + 1 < template.length()) {
          at++;
        }
        text.append(template.charAt(at++));
      }
      at++;
      nodes.add(new Node(null, text.toString(), false, Ordinal.NONE, true));
      return;
    }
    if (template.startsWith("\\\"", at)) {
      at++;
    }
    int next = template.offsetByCodePoints(at, 1);
    nodes.add(new Node(null, template.substring(at, next), false, Ordinal.NONE, false));
    at = next;
  }
}
