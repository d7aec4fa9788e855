package org.postern.executor.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postern.executor.exec.NodeStats;

/** EXPLAIN in JSON, XML and YAML. */
final class ExplainMarkup {
  private final ExplainOptions options;
  private final StringBuilder out = new StringBuilder();

  ExplainMarkup(ExplainOptions options) {
    this.options = options;
  }

  String print(ExplainNode root, double planning, double execution) {
    List<ExplainNode.Property> summary = new ArrayList<>();
    if (options.summary()) {
      summary.add(new ExplainNode.Property("Planning Time", planning));
      if (options.analyze()) {
        summary.add(new ExplainNode.Property("Execution Time", execution));
      }
    }
    switch (options.format()) {
      case JSON -> json(root, summary);
      case XML -> xml(root, summary);
      case YAML -> yaml(root, summary);
      case TEXT -> throw new IllegalStateException("text is printed elsewhere");
    }
    return out.toString();
  }

  private List<ExplainNode.Property> all(ExplainNode node) {
    List<ExplainNode.Property> all = new ArrayList<>();
    all.add(node.properties().getFirst());
    if (node.relationship() != null) {
      all.add(new ExplainNode.Property("Parent Relationship", node.relationship()));
    }
    if (node.label() != null) {
      all.add(new ExplainNode.Property("Subplan Name", node.label()));
    }
    all.addAll(node.properties().subList(1, node.properties().size()));
    if (options.costs()) {
      all.add(new ExplainNode.Property("Startup Cost", hundredths(0)));
      all.add(new ExplainNode.Property("Total Cost", hundredths(node.cost())));
      all.add(new ExplainNode.Property("Plan Rows", Math.round(node.rows())));
      all.add(new ExplainNode.Property("Plan Width", (long) node.width()));
    }
    if (options.analyze()) {
      NodeStats s = node.stats();
      boolean ran = s != null && s.loops() > 0;
      if (options.timing()) {
        all.add(new ExplainNode.Property("Actual Startup Time", ran ? s.startupMillis() : 0.0));
        all.add(new ExplainNode.Property("Actual Total Time", ran ? s.totalMillis() : 0.0));
      }
      all.add(new ExplainNode.Property("Actual Rows", ran ? Math.round(s.rowsPerLoop()) : 0L));
      all.add(new ExplainNode.Property("Actual Loops", ran ? s.loops() : 0L));
    }
    return all;
  }

  /** A number that is shown with two digits after the point, as costs are. */
  private static String hundredths(double value) {
    return String.format(Locale.ROOT, "#%.2f", value);
  }

  private static String plain(Object value) {
    return switch (value) {
      case Double d -> String.format(Locale.ROOT, "%.3f", d);
      case String s when s.startsWith("#") -> s.substring(1);
      default -> value.toString();
    };
  }

  private static boolean isText(Object value) {
    return value instanceof String s && !s.startsWith("#");
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private void json(ExplainNode root, List<ExplainNode.Property> summary) {
    out.append("[\n  {\n    \"Plan\": ");
    jsonNode(root, 4);
    if (options.analyze()) {
      summary.add(summary.isEmpty() ? 0 : 1, new ExplainNode.Property("Triggers", "#[\n    ]"));
    }
    for (ExplainNode.Property p : summary) {
      out.append(",\n    ").append(quoted(p.name())).append(": ").append(jsonValue(p.value()));
    }
    out.append("\n  }\n]");
  }

  private static String jsonValue(Object value) {
    return isText(value) ? quoted((String) value) : plain(value);
  }

  private void jsonNode(ExplainNode node, int indent) {
    String in = " ".repeat(indent + 2);
    out.append('{');
    String separator = "\n";
    for (ExplainNode.Property p : all(node)) {
      out.append(separator).append(in).append(quoted(p.name())).append(": ");
      out.append(jsonValue(p.value()));
      separator = ",\n";
    }
    if (!node.children().isEmpty()) {
      out.append(",\n").append(in).append("\"Plans\": [");
      String between = "\n";
      for (ExplainNode child : node.children()) {
        out.append(between).append(" ".repeat(indent + 4));
        jsonNode(child, indent + 4);
        between = ",\n";
      }
      out.append('\n').append(in).append(']');
    }
    out.append('\n').append(" ".repeat(indent)).append('}');
  }

  private void xml(ExplainNode root, List<ExplainNode.Property> summary) {
    out.append("<explain xmlns=\"http://www.postgresql.org/2009/explain\">\n  <Query>\n");
    xmlNode(root, 4);
    if (options.analyze()) {
      summary.add(summary.isEmpty() ? 0 : 1, new ExplainNode.Property("Triggers", "#\n    "));
    }
    for (ExplainNode.Property p : summary) {
      xmlProperty(p, 4);
    }
    out.append("  </Query>\n</explain>");
  }

  private void xmlProperty(ExplainNode.Property p, int indent) {
    String tag = p.name().replace(' ', '-');
    String text = plain(p.value()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    out.append(" ".repeat(indent)).append('<').append(tag).append('>').append(text);
    out.append("</").append(tag).append(">\n");
  }

  private void xmlNode(ExplainNode node, int indent) {
    String in = " ".repeat(indent);
    out.append(in).append("<Plan>\n");
    all(node).forEach(p -> xmlProperty(p, indent + 2));
    if (!node.children().isEmpty()) {
      out.append(in).append("  <Plans>\n");
      node.children().forEach(child -> xmlNode(child, indent + 4));
      out.append(in).append("  </Plans>\n");
    }
    out.append(in).append("</Plan>\n");
  }

  private void yaml(ExplainNode root, List<ExplainNode.Property> summary) {
    out.append("- Plan: \n");
    yamlNode(root, 4, "    ");
    if (options.analyze()) {
      summary.add(summary.isEmpty() ? 0 : 1, new ExplainNode.Property("Triggers", "#"));
    }
    for (ExplainNode.Property p : summary) {
      out.append("\n  ").append(p.name()).append(": ").append(plain(p.value()));
    }
  }

  private void yamlNode(ExplainNode node, int indent, String first) {
    String lead = first;
    for (ExplainNode.Property p : all(node)) {
      out.append(out.charAt(out.length() - 1) == '\n' ? "" : "\n").append(lead);
      out.append(p.name()).append(": ");
      out.append(isText(p.value()) ? quoted((String) p.value()) : plain(p.value()));
      lead = " ".repeat(indent);
    }
    if (!node.children().isEmpty()) {
      out.append('\n').append(" ".repeat(indent)).append("Plans: ");
      for (ExplainNode child : node.children()) {
        yamlNode(child, indent + 4, " ".repeat(indent + 2) + "- ");
      }
    }
  }
}
