package org.postern.executor.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.OperatorEntry;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.query.Query;
import org.postern.executor.query.RangeTableEntry;

/** Chooses how two sides are joined: through an index of the right one, by hashing, or by loops. */
final class JoinMethods {
  private final QueryPlanner level;
  private final ScanPlanner scans;

  JoinMethods(QueryPlanner level, ScanPlanner scans) {
    this.level = level;
    this.scans = scans;
  }

  JoinPlanner.Side join(
      Query.JoinType kind, JoinPlanner.Side left, JoinPlanner.Side right, List<Expr> conditions) {
    if (kind == Query.JoinType.INNER
        && right.base() == 0
        && left.base() != 0
        && right.dependsOn().isEmpty()
        && right.plan().rows() < left.plan().rows()) {
      return joinInOrder(kind, right, left, conditions);
    }
    return joinInOrder(kind, left, right, conditions);
  }

  private JoinPlanner.Side joinInOrder(
      Query.JoinType kind, JoinPlanner.Side left, JoinPlanner.Side right, List<Expr> conditions) {
    Columns both = Columns.concat(left.columns(), right.columns());
    double rows = joinRows(kind, left, right, conditions);
    BitSet relations = (BitSet) left.relations().clone();
    relations.or(right.relations());
    Plan plan;
    boolean lateral = !right.dependsOn().isEmpty();
    if (lateral) {
      JoinPlanner.LateralParams ofLeft = right.lateral().restrict(left.relations(), true);
      plan = loop(kind, left, right.plan(), ofLeft, both, conditions, rows);
    } else {
      plan = hashOrLoop(kind, left, right, both, conditions, rows);
      Plan byIndex = indexLoop(kind, left, right, both, conditions, rows);
      if (byIndex != null && byIndex.cost() < plan.cost()) {
        plan = byIndex;
      }
    }
    BitSet depends = (BitSet) left.dependsOn().clone();
    BitSet rightDepends = (BitSet) right.dependsOn().clone();
    rightDepends.andNot(left.relations());
    depends.or(rightDepends);
    JoinPlanner.LateralParams ofOthers =
        left.lateral().and(right.lateral().restrict(left.relations(), false));
    return new JoinPlanner.Side(relations, plan, both, depends, 0, List.of(), ofOthers);
  }

  private static double joinRows(
      Query.JoinType kind, JoinPlanner.Side left, JoinPlanner.Side right, List<Expr> conditions) {
    double l = left.plan().rows();
    double r = right.plan().rows();
    double rows = conditions.isEmpty() ? l * r : Math.max(l, r);
    for (int i = 1; i < conditions.size(); i++) {
      rows *= 0.5;
    }
    if (kind == Query.JoinType.LEFT || kind == Query.JoinType.FULL) {
      rows = Math.max(rows, l);
    }
    return Math.max(1, rows);
  }

  private Plan loop(
      Query.JoinType kind,
      JoinPlanner.Side left,
      Plan right,
      JoinPlanner.LateralParams lateral,
      Columns both,
      List<Expr> conditions,
      double rows) {
    Expr condition = Conjuncts.join(conditions);
    return new Plan.NestedLoop(
        kind,
        left.plan(),
        right,
        lateral.slots(),
        left.columns().bindAll(lateral.exprs()),
        condition == null ? null : both.bind(condition),
        both.types(),
        new Plan.Estimate(
            rows, left.plan().cost() + left.plan().rows() * (right.cost() + right.rows() * 0.005)));
  }

  private Plan hashOrLoop(
      Query.JoinType kind,
      JoinPlanner.Side left,
      JoinPlanner.Side right,
      Columns both,
      List<Expr> conditions,
      double rows) {
    List<Expr> leftKeys = new ArrayList<>();
    List<Expr> rightKeys = new ArrayList<>();
    List<Integer> keyTypes = new ArrayList<>();
    List<Expr> rest = new ArrayList<>();
    for (Expr c : conditions) {
      if (!hashKey(c, left, right, leftKeys, rightKeys, keyTypes)) {
        rest.add(c);
      }
    }
    if (leftKeys.isEmpty()) {
      return loop(kind, left, right.plan(), JoinPlanner.LateralParams.NONE, both, conditions, rows);
    }
    Expr condition = Conjuncts.join(rest);
    double cost =
        left.plan().cost()
            + right.plan().cost()
            + left.plan().rows() * 0.01
            + right.plan().rows() * 0.015;
    return new Plan.HashJoin(
        kind,
        left.plan(),
        right.plan(),
        left.columns().bindAll(leftKeys),
        right.columns().bindAll(rightKeys),
        keyTypes,
        condition == null ? null : both.bind(condition),
        both.types(),
        new Plan.Estimate(rows, cost));
  }

  /** Whether the condition is an equality between the sides that can be hashed. */
  private boolean hashKey(
      Expr condition,
      JoinPlanner.Side left,
      JoinPlanner.Side right,
      List<Expr> leftKeys,
      List<Expr> rightKeys,
      List<Integer> keyTypes) {
    if (!(condition instanceof Expr.Op op) || op.args().size() != 2) {
      return false;
    }
    OperatorEntry operator = level.env.catalog().operator(op.operator());
    if (!operator.canHash() || !operator.name().equals("=")) {
      return false;
    }
    Expr a = op.args().get(0);
    Expr b = op.args().get(1);
    BitSet aRelations = Conjuncts.relations(a);
    BitSet bRelations = Conjuncts.relations(b);
    if (aRelations.isEmpty() || bRelations.isEmpty()) {
      return false;
    }
    boolean straight =
        Conjuncts.contains(left.relations(), aRelations)
            && Conjuncts.contains(right.relations(), bRelations);
    boolean crossed =
        Conjuncts.contains(right.relations(), aRelations)
            && Conjuncts.contains(left.relations(), bRelations);
    if (!straight && !crossed) {
      return false;
    }
    int type = keyType(operator, a, b);
    if (type == 0) {
      return false;
    }
    leftKeys.add(straight ? a : b);
    rightKeys.add(straight ? b : a);
    keyTypes.add(type);
    return true;
  }

  /** A polymorphic operator's keys have the type of its operands. */
  private int keyType(OperatorEntry operator, Expr a, Expr b) {
    Catalog catalog = level.env.catalog();
    return catalog.type(operator.left()).kind() == 'p'
        ? KeyTypes.common(catalog.baseType(a.type()), catalog.baseType(b.type()))
        : KeyTypes.common(operator.left(), operator.right());
  }

  /** A loop over the left rows that finds the right ones through an index, or null. */
  private Plan indexLoop(
      Query.JoinType kind,
      JoinPlanner.Side left,
      JoinPlanner.Side right,
      Columns both,
      List<Expr> conditions,
      double rows) {
    if (right.base() == 0 || conditions.isEmpty() || kind == Query.JoinType.FULL) {
      return null;
    }
    RangeTableEntry.Table table =
        (RangeTableEntry.Table) level.query.rangeTable().get(right.base() - 1);
    OuterParams params = new OuterParams();
    List<Expr> inner = new ArrayList<>(right.baseFilters());
    for (Expr c : conditions) {
      inner.add(parameterized(c, right.base(), params));
    }
    ScanPlanner.TableScan scan = scans.table(right.base(), table, inner);
    if (!(scan.plan() instanceof Plan.IndexScan index)) {
      return null;
    }
    double cost =
        left.plan().cost() + left.plan().rows() * (index.cost() * 0.5 + index.rows() * 0.01);
    return new Plan.NestedLoop(
        kind,
        left.plan(),
        index,
        params.slotList(),
        left.columns().bindAll(params.outerExprs()),
        null,
        both.types(),
        new Plan.Estimate(rows, cost));
  }

  private Expr parameterized(Expr condition, int base, OuterParams params) {
    return ExprTrees.transform(
        condition,
        e -> {
          if (e instanceof Expr.Var v && v.levelsUp() == 0 && v.relation() != base) {
            Expr.Var plain =
                new Expr.Var(v.relation(), v.column(), v.type(), v.typmod(), v.collation(), 0, -1);
            return new Expr.Param(
                Expr.Param.Kind.EXECUTOR,
                params.slot(level.statement, plain),
                v.type(),
                v.typmod(),
                v.collation(),
                -1);
          }
          return e;
        });
  }
}
