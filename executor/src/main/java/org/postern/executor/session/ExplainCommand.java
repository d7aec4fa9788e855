package org.postern.executor.session;

import java.util.List;
import java.util.Map;
import org.postern.executor.exec.ExecContext;
import org.postern.executor.exec.ExecNode;
import org.postern.executor.exec.NodeStats;
import org.postern.executor.plan.Plan;
import org.postern.executor.plan.PlannedStatement;
import org.postern.executor.sql.ast.CursorStatement;
import org.postern.executor.sql.ast.ModifyStatement;
import org.postern.executor.sql.ast.PreparedStatement;
import org.postern.executor.sql.ast.RawStatement;
import org.postern.executor.sql.ast.SelectStatement;
import org.postern.executor.sql.ast.Statement;
import org.postern.executor.sql.ast.TableStatement;
import org.postern.executor.sql.ast.UtilityStatement;
import org.postern.executor.vector.Batch;
import org.postern.storage.error.SqlException;
import org.postern.storage.transam.Snapshot;

/** Runs EXPLAIN: plans the statement, executes it for ANALYZE, and prints. */
final class ExplainCommand {
  private final Session session;
  private final ExplainOptions options;

  ExplainCommand(Session session, UtilityStatement.Explain statement) {
    this.session = session;
    this.options = ExplainOptions.of(statement.options());
  }

  ExplainOptions options() {
    return options;
  }

  /** The query that is explained; an EXECUTE's is looked up by the session. */
  static Statement query(Statement statement) {
    return switch (statement) {
      case SelectStatement s -> s;
      case ModifyStatement s -> s;
      case CursorStatement.Declare s -> s.query();
      case TableStatement.CreateTableAs s -> s.source();
      default -> throw SqlException.notSupported("EXPLAIN of this statement");
    };
  }

  List<List<String>> run(UtilityStatement.Explain statement, Prepared source, Object[] params) {
    long started = System.nanoTime();
    Prepared inner;
    if (statement.statement() instanceof PreparedStatement.Execute execute) {
      Session.Bound bound = session.bindExecute(execute);
      inner = bound.statement();
      return print(session.planned(inner), bound.values(), started);
    }
    inner =
        new Prepared(
            source.text(),
            new RawStatement(query(statement.statement()), 0, 0),
            source.givenTypes());
    return print(session.planned(inner), params, started);
  }

  private List<List<String>> print(PlannedStatement plan, Object[] params, long started) {
    double planning = (System.nanoTime() - started) / 1e6;
    Map<Plan, NodeStats> stats = Map.of();
    double execution = 0;
    if (options.analyze()) {
      long begun = System.nanoTime();
      stats = execute(plan, params);
      execution = (System.nanoTime() - begun) / 1e6;
    }
    ExplainNode root = new ExplainTree(session.database().relations(), stats).describe(plan);
    if (options.format() == ExplainOptions.Format.TEXT) {
      return new ExplainText(options)
          .print(root, planning, execution).stream().map(List::of).toList();
    }
    return List.of(List.of(new ExplainMarkup(options).print(root, planning, execution)));
  }

  private Map<Plan, NodeStats> execute(PlannedStatement plan, Object[] params) {
    session.checkWritable(plan);
    Snapshot snapshot = session.transactions().snapshots().acquire();
    ExecContext context =
        new ExecContext(
            session.execEnvironment(),
            plan,
            snapshot,
            session.transactions().commandId(!plan.isReadOnly()),
            params,
            session.types(),
            session.sqlValues());
    Map<Plan, NodeStats> stats = context.measure(options.timing());
    ExecNode root = context.open();
    for (Batch batch = root.next(); batch != null; batch = root.next()) {
      session.execEnvironment().interrupts().check();
    }
    root.close();
    context.close();
    session.transactions().snapshots().release(snapshot);
    return stats;
  }
}
