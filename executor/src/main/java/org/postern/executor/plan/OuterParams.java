package org.postern.executor.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.executor.query.Expr;

/**
 * Parameters through which a subquery sees columns of the query around it: slot and outer
 * expression, in the order they were asked for.
 */
final class OuterParams {
  private final Map<Expr, Integer> slots = new LinkedHashMap<>();

  /** The slot of {@code outer}, an expression of the surrounding level. */
  int slot(StatementPlanner statement, Expr outer) {
    return slots.computeIfAbsent(outer, e -> statement.newParam());
  }

  List<Integer> slotList() {
    return new ArrayList<>(slots.values());
  }

  List<Expr> outerExprs() {
    return new ArrayList<>(slots.keySet());
  }

  boolean isEmpty() {
    return slots.isEmpty();
  }
}
