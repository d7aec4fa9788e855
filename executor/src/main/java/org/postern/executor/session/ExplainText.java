package org.postern.executor.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postern.executor.exec.NodeStats;

/** EXPLAIN's text form: one line per node, inputs indented below. */
final class ExplainText {
  private final ExplainOptions options;
  private final List<String> lines = new ArrayList<>();

  ExplainText(ExplainOptions options) {
    this.options = options;
  }

  List<String> print(ExplainNode root, double planning, double execution) {
    node(root, 0);
    if (options.summary()) {
      lines.add(String.format(Locale.ROOT, "Planning Time: %.3f ms", planning));
      if (options.analyze()) {
        lines.add(String.format(Locale.ROOT, "Execution Time: %.3f ms", execution));
      }
    }
    return lines;
  }

  /** The text below a node stands two columns right of its arrow. */
  private static String inner(int depth) {
    return " ".repeat(depth == 0 ? 2 : depth * 6 + 2);
  }

  private void node(ExplainNode node, int depth) {
    String line = (depth == 0 ? "" : " ".repeat(depth * 6 - 4) + "->  ") + node.title();
    if (options.costs()) {
      line +=
          String.format(
              Locale.ROOT,
              "  (cost=0.00..%.2f rows=%.0f width=%d)",
              node.cost(),
              node.rows(),
              node.width());
    }
    if (options.analyze()) {
      line += actual(node.stats());
    }
    lines.add(line);
    for (String below : node.lines()) {
      lines.add(inner(depth) + below);
    }
    for (ExplainNode child : node.children()) {
      if (child.label() != null) {
        lines.add(inner(depth) + child.label());
      }
      node(child, depth + 1);
    }
  }

  private String actual(NodeStats stats) {
    if (stats == null || stats.loops() == 0) {
      return options.costs() ? " (never executed)" : "  (never executed)";
    }
    String before = options.costs() ? " " : "  ";
    return options.timing()
        ? before
            + String.format(
                Locale.ROOT,
                "(actual time=%.3f..%.3f rows=%.0f loops=%d)",
                stats.startupMillis(),
                stats.totalMillis(),
                stats.rowsPerLoop(),
                stats.loops())
        : before
            + String.format(
                Locale.ROOT, "(actual rows=%.0f loops=%d)", stats.rowsPerLoop(), stats.loops());
  }
}
