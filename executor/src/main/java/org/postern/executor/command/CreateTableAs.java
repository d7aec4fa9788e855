package org.postern.executor.command;

import java.util.List;
import org.postern.executor.plan.PlannedStatement;
import org.postern.executor.plan.StatementPlanner;
import org.postern.executor.query.Query;
import org.postern.executor.sql.ast.IntoClause;
import org.postern.executor.sql.ast.OnCommit;
import org.postern.executor.sql.ast.Persistence;
import org.postern.executor.sql.ast.SelectStatement;
import org.postern.executor.sql.ast.TableStatement;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

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
                    QueryColumns.of(ddl, plan.output(), into.columns(), QueryColumns.TOO_MANY),
                    StorageOptions.table(into.options(), List.of())));
    ddl.env.session().temporary().atCommit(table, into.onCommit());
    new ToastTables(ddl).ensure(table);
    if (!into.withData()) {
      return "CREATE TABLE AS";
    }
    return "SELECT " + new TableFiller(ddl).fill(ddl.relation(table), plan);
  }
}
