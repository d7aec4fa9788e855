package org.postern.executor.exec;

import java.util.List;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.expr.Evaluator;
import org.postern.executor.expr.ExprCompiler;
import org.postern.executor.query.Expr;
import org.postern.executor.types.Physical;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.ObjectVector;
import org.postern.executor.vector.Vector;

/**
 * Rows of a table about to be written, computed from an input batch: one column per attribute, then
 * tid and table oid. Rows keep the index they have in the input.
 */
final class RowBuffer {
  private final ExecContext context;
  private final RelationEntry relation;
  private final ExprCompiler compiler;
  private final Evaluator[] values;
  private final Vector[] dropped;
  private final GeneratedColumns generated;

  RowBuffer(RelationEntry relation, List<Expr> exprs, ExecContext context) {
    this.context = context;
    this.relation = relation;
    this.compiler = context.compiler();
    compiler.shareRows();
    this.values = new Evaluator[exprs.size()];
    this.dropped = new Vector[exprs.size()];
    this.generated = new GeneratedColumns(relation, context.env.relations(), context.compiler());
    for (int i = 0; i < values.length; i++) {
      if (exprs.get(i) == null) {
        dropped[i] = org.postern.executor.vector.Vectors.create(Physical.BYTES, 1);
      } else {
        values[i] = compiler.compile(exprs.get(i));
      }
    }
  }

  /** The new rows of the input's selected rows. */
  Batch compute(Batch input) {
    compiler.nextRound();
    Vector[] columns = new Vector[values.length + 2];
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null) {
        dropped[i].reset();
        for (int r = 0; r < input.size(); r++) {
          dropped[i].setNull(input.row(r));
        }
        columns[i] = dropped[i];
      } else {
        columns[i] = values[i].eval(input, context.eval);
      }
    }
    columns[values.length] = new ObjectVector(input.count);
    columns[values.length + 1] = new org.postern.executor.vector.LongVector(input.count);
    Batch rows = new Batch(columns);
    rows.count = input.count;
    rows.selection = input.selection;
    rows.selected = input.selected;
    generated.compute(rows, context.eval);
    return rows;
  }

  /** Notes where a row was stored. */
  void stored(Batch rows, int row, long tid) {
    rows.columns[values.length].set(row, TableReader.tidValue(tid));
    rows.columns[values.length + 1].set(row, Integer.toUnsignedLong(relation.oid()));
  }
}
