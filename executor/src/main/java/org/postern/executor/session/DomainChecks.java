package org.postern.executor.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.TypeEntry;
import org.postern.executor.expr.EvalContext;
import org.postern.executor.expr.Evaluator;
import org.postern.executor.expr.ExprCompiler;
import org.postern.executor.expr.ExprEnvironment;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.LongVector;
import org.postern.executor.vector.Vector;
import org.postern.executor.vector.Vectors;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * What domains demand of their values: not to be null, and to satisfy their CHECK constraints,
 * those of the domain beneath first.
 */
final class DomainChecks {
  private static final int CONSTRAINT_TYPE = 2666;

  private final DatabaseContext database;
  private final ExprEnvironment exprs;
  private final Map<Integer, List<Rule>> rules = new HashMap<>();
  private long known = -1;

  DomainChecks(DatabaseContext database, ExprEnvironment exprs) {
    this.database = database;
    this.exprs = exprs;
  }

  /** A demand of {@code domain}; {@code condition} null is NOT NULL. */
  private record Rule(TypeEntry domain, String name, Evaluator condition, Vector value) {}

  void check(int domain, Object value, EvalContext context) {
    if (known != database.generation()) {
      rules.clear();
      known = database.generation();
    }
    List<Rule> list = rules.get(domain);
    if (list == null) {
      list = load(domain);
      rules.put(domain, list);
    }
    for (Rule rule : list) {
      check(rule, database.catalog().type(domain), value, context);
    }
  }

  private List<Rule> load(int domain) {
    Catalog catalog = database.catalog();
    TypeEntry type = catalog.type(domain);
    if (type.kind() != 'd') {
      return List.of();
    }
    List<Rule> list = new ArrayList<>(load(type.baseType()));
    if (type.notNull()) {
      list.addFirst(new Rule(type, null, null, null));
    }
    List<CatalogRow> rows =
        new ArrayList<>(catalog.rows("pg_constraint", CONSTRAINT_TYPE, Catalog.unsigned(domain)));
    rows.sort(Comparator.comparing(row -> row.text("conname")));
    for (CatalogRow row : rows) {
      if (row.character("contype") == 'c') {
        Expr condition =
            ExprTrees.transform(
                database.exprText().read(row.text("conbin")),
                e ->
                    e instanceof Expr.Var v
                        ? new Expr.Slot(0, v.type(), v.typmod(), v.collation())
                        : e);
        list.add(
            new Rule(
                type,
                row.text("conname"),
                new ExprCompiler(exprs).compile(condition),
                Vectors.create(type.physical(), 1)));
      }
    }
    return list;
  }

  private void check(Rule rule, TypeEntry domain, Object value, EvalContext context) {
    if (rule.condition() == null) {
      if (value == null) {
        throw violation(
            SqlException.error(
                SqlState.NOT_NULL_VIOLATION,
                "domain %s does not allow null values",
                context.types().typeName(domain.oid())),
            domain);
      }
      return;
    }
    rule.value().reset();
    rule.value().ensureCapacity(1);
    if (value == null) {
      rule.value().setNull(0);
    } else {
      rule.value().set(0, value);
    }
    Batch row = new Batch(rule.value());
    row.count = 1;
    LongVector holds = (LongVector) rule.condition().eval(row, context);
    if (!holds.isNull(0) && holds.values[0] == 0) {
      throw violation(
              SqlException.error(
                  SqlState.CHECK_VIOLATION,
                  "value for domain %s violates check constraint \"%s\"",
                  context.types().typeName(domain.oid()),
                  rule.name()),
              domain)
          .withConstraint(rule.name());
    }
  }

  private SqlException violation(SqlException error, TypeEntry domain) {
    return error
        .withSchema(database.catalog().namespaceName(domain.namespace()))
        .withDataType(domain.name());
  }
}
