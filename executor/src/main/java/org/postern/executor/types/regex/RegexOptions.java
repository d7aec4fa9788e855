package org.postern.executor.types.regex;

import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * How a regular expression is read and matched.
 *
 * @param ignoreCase letters match in both cases
 * @param anchorsAtLines ^ and $ match at every line
 * @param dotSparesNewline . and negated brackets do not match a newline
 * @param expanded blanks and comments in the expression mean nothing
 * @param quoted the expression is a literal text
 * @param global a function takes every match, not only the first
 */
public record RegexOptions(
    boolean ignoreCase,
    boolean anchorsAtLines,
    boolean dotSparesNewline,
    boolean expanded,
    boolean quoted,
    boolean global) {
  public static final RegexOptions DEFAULT =
      new RegexOptions(false, false, false, false, false, false);
  public static final RegexOptions IGNORE_CASE =
      new RegexOptions(true, false, false, false, false, false);

  /** The flags text of the regexp functions. */
  public static RegexOptions parse(String flags) {
    RegexOptions options = DEFAULT;
    for (int i = 0; i < flags.length(); i = flags.offsetByCodePoints(i, 1)) {
      if (flags.charAt(i) == 'g') {
        options = options.withGlobal(true);
        continue;
      }
      RegexOptions next = options.with(flags.charAt(i));
      if (next == null) {
        throw SqlException.error(
            SqlState.INVALID_PARAMETER_VALUE,
            "invalid regular expression option: \"%s\"",
            Character.toString(flags.codePointAt(i)));
      }
      options = next;
    }
    return options;
  }

  /** This with one option letter applied; null when there is no such letter. */
  RegexOptions with(char letter) {
    return switch (letter) {
      case 'b', 'e', 't' -> this;
      case 'c' -> withIgnoreCase(false);
      case 'i' -> withIgnoreCase(true);
      case 'm', 'n' -> withLines(true, true);
      case 'p' -> withLines(false, true);
      case 'w' -> withLines(true, false);
      case 's' -> withLines(false, false);
      case 'x' ->
          new RegexOptions(ignoreCase, anchorsAtLines, dotSparesNewline, true, quoted, global);
      case 'q' ->
          new RegexOptions(ignoreCase, anchorsAtLines, dotSparesNewline, expanded, true, global);
      default -> null;
    };
  }

  private RegexOptions withIgnoreCase(boolean value) {
    return new RegexOptions(value, anchorsAtLines, dotSparesNewline, expanded, quoted, global);
  }

  private RegexOptions withLines(boolean anchors, boolean dot) {
    return new RegexOptions(ignoreCase, anchors, dot, expanded, quoted, global);
  }

  public RegexOptions withGlobal(boolean value) {
    return new RegexOptions(ignoreCase, anchorsAtLines, dotSparesNewline, expanded, quoted, value);
  }
}
