package org.postern.executor.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postern.executor.catalog.Relations;
import org.postern.executor.plan.Plan;
import org.postern.executor.query.Query;

/** EXPLAIN's text form of a plan: one line per node, inputs indented below. */
final class ExplainPrinter {
  private final Relations relations;
  private final boolean costs;
  private final List<String> lines = new ArrayList<>();

  ExplainPrinter(Relations relations, boolean costs) {
    this.relations = relations;
    this.costs = costs;
  }

  List<List<String>> print(Plan plan) {
    node(plan, 0);
    List<List<String>> rows = new ArrayList<>();
    for (String line : lines) {
      rows.add(List.of(line));
    }
    return rows;
  }

  private void node(Plan plan, int depth) {
    if (plan instanceof Plan.Project p && !(p.input() instanceof Plan.Result)) {
      node(p.input(), depth);
      return;
    }
    String indent = depth == 0 ? "" : " ".repeat(depth * 6 - 4) + "->  ";
    String line = indent + title(plan);
    if (costs) {
      line +=
          String.format(
              Locale.ROOT,
              "  (cost=0.00..%.2f rows=%.0f width=%d)",
              plan.cost(),
              plan.rows(),
              8 * plan.types().size());
    }
    lines.add(line);
    for (Plan input : inputs(plan)) {
      node(input, depth + 1);
    }
  }

  private String title(Plan plan) {
    return switch (plan) {
      case Plan.Result p -> "Result";
      case Plan.SeqScan p -> "Seq Scan on " + table(p.table(), p.alias());
      case Plan.IndexScan p ->
          "Index Scan using " + p.indexName() + " on " + table(p.table(), p.alias());
      case Plan.TidScan p -> "Tid Scan on " + table(p.table(), p.alias());
      case Plan.ValuesScan p -> "Values Scan on \"" + p.alias() + "\"";
      case Plan.FunctionScan p -> "Function Scan on " + p.alias();
      case Plan.CommonTableScan p -> "CTE Scan on " + p.alias();
      case Plan.WorkTableScan p -> "WorkTable Scan on " + p.alias();
      case Plan.RecursiveUnion p -> "Recursive Union";
      case Plan.Filter p -> "Filter";
      case Plan.Project p -> "Result";
      case Plan.ProjectSet p -> "ProjectSet";
      case Plan.NestedLoop p -> "Nested Loop" + joinWords(p.kind());
      case Plan.HashJoin p -> "Hash" + joinWords(p.kind()) + " Join";
      case Plan.Sort p -> "Sort";
      case Plan.Aggregate p -> p.keys().isEmpty() ? "Aggregate" : "HashAggregate";
      case Plan.WindowAgg p -> "WindowAgg";
      case Plan.Unique p -> "Unique";
      case Plan.Limit p -> "Limit";
      case Plan.Append p -> "Append";
      case Plan.SetOp p -> "HashSetOp " + words(p.kind().name()) + (p.all() ? " All" : "");
      case Plan.LockRows p -> "LockRows";
      case Plan.Insert p -> "Insert on " + table(p.table(), null);
      case Plan.Update p -> "Update on " + table(p.target().table(), null);
      case Plan.Delete p -> "Delete on " + table(p.target().table(), null);
    };
  }

  private static String joinWords(Query.JoinType kind) {
    return kind == Query.JoinType.INNER ? "" : " " + words(kind.name());
  }

  private static String words(String upper) {
    return upper.charAt(0) + upper.substring(1).toLowerCase(Locale.ROOT);
  }

  private String table(int oid, String alias) {
    String name = relations.relation(oid).name();
    return alias == null || alias.equals(name) ? name : name + " " + alias;
  }

  private static List<Plan> inputs(Plan plan) {
    return switch (plan) {
      case Plan.Filter p -> List.of(p.input());
      case Plan.Project p -> List.of(p.input());
      case Plan.ProjectSet p -> List.of(p.input());
      case Plan.NestedLoop p -> List.of(p.left(), p.right());
      case Plan.HashJoin p -> List.of(p.left(), p.right());
      case Plan.Sort p -> List.of(p.input());
      case Plan.Aggregate p -> List.of(p.input());
      case Plan.WindowAgg p -> List.of(p.input());
      case Plan.Unique p -> List.of(p.input());
      case Plan.Limit p -> List.of(p.input());
      case Plan.Append p -> p.inputs();
      case Plan.SetOp p -> List.of(p.left(), p.right());
      case Plan.LockRows p -> List.of(p.input());
      case Plan.Insert p -> List.of(p.input());
      case Plan.Update p -> List.of(p.input());
      case Plan.Delete p -> List.of(p.input());
      case Plan.Result p -> List.of();
      case Plan.SeqScan p -> List.of();
      case Plan.IndexScan p -> List.of();
      case Plan.TidScan p -> List.of();
      case Plan.ValuesScan p -> List.of();
      case Plan.FunctionScan p -> List.of();
      case Plan.CommonTableScan p -> List.of();
      case Plan.WorkTableScan p -> List.of();
      case Plan.RecursiveUnion p -> List.of(p.start(), p.step());
    };
  }
}
