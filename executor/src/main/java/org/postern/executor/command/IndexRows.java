package org.postern.executor.command;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.IndexEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.catalog.TableHandles;
import org.postern.executor.expr.EvalContext;
import org.postern.executor.expr.Evaluator;
import org.postern.executor.query.Expr;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.LongVector;
import org.postern.executor.vector.Vector;
import org.postern.storage.access.IndexTupleBuilder;
import org.postern.storage.access.TupleBatch;

/**
 * The entries that an index has for stored rows: its columns and expressions evaluated, as far as
 * its predicate holds.
 */
final class IndexRows {
  /** Takes an entry; the array is reused. {@code row} is the row's place in the batch. */
  @FunctionalInterface
  interface Sink {
    void take(byte[] tuple, int length, int row);
  }

  private final RowReader reader;
  private final Evaluator[] evaluators;
  private final Evaluator predicate;
  private final EvalContext context;
  private final TableHandles.OpenIndex open;
  private final IndexTupleBuilder builder;
  private final Vector[] values;

  IndexRows(Ddl ddl, RelationEntry relation, IndexEntry entry, TableHandles.OpenIndex open) {
    List<Expr> columns = columns(relation, entry);
    this.open = open;
    this.reader = new RowReader(ddl, relation);
    columns.forEach(reader::need);
    this.evaluators = columns.stream().map(reader::compile).toArray(Evaluator[]::new);
    this.predicate = entry.predicate() == null ? null : reader.compile(entry.predicate());
    this.context = ddl.evalContext();
    this.builder = new IndexTupleBuilder(open.handle().layout());
    this.values = new Vector[evaluators.length];
  }

  void form(TupleBatch tuples, Sink sink) {
    Batch rows = reader.decode(tuples);
    if (predicate != null) {
      select(rows, predicate, context);
    }
    for (int c = 0; c < values.length; c++) {
      values[c] = evaluators[c].eval(rows, context);
    }
    for (int i = 0; i < rows.size(); i++) {
      int row = rows.row(i);
      builder.reset();
      for (int c = 0; c < values.length; c++) {
        open.codecs().get(c).put(builder, values[c], row);
      }
      int length = builder.finish();
      sink.take(builder.bytes(), length, row);
    }
  }

  /** Narrows the batch to the rows that satisfy the predicate. */
  private static void select(Batch rows, Evaluator predicate, EvalContext context) {
    LongVector holds = (LongVector) predicate.eval(rows, context);
    int[] selection = new int[rows.count];
    int selected = 0;
    for (int i = 0; i < rows.count; i++) {
      if (!holds.isNull(i) && holds.values[i] != 0) {
        selection[selected++] = i;
      }
    }
    rows.selection = selection;
    rows.selected = selected;
  }

  private static List<Expr> columns(RelationEntry relation, IndexEntry entry) {
    List<Expr> columns = new ArrayList<>();
    int expression = 0;
    for (int key : entry.keys()) {
      columns.add(key == 0 ? entry.expressions().get(expression++) : RowReader.var(relation, key));
    }
    return columns;
  }
}
