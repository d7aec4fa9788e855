package org.postern.executor.deparse;

/**
 * The text being printed. Clauses begin on lines of their own; a clause's own level is one step to
 * the left of what it holds.
 */
final class Output {
  /** How far a clause stands out. */
  static final int CLAUSE = 8;

  /** How far a join stands in. */
  static final int JOIN = 4;

  /** How far a list's further items stand in. */
  static final int ITEM = 4;

  private static final int DEEPEST = 40;

  final StringBuilder text = new StringBuilder();
  int indent;

  Output add(String more) {
    text.append(more);
    return this;
  }

  /**
   * Begins a line: shifts the level by {@code before}, indents by it and {@code more}, and shifts
   * by {@code after}.
   */
  Output line(String start, int before, int after, int more) {
    indent += before;
    trim();
    text.append('\n');
    int level = Math.max(indent, 0);
    int spaces = level < DEEPEST ? level + more : DEEPEST + (level - DEEPEST) / 2 % DEEPEST + more;
    text.repeat(' ', spaces);
    text.append(start);
    indent = Math.max(indent + after, 0);
    return this;
  }

  /** Takes back the blanks at the end. */
  void trim() {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    text.setLength(end);
  }

  /** Prints a part and takes it out again. */
  String cut(Runnable part) {
    int from = text.length();
    part.run();
    String made = text.substring(from);
    text.setLength(from);
    return made;
  }
}
