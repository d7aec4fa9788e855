package org.postern.executor.deparse;

import org.postern.executor.query.Query;

/** Prints what stands in the parentheses of OVER. */
final class WindowPrinter {
  private final ExprPrinter exprs;
  private final Output out;

  WindowPrinter(ExprPrinter exprs, Output out) {
    this.exprs = exprs;
    this.out = out;
  }

  void print(Query.Window window) {
    boolean something = false;
    if (!window.partitionBy().isEmpty()) {
      out.add("PARTITION BY ");
      exprs.list(window.partitionBy());
      something = true;
    }
    String separator = something ? " ORDER BY " : "ORDER BY ";
    for (Query.Window.OrderKey key : window.orderBy()) {
      out.add(separator);
      separator = ", ";
      something = true;
      exprs.print(key.expr(), false);
      out.add(QueryPrinter.direction(key.descending(), key.nullsFirst()));
    }
    Query.Frame frame = window.frame();
    if (frame != null && !usual(frame)) {
      out.add(something ? " " : "").add(frame.mode().name()).add(" BETWEEN ");
      bound(frame.start());
      out.add(" AND ");
      bound(frame.end());
      if (frame.exclusion() != Query.Frame.Exclusion.NONE) {
        out.add(" EXCLUDE ").add(frame.exclusion().name().replace('_', ' '));
      }
    }
  }

  private static boolean usual(Query.Frame frame) {
    return frame.mode() == Query.Frame.Mode.RANGE
        && frame.start().kind() == Query.Frame.Kind.UNBOUNDED_PRECEDING
        && frame.end().kind() == Query.Frame.Kind.CURRENT_ROW
        && frame.exclusion() == Query.Frame.Exclusion.NONE;
  }

  private void bound(Query.Frame.Bound bound) {
    if (bound.kind() == Query.Frame.Kind.PRECEDING || bound.kind() == Query.Frame.Kind.FOLLOWING) {
      exprs.print(bound.offset(), false);
      out.add(" ");
    }
    out.add(bound.kind().name().replace('_', ' '));
  }
}
