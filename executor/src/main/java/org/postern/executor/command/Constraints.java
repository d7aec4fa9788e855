package org.postern.executor.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.postern.executor.analyze.QueryAnalyzer;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.IndexEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.expr.EvalContext;
import org.postern.executor.expr.Evaluator;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.sql.ast.Constraint;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.LongVector;
import org.postern.storage.access.TableScan;
import org.postern.storage.access.TupleBatch;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.transam.Snapshot;

/** Rows of pg_constraint, CHECK constraints above all. */
final class Constraints {
  private final Ddl ddl;
  private final CatalogEditor editor;

  Constraints(Ddl ddl) {
    this.ddl = ddl;
    this.editor = ddl.editor;
  }

  /** The constraint of this name on a relation, or null. */
  CatalogRow find(int relation, String name) {
    for (CatalogRow row : of(relation)) {
      if (row.text("conname").equals(name)) {
        return row;
      }
    }
    return null;
  }

  List<CatalogRow> of(int relation) {
    return editor.rows(
        "pg_constraint", CatalogIndexes.CONSTRAINT_RELATION, Catalog.unsigned(relation));
  }

  CatalogRow byOid(int oid) {
    return editor.get("pg_constraint", CatalogIndexes.CONSTRAINT_OID, Catalog.unsigned(oid));
  }

  private void requireFree(RelationEntry table, String name) {
    if (find(table.oid(), name) != null) {
      throw SqlException.error(
          SqlState.DUPLICATE_OBJECT,
          "constraint \"%s\" for relation \"%s\" already exists",
          name,
          table.name());
    }
  }

  private RowValues row(RelationEntry table, int oid, String name, char type) {
    return row(table.oid(), table.namespace(), oid, name, type);
  }

  private RowValues row(int relation, int namespace, int oid, String name, char type) {
    return editor
        .row("pg_constraint")
        .oid("oid", oid)
        .text("conname", name)
        .oid("connamespace", namespace)
        .letter("contype", type)
        .flag("condeferrable", false)
        .flag("condeferred", false)
        .flag("convalidated", true)
        .oid("conrelid", relation)
        .oid("contypid", 0)
        .oid("conindid", 0)
        .oid("conparentid", 0)
        .oid("confrelid", 0)
        .letter("confupdtype", ' ')
        .letter("confdeltype", ' ')
        .letter("confmatchtype", ' ')
        .flag("conislocal", true)
        .number("coninhcount", 0)
        .flag("connoinherit", false);
  }

  /** The row of a PRIMARY KEY or UNIQUE constraint; returns its oid. */
  int insertForIndex(RelationEntry table, int index, IndexDefinition definition) {
    requireFree(table, definition.name());
    int oid = editor.newOid("pg_constraint");
    List<Integer> columns = new ArrayList<>();
    Set<Integer> all = new LinkedHashSet<>();
    for (int i = 0; i < definition.keys().size(); i++) {
      all.add(definition.keys().get(i).column());
      if (i < definition.keyCount()) {
        columns.add(definition.keys().get(i).column());
      }
    }
    editor.insert(
        row(table, oid, definition.name(), definition.constraint())
            .flag("condeferrable", definition.deferrable())
            .flag("condeferred", definition.deferred())
            .oid("conindid", index)
            .flag("connoinherit", true)
            .shorts("conkey", columns));
    for (int column : all) {
      ddl.depend.record(
          ObjectAddress.of(ObjectAddress.CONSTRAINT, oid),
          ObjectAddress.column(table.oid(), column),
          Dependencies.AUTO);
    }
    return oid;
  }

  /** The row of a domain's CHECK constraint; returns its oid. */
  int insertForDomain(int domain, int namespace, String name, Expr condition) {
    int oid = editor.newOid("pg_constraint");
    editor.insert(
        row(0, namespace, oid, name, 'c')
            .oid("contypid", domain)
            .text("conbin", ddl.env.exprText().write(condition)));
    ddl.step();
    return oid;
  }

  /** The row of a foreign key; returns its oid. */
  int insertForeign(
      RelationEntry table,
      String name,
      Constraint.ForeignKey key,
      List<Integer> columns,
      RelationEntry referenced,
      List<Integer> keys,
      int index,
      List<Integer> operators,
      List<Integer> deleteSets,
      boolean validated) {
    int oid = editor.newOid("pg_constraint");
    editor.insert(
        row(table, oid, name, 'f')
            .flag("condeferrable", key.attributes().deferrable())
            .flag("condeferred", key.attributes().initiallyDeferred())
            .flag("convalidated", validated)
            .oid("conindid", index)
            .oid("confrelid", referenced.oid())
            .letter("confupdtype", letter(key.onUpdate()))
            .letter("confdeltype", letter(key.onDelete()))
            .letter("confmatchtype", key.match() == Constraint.MatchType.FULL ? 'f' : 's')
            .flag("connoinherit", true)
            .shorts("conkey", columns)
            .shorts("confkey", keys)
            .oids("conpfeqop", operators)
            .oids("conppeqop", operators)
            .oids("conffeqop", operators)
            .shorts("confdelsetcols", deleteSets.isEmpty() ? null : deleteSets));
    ObjectAddress self = ObjectAddress.of(ObjectAddress.CONSTRAINT, oid);
    for (int column : columns) {
      ddl.depend.record(self, ObjectAddress.column(table.oid(), column), Dependencies.AUTO);
    }
    for (int column : keys) {
      ddl.depend.record(self, ObjectAddress.column(referenced.oid(), column), Dependencies.NORMAL);
    }
    ddl.depend.record(self, ObjectAddress.relation(index), Dependencies.NORMAL);
    ddl.step();
    return oid;
  }

  private static char letter(Constraint.ReferentialAction action) {
    return switch (action) {
      case NO_ACTION -> 'a';
      case RESTRICT -> 'r';
      case CASCADE -> 'c';
      case SET_NULL -> 'n';
      case SET_DEFAULT -> 'd';
    };
  }

  /** A CHECK constraint that was analyzed. */
  record Check(String name, Expr condition, boolean noInherit, boolean validated) {}

  /**
   * Analyzes and adds CHECK constraints. {@code columnOf} names the column a constraint was written
   * at, null for a table's own. Rows that exist are not looked at.
   */
  List<Check> addChecks(RelationEntry table, List<Constraint.Check> checks) {
    QueryAnalyzer queries = ddl.queries();
    Set<String> taken = new HashSet<>();
    List<Check> added = new ArrayList<>();
    for (Constraint.Check check : checks) {
      Expr condition =
          queries.analyzeTableExpression(
              check.condition(), table, QueryAnalyzer.TableExpression.CHECK);
      if (check.name() != null) {
        if (!taken.add(check.name())) {
          throw SqlException.error(
              SqlState.DUPLICATE_OBJECT, "check constraint \"%s\" already exists", check.name());
        }
        requireFree(table, check.name());
      }
      added.add(
          new Check(
              check.name(),
              condition,
              check.attributes().noInherit(),
              !check.attributes().notValid()));
    }
    List<Check> named = new ArrayList<>();
    for (Check check : added) {
      String name = check.name();
      if (name == null) {
        name =
            ddl.names.constraint(
                table.name(),
                soleColumn(table, check.condition()),
                "check",
                table.namespace(),
                taken);
        taken.add(name);
      }
      Check complete = new Check(name, check.condition(), check.noInherit(), check.validated());
      insertCheck(table, complete);
      named.add(complete);
    }
    if (!named.isEmpty()) {
      CatalogRow row = editor.relation(table.oid());
      editor.update(
          row, values -> values.number("relchecks", row.integer("relchecks") + named.size()));
      ddl.step();
    }
    return named;
  }

  /** The name of the only column the expression reads, or null. */
  private static String soleColumn(RelationEntry table, Expr condition) {
    Set<Integer> columns = columns(condition);
    return columns.size() == 1 && columns.iterator().next() > 0
        ? table.column(columns.iterator().next()).name()
        : null;
  }

  private static Set<Integer> columns(Expr condition) {
    Set<Integer> columns = new LinkedHashSet<>();
    ExprTrees.walk(
        condition,
        e -> {
          if (e instanceof Expr.Var v) {
            columns.add(v.column());
          }
        });
    return columns;
  }

  private void insertCheck(RelationEntry table, Check check) {
    int oid = editor.newOid("pg_constraint");
    List<Integer> columns = new ArrayList<>(columns(check.condition()));
    editor.insert(
        row(table, oid, check.name(), 'c')
            .flag("connoinherit", check.noInherit())
            .flag("convalidated", check.validated())
            .shorts("conkey", columns.isEmpty() ? null : columns)
            .text("conbin", ddl.env.exprText().write(check.condition())));
    ObjectAddress self = ObjectAddress.of(ObjectAddress.CONSTRAINT, oid);
    for (int column : columns) {
      ddl.depend.record(self, ObjectAddress.column(table.oid(), column), Dependencies.AUTO);
    }
    if (columns.isEmpty()) {
      ddl.depend.record(self, ObjectAddress.relation(table.oid()), Dependencies.AUTO);
    }
    ddl.depend.recordExpr(
        self, check.condition(), table.oid(), Dependencies.NORMAL, Dependencies.NORMAL);
  }

  /** Throws 23514 if a row of the table breaks one of the constraints. */
  void validate(RelationEntry table, List<Check> checks) {
    if (checks.isEmpty()) {
      return;
    }
    RowReader reader = new RowReader(ddl, table);
    List<Evaluator> conditions = new ArrayList<>();
    checks.forEach(check -> conditions.add(reader.compile(check.condition())));
    EvalContext context = ddl.evalContext();
    TupleBatch tuples = new TupleBatch();
    try (TableScan scan =
        ddl.env.exec().heap().scan(ddl.env.exec().handles().table(table), Snapshot.SELF)) {
      while (scan.nextBatch(tuples)) {
        ddl.env.exec().interrupts().check();
        Batch rows = reader.decode(tuples);
        for (int i = 0; i < checks.size(); i++) {
          LongVector holds = (LongVector) conditions.get(i).eval(rows, context);
          for (int row = 0; row < rows.count; row++) {
            if (!holds.isNull(row) && holds.values[row] == 0) {
              throw violated(table, checks.get(i).name());
            }
          }
        }
      }
    }
  }

  private SqlException violated(RelationEntry table, String constraint) {
    return SqlException.error(
            SqlState.CHECK_VIOLATION,
            "check constraint \"%s\" of relation \"%s\" is violated by some row",
            constraint,
            table.name())
        .withSchema(ddl.catalog.namespaceName(table.namespace()))
        .withTable(table.name())
        .withConstraint(constraint);
  }

  /** Throws 23502 if a row of the table has a null in one of the columns. */
  void validateNotNull(RelationEntry table, List<Integer> columns) {
    if (columns.isEmpty()) {
      return;
    }
    RowReader reader = new RowReader(ddl, table);
    columns.forEach(column -> reader.need(RowReader.var(table, column)));
    TupleBatch tuples = new TupleBatch();
    try (TableScan scan =
        ddl.env.exec().heap().scan(ddl.env.exec().handles().table(table), Snapshot.SELF)) {
      while (scan.nextBatch(tuples)) {
        ddl.env.exec().interrupts().check();
        Batch rows = reader.decode(tuples);
        for (int column : columns) {
          for (int row = 0; row < rows.count; row++) {
            if (rows.columns[column - 1].isNull(row)) {
              throw containsNull(table, column);
            }
          }
        }
      }
    }
  }

  SqlException containsNull(RelationEntry table, int column) {
    return SqlException.error(
            SqlState.NOT_NULL_VIOLATION,
            "column \"%s\" of relation \"%s\" contains null values",
            table.column(column).name(),
            table.name())
        .withSchema(ddl.catalog.namespaceName(table.namespace()))
        .withTable(table.name())
        .withColumn(table.column(column).name());
  }

  /** Adds CHECK constraints that another table has. */
  void copyChecks(RelationEntry table, List<Check> checks) {
    for (Check check : checks) {
      requireFree(table, check.name());
      insertCheck(table, check);
      CatalogRow row = editor.relation(table.oid());
      editor.update(row, values -> values.number("relchecks", row.integer("relchecks") + 1));
      ddl.step();
    }
  }

  /** The expression with columns numbered anew: {@code numbers[old]} is the new number. */
  static Expr renumber(Expr expr, int[] numbers) {
    return ExprTrees.transform(
        expr,
        e ->
            e instanceof Expr.Var v && v.column() > 0
                ? new Expr.Var(
                    v.relation(),
                    numbers[v.column()],
                    v.type(),
                    v.typmod(),
                    v.collation(),
                    v.levelsUp(),
                    -1)
                : e);
  }

  /** The constraint an index serves, or null. */
  CatalogRow ofIndex(int table, int index) {
    for (CatalogRow row : of(table)) {
      if (row.oid("conindid") == index && row.character("contype") != 'f') {
        return row;
      }
    }
    return null;
  }

  /** What would make an index like this one over columns numbered anew. */
  IndexDefinition describe(IndexEntry index, int[] numbers) {
    CatalogRow constraint = ofIndex(index.table(), index.oid());
    List<IndexDefinition.Key> keys = new ArrayList<>();
    int expression = 0;
    for (int i = 0; i < index.keys().size(); i++) {
      int column = index.keys().get(i);
      boolean key = i < index.keyCount();
      keys.add(
          new IndexDefinition.Key(
              column == 0 ? 0 : numbers[column],
              column == 0 ? renumber(index.expressions().get(expression++), numbers) : null,
              index.relation().column(i + 1).name(),
              key ? index.opclasses().get(i) : 0,
              key ? index.collations().get(i) : 0,
              key ? index.options().get(i) : 0));
    }
    List<String> options = index.relation().options();
    return new IndexDefinition(
        index.name(),
        keys,
        index.keyCount(),
        index.unique(),
        index.nullsNotDistinct(),
        constraint == null ? (char) 0 : constraint.character("contype"),
        false,
        false,
        index.predicate() == null ? null : renumber(index.predicate(), numbers),
        options.isEmpty() ? null : options);
  }
}
