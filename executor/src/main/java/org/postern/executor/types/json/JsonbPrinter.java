package org.postern.executor.types.json;

import org.postern.executor.types.ByteSink;

/** jsonb as text: on one line, as its output has it, or indented, as jsonb_pretty shows it. */
public final class JsonbPrinter {
  private static final int INDENT = 4;

  private final ByteSink out;
  private final boolean pretty;

  private JsonbPrinter(ByteSink out, boolean pretty) {
    this.out = out;
    this.pretty = pretty;
  }

  public static void append(Jsonb value, ByteSink out) {
    new JsonbPrinter(out, false).value(value, 0);
  }

  public static void appendPretty(Jsonb value, ByteSink out) {
    new JsonbPrinter(out, true).value(value, 0);
  }

  private void value(Jsonb value, int level) {
    switch (value) {
      case Jsonb.Null n -> out.putAscii("null");
      case Jsonb.Bool b -> out.putAscii(b.value() ? "true" : "false");
      case Jsonb.Number n -> n.value().appendTo(out);
      case Jsonb.Text t -> JsonEscapes.append(t.value(), out);
      case JsonbArray array -> {
        out.put('[');
        for (int i = 0; i < array.size(); i++) {
          separator(i, level + 1);
          value(array.item(i), level + 1);
        }
        end(level);
        out.put(']');
      }
      case JsonbObject object -> {
        out.put('{');
        for (int i = 0; i < object.size(); i++) {
          separator(i, level + 1);
          JsonEscapes.append(object.key(i), out);
          out.putAscii(": ");
          value(object.item(i), level + 1);
        }
        end(level);
        out.put('}');
      }
    }
  }

  private void separator(int index, int level) {
    if (index > 0) {
      out.putAscii(pretty ? "," : ", ");
    }
    if (pretty) {
      line(level);
    }
  }

  private void end(int level) {
    if (pretty) {
      line(level);
    }
  }

  private void line(int level) {
    out.put('\n');
    for (int i = 0; i < level * INDENT; i++) {
      out.put(' ');
    }
  }
}
