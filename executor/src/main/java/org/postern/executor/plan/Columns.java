package org.postern.executor.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;

/** Where the columns of the range table are found in a plan's output. */
final class Columns {
  /** A column of a range table entry. */
  record Key(int relation, int column) {}

  private final Map<Key, Integer> slots = new HashMap<>();
  private final List<Integer> types = new ArrayList<>();

  /** Columns of one scan: attribute numbers in output order. */
  static Columns of(int relation, List<Integer> columns, List<Integer> types) {
    Columns made = new Columns();
    for (int i = 0; i < columns.size(); i++) {
      made.slots.put(new Key(relation, columns.get(i)), i);
      made.types.add(types.get(i));
    }
    return made;
  }

  /** The left columns followed by the right ones. */
  static Columns concat(Columns left, Columns right) {
    Columns made = new Columns();
    made.slots.putAll(left.slots);
    made.types.addAll(left.types);
    right.slots.forEach((key, slot) -> made.slots.put(key, slot + left.types.size()));
    made.types.addAll(right.types);
    return made;
  }

  int width() {
    return types.size();
  }

  List<Integer> types() {
    return List.copyOf(types);
  }

  /** The slot of a column, or null. */
  Integer slot(int relation, int column) {
    return slots.get(new Key(relation, column));
  }

  /** The expression with each Var of this level replaced by its slot. */
  Expr bind(Expr expr) {
    return ExprTrees.transform(
        expr,
        e -> {
          if (e instanceof Expr.Var v && v.levelsUp() == 0) {
            Integer slot = slot(v.relation(), v.column());
            if (slot == null) {
              throw new IllegalStateException(
                  "column is not in the plan: relation=" + v.relation() + ", column=" + v.column());
            }
            return new Expr.Slot(slot, v.type(), v.typmod(), v.collation());
          }
          return e;
        });
  }

  List<Expr> bindAll(List<Expr> exprs) {
    List<Expr> bound = new ArrayList<>();
    for (Expr e : exprs) {
      bound.add(e == null ? null : bind(e));
    }
    return java.util.Collections.unmodifiableList(bound);
  }
}
