package org.postern.executor.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.postern.executor.catalog.IndexEntry;
import org.postern.executor.catalog.OperatorEntry;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;

/** Matches conditions with the columns of a table's B-tree indexes. */
final class IndexPaths {
  /**
   * Operator families whose members compare values of one physical form whatever their types: a
   * search value of another type of the family needs no conversion.
   */
  private static final Set<Integer> CROSS_TYPE_FAMILIES = Set.of(1976, 1970, 1994);

  private final PlannerEnvironment env;

  IndexPaths(PlannerEnvironment env) {
    this.env = env;
  }

  /** A way to the rows; {@code rest} are the conditions the index does not check. */
  record Path(
      IndexEntry index,
      List<Plan.IndexCondition> conditions,
      List<Expr> rest,
      boolean unique,
      double rows,
      double cost) {}

  List<Path> paths(int relation, int table, List<Expr> conditions, double tableRows, long blocks) {
    List<Path> found = new ArrayList<>();
    if (conditions.isEmpty()) {
      return found;
    }
    for (IndexEntry index : env.relations().indexes(table)) {
      if (!index.valid() || index.method() != 403 || !implied(index, conditions)) {
        continue;
      }
      Path path = match(relation, index, conditions, tableRows, blocks);
      if (path != null) {
        found.add(path);
      }
    }
    return found;
  }

  /** A partial index serves only conditions that include its predicate word by word. */
  private static boolean implied(IndexEntry index, List<Expr> conditions) {
    for (Expr part : Conjuncts.split(index.predicate())) {
      if (conditions.stream().noneMatch(c -> sameColumns(c, part))) {
        return false;
      }
    }
    return true;
  }

  /** Equal but for the relation's number in the range table: a predicate says 1. */
  private static boolean sameColumns(Expr condition, Expr predicate) {
    return ExprTrees.same(renumbered(condition), renumbered(predicate));
  }

  private static Expr renumbered(Expr expr) {
    return ExprTrees.transform(
        expr,
        e ->
            e instanceof Expr.Var v
                ? new Expr.Var(1, v.column(), v.type(), v.typmod(), v.collation(), 0, -1)
                : e);
  }

  private Path match(
      int relation, IndexEntry index, List<Expr> conditions, double tableRows, long blocks) {
    List<Plan.IndexCondition> used = new ArrayList<>();
    List<Expr> rest = new ArrayList<>(conditions);
    boolean equalSoFar = true;
    boolean allEqual = true;
    double selectivity = 1;
    for (int key = 0; key < index.keyCount() && equalSoFar; key++) {
      equalSoFar = false;
      for (Expr condition : conditions) {
        Plan.IndexCondition match = match(relation, index, key, condition);
        if (match == null) {
          continue;
        }
        used.add(match);
        rest.remove(condition);
        selectivity *= Selectivity.of(condition);
        if (match.kind() == Plan.IndexCondition.Kind.EQUAL) {
          equalSoFar = true;
        }
      }
      allEqual &= equalSoFar;
    }
    if (used.isEmpty()) {
      return null;
    }
    boolean unique = index.unique() && allEqual;
    double rows = unique ? 1 : Math.max(1, tableRows * selectivity);
    double pagesPerRow = Math.min(1, blocks / Math.max(1, tableRows)) + 0.3;
    double cost = 2 + rows * Math.min(1.2, pagesPerRow * 2);
    return new Path(index, List.copyOf(used), rest, unique, rows, cost);
  }

  private Plan.IndexCondition match(int relation, IndexEntry index, int key, Expr condition) {
    switch (condition) {
      case Expr.Op op when op.args().size() == 2 -> {
        Expr left = op.args().get(0);
        Expr right = op.args().get(1);
        if (isKey(relation, index, key, left) && isSearchValue(relation, right)) {
          return comparison(index, key, op.operator(), right, condition);
        }
        if (isKey(relation, index, key, right) && isSearchValue(relation, left)) {
          OperatorEntry entry = env.catalog().operator(op.operator());
          return entry.commutator() == 0
              ? null
              : comparison(index, key, entry.commutator(), left, condition);
        }
        return null;
      }
      case Expr.ArrayOp op -> {
        if (op.any()
            && isKey(relation, index, key, op.left())
            && isSearchValue(relation, op.array())) {
          Plan.IndexCondition one = comparison(index, key, op.operator(), op.array(), condition);
          return one != null && one.kind() == Plan.IndexCondition.Kind.EQUAL
              ? new Plan.IndexCondition(
                  key, Plan.IndexCondition.Kind.EQUAL_ANY, op.array(), condition)
              : null;
        }
        return null;
      }
      case Expr.NullTest test -> {
        return !test.row() && isKey(relation, index, key, test.arg())
            ? new Plan.IndexCondition(
                key,
                test.isNull()
                    ? Plan.IndexCondition.Kind.IS_NULL
                    : Plan.IndexCondition.Kind.IS_NOT_NULL,
                null,
                condition)
            : null;
      }
      default -> {
        return null;
      }
    }
  }

  private Plan.IndexCondition comparison(
      IndexEntry index, int key, int operator, Expr value, Expr condition) {
    int family = index.families().get(key);
    int strategy = env.catalog().strategy(operator, family);
    if (strategy == 0) {
      return null;
    }
    OperatorEntry entry = env.catalog().operator(operator);
    if (entry.left() != entry.right() && !CROSS_TYPE_FAMILIES.contains(family)) {
      return null;
    }
    Plan.IndexCondition.Kind kind =
        switch (strategy) {
          case 1 -> Plan.IndexCondition.Kind.LESS;
          case 2 -> Plan.IndexCondition.Kind.LESS_EQUAL;
          case 3 -> Plan.IndexCondition.Kind.EQUAL;
          case 4 -> Plan.IndexCondition.Kind.GREATER_EQUAL;
          default -> Plan.IndexCondition.Kind.GREATER;
        };
    return new Plan.IndexCondition(key, kind, value, condition);
  }

  private static boolean isKey(int relation, IndexEntry index, int key, Expr expr) {
    Expr plain = expr;
    while (plain instanceof Expr.Relabel r) {
      plain = r.arg();
    }
    int column = index.keys().get(key);
    if (column != 0) {
      return plain instanceof Expr.Var v
          && v.levelsUp() == 0
          && v.relation() == relation
          && v.column() == column;
    }
    int expression = 0;
    for (int i = 0; i < key; i++) {
      expression += index.keys().get(i) == 0 ? 1 : 0;
    }
    return sameColumns(expr, index.expressions().get(expression))
        && Conjuncts.relations(expr).get(relation);
  }

  /** Whether a value is known before the scan: it reads no column and gives the same each time. */
  private boolean isSearchValue(int relation, Expr expr) {
    boolean[] ok = {true};
    ExprTrees.walk(
        expr,
        e -> {
          switch (e) {
            case Expr.Var v -> ok[0] = false;
            case Expr.Slot s -> ok[0] = false;
            case Expr.SubPlan s -> ok[0] &= s.args().isEmpty();
            case Expr.Call c -> ok[0] &= !env.catalog().proc(c.function()).isVolatile();
            case Expr.Op o -> ok[0] &= !env.catalog().proc(o.function()).isVolatile();
            default -> {
              // Nothing that could vary.
            }
          }
        });
    return ok[0];
  }
}
