package org.postern.executor.command;

import java.util.LinkedHashSet;
import java.util.Set;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.query.Query;
import org.postern.executor.query.QueryWalk;
import org.postern.executor.query.RangeTableEntry;

/** What a stored query depends on: relations or their columns, functions, operators, types. */
final class QueryDependencies {
  private final Set<ObjectAddress> found = new LinkedHashSet<>();

  private QueryDependencies() {}

  private record Level(Level parent, Query query) {
    RangeTableEntry entry(Expr.Var v) {
      Level at = this;
      for (int i = 0; i < v.levelsUp() && at != null; i++) {
        at = at.parent;
      }
      return at == null ? null : at.query.rangeTable().get(v.relation() - 1);
    }
  }

  /** The objects; a relation stands alone only where no column of it is used. */
  static Set<ObjectAddress> of(Query query) {
    QueryDependencies dependencies = new QueryDependencies();
    dependencies.query(query, null);
    Set<ObjectAddress> found = dependencies.found;
    Set<ObjectAddress> result = new LinkedHashSet<>();
    for (ObjectAddress address : found) {
      boolean whole = address.classId() == ObjectAddress.CLASS && address.sub() == 0;
      boolean refined =
          whole
              && found.stream()
                  .anyMatch(other ->
                      other.classId() == ObjectAddress.CLASS
                          && other.object() == address.object()
                          && other.sub() != 0);
      if (!refined) {
        result.add(address);
      }
    }
    return result;
  }

  private void query(Query query, Level parent) {
    Level level = new Level(parent, query);
    for (RangeTableEntry entry : query.rangeTable()) {
      int relation = relation(entry);
      if (relation != 0) {
        found.add(ObjectAddress.relation(relation));
      } else if (entry instanceof RangeTableEntry.Subquery s) {
        query(s.query(), level);
      }
    }
    QueryWalk.expressions(query, e -> expr(e, level));
    query.with().forEach(with -> query(with.query(), level));
  }

  private static int relation(RangeTableEntry entry) {
    return switch (entry) {
      case RangeTableEntry.Table t -> t.relation();
      case RangeTableEntry.Subquery s -> s.view();
      case null, default -> 0;
    };
  }

  private void expr(Expr expr, Level level) {
    ExprTrees.walk(
        expr,
        e -> {
          switch (e) {
            case Expr.Var v -> {
              int relation = relation(level.entry(v));
              if (relation != 0 && v.column() > 0) {
                found.add(ObjectAddress.column(relation, v.column()));
              }
            }
            case Expr.SubLink s -> query(s.query(), level);
            case Expr.Aggregate a -> found.add(ObjectAddress.of(ObjectAddress.PROC, a.function()));
            default -> Dependencies.collect(e, 0, found, found);
          }
        });
  }
}
