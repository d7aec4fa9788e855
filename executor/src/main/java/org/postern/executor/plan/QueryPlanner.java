package org.postern.executor.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.query.Query;
import org.postern.executor.query.RangeTableEntry;

/** Plans one query level. */
final class QueryPlanner {
  final StatementPlanner statement;
  final PlannerEnvironment env;
  final QueryPlanner parent;
  final Query query;

  /** What this level takes from the level around it. */
  final OuterParams outer = new OuterParams();

  private final Map<String, Integer> commonTables = new HashMap<>();
  private final Map<Integer, TreeSet<Integer>> needed = new HashMap<>();

  QueryPlanner(StatementPlanner statement, QueryPlanner parent, Query query) {
    this.statement = statement;
    this.env = statement.env;
    this.parent = parent;
    this.query = query;
    for (Query.CommonTable with : query.with()) {
      planCommonTable(with);
    }
    for (RangeTableEntry entry : query.rangeTable()) {
      if (entry instanceof RangeTableEntry.Table table) {
        statement.use(table);
      }
    }
  }

  private void planCommonTable(Query.CommonTable with) {
    int number = statement.reserveCommonTable();
    commonTables.put(with.name(), number);
    QueryPlanner inner = new QueryPlanner(statement, this, with.query());
    boolean modifies = with.query().command() != Query.Command.SELECT;
    Plan plan;
    if (modifies) {
      plan = new ModifyPlanner(statement, inner, with.query()).plan();
    } else if (with.recursive()) {
      plan = new SetOperationPlanner(inner).recursive(number);
    } else {
      plan = inner.planSelect();
    }
    statement.setCommonTable(
        number, new PlannedStatement.CommonTable(plan, inner.usedParams(), modifies));
  }

  /** The number of the WITH query a reference means. */
  int commonTable(String name, int levelsUp) {
    QueryPlanner at = this;
    for (int i = 0; i < levelsUp; i++) {
      at = at.parent;
    }
    Integer number = at.commonTables.get(name);
    if (number == null) {
      throw new IllegalStateException("no such WITH query: name=" + name);
    }
    return number;
  }

  /** An expression ready for planning: outer columns are parameters, sublinks are subplans. */
  Expr prepare(Expr expr) {
    return expr == null ? null : env.folder().apply(replaced(expr));
  }

  List<Expr> prepareAll(List<Expr> exprs) {
    List<Expr> prepared = new ArrayList<>();
    for (Expr e : exprs) {
      prepared.add(prepare(e));
    }
    return prepared;
  }

  /** Aggregates of outer levels are taken whole, before anything inside of them. */
  private Expr replaced(Expr expr) {
    return switch (expr) {
      case Expr.Aggregate a when a.levelsUp() > 0 -> outerValue(a, a.levelsUp());
      case Expr.Grouping g when g.levelsUp() > 0 -> outerValue(g, g.levelsUp());
      default -> replace(ExprTrees.mapChildren(expr, this::replaced));
    };
  }

  /** The value of an expression of a level further out, as a parameter that level sets. */
  private Expr outerValue(Expr expr, int levels) {
    QueryPlanner child = this;
    for (int i = 1; i < levels; i++) {
      child = child.parent;
    }
    Expr there = ExprTrees.strip(ExprTrees.transform(expr, e -> lowered(e, levels)));
    int slot = child.outer.slot(statement, there);
    return new Expr.Param(
        Expr.Param.Kind.EXECUTOR, slot, expr.type(), expr.typmod(), expr.collation(), -1);
  }

  private static Expr lowered(Expr expr, int levels) {
    return switch (expr) {
      case Expr.Var v ->
          new Expr.Var(
              v.relation(),
              v.column(),
              v.type(),
              v.typmod(),
              v.collation(),
              v.levelsUp() - levels,
              -1);
      case Expr.Aggregate a ->
          new Expr.Aggregate(
              a.function(),
              a.type(),
              a.collation(),
              a.inputCollation(),
              a.direct(),
              a.args(),
              a.order(),
              a.distinct(),
              a.filter(),
              a.star(),
              a.variadic(),
              a.levelsUp() - levels,
              -1);
      case Expr.Grouping g -> new Expr.Grouping(g.args(), g.levelsUp() - levels, -1);
      default -> expr;
    };
  }

  private Expr replace(Expr expr) {
    return switch (expr) {
      case Expr.Var v when v.levelsUp() > 0 -> outerColumn(v);
      case Expr.SubLink s -> subPlan(s);
      default -> expr;
    };
  }

  /** A column of a level further out, as a parameter that level sets. */
  private Expr outerColumn(Expr.Var v) {
    QueryPlanner child = this;
    for (int i = 1; i < v.levelsUp(); i++) {
      child = child.parent;
    }
    Expr.Var there =
        new Expr.Var(v.relation(), v.column(), v.type(), v.typmod(), v.collation(), 0, -1);
    int slot = child.outer.slot(statement, there);
    return new Expr.Param(Expr.Param.Kind.EXECUTOR, slot, v.type(), v.typmod(), v.collation(), -1);
  }

  /** The subplans whose rows are taken apart by several expressions, by their queries. */
  private final Map<Query, Expr> rowPlans = new IdentityHashMap<>();

  private Expr subPlan(Expr.SubLink link) {
    if (link.kind() != Expr.SubLink.Kind.ROW) {
      return newSubPlan(link);
    }
    Expr made = rowPlans.get(link.query());
    if (made == null) {
      made = newSubPlan(link);
      rowPlans.put(link.query(), made);
    }
    return made;
  }

  private Expr newSubPlan(Expr.SubLink link) {
    QueryPlanner inner = new QueryPlanner(statement, this, link.query());
    Plan plan = inner.planSelect();
    if (link.kind() == Expr.SubLink.Kind.EXISTS) {
      plan =
          new Plan.Limit(
              plan,
              null,
              new Expr.Const(org.postern.executor.types.TypeOid.INT8, -1, 0, 1L, -1),
              List.of(),
              new Plan.Estimate(1, plan.cost()));
    }
    int number = statement.addSubPlan(plan, inner.usedParams());
    int elementType =
        link.kind() == Expr.SubLink.Kind.ARRAY
            ? link.query().targets().getFirst().expr().type()
            : 0;
    return new Expr.SubPlan(
        link.kind(),
        number,
        link.test(),
        inner.outer.slotList(),
        inner.outer.outerExprs(),
        elementType,
        link.type(),
        link.typmod(),
        link.collation());
  }

  /** All parameters this level depends on, those passed through to deeper levels included. */
  List<Integer> usedParams() {
    List<Integer> used = new ArrayList<>(outer.slotList());
    for (QueryPlanner p = parent; p != null; p = p.parent) {
      used.addAll(p.outer.slotList());
    }
    return used;
  }

  /** The attribute numbers of a relation that anything above its scan reads. */
  TreeSet<Integer> needed(int relation) {
    return needed.computeIfAbsent(relation, r -> new TreeSet<>());
  }

  /** Notes the columns an expression reads. */
  void need(Expr expr) {
    ExprTrees.walk(
        expr,
        e -> {
          if (e instanceof Expr.Var v && v.levelsUp() == 0) {
            needed(v.relation()).add(v.column());
          }
        });
  }

  /** Plans a SELECT; the output is the targets that are not junk. */
  Plan planSelect() {
    if (query.setOperations() != null) {
      return new SetOperationPlanner(this).plan();
    }
    return new SelectPlanner(this).plan();
  }

  /**
   * Joins the FROM items under the WHERE condition; {@code exprs} are all others that read them.
   */
  Joined joinTree(List<Expr> exprs) {
    exprs.forEach(this::need);
    return new JoinPlanner(this).plan(query.from());
  }

  /** A joined set of relations: the plan and where its columns are. */
  record Joined(Plan plan, Columns columns) {}
}
