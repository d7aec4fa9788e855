package org.postern.executor.query;

import java.util.ArrayList;
import java.util.List;

/** Rebuilding of whole queries, subqueries of expressions included. */
public final class QueryTrees {
  private QueryTrees() {}

  /** Replaces a column reference seen from {@code depth} queries further in. */
  @FunctionalInterface
  public interface ColumnMapper {
    /** The replacement as seen from there; the reference itself to keep it. */
    Expr map(Expr.Var column, int depth);
  }

  /** An expression with its column references replaced, in subqueries too. */
  public static Expr map(Expr expr, ColumnMapper mapper) {
    return map(expr, mapper, 0);
  }

  private static Expr map(Expr expr, ColumnMapper mapper, int depth) {
    return ExprTrees.transform(
        expr,
        e ->
            switch (e) {
              case Expr.Var v -> mapper.map(v, depth);
              case Expr.SubLink s ->
                  new Expr.SubLink(
                      s.kind(),
                      s.test(),
                      s.operators(),
                      map(s.query(), mapper, depth + 1),
                      s.type(),
                      s.typmod(),
                      s.collation(),
                      s.location());
              default -> e;
            });
  }

  /** The expression as seen from {@code levels} queries further in. */
  public static Expr shift(Expr expr, int levels) {
    if (levels == 0) {
      return expr;
    }
    return map(
        expr,
        (v, depth) ->
            v.levelsUp() < depth
                ? v
                : new Expr.Var(
                    v.relation(),
                    v.column(),
                    v.type(),
                    v.typmod(),
                    v.collation(),
                    v.levelsUp() + levels,
                    v.location()));
  }

  private static List<Expr> mapAll(List<Expr> exprs, ColumnMapper mapper, int depth) {
    List<Expr> mapped = new ArrayList<>();
    exprs.forEach(e -> mapped.add(map(e, mapper, depth)));
    return List.copyOf(mapped);
  }

  private static Query map(Query q, ColumnMapper mapper, int depth) {
    List<RangeTableEntry> entries = new ArrayList<>();
    q.rangeTable().forEach(entry -> entries.add(map(entry, mapper, depth)));
    List<Query.From.Item> items = new ArrayList<>();
    q.from().items().forEach(item -> items.add(map(item, mapper, depth)));
    List<Query.CommonTable> with = new ArrayList<>();
    for (Query.CommonTable t : q.with()) {
      with.add(
          new Query.CommonTable(
              t.name(),
              map(t.query(), mapper, depth + 1),
              t.columns(),
              t.recursive(),
              t.materialized()));
    }
    List<Query.Window> windows = new ArrayList<>();
    for (Query.Window w : q.windows()) {
      List<Query.Window.OrderKey> keys = new ArrayList<>();
      for (Query.Window.OrderKey k : w.orderBy()) {
        keys.add(
            new Query.Window.OrderKey(
                map(k.expr(), mapper, depth), k.sortOperator(), k.descending(), k.nullsFirst()));
      }
      windows.add(new Query.Window(mapAll(w.partitionBy(), mapper, depth), keys, w.frame()));
    }
    QueryBuilder mapped = new QueryBuilder(q);
    mapped.rangeTable = List.copyOf(entries);
    mapped.from = new Query.From(items, map(q.from().where(), mapper, depth));
    mapped.targets = targets(q.targets(), mapper, depth);
    mapped.having = map(q.having(), mapper, depth);
    mapped.windows = windows;
    mapped.limitOffset = map(q.limitOffset(), mapper, depth);
    mapped.limitCount = map(q.limitCount(), mapper, depth);
    mapped.with = with;
    mapped.returning = targets(q.returning(), mapper, depth);
    return mapped.build();
  }

  private static List<Query.TargetEntry> targets(
      List<Query.TargetEntry> targets, ColumnMapper mapper, int depth) {
    List<Query.TargetEntry> mapped = new ArrayList<>();
    for (Query.TargetEntry t : targets) {
      mapped.add(
          new Query.TargetEntry(
              map(t.expr(), mapper, depth),
              t.column(),
              t.name(),
              t.sortGroup(),
              t.originTable(),
              t.originColumn(),
              t.junk()));
    }
    return List.copyOf(mapped);
  }

  private static Query.From.Item map(Query.From.Item item, ColumnMapper mapper, int depth) {
    return switch (item) {
      case Query.From.Relation r -> r;
      case Query.From.Join j ->
          new Query.From.Join(
              j.kind(),
              map(j.left(), mapper, depth),
              map(j.right(), mapper, depth),
              map(j.condition(), mapper, depth),
              j.relation());
    };
  }

  private static RangeTableEntry map(RangeTableEntry entry, ColumnMapper mapper, int depth) {
    return switch (entry) {
      case RangeTableEntry.Subquery s ->
          new RangeTableEntry.Subquery(
              map(s.query(), mapper, depth + 1), s.lateral(), s.alias(), s.columns(), s.view());
      case RangeTableEntry.Join j ->
          new RangeTableEntry.Join(
              j.kind(), mapAll(j.vars(), mapper, depth), j.alias(), j.columns(), j.merged());
      case RangeTableEntry.Function f ->
          new RangeTableEntry.Function(
              mapAll(f.calls(), mapper, depth),
              f.widths(),
              f.types(),
              f.typmods(),
              f.collations(),
              f.ordinality(),
              f.lateral(),
              f.alias(),
              f.columns(),
              f.declared());
      case RangeTableEntry.Values v -> {
        List<List<Expr>> rows = new ArrayList<>();
        v.rows().forEach(row -> rows.add(mapAll(row, mapper, depth)));
        yield new RangeTableEntry.Values(
            rows, v.types(), v.typmods(), v.collations(), v.lateral(), v.alias(), v.columns());
      }
      case RangeTableEntry.Table t -> t;
      case RangeTableEntry.CommonTable c -> c;
      case RangeTableEntry.Result r -> r;
    };
  }
}
