package org.postern.executor.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postern.executor.exec.BufferCounts;
import org.postern.executor.exec.NodeStats;

/** EXPLAIN's text form: one line per node, inputs indented below. */
final class ExplainText {
  private final ExplainOptions options;
  private final List<String> lines = new ArrayList<>();

  ExplainText(ExplainOptions options) {
    this.options = options;
  }

  List<String> print(ExplainNode root, double planning, double execution) {
    node(root, -1);
    if (options.summary()) {
      lines.add(String.format(Locale.ROOT, "Planning Time: %.3f ms", planning));
      if (options.analyze()) {
        lines.add(String.format(Locale.ROOT, "Execution Time: %.3f ms", execution));
      }
    }
    return lines;
  }

  /** {@code arrow}: the column of the node's arrow, -1 for the root, which has none. */
  private void node(ExplainNode node, int arrow) {
    String line = (arrow < 0 ? "" : " ".repeat(arrow) + "->  ") + node.title();
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
    int below = arrow < 0 ? 2 : arrow + 6;
    for (String more : node.lines()) {
      lines.add(" ".repeat(below) + more);
    }
    if (options.buffers() && node.stats() != null) {
      blocks(node.stats().blocks(), below);
    }
    for (ExplainNode child : node.children()) {
      if (child.label() == null) {
        node(child, below);
      } else {
        lines.add(" ".repeat(below) + child.label());
        node(child, below + 2);
      }
    }
  }

  private void blocks(BufferCounts.Sample blocks, int indent) {
    String line =
        count(" hit=", blocks.hits())
            + count(" read=", blocks.reads())
            + count(" dirtied=", blocks.dirtied());
    if (!line.isEmpty()) {
      lines.add(" ".repeat(indent) + "Buffers: shared" + line);
    }
  }

  private static String count(String name, long value) {
    return value == 0 ? "" : name + value;
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
