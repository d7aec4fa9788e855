package org.postern.executor.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postern.executor.catalog.Relations;
import org.postern.executor.exec.NodeStats;
import org.postern.executor.plan.Plan;
import org.postern.executor.plan.PlannedStatement;
import org.postern.executor.query.Query;

/** Describes a plan for EXPLAIN, with what was measured of it. */
final class ExplainTree {
  private final Relations relations;
  private final Map<Plan, NodeStats> stats;

  /** {@code stats} is empty for a plan that did not run. */
  ExplainTree(Relations relations, Map<Plan, NodeStats> stats) {
    this.relations = relations;
    this.stats = stats;
  }

  ExplainNode describe(PlannedStatement statement) {
    List<ExplainNode> extra = new ArrayList<>();
    for (int i = 0; i < statement.commonTables().size(); i++) {
      extra.add(node(statement.commonTables().get(i).plan(), "CTE " + (i + 1), "InitPlan"));
    }
    for (int i = 0; i < statement.subPlans().size(); i++) {
      PlannedStatement.SubPlan plan = statement.subPlans().get(i);
      String kind = plan.params().isEmpty() ? "InitPlan" : "SubPlan";
      extra.add(node(plan.plan(), kind + " " + (i + 1), kind));
    }
    ExplainNode root = node(statement.plan(), null, null);
    extra.addAll(root.children());
    return new ExplainNode(
        null,
        null,
        root.title(),
        root.properties(),
        root.cost(),
        root.rows(),
        root.width(),
        root.stats(),
        root.lines(),
        extra);
  }

  private ExplainNode node(Plan plan, String label, String relationship) {
    if (plan instanceof Plan.Project p && !(p.input() instanceof Plan.Result)) {
      return node(p.input(), label, relationship);
    }
    List<ExplainNode> children = new ArrayList<>();
    List<Plan> inputs = inputs(plan);
    for (int i = 0; i < inputs.size(); i++) {
      children.add(node(inputs.get(i), null, i == 0 ? "Outer" : "Inner"));
    }
    NodeStats measured = stats.get(plan);
    return new ExplainNode(
        label,
        relationship,
        title(plan),
        properties(plan, measured),
        plan.cost(),
        plan.rows(),
        8 * plan.types().size(),
        measured,
        lines(measured),
        children);
  }

  private static List<String> lines(NodeStats measured) {
    List<String> lines = new ArrayList<>();
    if (measured == null) {
      return lines;
    }
    if (measured.sortMethod() != null) {
      lines.add(
          "Sort Method: "
              + measured.sortMethod()
              + "  "
              + (measured.sortOnDisk() ? "Disk: " : "Memory: ")
              + measured.sortKilobytes()
              + "kB");
    }
    if (measured.removedPerLoop() > 0) {
      lines.add(
          String.format(Locale.ROOT, "Rows Removed by Filter: %.0f", measured.removedPerLoop()));
    }
    if (measured.joinParts() > 1) {
      lines.add("Batches: " + measured.joinParts());
    }
    return lines;
  }

  private List<ExplainNode.Property> properties(Plan plan, NodeStats measured) {
    List<ExplainNode.Property> made = new ArrayList<>();
    String type =
        switch (plan) {
          case Plan.SeqScan p -> p.sample() == null ? "Seq Scan" : "Sample Scan";
          case Plan.IndexScan p -> "Index Scan";
          case Plan.TidScan p -> "Tid Scan";
          case Plan.ValuesScan p -> "Values Scan";
          case Plan.FunctionScan p -> "Function Scan";
          case Plan.CommonTableScan p -> "CTE Scan";
          case Plan.WorkTableScan p -> "WorkTable Scan";
          case Plan.NestedLoop p -> "Nested Loop";
          case Plan.HashJoin p -> "Hash Join";
          case Plan.Aggregate p -> "Aggregate";
          case Plan.SetOp p -> "SetOp";
          case Plan.Insert p -> "ModifyTable";
          case Plan.Update p -> "ModifyTable";
          case Plan.Delete p -> "ModifyTable";
          case Plan.Merge p -> "ModifyTable";
          default -> title(plan);
        };
    made.add(new ExplainNode.Property("Node Type", type));
    switch (plan) {
      case Plan.Aggregate p ->
          made.add(new ExplainNode.Property("Strategy", p.keys().isEmpty() ? "Plain" : "Hashed"));
      case Plan.Insert p -> made.add(new ExplainNode.Property("Operation", "Insert"));
      case Plan.Update p -> made.add(new ExplainNode.Property("Operation", "Update"));
      case Plan.Delete p -> made.add(new ExplainNode.Property("Operation", "Delete"));
      case Plan.Merge p -> made.add(new ExplainNode.Property("Operation", "Merge"));
      default -> {
        // The type says it.
      }
    }
    made.add(new ExplainNode.Property("Parallel Aware", false));
    made.add(new ExplainNode.Property("Async Capable", false));
    switch (plan) {
      case Plan.SeqScan p -> relation(made, p.table(), p.alias());
      case Plan.IndexScan p -> {
        made.add(new ExplainNode.Property("Scan Direction", p.backward() ? "Backward" : "Forward"));
        made.add(new ExplainNode.Property("Index Name", p.indexName()));
        relation(made, p.table(), p.alias());
      }
      case Plan.TidScan p -> relation(made, p.table(), p.alias());
      case Plan.FunctionScan p -> made.add(new ExplainNode.Property("Alias", p.alias()));
      case Plan.ValuesScan p -> made.add(new ExplainNode.Property("Alias", p.alias()));
      case Plan.CommonTableScan p -> made.add(new ExplainNode.Property("Alias", p.alias()));
      case Plan.NestedLoop p ->
          made.add(new ExplainNode.Property("Join Type", words(p.kind().name())));
      case Plan.HashJoin p ->
          made.add(new ExplainNode.Property("Join Type", words(p.kind().name())));
      case Plan.Insert p -> relation(made, p.table(), null);
      case Plan.Update p -> relation(made, p.target().table(), null);
      case Plan.Delete p -> relation(made, p.target().table(), null);
      case Plan.Merge p -> relation(made, p.target().table(), null);
      default -> {
        // Reads no relation itself.
      }
    }
    if (measured != null && measured.sortMethod() != null) {
      made.add(new ExplainNode.Property("Sort Method", measured.sortMethod()));
      made.add(new ExplainNode.Property("Sort Space Used", measured.sortKilobytes()));
      made.add(
          new ExplainNode.Property("Sort Space Type", measured.sortOnDisk() ? "Disk" : "Memory"));
    }
    if (measured != null && measured.removedPerLoop() >= 0) {
      made.add(
          new ExplainNode.Property(
              "Rows Removed by Filter", Math.round(measured.removedPerLoop())));
    }
    return made;
  }

  private void relation(List<ExplainNode.Property> made, int table, String alias) {
    String name = relations.relation(table).name();
    made.add(new ExplainNode.Property("Relation Name", name));
    made.add(new ExplainNode.Property("Alias", alias == null ? name : alias));
  }

  private String title(Plan plan) {
    return switch (plan) {
      case Plan.Result p -> "Result";
      case Plan.SeqScan p ->
          (p.sample() == null ? "Seq" : "Sample") + " Scan on " + table(p.table(), p.alias());
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
      case Plan.Merge p -> "Merge on " + table(p.target().table(), null);
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
      case Plan.Merge p -> List.of(p.input());
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
