package org.postern.executor.types.regex;

/** A bracket expression, read from behind its opening bracket. */
final class BracketReader {
  private final String source;
  private final boolean sparesNewline;
  private int at;

  BracketReader(String source, int at, boolean sparesNewline) {
    this.source = source;
    this.at = at;
    this.sparesNewline = sparesNewline;
  }

  /** Where reading ended. */
  int position() {
    return at;
  }

  /** The same set as a Java character class. */
  String read() {
    StringBuilder out = new StringBuilder("[");
    boolean negated = at < source.length() && source.charAt(at) == '^';
    if (negated) {
      at++;
      out.append('^');
      if (sparesNewline) {
        out.append("\\n");
      }
    }
    boolean first = true;
    while (true) {
      if (at >= source.length()) {
        throw unbalanced();
      }
      if (source.charAt(at) == ']' && !first) {
        at++;
        return out.append(']').toString();
      }
      first = false;
      item(out);
    }
  }

  private static RuntimeException unbalanced() {
    return RegexTranslator.error("brackets [] not balanced");
  }

  private void item(StringBuilder out) {
    if (source.startsWith("[:", at)) {
      out.append(characterClass(named(":]")));
      return;
    }
    if (source.charAt(at) == '\\' && at + 1 < source.length()) {
      char c = source.charAt(at + 1);
      if ("dswDSW".indexOf(c) >= 0) {
        at += 2;
        out.append('\\').append(c);
        return;
      }
    }
    int low = element();
    if (at + 1 < source.length() && source.charAt(at) == '-' && source.charAt(at + 1) != ']') {
      at++;
      int high = element();
      if (high < low) {
        throw RegexTranslator.error("invalid character range");
      }
      out.append(RegexTranslator.literal(low)).append('-').append(RegexTranslator.literal(high));
      return;
    }
    out.append(RegexTranslator.literal(low));
  }

  /** One character, plain, escaped, or as a collating element. */
  private int element() {
    if (source.startsWith("[.", at) || source.startsWith("[=", at)) {
      String name = named(source.charAt(at + 1) + "]");
      if (name.codePointCount(0, name.length()) != 1) {
        throw RegexTranslator.error("invalid collating element");
      }
      return name.codePointAt(0);
    }
    if (source.charAt(at) == '\\') {
      EscapeReader reader = new EscapeReader(source, at + 1);
      int code = reader.read();
      at = reader.position();
      return code;
    }
    int code = source.codePointAt(at);
    at += Character.charCount(code);
    return code;
  }

  private String named(String close) {
    int end = source.indexOf(close, at + 2);
    if (end < 0) {
      throw unbalanced();
    }
    String name = source.substring(at + 2, end);
    at = end + 2;
    return name;
  }

  private static String characterClass(String name) {
    return switch (name) {
      case "alpha" -> "\\p{Alpha}";
      case "digit" -> "\\p{Digit}";
      case "alnum" -> "\\p{Alnum}";
      case "upper" -> "\\p{Upper}";
      case "lower" -> "\\p{Lower}";
      case "space" -> "\\s";
      case "blank" -> "\\p{Blank}";
      case "punct" -> "\\p{Punct}";
      case "graph" -> "\\p{Graph}";
      case "print" -> "\\p{Print}";
      case "cntrl" -> "\\p{Cntrl}";
      case "xdigit" -> "\\p{XDigit}";
      case "word" -> "\\w";
      default -> throw RegexTranslator.error("invalid character class");
    };
  }
}
