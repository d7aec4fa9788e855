package org.postern.executor.command;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.catalog.TypeEntry;
import org.postern.executor.exec.ExecContext;
import org.postern.executor.exec.ExecNode;
import org.postern.executor.plan.PlannedStatement;
import org.postern.executor.plan.StatementPlanner;
import org.postern.executor.query.Query;
import org.postern.executor.row.RowEncoder;
import org.postern.executor.sql.ast.IntoClause;
import org.postern.executor.sql.ast.OnCommit;
import org.postern.executor.sql.ast.Persistence;
import org.postern.executor.sql.ast.SelectStatement;
import org.postern.executor.sql.ast.TableStatement;
import org.postern.executor.types.TypeOid;
import org.postern.executor.vector.Batch;
import org.postern.storage.access.TableHandle;
import org.postern.storage.access.TupleBatch;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.transam.Snapshot;

/** CREATE TABLE AS. */
final class CreateTableAs {
  private final Ddl ddl;
  private final TableStatement.CreateTableAs statement;
  private final IntoClause into;

  CreateTableAs(Ddl ddl, TableStatement.CreateTableAs statement) {
    this.ddl = ddl;
    this.statement = statement;
    this.into = statement.into();
  }

  /** Makes and fills the table; returns the tag. */
  String run() {
    Ddl.refuse(into.tablespace() != null && !into.tablespace().equals("pg_default"), "TABLESPACE");
    if (into.onCommit() != OnCommit.DEFAULT && into.persistence() != Persistence.TEMPORARY) {
      throw SqlException.error(
          SqlState.INVALID_TABLE_DEFINITION, "ON COMMIT can only be used on temporary tables");
    }
    if (!(statement.source() instanceof SelectStatement select)) {
      throw SqlException.notSupported("CREATE TABLE AS EXECUTE");
    }
    String name = into.relation().name();
    int namespace =
        ddl.creationNamespace(into.relation(), into.persistence() == Persistence.TEMPORARY);
    if (statement.ifNotExists() && ddl.relations.relationByName(namespace, name) != 0) {
      ddl.env
          .notices()
          .notice(SqlState.DUPLICATE_TABLE, "relation \"%s\" already exists, skipping", name);
      return "CREATE TABLE AS";
    }
    Query query = ddl.queries().analyzeSelect(select);
    PlannedStatement plan = new StatementPlanner(ddl.env.planner()).plan(query);
    ddl.env.session().checkAccess(plan);
    int table =
        new RelationCreator(ddl)
            .create(
                new RelationCreator.Spec(
                    name,
                    namespace,
                    ddl.role(),
                    'r',
                    ddl.isTemporary(namespace)
                        ? 't'
                        : into.persistence() == Persistence.UNLOGGED ? 'u' : 'p',
                    columns(plan),
                    StorageOptions.table(into.options(), List.of())));
    ddl.env.session().temporary().atCommit(table, into.onCommit());
    new ToastTables(ddl).ensure(table);
    if (!into.withData()) {
      return "CREATE TABLE AS";
    }
    return "SELECT " + fill(ddl.relation(table), plan);
  }

  private List<NewColumn> columns(PlannedStatement plan) {
    if (into.columns().size() > plan.output().size()) {
      throw SqlException.error(SqlState.SYNTAX_ERROR, "too many column names were specified");
    }
    List<NewColumn> columns = new ArrayList<>();
    for (int i = 0; i < plan.output().size(); i++) {
      PlannedStatement.OutputColumn output = plan.output().get(i);
      String name = i < into.columns().size() ? into.columns().get(i) : output.name();
      for (NewColumn other : columns) {
        if (other.name().equals(name)) {
          throw SqlException.error(
              SqlState.DUPLICATE_COLUMN, "column \"%s\" specified more than once", name);
        }
      }
      TypeEntry type = ddl.catalog.type(output.type());
      if (type.kind() == 'p' && output.type() != TypeOid.UNKNOWN) {
        throw SqlException.error(
            SqlState.INVALID_TABLE_DEFINITION,
            "column \"%s\" has pseudo-type %s",
            name,
            ddl.analyzer().types().typeName(output.type()));
      }
      columns.add(NewColumn.of(name, output.type(), output.typmod(), type.collation()));
    }
    return columns;
  }

  private long fill(RelationEntry table, PlannedStatement plan) {
    var transactions = ddl.env.exec().transactions();
    Snapshot snapshot = transactions.snapshots().acquire();
    TableHandle handle = ddl.env.exec().handles().table(table);
    RowEncoder encoder = new RowEncoder(ddl.env.exec().handles().shape(table));
    int[] identity = new int[table.columns().size()];
    for (int i = 0; i < identity.length; i++) {
      identity[i] = i;
    }
    ExecContext context =
        new ExecContext(
            ddl.env.exec(),
            plan,
            snapshot,
            transactions.commandId(true),
            new Object[0],
            ddl.analyzer().types(),
            ddl.env.sqlValues());
    long rows = 0;
    ExecNode root = context.open();
    TupleBatch tuples = new TupleBatch();
    for (Batch batch = root.next(); batch != null; batch = root.next()) {
      tuples.clear();
      for (int i = 0; i < batch.size(); i++) {
        encoder.encode(batch, batch.row(i), identity);
        tuples.append(
            encoder.tuple().bytes(), encoder.tuple().offset(), encoder.tuple().length(), 0);
      }
      ddl.env.exec().heap().multiInsert(handle, tuples, transactions.commandId(true), 0);
      rows += batch.size();
    }
    root.close();
    context.close();
    transactions.snapshots().release(snapshot);
    return rows;
  }
}
