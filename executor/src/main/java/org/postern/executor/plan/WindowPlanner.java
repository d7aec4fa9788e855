package org.postern.executor.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.query.Query;

/**
 * Plans the windows of a SELECT above its joins and grouping: one node per window, each over input
 * sorted as the window wants. Windows that begin alike follow each other, the longest first, so
 * that one sort serves several.
 */
final class WindowPlanner {
  private final QueryPlanner level;
  private final List<Query.Window> windows;
  private final Map<Expr, Integer> columns = new HashMap<>();
  private final List<Expr> projected = new ArrayList<>();
  private final Map<Expr, Integer> callAt = new LinkedHashMap<>();
  private final Map<Integer, Integer> keyNumbers = new HashMap<>();
  private final Map<Expr, Integer> named;

  /**
   * {@code windows} have their expressions bound to the input; {@code named} are the sort groups of
   * targets.
   */
  WindowPlanner(QueryPlanner level, List<Query.Window> windows, Map<Expr, Integer> named) {
    this.named = named;
    this.level = level;
    this.windows = windows;
  }

  /** Calls {@code visit} for the keys of a window. */
  static void expressions(Query.Window window, Consumer<Expr> visit) {
    window.partitionBy().forEach(visit);
    window.orderBy().forEach(key -> visit.accept(key.expr()));
  }

  /** The windows with their keys replaced. */
  static List<Query.Window> map(List<Query.Window> windows, UnaryOperator<Expr> f) {
    List<Query.Window> mapped = new ArrayList<>();
    for (Query.Window w : windows) {
      List<Expr> partition = new ArrayList<>();
      w.partitionBy().forEach(e -> partition.add(f.apply(e)));
      List<Query.Window.OrderKey> order = new ArrayList<>();
      w.orderBy()
          .forEach(k ->
              order.add(
                  new Query.Window.OrderKey(
                      f.apply(k.expr()), k.sortOperator(), k.descending(), k.nullsFirst())));
      mapped.add(new Query.Window(partition, order, w.frame()));
    }
    return mapped;
  }

  /** A window with the calls over it and what its input is sorted by. */
  private static final class Active {
    final Query.Window window;
    final List<Expr.WindowCall> calls = new ArrayList<>();
    final List<Integer> partition = new ArrayList<>();
    final List<Plan.SortKey> order = new ArrayList<>();
    final List<Plan.SortKey> sort = new ArrayList<>();

    Active(Query.Window window) {
      this.window = window;
    }
  }

  /** Plans all windows that the targets call; afterwards {@link #bindAll} finds the results. */
  Plan plan(Plan input, List<Expr> targets) {
    for (int i = 0; i < input.types().size(); i++) {
      projected.add(new Expr.Slot(i, input.types().get(i), -1, 0));
    }
    List<Active> active = active(targets);
    numberKeys(active);
    active.sort(this::compare);
    List<List<Plan.WindowFunction>> functions = new ArrayList<>();
    for (Active a : active) {
      List<Plan.WindowFunction> calls = new ArrayList<>();
      a.calls.forEach(call -> calls.add(function(call)));
      functions.add(calls);
    }
    Plan plan = projection(input);
    List<Plan.SortKey> sorted = List.of();
    for (int i = 0; i < active.size(); i++) {
      Active a = active.get(i);
      if (!isPrefix(a.sort, sorted)) {
        plan =
            new Plan.Sort(
                plan,
                a.sort,
                null,
                new Plan.Estimate(plan.rows(), plan.cost() + plan.rows() * 0.05));
        sorted = a.sort;
      }
      List<Integer> types = new ArrayList<>(plan.types());
      for (Expr.WindowCall call : a.calls) {
        callAt.put(ExprTrees.strip(call), types.size());
        types.add(call.type());
      }
      plan =
          new Plan.WindowAgg(
              plan,
              a.partition,
              a.order,
              frame(a.window.frame()),
              functions.get(i),
              types,
              new Plan.Estimate(plan.rows(), plan.cost() + plan.rows() * 0.02));
    }
    return plan;
  }

  private List<Active> active(List<Expr> targets) {
    List<Active> active = new ArrayList<>();
    for (Query.Window window : windows) {
      active.add(new Active(window));
    }
    for (Expr target : targets) {
      ExprTrees.walk(
          target,
          e -> {
            if (e instanceof Expr.WindowCall call) {
              List<Expr.WindowCall> calls = active.get(call.window()).calls;
              if (calls.stream().noneMatch(c -> ExprTrees.same(c, call))) {
                calls.add(call);
              }
            }
          });
    }
    active.removeIf(a -> a.calls.isEmpty());
    for (Active a : active) {
      for (Expr key : a.window.partitionBy()) {
        int column = column(key);
        a.partition.add(column);
        a.sort.add(new Plan.SortKey(column, key.type(), false, false));
      }
      for (Query.Window.OrderKey key : a.window.orderBy()) {
        Plan.SortKey sort =
            new Plan.SortKey(
                column(key.expr()), key.expr().type(), key.descending(), key.nullsFirst());
        a.order.add(sort);
        if (a.sort.stream().noneMatch(k -> k.column() == sort.column())) {
          a.sort.add(sort);
        }
      }
    }
    return active;
  }

  /** Numbers the keys as they first occur: what ORDER BY and GROUP BY name comes first. */
  private void numberKeys(List<Active> active) {
    int next = 1 + named.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    for (Active a : active) {
      List<Expr> keys = new ArrayList<>();
      a.window.orderBy().forEach(k -> keys.add(k.expr()));
      keys.addAll(a.window.partitionBy());
      for (Expr key : keys) {
        Integer known = named.get(ExprTrees.strip(key));
        if (keyNumbers.putIfAbsent(column(key), known == null ? next : known) == null) {
          next++;
        }
      }
    }
  }

  private int compare(Active a, Active b) {
    for (int i = 0; i < Math.min(a.sort.size(), b.sort.size()); i++) {
      Plan.SortKey left = a.sort.get(i);
      Plan.SortKey right = b.sort.get(i);
      int byKey = Integer.compare(keyNumbers.get(right.column()), keyNumbers.get(left.column()));
      if (byKey != 0) {
        return byKey;
      }
      if (left.descending() != right.descending()) {
        return left.descending() ? -1 : 1;
      }
      if (left.nullsFirst() != right.nullsFirst()) {
        return left.nullsFirst() ? -1 : 1;
      }
    }
    return Integer.compare(b.sort.size(), a.sort.size());
  }

  private static boolean isPrefix(List<Plan.SortKey> wanted, List<Plan.SortKey> sorted) {
    return wanted.size() <= sorted.size() && sorted.subList(0, wanted.size()).equals(wanted);
  }

  private int column(Expr expr) {
    if (expr instanceof Expr.Slot slot) {
      return slot.column();
    }
    return columns.computeIfAbsent(
        ExprTrees.strip(expr),
        e -> {
          projected.add(expr);
          return projected.size() - 1;
        });
  }

  private Plan.WindowFunction function(Expr.WindowCall call) {
    List<Integer> args = new ArrayList<>();
    List<Integer> types = new ArrayList<>();
    for (Expr arg : call.args()) {
      args.add(column(arg));
      types.add(arg.type());
    }
    return new Plan.WindowFunction(
        call.function(),
        call.type(),
        args,
        types,
        call.filter() == null ? -1 : column(call.filter()),
        call.aggregate());
  }

  private Plan projection(Plan input) {
    if (projected.size() == input.types().size()) {
      return input;
    }
    List<Integer> types = new ArrayList<>();
    projected.forEach(e -> types.add(e.type()));
    return new Plan.Project(input, projected, types, new Plan.Estimate(input.rows(), input.cost()));
  }

  private Query.Frame frame(Query.Frame frame) {
    return new Query.Frame(
        frame.mode(), bound(frame.start()), bound(frame.end()), frame.exclusion());
  }

  private Query.Frame.Bound bound(Query.Frame.Bound bound) {
    return new Query.Frame.Bound(bound.kind(), level.prepare(bound.offset()), bound.inRange());
  }

  /** The targets with each call replaced by the column of its result. */
  List<Expr> bindAll(List<Expr> targets) {
    List<Expr> bound = new ArrayList<>();
    targets.forEach(t -> bound.add(bind(t)));
    return bound;
  }

  private Expr bind(Expr expr) {
    if (expr instanceof Expr.WindowCall call) {
      return new Expr.Slot(callAt.get(ExprTrees.strip(call)), call.type(), -1, call.collation());
    }
    return ExprTrees.mapChildren(expr, this::bind);
  }
}
