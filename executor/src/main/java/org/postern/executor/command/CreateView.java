package org.postern.executor.command;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.analyze.QueryAnalyzer;
import org.postern.executor.analyze.ViewTargets;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.plan.PlannedStatement.OutputColumn;
import org.postern.executor.query.Query;
import org.postern.executor.query.RangeTableEntry;
import org.postern.executor.sql.ast.Option;
import org.postern.executor.sql.ast.Persistence;
import org.postern.executor.sql.ast.QueryBody;
import org.postern.executor.sql.ast.ViewStatement;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lock.LockMode;

/** CREATE VIEW and CREATE OR REPLACE VIEW. */
final class CreateView {
  private final Ddl ddl;
  private final ViewStatement.CreateView statement;

  CreateView(Ddl ddl, ViewStatement.CreateView statement) {
    this.ddl = ddl;
    this.statement = statement;
  }

  void run() {
    if (statement.query().body() instanceof QueryBody.Select s && s.into() != null) {
      throw SqlException.error(
          SqlState.FEATURE_NOT_SUPPORTED, "views must not contain SELECT INTO");
    }
    Query query = ddl.queries().analyzeSelect(RecursiveViews.expand(statement));
    List<String> options = options();
    if (statement.checkOption() != ViewStatement.CheckOption.NONE) {
      options.add(
          "check_option="
              + (statement.checkOption() == ViewStatement.CheckOption.LOCAL
                  ? "local"
                  : "cascaded"));
    }
    if (options.stream().anyMatch(o -> o.startsWith("check_option="))) {
      String problem = ViewTargets.problem(query, true);
      if (problem != null) {
        throw SqlException.error(
                SqlState.FEATURE_NOT_SUPPORTED,
                "WITH CHECK OPTION is supported only on automatically updatable views")
            .withHint(problem);
      }
    }
    List<NewColumn> columns =
        QueryColumns.of(
            ddl,
            OutputColumn.of(QueryAnalyzer.outputs(query)),
            statement.columns(),
            "CREATE VIEW specifies more column names than columns");
    if (statement.persistence() == Persistence.UNLOGGED) {
      throw SqlException.error(
          SqlState.SYNTAX_ERROR, "views cannot be unlogged because they do not have storage");
    }
    boolean temporary = statement.persistence() == Persistence.TEMPORARY;
    if (!temporary && readsTemporary(query)) {
      ddl.env.notices().notice("view \"%s\" will be a temporary view", statement.relation().name());
      temporary = true;
    }
    int namespace = ddl.creationNamespace(statement.relation(), temporary);
    int existing = ddl.relations.relationByName(namespace, statement.relation().name());
    if (existing != 0 && statement.replace()) {
      replace(existing, columns, options, query);
      return;
    }
    int view =
        new RelationCreator(ddl)
            .create(
                new RelationCreator.Spec(
                    statement.relation().name(),
                    namespace,
                    ddl.role(),
                    'v',
                    ddl.isTemporary(namespace) ? 't' : 'p',
                    columns,
                    options.isEmpty() ? null : options));
    new Views(ddl).define(view, query);
  }

  private List<String> options() {
    List<String> options = new ArrayList<>();
    for (Option option : statement.options()) {
      options.add(ViewOptions.check(option));
    }
    return options;
  }

  private boolean readsTemporary(Query query) {
    for (ObjectAddress address : QueryDependencies.of(query)) {
      if (address.classId() == ObjectAddress.CLASS
          && ddl.relation(address.object()).persistence() == 't') {
        return true;
      }
    }
    return false;
  }

  private void replace(int oid, List<NewColumn> columns, List<String> options, Query query) {
    ddl.lock(oid, LockMode.ACCESS_EXCLUSIVE);
    RelationEntry view = ddl.relation(oid);
    if (view.kind() != 'v') {
      throw SqlException.error(SqlState.WRONG_OBJECT_TYPE, "\"%s\" is not a view", view.name());
    }
    ddl.permissions.requireOwner(view);
    ddl.requireUserRelation(view);
    for (RangeTableEntry entry : query.rangeTable()) {
      if (entry instanceof RangeTableEntry.Subquery s && s.view() == oid) {
        throw SqlException.error(
            SqlState.INVALID_OBJECT_DEFINITION,
            "infinite recursion detected in rules for relation \"%s\"",
            view.name());
      }
    }
    requireSameColumns(view, columns);
    RelationCreator creator = new RelationCreator(ddl);
    for (int i = view.columns().size(); i < columns.size(); i++) {
      ddl.editor.insert(creator.attribute(oid, i + 1, columns.get(i)));
      creator.dependOnType(oid, i + 1, columns.get(i));
    }
    CatalogRow row = ddl.editor.relation(oid);
    ddl.editor.update(
        row,
        values ->
            values
                .number("relnatts", columns.size())
                .texts("reloptions", TypeOid.TEXT, options.isEmpty() ? null : options));
    ddl.step();
    new Views(ddl).replace(oid, query);
  }

  private void requireSameColumns(RelationEntry view, List<NewColumn> columns) {
    if (columns.size() < view.columns().size()) {
      throw SqlException.error(SqlState.INVALID_TABLE_DEFINITION, "cannot drop columns from view");
    }
    for (int i = 0; i < view.columns().size(); i++) {
      ColumnEntry old = view.columns().get(i);
      NewColumn now = columns.get(i);
      if (!old.name().equals(now.name())) {
        throw SqlException.error(
                SqlState.INVALID_TABLE_DEFINITION,
                "cannot change name of view column \"%s\" to \"%s\"",
                old.name(),
                now.name())
            .withHint(
                "Use ALTER VIEW ... RENAME COLUMN ... to change name of view column instead.");
      }
      if (old.type() != now.type() || old.typmod() != now.typmod()) {
        throw SqlException.error(
            SqlState.INVALID_TABLE_DEFINITION,
            "cannot change data type of view column \"%s\" from %s to %s",
            old.name(),
            ddl.env.session().typeName(old.type(), old.typmod()),
            ddl.env.session().typeName(now.type(), now.typmod()));
      }
      if (old.collation() != now.collation()) {
        throw SqlException.error(
            SqlState.INVALID_TABLE_DEFINITION,
            "cannot change collation of view column \"%s\" from \"%s\" to \"%s\"",
            old.name(),
            collationName(old.collation()),
            collationName(now.collation()));
      }
    }
  }

  private String collationName(int oid) {
    CatalogRow row =
        ddl.editor.find(
            "pg_collation",
            org.postern.executor.catalog.CatalogIndexes.COLLATION_OID,
            org.postern.executor.catalog.Catalog.unsigned(oid));
    return row == null ? "" : row.text("collname");
  }
}
