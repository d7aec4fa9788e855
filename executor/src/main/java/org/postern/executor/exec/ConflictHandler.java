package org.postern.executor.exec;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.expr.Evaluator;
import org.postern.executor.plan.Plan;
import org.postern.executor.query.Query;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.LongVector;
import org.postern.executor.vector.Vector;
import org.postern.storage.access.TmResult;
import org.postern.storage.access.TupleBatch;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.transam.Snapshot;

/**
 * ON CONFLICT: inserts a row unless an arbiter index has its key; then does nothing or updates the
 * row that is there. A conflict that arises between look and insertion shows as a unique violation
 * of the insertion, which is undone by a subtransaction, and the look is repeated.
 */
final class ConflictHandler {
  private final Plan.ConflictAction action;
  private final ModifyTarget target;
  private final ExecContext context;
  private final TableReader existing;
  private final RowChange change;
  private final RowLocker locker;
  private final Plan.LockTarget lockTarget;
  private final Evaluator where;
  private final RowBuffer newRows;

  ConflictHandler(Plan.ConflictAction action, int table, ModifyTarget target, ExecContext context) {
    this.action = action;
    this.target = target;
    this.context = context;
    List<Integer> columns = new ArrayList<>();
    List<Integer> types = new ArrayList<>();
    List<Plan.TableColumn> mapped = new ArrayList<>();
    for (ColumnEntry c : target.relation.columns()) {
      if (!c.dropped()) {
        mapped.add(new Plan.TableColumn(c.number(), columns.size()));
        columns.add(c.number());
        types.add(c.type());
      }
    }
    columns.add(-1);
    types.add(org.postern.executor.types.TypeOid.TID);
    this.existing = new TableReader(table, columns, types, context.env);
    this.lockTarget =
        new Plan.LockTarget(
            table,
            columns.size() - 1,
            mapped,
            Query.RowMark.Strength.UPDATE,
            Query.RowMark.Wait.BLOCK);
    this.locker = new RowLocker(lockTarget, null, context);
    this.where = action.where() == null ? null : context.compiler().compile(action.where());
    this.newRows =
        action.set() == null ? null : new RowBuffer(target.relation, action.set(), context);
    this.change = action.set() == null ? null : new RowChange(target, action.changed(), context);
  }

  /** Inserts or updates; true when a row was written. */
  boolean insert(Batch rows, int row, RowBuffer buffer, Returning returning) {
    while (true) {
      context.env.interrupts().check();
      long conflict = target.findConflict(rows, row, action.indexes());
      if (conflict < 0) {
        if (tryInsert(rows, row, buffer, returning)) {
          return true;
        }
        continue;
      }
      if (action.set() == null) {
        return false;
      }
      Boolean updated = update(rows, row, conflict, returning);
      if (updated != null) {
        return updated;
      }
    }
  }

  private boolean tryInsert(Batch rows, int row, RowBuffer buffer, Returning returning) {
    context.env.transactions().beginSub();
    long tid;
    try {
      tid = target.insert(rows, row);
    } catch (SqlException e) {
      if (e.state() != SqlState.UNIQUE_VIOLATION || !isArbiter(e.constraintName())) {
        throw e;
      }
      context.env.transactions().abortSub();
      return false;
    }
    context.env.transactions().commitSub();
    buffer.stored(rows, row, tid);
    returning.add(rows, row);
    return true;
  }

  private boolean isArbiter(String index) {
    if (action.indexes().isEmpty()) {
      return true;
    }
    for (int oid : action.indexes()) {
      if (context.env.relations().index(oid).name().equals(index)) {
        return true;
      }
    }
    return false;
  }

  /** Updates the row in conflict; null when it is gone and the insertion is to be tried again. */
  private Boolean update(Batch rows, int row, long tid, Returning returning) {
    TupleBatch found = new TupleBatch();
    if (!isPresent(tid, found)) {
      return null;
    }
    Batch old = existing.decode(found);
    if (locker.lock(old, 0, tid) == RowLocker.Outcome.NONE) {
      checkNotOwn(tid);
      return null;
    }
    Batch both = joined(old, rows, row);
    if (where != null) {
      LongVector holds = (LongVector) where.eval(both, context.eval);
      if (holds.isNull(0) || holds.values[0] == 0) {
        return false;
      }
    }
    Batch updated = newRows.compute(both);
    target.check(updated, 0);
    target.checkViews(updated, 0);
    long at = TableReader.packed(old.columns[old.columns.length - 1].get(0));
    Object[] before = target.oldRow(lockTarget, old, 0);
    if (change.tryUpdate(updated, 0, at) == TmResult.SELF_MODIFIED) {
      // Evaluating the new values changed the row in a WITH query.
      return false;
    }
    long newTid = change.finish(updated, 0);
    target.updated(before, updated, 0, newTid);
    newRows.stored(updated, 0, newTid);
    returning.add(updated, 0);
    return true;
  }

  /** Whether this very version is there now, no matter which command made it. */
  private boolean isPresent(long tid, TupleBatch found) {
    return context.env.heap().fetchVersion(target.handle, tid, Snapshot.SELF, found);
  }

  /** A row that is there and cannot be locked is one that this command has made. */
  private void checkNotOwn(long tid) {
    if (isPresent(tid, new TupleBatch())) {
      throw SqlException.error(
              SqlState.CARDINALITY_VIOLATION,
              "ON CONFLICT DO UPDATE command cannot affect row a second time")
          .withHint(
              "Ensure that no rows proposed for insertion within the same command have duplicate"
                  + " constrained values.");
    }
  }

  /** The existing row's attributes, tid and oid, then the proposed row's. */
  private Batch joined(Batch old, Batch rows, int row) {
    int width = target.relation.columns().size();
    Vector[] columns = new Vector[2 * (width + 2)];
    int next = 0;
    for (int i = 0; i < width; i++) {
      Vector proposed = rows.columns[i];
      Vector there = proposed.emptyLike(1);
      if (target.relation.columns().get(i).dropped()) {
        there.setNull(0);
      } else {
        there.copy(0, old.columns[next++], 0);
      }
      columns[i] = there;
      columns[width + 2 + i] = proposed.emptyLike(1);
      columns[width + 2 + i].copy(0, proposed, row);
    }
    for (int i = width; i < width + 2; i++) {
      columns[i] = rows.columns[i].emptyLike(1);
      columns[i].setNull(0);
      columns[width + 2 + i] = rows.columns[i].emptyLike(1);
      columns[width + 2 + i].setNull(0);
    }
    columns[width].set(0, old.columns[old.columns.length - 1].get(0));
    Batch both = new Batch(columns);
    both.count = 1;
    return both;
  }
}
