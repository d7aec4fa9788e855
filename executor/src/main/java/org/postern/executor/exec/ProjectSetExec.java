package org.postern.executor.exec;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.postern.executor.plan.Plan;
import org.postern.executor.query.Expr;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.Vector;
import org.postern.executor.vector.Vectors;

/**
 * Set-returning functions in the select list: run side by side until the longest is done; the
 * others give null meanwhile, plain expressions repeat.
 */
final class ProjectSetExec extends ExecNode {
  private final ExecNode input;
  private final List<SetCall> calls = new ArrayList<>();
  private final Batch out;
  private Batch current;
  private int index;
  private List<Iterator<Object>> running;
  private Object[] plain;

  ProjectSetExec(Plan.ProjectSet plan, ExecNode input, ExecContext context) {
    this.input = input;
    Vector[] columns = new Vector[plan.exprs().size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = Vectors.create(context.env.exprs().physical(plan.types().get(i)), 4);
      Expr expr = plan.exprs().get(i);
      calls.add(new SetCall(expr, context, null));
    }
    this.out = new Batch(columns);
  }

  @Override
  public Batch next() {
    out.reset();
    while (out.count < Batch.FULL) {
      if (running == null && !startRow()) {
        break;
      }
      boolean any = false;
      for (int i = 0; i < calls.size(); i++) {
        any |= calls.get(i).returnsSet() && running.get(i).hasNext();
      }
      if (!any) {
        running = null;
        continue;
      }
      for (int i = 0; i < calls.size(); i++) {
        Object value;
        if (calls.get(i).returnsSet()) {
          value = running.get(i).hasNext() ? running.get(i).next() : null;
        } else {
          value = plain[i];
        }
        out.columns[i].set(out.count, value);
      }
      out.count++;
    }
    return out.count == 0 ? null : out;
  }

  private boolean startRow() {
    while (current == null || index >= current.size()) {
      if (out.count > 0 && current != null) {
        // The rows made so far point into the current input batch: hand them out first.
        return false;
      }
      current = input.next();
      index = 0;
      if (current == null) {
        return false;
      }
    }
    int row = current.row(index++);
    running = new ArrayList<>();
    plain = new Object[calls.size()];
    for (int i = 0; i < calls.size(); i++) {
      Iterator<Object> values = calls.get(i).start(current, row);
      running.add(values);
      if (!calls.get(i).returnsSet()) {
        plain[i] = values.next();
      }
    }
    return true;
  }

  @Override
  public void rescan() {
    input.rescan();
    current = null;
    running = null;
  }

  @Override
  public void close() {
    input.close();
  }
}
