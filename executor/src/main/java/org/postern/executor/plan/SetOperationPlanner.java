package org.postern.executor.plan;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.query.Expr;
import org.postern.executor.query.Query;
import org.postern.executor.query.RangeTableEntry;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Plans UNION, INTERSECT and EXCEPT, then the ORDER BY and LIMIT above them. */
final class SetOperationPlanner {
  private final QueryPlanner level;
  private final Query query;

  SetOperationPlanner(QueryPlanner level) {
    this.level = level;
    this.query = level.query;
  }

  Plan plan() {
    Plan plan = tree(query.setOperations());
    if (!query.orderBy().isEmpty()) {
      List<Plan.SortKey> keys = new ArrayList<>();
      for (Query.SortGroup g : query.orderBy()) {
        for (int i = 0; i < query.targets().size(); i++) {
          if (query.targets().get(i).sortGroup() == g.target()) {
            keys.add(
                new Plan.SortKey(
                    i, query.targets().get(i).expr().type(), g.descending(), g.nullsFirst()));
          }
        }
      }
      plan = new Plan.Sort(plan, keys, null, new Plan.Estimate(plan.rows(), plan.cost()));
    }
    Expr offset = level.prepare(query.limitOffset());
    Expr count = level.prepare(query.limitCount());
    if (offset != null || count != null) {
      plan =
          new Plan.Limit(
              plan,
              offset,
              count,
              List.of(),
              new Plan.Estimate(Math.max(1, plan.rows() * 0.1), plan.cost()));
    }
    return plan;
  }

  /** Plans a recursive query, number {@code commonTable} of the statement. */
  Plan recursive(int commonTable) {
    Query.SetOperation.Node node = (Query.SetOperation.Node) query.setOperations();
    if (!node.all()) {
      for (Query.SortGroup key : node.keys()) {
        if (!level.env.catalog().operator(key.equalOperator()).canHash()) {
          throw SqlException.error(
                  SqlState.FEATURE_NOT_SUPPORTED, "could not implement recursive UNION")
              .withDetail("All column datatypes must be hashable.");
        }
      }
    }
    Plan start = tree(node.left());
    Plan[] planned = new Plan[1];
    Plan.Numbers inStep = level.statement.numbers(() -> planned[0] = tree(node.right()));
    Plan step = planned[0];
    return new Plan.RecursiveUnion(
        commonTable,
        node.all(),
        start,
        step,
        inStep,
        node.types(),
        new Plan.Estimate(start.rows() + 10 * step.rows(), start.cost() + 10 * step.cost()));
  }

  private Plan tree(Query.SetOperation node) {
    return switch (node) {
      case Query.SetOperation.Leaf leaf -> {
        RangeTableEntry.Subquery entry =
            (RangeTableEntry.Subquery) query.rangeTable().get(leaf.relation() - 1);
        QueryPlanner inner = new QueryPlanner(level.statement, level, entry.query());
        Plan plan = inner.planSelect();
        if (!inner.outer.isEmpty()) {
          throw new IllegalStateException("an arm of a set operation reads its siblings");
        }
        yield plan;
      }
      case Query.SetOperation.Node n -> {
        Plan left = tree(n.left());
        Plan right = tree(n.right());
        double rows = left.rows() + right.rows();
        Plan.Estimate estimate = new Plan.Estimate(rows, left.cost() + right.cost());
        if (n.kind() == Query.SetOperation.Kind.UNION) {
          List<Plan> inputs = new ArrayList<>();
          flatten(left, n.all(), inputs);
          inputs.add(right);
          Plan append = new Plan.Append(inputs, n.types(), estimate);
          yield n.all() ? append : distinct(append);
        }
        yield new Plan.SetOp(n.kind(), n.all(), left, right, n.types(), estimate);
      }
    };
  }

  private static void flatten(Plan plan, boolean all, List<Plan> inputs) {
    if (all && plan instanceof Plan.Append a) {
      inputs.addAll(a.inputs());
    } else {
      inputs.add(plan);
    }
  }

  private static Plan distinct(Plan plan) {
    List<Integer> keys = new ArrayList<>();
    for (int i = 0; i < plan.types().size(); i++) {
      keys.add(i);
    }
    return new Plan.Aggregate(
        plan,
        keys,
        List.of(),
        plan.types(),
        new Plan.Estimate(Math.max(1, plan.rows() * 0.5), plan.cost()));
  }
}
