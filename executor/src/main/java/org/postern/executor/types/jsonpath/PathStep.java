package org.postern.executor.types.jsonpath;

import java.util.List;
import org.postern.executor.types.Slice;

/** A step from an item to others: an accessor, a method or a filter. */
public sealed interface PathStep {
  /** {@code .name}. */
  record Key(Slice name) implements PathStep {}

  /** {@code .*}. */
  record AnyKey() implements PathStep {}

  /** {@code [*]}. */
  record AnyElement() implements PathStep {}

  /** {@code [from to to, …]}. */
  record Elements(List<Range> ranges) implements PathStep {
    public Elements {
      ranges = List.copyOf(ranges);
    }
  }

  /** One subscript; {@code to} is null for a single index. */
  record Range(PathExpr from, PathExpr to) {}

  /** {@code .**{first to last}}: everything so many levels down; -1 stands for the last level. */
  record AnyLevel(int first, int last) implements PathStep {
    public static final int DEEPEST = -1;
  }

  /** {@code ?(predicate)}. */
  record Filter(PathExpr predicate) implements PathStep {}

  /** {@code .datetime("template")}; the template may be null. */
  record DateTime(Slice template) implements PathStep {}

  /** {@code .name()}. */
  record Method(MethodKind kind) implements PathStep {}

  /** The methods without arguments. */
  enum MethodKind {
    TYPE("type"),
    SIZE("size"),
    DOUBLE("double"),
    CEILING("ceiling"),
    FLOOR("floor"),
    ABS("abs"),
    KEYVALUE("keyvalue");

    private final String label;

    MethodKind(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }
}
