package org.postern.executor.exec;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.postern.executor.plan.Plan;
import org.postern.executor.types.RowValue;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.json.RowShape;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.LongVector;
import org.postern.executor.vector.Vector;
import org.postern.executor.vector.Vectors;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Functions in FROM; shorter ones are filled up with nulls. */
final class FunctionScanExec extends ExecNode {
  private final ExecContext context;
  private final Plan.FunctionScan plan;
  private final List<SetCall> calls = new ArrayList<>();
  private final Batch out;
  private List<Iterator<Object>> running;
  private long ordinal;

  FunctionScanExec(Plan.FunctionScan plan, ExecContext context) {
    this.context = context;
    this.plan = plan;
    int column = 0;
    for (int i = 0; i < plan.calls().size(); i++) {
      calls.add(new SetCall(plan.calls().get(i), context, shape(i, column)));
      column += plan.widths().get(i);
    }
    Vector[] columns = new Vector[plan.types().size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = Vectors.create(context.env.exprs().physical(plan.types().get(i)), 4);
    }
    this.out = new Batch(columns);
  }

  /** The columns that the query expects of a function whose result type does not say them. */
  private RowShape shape(int function, int from) {
    if (plan.calls().get(function).type() != TypeOid.RECORD) {
      return null;
    }
    int to = from + plan.widths().get(function);
    return new RowShape(
        TypeOid.RECORD,
        plan.names().subList(from, to).toArray(String[]::new),
        plan.types().subList(from, to).stream().mapToInt(Integer::intValue).toArray(),
        plan.typmods().subList(from, to).stream().mapToInt(Integer::intValue).toArray());
  }

  @Override
  public Batch next() {
    if (running == null) {
      running = new ArrayList<>();
      Batch row = ExecContext.oneRow();
      for (SetCall call : calls) {
        running.add(call.start(row, 0));
      }
      ordinal = 0;
    }
    context.env.interrupts().check();
    out.reset();
    while (out.count < Batch.FULL && anyNext()) {
      int column = 0;
      for (int f = 0; f < running.size(); f++) {
        Iterator<Object> rows = running.get(f);
        int width = plan.widths().get(f);
        column = store(rows.hasNext() ? rows.next() : null, width, column, f);
      }
      if (plan.ordinality()) {
        ((LongVector) out.columns[column]).setLong(out.count, ++ordinal);
      }
      out.count++;
    }
    return out.count == 0 ? null : out;
  }

  private boolean anyNext() {
    for (Iterator<Object> rows : running) {
      if (rows.hasNext()) {
        return true;
      }
    }
    return false;
  }

  private int store(Object value, int width, int column, int function) {
    boolean composite = value instanceof RowValue && isRow(function);
    if (width == 1 && !composite) {
      out.columns[column].set(out.count, value);
      return column + 1;
    }
    Object[] fields = value == null ? null : fields((RowValue) value, width, column, function);
    for (int i = 0; i < width; i++) {
      out.columns[column + i].set(out.count, fields == null ? null : fields[i]);
    }
    return column + width;
  }

  /** The fields of an anonymous row, which must be what the query's column definitions say. */
  private Object[] fields(RowValue row, int width, int column, int function) {
    if (plan.calls().get(function).type() == TypeOid.RECORD) {
      if (row.size() != width) {
        throw mismatch()
            .withDetail(
                row.size() == 1
                    ? "Returned row contains %d attribute, but query expects %d."
                    : "Returned row contains %d attributes, but query expects %d.",
                row.size(),
                width);
      }
      for (int i = 0; i < width; i++) {
        int type = row.typeOids()[i];
        int wanted = plan.types().get(column + i);
        if (type != wanted
            && type != 0
            && context.env.exprs().physical(type) != context.env.exprs().physical(wanted)) {
          throw mismatch()
              .withDetail(
                  "Returned type %s at ordinal position %d, but query expects %s.",
                  context.eval.types().typeName(type),
                  i + 1,
                  context.eval.types().typeName(wanted));
        }
      }
    }
    return row.values();
  }

  private static SqlException mismatch() {
    return SqlException.error(
        SqlState.DATATYPE_MISMATCH,
        "function return row and query-specified return row do not match");
  }

  /** Whether the function's row is spread over columns rather than being one column's value. */
  private boolean isRow(int function) {
    int type = plan.calls().get(function).type();
    return type == TypeOid.RECORD
        || context.env.catalog().type(context.env.catalog().baseType(type)).kind() == 'c';
  }

  @Override
  public void rescan() {
    running = null;
  }
}
