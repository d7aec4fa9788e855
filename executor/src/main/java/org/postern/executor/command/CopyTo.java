package org.postern.executor.command;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.analyze.QueryAnalyzer;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.exec.ExecContext;
import org.postern.executor.exec.ExecNode;
import org.postern.executor.plan.PlannedStatement;
import org.postern.executor.plan.StatementPlanner;
import org.postern.executor.query.Query;
import org.postern.executor.sql.ast.CopyStatement;
import org.postern.executor.sql.ast.ModifyStatement;
import org.postern.executor.sql.ast.SelectStatement;
import org.postern.executor.sql.ast.Statement;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.vector.Batch;
import org.postern.storage.access.TableScan;
import org.postern.storage.access.TupleBatch;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lock.LockMode;
import org.postern.storage.transam.Snapshot;

/** COPY TO: gives out the rows of a table or query as fields in text or binary form. */
public final class CopyTo implements AutoCloseable {
  private final Ddl ddl;
  private final boolean binary;
  private final TypeContext typeContext;
  private final List<String> names = new ArrayList<>();
  private final List<TypeInfo> types = new ArrayList<>();
  private final List<Integer> positions = new ArrayList<>();
  private final Snapshot snapshot;
  private final Source source;
  private Batch batch;
  private int next;

  private interface Source {
    Batch next();

    void close();
  }

  /** Opens the table or plans the query of a COPY ... TO. */
  public CopyTo(CommandEnvironment env, CopyStatement statement, boolean binary) {
    this.ddl = new Ddl(env);
    this.binary = binary;
    this.typeContext = ddl.analyzer().types();
    if (statement.relation() != null) {
      RelationEntry table = ddl.open(statement.relation(), LockMode.ACCESS_SHARE);
      requireTable(table);
      List<ColumnEntry> columns = CopyFrom.columns(table, statement.columns());
      ddl.permissions.requireColumns(table, 'r', columns);
      for (ColumnEntry column : columns) {
        names.add(column.name());
        types.add(ddl.catalog.type(column.type()).info());
        positions.add(column.number() - 1);
      }
      this.snapshot = env.exec().transactions().snapshots().acquire();
      this.source = table(table);
    } else {
      PlannedStatement plan = plan(statement.query());
      env.session().checkAccess(plan);
      for (PlannedStatement.OutputColumn column : plan.output()) {
        positions.add(positions.size());
        names.add(column.name());
        types.add(ddl.catalog.type(column.type()).info());
      }
      this.snapshot = env.exec().transactions().snapshots().acquire();
      this.source = query(plan);
    }
  }

  private static void requireTable(RelationEntry table) {
    if (table.kind() == 'r') {
      return;
    }
    String what =
        switch (table.kind()) {
          case 'v' -> "view";
          case 'm' -> "materialized view";
          case 'S' -> "sequence";
          default -> "non-table relation";
        };
    SqlException error =
        SqlException.error(
            SqlState.WRONG_OBJECT_TYPE, "cannot copy from %s \"%s\"", what, table.name());
    throw table.kind() == 'v' || table.kind() == 'm'
        ? error.withHint("Try the COPY (SELECT ...) TO variant.")
        : error;
  }

  private Source table(RelationEntry table) {
    RowReader reader = new RowReader(ddl, table);
    positions.forEach(position -> reader.need(RowReader.var(table, position + 1)));
    TupleBatch tuples = new TupleBatch();
    TableScan scan = ddl.env.exec().heap().scan(ddl.env.exec().handles().table(table), snapshot);
    return new Source() {
      @Override
      public Batch next() {
        ddl.env.exec().interrupts().check();
        return scan.nextBatch(tuples) ? reader.decode(tuples) : null;
      }

      @Override
      public void close() {
        scan.close();
      }
    };
  }

  private PlannedStatement plan(Statement query) {
    Query analyzed =
        switch (query) {
          case SelectStatement s -> ddl.queries().analyzeSelect(s);
          case ModifyStatement s -> ddl.queries().analyzeModify(s);
          default -> throw SqlException.notSupported("COPY of this statement");
        };
    if (query instanceof ModifyStatement && QueryAnalyzer.outputs(analyzed).isEmpty()) {
      throw SqlException.error(
          SqlState.FEATURE_NOT_SUPPORTED, "COPY query must have a RETURNING clause");
    }
    return new StatementPlanner(ddl.env.planner()).plan(analyzed);
  }

  private Source query(PlannedStatement plan) {
    ExecContext context =
        new ExecContext(
            ddl.env.exec(),
            plan,
            snapshot,
            ddl.env.exec().transactions().commandId(!plan.isReadOnly()),
            new Object[0],
            typeContext,
            ddl.env.sqlValues());
    ExecNode root = context.open();
    return new Source() {
      @Override
      public Batch next() {
        return root.next();
      }

      @Override
      public void close() {
        root.close();
        context.close();
      }
    };
  }

  public List<String> columnNames() {
    return List.copyOf(names);
  }

  /** The next row's fields, null for NULL; null at the end. */
  public Slice[] next() {
    while (batch == null || next >= batch.size()) {
      batch = source.next();
      next = 0;
      if (batch == null) {
        return null;
      }
    }
    int row = batch.row(next++);
    Slice[] fields = new Slice[names.size()];
    for (int i = 0; i < fields.length; i++) {
      Object value = batch.columns[positions.get(i)].get(row);
      if (value != null) {
        ByteSink out = new ByteSink();
        if (binary) {
          types.get(i).io().send(value, out, typeContext);
        } else {
          types.get(i).io().output(value, out, typeContext);
        }
        fields[i] = out.toSlice();
      }
    }
    return fields;
  }

  @Override
  public void close() {
    source.close();
    ddl.env.exec().transactions().snapshots().release(snapshot);
  }
}
