package org.postern.executor.command;

import java.util.List;
import org.postern.executor.analyze.QueryAnalyzer;
import org.postern.executor.catalog.IndexEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.plan.PlannedStatement;
import org.postern.executor.plan.PlannedStatement.OutputColumn;
import org.postern.executor.plan.StatementPlanner;
import org.postern.executor.query.Query;
import org.postern.executor.sql.ast.IntoClause;
import org.postern.executor.sql.ast.Persistence;
import org.postern.executor.sql.ast.ViewStatement;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lock.LockMode;

/** CREATE and REFRESH MATERIALIZED VIEW. */
final class MaterializedViews {
  private final Ddl ddl;

  MaterializedViews(Ddl ddl) {
    this.ddl = ddl;
  }

  /** Makes and fills the view; returns the tag. */
  String create(ViewStatement.CreateMaterializedView statement) {
    IntoClause into = statement.into();
    Ddl.refuse(into.tablespace() != null && !into.tablespace().equals("pg_default"), "TABLESPACE");
    if (into.persistence() == Persistence.UNLOGGED) {
      throw SqlException.error(
          SqlState.FEATURE_NOT_SUPPORTED, "materialized views cannot be unlogged");
    }
    String name = into.relation().name();
    int namespace = ddl.creationNamespace(into.relation());
    if (statement.ifNotExists() && ddl.relations.relationByName(namespace, name) != 0) {
      ddl.env
          .notices()
          .notice(SqlState.DUPLICATE_TABLE, "relation \"%s\" already exists, skipping", name);
      return "CREATE MATERIALIZED VIEW";
    }
    Query query = ddl.queries().analyzeSelect(statement.query());
    for (ObjectAddress address : QueryDependencies.of(query)) {
      if (address.classId() == ObjectAddress.CLASS
          && ddl.relation(address.object()).persistence() == 't') {
        throw SqlException.error(
            SqlState.FEATURE_NOT_SUPPORTED,
            "materialized views must not use temporary tables or views");
      }
    }
    PlannedStatement plan = new StatementPlanner(ddl.env.planner()).plan(query);
    ddl.env.session().checkAccess(plan);
    int view =
        new RelationCreator(ddl)
            .create(
                new RelationCreator.Spec(
                    name,
                    namespace,
                    ddl.role(),
                    'm',
                    'p',
                    QueryColumns.of(
                        ddl,
                        OutputColumn.of(QueryAnalyzer.outputs(query)),
                        into.columns(),
                        QueryColumns.TOO_MANY),
                    StorageOptions.table(into.options(), List.of())));
    new ToastTables(ddl).ensure(view);
    new Views(ddl).define(view, query);
    if (!into.withData()) {
      setPopulated(view, false);
      return "CREATE MATERIALIZED VIEW";
    }
    return "SELECT " + new TableFiller(ddl).fill(ddl.relation(view), plan);
  }

  private void setPopulated(int view, boolean populated) {
    ddl.editor.update(
        ddl.editor.relation(view), values -> values.flag("relispopulated", populated));
    ddl.step();
  }

  void refresh(ViewStatement.RefreshMaterializedView statement) {
    LockMode mode = statement.concurrently() ? LockMode.EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
    RelationEntry view = ddl.open(statement.relation(), mode);
    if (view.kind() != 'm') {
      throw SqlException.error(
          SqlState.FEATURE_NOT_SUPPORTED, "\"%s\" is not a materialized view", view.name());
    }
    ddl.permissions.requireOwner(view);
    if (statement.concurrently()) {
      requireConcurrent(statement, view);
    }
    PlannedStatement plan =
        new StatementPlanner(ddl.env.planner()).plan(new Views(ddl).query(view.oid()));
    if (statement.concurrently()) {
      new TableFiller(ddl).replace(view, plan);
      return;
    }
    new NewFiles(ddl).empty(view.oid());
    setPopulated(view.oid(), statement.withData());
    if (statement.withData()) {
      new TableFiller(ddl).fill(ddl.relation(view.oid()), plan);
      ddl.step();
      new NewFiles(ddl).rebuildIndexes(view.oid());
    }
  }

  private void requireConcurrent(
      ViewStatement.RefreshMaterializedView statement, RelationEntry view) {
    if (!view.populated()) {
      throw SqlException.error(
          SqlState.FEATURE_NOT_SUPPORTED,
          "CONCURRENTLY cannot be used when the materialized view is not populated");
    }
    if (!statement.withData()) {
      throw SqlException.error(
          SqlState.SYNTAX_ERROR, "CONCURRENTLY and WITH NO DATA options cannot be used together");
    }
    for (IndexEntry index : ddl.relations.indexes(view.oid())) {
      if (index.unique()
          && index.immediate()
          && index.predicate() == null
          && index.expressions().isEmpty()) {
        return;
      }
    }
    throw SqlException.error(
            SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
            "cannot refresh materialized view \"%s\" concurrently",
            Describer.quote(ddl.catalog.namespaceName(view.namespace()))
                + "."
                + Describer.quote(view.name()))
        .withHint(
            "Create a unique index with no WHERE clause on one or more columns of the"
                + " materialized view.");
  }
}
