package org.postern.server.client;

import java.util.ArrayList;
import java.util.List;

/**
 * A file of the SQL corpus: statements that end with a semicolon at the end of a line, and
 * directives. {@code --@ NAME} switches to the session of that name, made when first used; the
 * first session has no name. Other comments between statements belong to the next statement.
 */
record SqlScript(List<Step> steps) {
  /** A statement of a session. */
  record Step(String session, String sql) {}

  static SqlScript parse(String text) {
    List<Step> steps = new ArrayList<>();
    StringBuilder statement = new StringBuilder();
    String session = "";
    String quote = null;
    for (String line : text.lines().toList()) {
      if (statement.isEmpty() && line.startsWith("--@")) {
        session = line.substring(3).strip();
        continue;
      }
      if (statement.isEmpty() && (line.isBlank() || line.startsWith("--"))) {
        continue;
      }
      statement.append(statement.isEmpty() ? "" : "\n").append(line);
      quote = openDollarQuote(line, quote);
      if (quote == null && line.endsWith(";")) {
        steps.add(new Step(session, statement.substring(0, statement.length() - 1)));
        statement.setLength(0);
      }
    }
    if (!statement.isEmpty()) {
      throw new IllegalArgumentException("statement without an end: " + statement);
    }
    return new SqlScript(List.copyOf(steps));
  }

  /** Whether a line leaves a {@code $$} open. */
  private static String openDollarQuote(String line, String quote) {
    boolean odd = (line.length() - line.replace("$$", "").length()) / 2 % 2 == 1;
    return odd == (quote == null) ? "$$" : null;
  }
}
