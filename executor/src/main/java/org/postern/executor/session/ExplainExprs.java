package org.postern.executor.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.deparse.ExprPrinter;
import org.postern.executor.plan.Plan;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.storage.error.SqlException;

/** Prints the expressions of plan nodes, with columns named by what they come from. */
final class ExplainExprs {
  /** Numbers of made-up columns that stand for what the printer cannot print. */
  private static final int MADE_UP = 1 << 20;

  private final Session session;
  private final ExplainNames names;
  private final boolean prefixed;
  private final Map<Plan, List<String>> columns = new IdentityHashMap<>();

  /** {@code prefixed}: columns are shown with their table, since there are several. */
  ExplainExprs(Session session, boolean prefixed) {
    this.session = session;
    this.names = new ExplainNames(session);
    this.prefixed = prefixed;
  }

  /** An expression over a node's input; null where it cannot be printed. */
  String print(Expr expr, List<String> input) {
    Map<Integer, String> madeUp = new HashMap<>();
    Expr printable =
        ExprTrees.transform(
            expr,
            e ->
                switch (e) {
                  case Expr.Slot s ->
                      new Expr.Var(1, s.column() + 1, s.type(), s.typmod(), s.collation(), 0, -1);
                  case Expr.SubPlan s -> {
                    int number = MADE_UP + madeUp.size();
                    String kind = s.params().isEmpty() ? "InitPlan " : "SubPlan ";
                    madeUp.put(number, "(" + kind + (s.plan() + 1) + ")");
                    yield new Expr.Var(1, number, s.type(), -1, 0, 0, -1);
                  }
                  default -> e;
                });
    try {
      return new ExprPrinter(names, n -> n >= MADE_UP ? madeUp.get(n) : input.get(n - 1), false)
          .print(printable);
    } catch (SqlException e) {
      return null;
    }
  }

  /** The condition of an index scan, whose columns are those of the table. */
  String printIndexCondition(Plan.IndexScan scan) {
    RelationEntry relation = session.database().relations().relation(scan.table());
    List<String> parts = new ArrayList<>();
    for (Plan.IndexCondition c : scan.conditions()) {
      try {
        parts.add(
            new ExprPrinter(names, n -> TypeNaming.quote(relation.column(n).name()), false)
                .print(c.original()));
      } catch (SqlException e) {
        return null;
      }
    }
    return parts.size() == 1 ? parts.getFirst() : "(" + String.join(" AND ", parts) + ")";
  }

  /** The names of a node's output columns. */
  List<String> columns(Plan plan) {
    return columns.computeIfAbsent(plan, this::name);
  }

  /** A node's output columns as it names them itself: aggregates without parentheses. */
  List<String> own(Plan plan) {
    List<String> names = columns(plan);
    if (!(plan instanceof Plan.Aggregate a)) {
      return names;
    }
    List<String> out = new ArrayList<>(names);
    for (int i = a.keys().size(); i < a.keys().size() + a.calls().size(); i++) {
      out.set(i, out.get(i).substring(1, out.get(i).length() - 1));
    }
    return out;
  }

  private List<String> name(Plan plan) {
    return switch (plan) {
      case Plan.SeqScan p -> ofTable(p.table(), p.alias(), p.columns());
      case Plan.IndexScan p -> ofTable(p.table(), p.alias(), p.columns());
      case Plan.TidScan p -> ofTable(p.table(), p.alias(), p.columns());
      case Plan.Project p -> printed(p.exprs(), p.input());
      case Plan.ProjectSet p -> printed(p.exprs(), p.input());
      case Plan.Filter p -> columns(p.input());
      case Plan.Sort p -> columns(p.input());
      case Plan.Limit p -> columns(p.input());
      case Plan.Unique p -> columns(p.input());
      case Plan.LockRows p -> columns(p.input());
      case Plan.NestedLoop p -> joined(p.left(), p.right());
      case Plan.HashJoin p -> joined(p.left(), p.right());
      case Plan.Aggregate p -> aggregated(p);
      case Plan.WindowAgg p -> numbered(columns(p.input()), p.types().size());
      case Plan.Append p -> columns(p.inputs().getFirst());
      case Plan.SetOp p -> columns(p.left());
      case Plan.FunctionScan p -> ofAlias(p.alias(), p.types().size());
      case Plan.ValuesScan p -> ofAlias('"' + p.alias() + '"', p.types().size());
      case Plan.CommonTableScan p -> ofAlias(p.alias(), p.types().size());
      case Plan.WorkTableScan p -> ofAlias(p.alias(), p.types().size());
      default -> numbered(List.of(), plan.types().size());
    };
  }

  private List<String> ofTable(int table, String alias, List<Integer> numbers) {
    RelationEntry relation = session.database().relations().relation(table);
    String prefix = prefixed ? TypeNaming.quote(alias == null ? relation.name() : alias) + "." : "";
    List<String> out = new ArrayList<>();
    for (int number : numbers) {
      out.add(
          switch (number) {
            case 0 -> prefix + "*";
            case -1 -> prefix + "ctid";
            case -6 -> prefix + "tableoid";
            default ->
                number < 0
                    ? prefix + "system"
                    : prefix + TypeNaming.quote(relation.column(number).name());
          });
    }
    return out;
  }

  private List<String> printed(List<Expr> exprs, Plan input) {
    List<String> out = new ArrayList<>();
    for (Expr e : exprs) {
      String text = print(e, columns(input));
      out.add(text == null ? "?" : e instanceof Expr.Slot ? text : "(" + text + ")");
    }
    return out;
  }

  private List<String> joined(Plan left, Plan right) {
    List<String> out = new ArrayList<>(columns(left));
    out.addAll(columns(right));
    return out;
  }

  private List<String> aggregated(Plan.Aggregate plan) {
    List<String> input = columns(plan.input());
    List<String> out = new ArrayList<>();
    plan.keys().forEach(key -> out.add(input.get(key)));
    for (Plan.AggregateCall call : plan.calls()) {
      List<String> args = new ArrayList<>();
      call.args().forEach(arg -> args.add(input.get(arg)));
      out.add(
          "("
              + names.function(call.function())
              + "("
              + (call.distinct() ? "DISTINCT " : "")
              + (args.isEmpty() ? "*" : String.join(", ", args))
              + "))");
    }
    return numbered(out, plan.types().size());
  }

  private static List<String> ofAlias(String alias, int count) {
    List<String> out = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      out.add(count == 1 ? alias : alias + ".column" + i);
    }
    return out;
  }

  private static List<String> numbered(List<String> known, int count) {
    List<String> out = new ArrayList<>(known);
    while (out.size() < count) {
      out.add("column" + (out.size() + 1));
    }
    return out;
  }

  /** Sort keys as ORDER BY has them. */
  String sortKeys(List<Plan.SortKey> keys, Plan input) {
    List<String> out = new ArrayList<>();
    for (Plan.SortKey key : keys) {
      String nulls =
          key.nullsFirst() == key.descending()
              ? ""
              : key.nullsFirst() ? " NULLS FIRST" : " NULLS LAST";
      out.add(columns(input).get(key.column()) + (key.descending() ? " DESC" : "") + nulls);
    }
    return String.join(", ", out);
  }
}
