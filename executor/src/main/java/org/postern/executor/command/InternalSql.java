package org.postern.executor.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postern.executor.analyze.AnalyzerEnvironment;
import org.postern.executor.analyze.ParamTypes;
import org.postern.executor.analyze.QueryAnalyzer;
import org.postern.executor.exec.ExecContext;
import org.postern.executor.exec.ExecNode;
import org.postern.executor.plan.PlannedStatement;
import org.postern.executor.plan.StatementPlanner;
import org.postern.executor.query.Query;
import org.postern.executor.sql.ast.ModifyStatement;
import org.postern.executor.sql.ast.SelectStatement;
import org.postern.executor.sql.ast.Statement;
import org.postern.executor.sql.parser.SqlParser;
import org.postern.executor.vector.Batch;
import org.postern.storage.error.SqlException;
import org.postern.storage.transam.Snapshot;

/**
 * Statements that the server runs for itself, such as the checks of foreign keys: all names
 * qualified, no privileges checked. Plans are kept until the catalogs change.
 */
final class InternalSql {
  private record Cached(PlannedStatement plan, long generation) {}

  private final CommandEnvironment env;
  private final Map<String, Cached> plans = new HashMap<>();

  InternalSql(CommandEnvironment env) {
    this.env = env;
  }

  /** Runs a statement; gives at most {@code most} of its rows. */
  List<Object[]> run(String sql, List<Integer> types, Object[] params, int most) {
    try {
      return execute(plan(sql, types), params, most);
    } catch (SqlException e) {
      String where = "SQL statement \"" + sql + "\"";
      throw e.withWhere(e.where() == null ? where : e.where() + "\n" + where);
    }
  }

  private PlannedStatement plan(String sql, List<Integer> types) {
    Cached known = plans.get(sql);
    if (known != null && known.generation() == env.session().generation()) {
      known
          .plan()
          .tables()
          .forEach(use -> env.analyzer().get().opener().lock(use.table(), use.lockMode()));
      if (known.generation() == env.session().generation()) {
        return known.plan();
      }
    }
    AnalyzerEnvironment stored = env.analyzer().get().ofStored();
    QueryAnalyzer analyzer = new QueryAnalyzer(stored, new ParamTypes(types, false));
    Statement statement = SqlParser.parse(sql).getFirst().statement();
    Query query =
        statement instanceof SelectStatement s
            ? analyzer.analyzeSelect(s)
            : analyzer.analyzeModify((ModifyStatement) statement);
    PlannedStatement plan = new StatementPlanner(env.planner()).plan(query);
    plans.put(sql, new Cached(plan, env.session().generation()));
    return plan;
  }

  private List<Object[]> execute(PlannedStatement plan, Object[] params, int most) {
    var transactions = env.exec().transactions();
    Snapshot snapshot = transactions.snapshots().acquire();
    ExecContext context =
        new ExecContext(
            env.exec(),
            plan,
            snapshot,
            transactions.commandId(!plan.isReadOnly()),
            params,
            env.analyzer().get().types(),
            env.sqlValues());
    List<Object[]> rows = new ArrayList<>();
    ExecNode root = context.open();
    for (Batch batch = root.next();
        batch != null && rows.size() < most;
        batch = rows.size() < most ? root.next() : null) {
      for (int i = 0; i < batch.size() && rows.size() < most; i++) {
        Object[] row = new Object[batch.columns.length];
        for (int c = 0; c < row.length; c++) {
          row[c] = batch.columns[c].get(batch.row(i));
        }
        rows.add(row);
      }
    }
    root.close();
    context.close();
    transactions.snapshots().release(snapshot);
    return rows;
  }
}
