package org.postern.executor.exec;

import java.util.List;
import org.postern.executor.expr.Evaluator;
import org.postern.executor.query.Expr;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.Vector;

/** Collects the RETURNING rows of a data change. */
final class Returning {
  private final Evaluator[] exprs;
  private final TupleStore rows;
  private final ExecContext context;
  private TupleStore.Reader reader;

  Returning(List<Expr> exprs, List<Integer> types, ExecContext context) {
    this.exprs = context.compiler().compileAll(exprs);
    this.rows = new TupleStore(types, context.env);
    this.context = context;
  }

  void add(Batch batch, int row) {
    if (exprs.length == 0) {
      return;
    }
    Batch one = SetCall.only(batch, row);
    Vector[] values = new Vector[exprs.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = exprs[i].eval(one, context.eval);
    }
    rows.add(values, row);
  }

  Batch next() {
    if (exprs.length == 0) {
      return null;
    }
    if (reader == null) {
      reader = rows.reader();
    }
    return reader.next();
  }
}
