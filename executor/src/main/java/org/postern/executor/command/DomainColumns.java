package org.postern.executor.command;

import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.expr.EvalContext;
import org.postern.executor.expr.Evaluator;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.LongVector;
import org.postern.storage.access.TableScan;
import org.postern.storage.access.TupleBatch;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.transam.Snapshot;

/** Looks whether the stored values of a column satisfy what its domain is about to demand. */
final class DomainColumns {
  private final Ddl ddl;

  DomainColumns(Ddl ddl) {
    this.ddl = ddl;
  }

  /** {@code condition} is over VALUE; null demands that no value is null. */
  void check(RelationEntry table, ColumnEntry column, Expr condition) {
    RowReader reader = new RowReader(ddl, table);
    reader.need(RowReader.var(table, column.number()));
    Evaluator holds =
        condition == null
            ? null
            : reader.compile(
                ExprTrees.transform(
                    condition,
                    e -> e instanceof Expr.Var ? RowReader.var(table, column.number()) : e));
    EvalContext context = ddl.evalContext();
    TupleBatch tuples = new TupleBatch();
    try (TableScan scan =
        ddl.env.exec().heap().scan(ddl.env.exec().handles().table(table), Snapshot.SELF)) {
      while (scan.nextBatch(tuples)) {
        ddl.env.exec().interrupts().check();
        Batch rows = reader.decode(tuples);
        LongVector result = holds == null ? null : (LongVector) holds.eval(rows, context);
        for (int row = 0; row < rows.count; row++) {
          if (result == null && rows.columns[column.number() - 1].isNull(row)) {
            throw SqlException.error(
                    SqlState.NOT_NULL_VIOLATION,
                    "column \"%s\" of table \"%s\" contains null values",
                    column.name(),
                    table.name())
                .withSchema(ddl.catalog.namespaceName(table.namespace()))
                .withTable(table.name())
                .withColumn(column.name());
          }
          if (result != null && !result.isNull(row) && result.values[row] == 0) {
            throw SqlException.error(
                    SqlState.CHECK_VIOLATION,
                    "column \"%s\" of table \"%s\" contains values that violate the new constraint",
                    column.name(),
                    table.name())
                .withSchema(ddl.catalog.namespaceName(table.namespace()))
                .withTable(table.name())
                .withColumn(column.name());
          }
        }
      }
    }
  }
}
