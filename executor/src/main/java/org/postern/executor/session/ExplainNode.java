package org.postern.executor.session;

import java.util.List;
import org.postern.executor.exec.NodeStats;

/**
 * A plan node as EXPLAIN shows it. {@code title} is the text form's first words, {@code properties}
 * name and value in pairs as the other forms show them, {@code lines} what the text form adds
 * below. {@code label} precedes the node in the text form (null for none), as for subplans.
 */
record ExplainNode(
    String label,
    String relationship,
    String title,
    List<Property> properties,
    double cost,
    double rows,
    int width,
    NodeStats stats,
    List<String> lines,
    List<ExplainNode> children) {
  /** A name and a value: String, Long, Double, or Boolean. */
  record Property(String name, Object value) {}
}
