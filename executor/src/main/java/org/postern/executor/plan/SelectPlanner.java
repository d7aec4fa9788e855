package org.postern.executor.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.query.Query;
import org.postern.executor.query.RangeTableEntry;

/** Plans a plain SELECT above its joins: grouping, projection, DISTINCT, order, limit, locks. */
final class SelectPlanner {
  private final QueryPlanner level;
  private final Query query;

  SelectPlanner(QueryPlanner level) {
    this.level = level;
    this.query = level.query;
  }

  Plan plan() {
    List<Expr> targets = new ArrayList<>();
    for (Query.TargetEntry t : query.targets()) {
      targets.add(level.prepare(t.expr()));
    }
    Expr having = level.prepare(query.having());
    List<Query.Window> windows = query.windows().isEmpty() ? List.of() : windows();
    List<Expr> read = new ArrayList<>(targets);
    if (having != null) {
      read.add(having);
    }
    windows.forEach(w -> WindowPlanner.expressions(w, read::add));
    for (Query.RowMark mark : query.rowMarks()) {
      noteLocked(mark);
    }
    QueryPlanner.Joined joined = level.joinTree(read);
    Plan plan = joined.plan();
    Columns columns = joined.columns();
    if (!query.rowMarks().isEmpty()) {
      plan = lockRows(plan, columns);
    }
    List<Expr> bound;
    if (query.hasAggregates()) {
      Grouped grouped = new Grouped(plan, columns);
      plan = grouped.plan(targets, having, windows);
      bound = grouped.bindAll(targets);
      windows = WindowPlanner.map(windows, grouped::bind);
      if (having != null) {
        plan =
            new Plan.Filter(
                plan,
                grouped.bind(having),
                new Plan.Estimate(Math.max(1, plan.rows() * 0.5), plan.cost()));
      }
    } else {
      bound = columns.bindAll(targets);
      windows = WindowPlanner.map(windows, columns::bind);
    }
    if (!windows.isEmpty()) {
      Map<Expr, Integer> named = new HashMap<>();
      for (int i = 0; i < bound.size(); i++) {
        if (query.targets().get(i).sortGroup() > 0) {
          named.put(ExprTrees.strip(bound.get(i)), query.targets().get(i).sortGroup());
        }
      }
      WindowPlanner planner = new WindowPlanner(level, windows, named);
      plan = planner.plan(plan, bound);
      bound = planner.bindAll(bound);
    }
    OutputPlanner output = new OutputPlanner(level, query);
    return output.isNeeded(bound) ? output.plan(plan, bound) : finish(project(plan, bound));
  }

  private List<Query.Window> windows() {
    return WindowPlanner.map(query.windows(), level::prepare);
  }

  private static Plan project(Plan plan, List<Expr> exprs) {
    return SetProjection.project(plan, exprs);
  }

  /** DISTINCT, ORDER BY and LIMIT over the projected targets; junk is dropped at the end. */
  private Plan finish(Plan projected) {
    Plan plan = projected;
    boolean sorted = false;
    if (query.distinctOn()) {
      List<Plan.SortKey> keys = new ArrayList<>(sortKeys(query.distinct()));
      for (Plan.SortKey key : sortKeys(query.orderBy())) {
        if (keys.stream().noneMatch(k -> k.column() == key.column())) {
          keys.add(key);
        }
      }
      plan = sort(plan, keys, null);
      plan = new Plan.Unique(plan, columns(query.distinct()), estimate(plan, 0.5));
      sorted = true;
    } else if (!query.distinct().isEmpty()) {
      plan = distinct(plan);
    }
    Expr offset = level.prepare(query.limitOffset());
    Expr count = level.prepare(query.limitCount());
    if (!query.orderBy().isEmpty() && !sorted) {
      Expr bound = offset == null && !query.withTies() ? count : null;
      plan = sort(plan, sortKeys(query.orderBy()), bound);
    }
    if (offset != null || count != null) {
      List<Integer> ties = query.withTies() ? columns(query.orderBy()) : List.of();
      plan = new Plan.Limit(plan, offset, count, ties, estimate(plan, 0.1));
    }
    return withoutJunk(plan);
  }

  private static Plan.Estimate estimate(Plan input, double factor) {
    return new Plan.Estimate(Math.max(1, input.rows() * factor), input.cost());
  }

  private static Plan sort(Plan plan, List<Plan.SortKey> keys, Expr limit) {
    double rows = plan.rows();
    double cost = plan.cost() + rows * 0.02 * Math.max(1, Math.log(rows + 1));
    return new Plan.Sort(plan, keys, limit, new Plan.Estimate(rows, cost));
  }

  /** One row per distinct set of visible columns; sorting may follow. */
  private Plan distinct(Plan plan) {
    List<Integer> keys = new ArrayList<>();
    List<Integer> types = new ArrayList<>();
    for (int i = 0; i < query.targets().size(); i++) {
      if (!query.targets().get(i).junk()) {
        keys.add(i);
        types.add(plan.types().get(i));
      }
    }
    if (keys.size() != plan.types().size()) {
      throw new IllegalStateException("DISTINCT with columns that are not shown");
    }
    return new Plan.Aggregate(plan, keys, List.of(), types, estimate(plan, 0.3));
  }

  private List<Plan.SortKey> sortKeys(List<Query.SortGroup> groups) {
    List<Plan.SortKey> keys = new ArrayList<>();
    for (Query.SortGroup g : groups) {
      int column = position(g.target());
      keys.add(
          new Plan.SortKey(
              column, query.targets().get(column).expr().type(), g.descending(), g.nullsFirst()));
    }
    return keys;
  }

  private List<Integer> columns(List<Query.SortGroup> groups) {
    List<Integer> columns = new ArrayList<>();
    for (Query.SortGroup g : groups) {
      columns.add(position(g.target()));
    }
    return columns;
  }

  private int position(int sortGroup) {
    for (int i = 0; i < query.targets().size(); i++) {
      if (query.targets().get(i).sortGroup() == sortGroup) {
        return i;
      }
    }
    throw new IllegalStateException("no such sort group: number=" + sortGroup);
  }

  private Plan withoutJunk(Plan plan) {
    List<Expr> kept = new ArrayList<>();
    List<Integer> types = new ArrayList<>();
    for (int i = 0; i < query.targets().size(); i++) {
      Query.TargetEntry t = query.targets().get(i);
      if (!t.junk()) {
        kept.add(new Expr.Slot(i, t.expr().type(), t.expr().typmod(), t.expr().collation()));
        types.add(t.expr().type());
      }
    }
    return kept.size() == query.targets().size()
        ? plan
        : new Plan.Project(plan, kept, types, new Plan.Estimate(plan.rows(), plan.cost()));
  }

  private void noteLocked(Query.RowMark mark) {
    level.needed(mark.relation()).add(-1);
    RangeTableEntry.Table table =
        (RangeTableEntry.Table) query.rangeTable().get(mark.relation() - 1);
    level
        .env
        .relations()
        .relation(table.relation())
        .columns()
        .forEach(c -> {
          if (!c.dropped()) {
            level.needed(mark.relation()).add(c.number());
          }
        });
  }

  private Plan lockRows(Plan plan, Columns columns) {
    List<Plan.LockTarget> targets = new ArrayList<>();
    for (Query.RowMark mark : query.rowMarks()) {
      targets.add(
          LockTargets.make(level, columns, mark.relation(), mark.strength(), mark.waiting()));
    }
    Expr recheck = LockTargets.recheck(level, columns);
    return new Plan.LockRows(
        plan, targets, recheck, new Plan.Estimate(plan.rows(), plan.cost() + plan.rows()));
  }

  /**
   * Grouping: projects keys and aggregate arguments, aggregates, and binds what stands above to the
   * result.
   */
  private final class Grouped {
    private final Plan input;
    private final Columns columns;
    private final List<Expr> projected = new ArrayList<>();
    private final Map<Expr, Integer> projectedAt = new HashMap<>();
    private final Map<Expr, Integer> keyAt = new LinkedHashMap<>();
    private final Map<Expr, Integer> callAt = new LinkedHashMap<>();
    private final List<Plan.AggregateCall> calls = new ArrayList<>();
    private final Map<Expr, Integer> groupingAt = new LinkedHashMap<>();
    private final List<List<Expr>> groupingArgs = new ArrayList<>();

    Grouped(Plan input, Columns columns) {
      this.input = input;
      this.columns = columns;
    }

    Plan plan(List<Expr> targets, Expr having, List<Query.Window> windows) {
      for (Query.SortGroup g : query.groupBy()) {
        addKey(targets.get(position(g.target())));
      }
      List<Expr> above = new ArrayList<>(targets);
      if (having != null) {
        above.add(having);
      }
      windows.forEach(w -> WindowPlanner.expressions(w, above::add));
      for (Expr e : above) {
        collect(e);
      }
      List<Integer> keys = new ArrayList<>(keyAt.values());
      List<Integer> types = new ArrayList<>();
      int out = 0;
      for (Map.Entry<Expr, Integer> key : keyAt.entrySet()) {
        types.add(key.getKey().type());
        key.setValue(out++);
      }
      for (Map.Entry<Expr, Integer> call : callAt.entrySet()) {
        types.add(call.getKey().type());
        call.setValue(out++);
      }
      for (Map.Entry<Expr, Integer> grouping : groupingAt.entrySet()) {
        types.add(grouping.getKey().type());
        grouping.setValue(out++);
      }
      Plan projection = projectInput();
      double rows = keys.isEmpty() ? 1 : Math.max(1, Math.min(input.rows(), input.rows() * 0.3));
      return new Plan.Aggregate(
          projection,
          keys,
          sets(),
          calls,
          groupings(),
          types,
          new Plan.Estimate(rows, projection.cost() + input.rows() * 0.02));
    }

    /** The grouping sets as positions of keys; columns that depend on keys are in all of them. */
    private List<List<Integer>> sets() {
      if (query.groupingSets() == null) {
        return null;
      }
      List<Integer> dependent = new ArrayList<>(keyAt.values());
      for (Query.SortGroup g : query.groupBy()) {
        Expr key = level.prepare(query.targets().get(position(g.target())).expr());
        dependent.remove(keyAt.get(ExprTrees.strip(key)));
      }
      List<List<Integer>> sets = new ArrayList<>();
      for (List<Integer> set : query.groupingSets()) {
        List<Integer> positions = new ArrayList<>(dependent);
        for (int sortGroup : set) {
          Expr target = level.prepare(query.targets().get(position(sortGroup)).expr());
          int at = keyAt.get(ExprTrees.strip(target));
          if (!positions.contains(at)) {
            positions.add(at);
          }
        }
        sets.add(positions);
      }
      return sets;
    }

    private List<List<Integer>> groupings() {
      List<List<Integer>> all = new ArrayList<>();
      for (List<Expr> args : groupingArgs) {
        List<Integer> positions = new ArrayList<>();
        args.forEach(arg -> positions.add(keyAt.get(ExprTrees.strip(arg))));
        all.add(positions);
      }
      return all;
    }

    private Plan projectInput() {
      List<Integer> types = new ArrayList<>();
      for (Expr e : projected) {
        types.add(e.type());
      }
      return new Plan.Project(
          input, List.copyOf(projected), types, new Plan.Estimate(input.rows(), input.cost()));
    }

    private int addProjected(Expr expr) {
      Expr key = ExprTrees.strip(expr);
      return projectedAt.computeIfAbsent(
          key,
          k -> {
            projected.add(columns.bind(expr));
            return projected.size() - 1;
          });
    }

    private void addKey(Expr expr) {
      Expr key = ExprTrees.strip(expr);
      if (!keyAt.containsKey(key)) {
        keyAt.put(key, addProjected(expr));
      }
    }

    /** Finds aggregates, and columns that depend on the keys and become keys too. */
    private void collect(Expr expr) {
      if (keyAt.containsKey(ExprTrees.strip(expr))) {
        return;
      }
      switch (expr) {
        case Expr.Aggregate a -> addCall(a);
        case Expr.Grouping g -> {
          if (groupingAt.putIfAbsent(ExprTrees.strip(g), -1) == null) {
            groupingArgs.add(g.args());
          }
        }
        case Expr.Var v when v.levelsUp() == 0 -> addKey(v);
        default -> ExprTrees.forEachChild(expr, this::collect);
      }
    }

    private void addCall(Expr.Aggregate a) {
      Expr key = ExprTrees.strip(a);
      if (callAt.containsKey(key)) {
        return;
      }
      List<Integer> args = new ArrayList<>();
      List<Integer> argTypes = new ArrayList<>();
      for (Expr arg : a.args()) {
        args.add(addProjected(arg));
        argTypes.add(arg.type());
      }
      List<Plan.SortKey> order = new ArrayList<>();
      for (Expr.Aggregate.SortKey k : a.order()) {
        order.add(
            new Plan.SortKey(
                addProjected(k.expr()), k.expr().type(), k.descending(), k.nullsFirst()));
      }
      int filter = a.filter() == null ? -1 : addProjected(a.filter());
      callAt.put(key, -1);
      calls.add(
          new Plan.AggregateCall(
              a.function(), a.type(), args, argTypes, a.distinct(), order, filter));
    }

    List<Expr> bindAll(List<Expr> exprs) {
      List<Expr> bound = new ArrayList<>();
      for (Expr e : exprs) {
        bound.add(bind(e));
      }
      return bound;
    }

    Expr bind(Expr expr) {
      Expr key = ExprTrees.strip(expr);
      Integer slot = keyAt.get(key);
      if (slot == null) {
        slot = callAt.get(key);
      }
      if (slot == null) {
        slot = groupingAt.get(key);
      }
      if (slot != null) {
        return new Expr.Slot(slot, expr.type(), expr.typmod(), expr.collation());
      }
      return ExprTrees.mapChildren(expr, this::bind);
    }
  }
}
