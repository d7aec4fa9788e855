package org.postern.executor.types.regex;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Turns an advanced regular expression of PostgreSQL into a pattern of java.util.regex.
 *
 * <p>PostgreSQL prefers the longest match over the whole expression, or the shortest when the first
 * quantifier of a branch is non-greedy; Java decides quantifier by quantifier. Two rules bring the
 * two together where it shows: alternatives that are plain texts are tried longest first, and after
 * a non-greedy quantifier every later one of its branch is non-greedy too.
 *
 * <p>Source: PostgreSQL documentation, section 9.7.3 "POSIX Regular Expressions".
 */
public final class RegexTranslator {
  private static final int MAX_REPEAT = 255;

  private final String source;
  private RegexOptions options;
  private int at;
  private int groups;
  private int opened;
  private boolean forcedLazy;

  /** What the alternatives read last prefer: their one branch's first quantifier decides. */
  private Preference preference = Preference.NONE;

  private enum Preference {
    NONE,
    GREEDY,
    LAZY
  }

  private RegexTranslator(String source, RegexOptions options) {
    this.source = source;
    this.options = options;
  }

  /** The pattern; 2201B when the expression is not well formed. */
  public static Pattern translate(String expression, RegexOptions options) {
    return new RegexTranslator(expression, options).run();
  }

  static SqlException error(String message) {
    return SqlException.error(
        SqlState.INVALID_REGULAR_EXPRESSION, "invalid regular expression: %s", message);
  }

  private Pattern run() {
    prefix();
    String java;
    if (options.quoted()) {
      java = Pattern.quote(source.substring(at));
    } else {
      java = alternatives(0);
      if (at < source.length()) {
        throw error("parentheses () not balanced");
      }
    }
    int flags = Pattern.DOTALL | Pattern.UNIX_LINES;
    if (options.ignoreCase()) {
      flags |= Pattern.CASE_INSENSITIVE;
    }
    if (options.anchorsAtLines()) {
      flags |= Pattern.MULTILINE;
    }
    return Pattern.compile(java, flags);
  }

  /** The director *** and embedded options (?xyz) at the start. */
  private void prefix() {
    if (options.quoted()) {
      return;
    }
    if (source.startsWith("***=")) {
      at = 4;
      options = options.with('q');
      return;
    }
    if (source.startsWith("***:")) {
      at = 4;
    } else if (source.startsWith("***")) {
      throw error("quantifier operand invalid");
    }
    if (source.startsWith("(?", at)
        && at + 2 < source.length()
        && Character.isLetter(source.charAt(at + 2))) {
      for (at += 2; at < source.length() && source.charAt(at) != ')'; at++) {
        options = options.with(source.charAt(at));
        if (options == null) {
          throw error("invalid embedded option");
        }
      }
      if (at >= source.length()) {
        throw error("invalid embedded option");
      }
      at++;
    }
  }

  /** Branches up to the end or the closing parenthesis of {@code depth}. */
  private String alternatives(int depth) {
    List<String> branches = new ArrayList<>();
    boolean plain = true;
    do {
      int from = at;
      branches.add(branch(depth));
      plain &= isPlain(source.substring(from, at));
    } while (take('|'));
    if (branches.size() > 1) {
      preference = Preference.GREEDY;
    }
    if (plain && branches.size() > 1) {
      branches.sort(Comparator.comparingInt(String::length).reversed());
    }
    return String.join("|", branches);
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80 && !Character.isLetterOrDigit(c) && c != ' ' && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }

  private boolean take(char c) {
    if (at < source.length() && source.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private String branch(int depth) {
    StringBuilder out = new StringBuilder();
    Preference mine = forcedLazy ? Preference.LAZY : Preference.NONE;
    boolean outerForced = forcedLazy;
    while (at < source.length()) {
      if (options.expanded() && skipBlank()) {
        continue;
      }
      char c = source.charAt(at);
      if (c == '|' || c == ')' && depth > 0) {
        break;
      }
      if (c == ')') {
        throw error("parentheses () not balanced");
      }
      int from = at;
      preference = Preference.NONE;
      forcedLazy = mine == Preference.LAZY;
      String atom = atom();
      forcedLazy = outerForced;
      Preference inner = preference;
      String quantifier = quantifier(isConstraint(atom));
      if (quantifier.equals("{1,1}?") && mine != Preference.LAZY && c == '(') {
        atom = again(from);
        quantifier = "";
        inner = Preference.LAZY;
      }
      if (!quantifier.isEmpty() && !isFixed(quantifier)) {
        boolean nonGreedy = quantifier.length() > 1 && quantifier.endsWith("?");
        inner = nonGreedy ? Preference.LAZY : Preference.GREEDY;
      }
      mine = mine == Preference.NONE ? inner : mine;
      boolean greedy = !quantifier.isEmpty() && !isFixed(quantifier) && !quantifier.endsWith("?");
      if (quantifier.equals("?") && mine == Preference.LAZY || mine == Preference.LAZY && greedy) {
        quantifier += "?";
      }
      out.append(atom).append(quantifier);
    }
    preference = mine;
    return out.toString();
  }

  /** Reads the group that starts at {@code from} again, with every quantifier non-greedy. */
  private String again(int from) {
    int end = at;
    int counted = groups;
    at = from;
    groups = countBefore(from);
    boolean outerForced = forcedLazy;
    forcedLazy = true;
    String atom = atom();
    forcedLazy = outerForced;
    at = end;
    groups = counted;
    return atom;
  }

  private int countBefore(int position) {
    int count = 0;
    for (int i = 0; i < position; i++) {
      char c = source.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '(' && !source.startsWith("(?", i)) {
        count++;
      }
    }
    return count;
  }

  private static boolean isFixed(String quantifier) {
    return quantifier.startsWith("{") && quantifier.indexOf(',') < 0;
  }

  private static boolean isConstraint(String atom) {
    return switch (atom) {
      case "^", "$", "\\A", "\\z", "\\b", "\\B" -> true;
      default -> atom.startsWith("(?=") || atom.startsWith("(?!") || atom.startsWith("(?<");
    };
  }

  private boolean skipBlank() {
    char c = source.charAt(at);
    if (c == ' ' || c >= '\t' && c <= '\r') {
      at++;
      return true;
    }
    if (c == '#') {
      int end = source.indexOf('\n', at);
      at = end < 0 ? source.length() : end + 1;
      return true;
    }
    return false;
  }

  private String atom() {
    char c = source.charAt(at++);
    return switch (c) {
      case '(' -> group();
      case '[' -> bracket();
      case '.' -> options.dotSparesNewline() ? "[^\\n]" : ".";
      case '^' -> options.anchorsAtLines() ? "^" : "\\A";
      case '$' -> options.anchorsAtLines() ? "$" : "\\z";
      case '\\' -> escape();
      case '*', '+', '?' -> throw error("quantifier operand invalid");
      case '{' -> {
        if (at < source.length() && Character.isDigit(source.charAt(at))) {
          throw error("quantifier operand invalid");
        }
        yield "\\{";
      }
      default -> {
        at--;
        int code = source.codePointAt(at);
        at += Character.charCount(code);
        yield literal(code);
      }
    };
  }

  static String literal(int code) {
    String text = Character.toString(code);
    return code < 0x80 && !Character.isLetterOrDigit(code) ? "\\" + text : text;
  }

  private String group() {
    String open = "(";
    if (source.startsWith("?#", at)) {
      int end = source.indexOf(')', at);
      if (end < 0) {
        throw error("parentheses () not balanced");
      }
      at = end + 1;
      return "";
    }
    if (at < source.length() && source.charAt(at) == '?') {
      String rest = source.substring(at + 1, Math.min(source.length(), at + 3));
      String kind =
          rest.startsWith("<=") || rest.startsWith("<!")
              ? rest
              : rest.isEmpty() ? "" : rest.substring(0, 1);
      if (!List.of(":", "=", "!", "<=", "<!").contains(kind)) {
        throw error("quantifier operand invalid");
      }
      open = "(?" + kind;
      at += 1 + kind.length();
    } else {
      groups++;
    }
    opened++;
    String inner = alternatives(opened);
    opened--;
    if (!take(')')) {
      throw error("parentheses () not balanced");
    }
    return open + inner + ")";
  }

  private String bracket() {
    if (source.startsWith("[:<:]]", at)) {
      at += 6;
      return "\\b(?=\\w)";
    }
    if (source.startsWith("[:>:]]", at)) {
      at += 6;
      return "\\b(?<=\\w)";
    }
    BracketReader reader = new BracketReader(source, at, options.dotSparesNewline());
    String result = reader.read();
    at = reader.position();
    return result;
  }

  private String escape() {
    if (at >= source.length()) {
      throw error("invalid escape \\ sequence");
    }
    char c = source.charAt(at);
    switch (c) {
      case 'm', 'M', 'y', 'Y', 'A', 'Z' -> {
        at++;
        return switch (c) {
          case 'm' -> "\\b(?=\\w)";
          case 'M' -> "\\b(?<=\\w)";
          case 'y' -> "\\b";
          case 'Y' -> "\\B";
          case 'A' -> "\\A";
          default -> "\\z";
        };
      }
      case 'd', 'D', 's', 'S', 'w', 'W' -> {
        at++;
        return "\\" + c;
      }
      default -> {
        // A back reference or a character follows.
      }
    }
    if (c >= '1' && c <= '9') {
      int end = at + 1;
      while (end < source.length() && Character.isDigit(source.charAt(end))) {
        end++;
      }
      int number = end - at > 4 ? Integer.MAX_VALUE : Integer.parseInt(source.substring(at, end));
      if (number <= groups) {
        at = end;
        return "(?:\\" + number + ")";
      }
      if (end - at == 1) {
        throw error("invalid backreference number");
      }
    }
    EscapeReader reader = new EscapeReader(source, at);
    int code = reader.read();
    at = reader.position();
    return literal(code);
  }

  /** The quantifier that follows, in Java's form; empty for none. */
  private String quantifier(boolean constraint) {
    if (options.expanded()) {
      while (at < source.length() && skipBlank()) {
        // Blanks may stand before a quantifier.
      }
    }
    String quantifier = "";
    if (at < source.length()) {
      char c = source.charAt(at);
      if (c == '*' || c == '+' || c == '?') {
        at++;
        quantifier = String.valueOf(c);
      } else if (c == '{' && at + 1 < source.length()) {
        quantifier = Character.isDigit(source.charAt(at + 1)) ? bound() : "";
      }
    }
    if (quantifier.isEmpty()) {
      return "";
    }
    if (constraint) {
      throw error("quantifier operand invalid");
    }
    if (take('?')) {
      quantifier += "?";
    }
    if (at < source.length() && "*+?".indexOf(source.charAt(at)) >= 0) {
      throw error("quantifier operand invalid");
    }
    return quantifier;
  }

  private String bound() {
    int end = source.indexOf('}', at);
    if (end < 0) {
      throw error("braces {} not balanced");
    }
    String[] limits = source.substring(at + 1, end).split(",", -1);
    at = end + 1;
    int low = limit(limits[0]);
    if (limits.length == 1) {
      return "{" + low + "}";
    }
    if (limits.length > 2) {
      throw error("invalid repetition count(s)");
    }
    if (limits[1].isEmpty()) {
      return "{" + low + ",}";
    }
    int high = limit(limits[1]);
    if (high < low) {
      throw error("invalid repetition count(s)");
    }
    return "{" + low + "," + high + "}";
  }

  private static int limit(String digits) {
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw error("invalid repetition count(s)");
    }
    int value = digits.length() > 3 ? MAX_REPEAT + 1 : Integer.parseInt(digits);
    if (value > MAX_REPEAT) {
      throw error("invalid repetition count(s)");
    }
    return value;
  }
}
