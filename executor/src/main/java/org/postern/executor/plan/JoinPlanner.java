package org.postern.executor.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.query.Query;
import org.postern.executor.query.RangeTableEntry;

/**
 * Orders joins. Inner joins are flattened and joined greedily, smallest first, along conditions; an
 * outer join keeps its two sides together.
 */
final class JoinPlanner {
  private final QueryPlanner level;
  private final ScanPlanner scans;
  private final JoinMethods methods;

  JoinPlanner(QueryPlanner level) {
    this.level = level;
    this.scans = new ScanPlanner(level);
    this.methods = new JoinMethods(level, scans);
  }

  /** A planned set of relations that is still to be joined with others. */
  record Side(
      BitSet relations,
      Plan plan,
      Columns columns,
      BitSet dependsOn,
      int base,
      List<Expr> baseFilters,
      LateralParams lateral) {}

  /** Parameters of a lateral item, set from columns of the items it depends on. */
  record LateralParams(List<Integer> slots, List<Expr> exprs) {
    static final LateralParams NONE = new LateralParams(List.of(), List.of());
  }

  QueryPlanner.Joined plan(Query.From from) {
    List<Expr> conjuncts = new ArrayList<>();
    for (Expr c : Conjuncts.split(level.prepare(from.where()))) {
      level.need(c);
      conjuncts.add(c);
    }
    noteJoinConditions(from.items());
    noteSources(from.items());
    Side side = items(from.items(), conjuncts);
    return new QueryPlanner.Joined(side.plan(), side.columns());
  }

  private void noteJoinConditions(List<Query.From.Item> items) {
    for (Query.From.Item item : items) {
      if (item instanceof Query.From.Join join) {
        level.need(join.condition());
        if (join.condition() != null) {
          level.need(level.prepare(join.condition()));
        }
        noteJoinConditions(List.of(join.left(), join.right()));
      }
    }
  }

  /** Columns that lateral functions and subqueries read of their neighbours. */
  private void noteSources(List<Query.From.Item> items) {
    for (RangeTableEntry entry : level.query.rangeTable()) {
      switch (entry) {
        case RangeTableEntry.Function f -> f.calls().forEach(c -> level.need(level.prepare(c)));
        case RangeTableEntry.Values v ->
            v.rows().forEach(row -> row.forEach(c -> level.need(level.prepare(c))));
        case RangeTableEntry.Subquery s when s.lateral() ->
            LateralColumns.of(s.query()).forEach(level::need);
        default -> {
          // Reads nothing of its neighbours.
        }
      }
    }
  }

  /** Joins a list of items under conditions; conditions on columns outside stay unapplied. */
  private Side items(List<Query.From.Item> list, List<Expr> conditions) {
    List<Query.From.Item> leaves = new ArrayList<>();
    List<Expr> conjuncts = new ArrayList<>(conditions);
    for (Query.From.Item item : list) {
      flatten(item, leaves, conjuncts);
    }
    if (leaves.isEmpty()) {
      Plan result = new Plan.Result(Conjuncts.join(conjuncts), new Plan.Estimate(1, 0));
      return new Side(
          new BitSet(), result, new Columns(), new BitSet(), 0, List.of(), LateralParams.NONE);
    }
    List<Side> sides = new ArrayList<>();
    for (Query.From.Item leaf : leaves) {
      BitSet own = relations(leaf);
      List<Expr> local = new ArrayList<>();
      for (Expr c : List.copyOf(conjuncts)) {
        BitSet used = Conjuncts.relations(c);
        if (!used.isEmpty() && Conjuncts.contains(own, used)) {
          local.add(c);
          conjuncts.remove(c);
        }
      }
      sides.add(leaf(leaf, local));
    }
    Side current = takeFirst(sides);
    while (!sides.isEmpty()) {
      Side next = takeNext(current, sides, conjuncts);
      List<Expr> applicable = new ArrayList<>();
      BitSet both = (BitSet) current.relations().clone();
      both.or(next.relations());
      for (Expr c : List.copyOf(conjuncts)) {
        BitSet used = Conjuncts.relations(c);
        if (!used.isEmpty() && Conjuncts.contains(both, used)) {
          applicable.add(c);
          conjuncts.remove(c);
        }
      }
      current = methods.join(Query.JoinType.INNER, current, next, applicable);
    }
    if (!conjuncts.isEmpty()) {
      Expr rest = current.columns().bind(Conjuncts.join(conjuncts));
      Plan filtered =
          new Plan.Filter(
              current.plan(),
              rest,
              new Plan.Estimate(Math.max(1, current.plan().rows() * 0.5), current.plan().cost()));
      current =
          new Side(
              current.relations(),
              filtered,
              current.columns(),
              current.dependsOn(),
              0,
              List.of(),
              current.lateral());
    }
    return current;
  }

  private void flatten(Query.From.Item item, List<Query.From.Item> leaves, List<Expr> conjuncts) {
    if (item instanceof Query.From.Join j && j.kind() == Query.JoinType.INNER) {
      flatten(j.left(), leaves, conjuncts);
      flatten(j.right(), leaves, conjuncts);
      conjuncts.addAll(Conjuncts.split(level.prepare(j.condition())));
    } else {
      leaves.add(item);
    }
  }

  private static BitSet relations(Query.From.Item item) {
    BitSet set = new BitSet();
    switch (item) {
      case Query.From.Relation r -> set.set(r.relation());
      case Query.From.Join j -> {
        set.or(relations(j.left()));
        set.or(relations(j.right()));
      }
    }
    return set;
  }

  private Side leaf(Query.From.Item leaf, List<Expr> conditions) {
    return switch (leaf) {
      case Query.From.Relation r -> scans.side(r.relation(), conditions);
      case Query.From.Join j -> outerJoin(j, conditions);
    };
  }

  private Side outerJoin(Query.From.Join join, List<Expr> conditions) {
    boolean swap = join.kind() == Query.JoinType.RIGHT;
    Query.From.Item leftItem = swap ? join.right() : join.left();
    Query.From.Item rightItem = swap ? join.left() : join.right();
    Query.JoinType kind = swap ? Query.JoinType.LEFT : join.kind();
    BitSet leftRelations = relations(leftItem);
    BitSet rightRelations = relations(rightItem);
    List<Expr> toLeft = new ArrayList<>();
    List<Expr> above = new ArrayList<>();
    for (Expr c : conditions) {
      boolean onlyLeft = Conjuncts.contains(leftRelations, Conjuncts.relations(c));
      (kind == Query.JoinType.LEFT && onlyLeft ? toLeft : above).add(c);
    }
    List<Expr> toRight = new ArrayList<>();
    List<Expr> on = new ArrayList<>();
    for (Expr c : Conjuncts.split(level.prepare(join.condition()))) {
      BitSet used = Conjuncts.relations(c);
      boolean onlyRight =
          kind == Query.JoinType.LEFT
              && !used.isEmpty()
              && Conjuncts.contains(rightRelations, used);
      (onlyRight ? toRight : on).add(c);
    }
    Side left = items(List.of(leftItem), toLeft);
    Side right = items(List.of(rightItem), toRight);
    Side joined = methods.join(kind, left, right, on);
    if (above.isEmpty()) {
      return joined;
    }
    Expr filter = joined.columns().bind(Conjuncts.join(above));
    Plan filtered =
        new Plan.Filter(
            joined.plan(),
            filter,
            new Plan.Estimate(Math.max(1, joined.plan().rows() * 0.5), joined.plan().cost()));
    return new Side(
        joined.relations(),
        filtered,
        joined.columns(),
        joined.dependsOn(),
        0,
        List.of(),
        joined.lateral());
  }

  private static Side takeFirst(List<Side> sides) {
    Side best = null;
    for (Side s : sides) {
      if (s.dependsOn().isEmpty() && (best == null || s.plan().rows() < best.plan().rows())) {
        best = s;
      }
    }
    if (best == null && sides.size() == 1) {
      // It depends on the other side of the outer join that it is a side of.
      best = sides.getFirst();
    }
    if (best == null) {
      throw new IllegalStateException("lateral items depend on each other");
    }
    sides.remove(best);
    return best;
  }

  private static Side takeNext(Side current, List<Side> sides, List<Expr> conjuncts) {
    Side best = null;
    boolean bestConnected = false;
    for (Side s : sides) {
      if (!Conjuncts.contains(current.relations(), s.dependsOn())) {
        continue;
      }
      boolean connected = !s.dependsOn().isEmpty();
      BitSet both = (BitSet) current.relations().clone();
      both.or(s.relations());
      for (Expr c : conjuncts) {
        BitSet used = Conjuncts.relations(c);
        connected |=
            used.intersects(s.relations())
                && used.intersects(current.relations())
                && Conjuncts.contains(both, used);
      }
      if (best == null
          || (connected && !bestConnected)
          || (connected == bestConnected && s.plan().rows() < best.plan().rows())) {
        best = s;
        bestConnected = connected;
      }
    }
    if (best == null) {
      throw new IllegalStateException("lateral items depend on each other");
    }
    sides.remove(best);
    return best;
  }

  /** Whether an expression reads any column of this level. */
  static boolean readsColumns(Expr expr) {
    boolean[] found = new boolean[1];
    ExprTrees.walk(expr, e -> found[0] |= e instanceof Expr.Var v && v.levelsUp() == 0);
    return found[0];
  }
}
