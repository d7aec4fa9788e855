package org.postern.executor.exec;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.expr.Evaluator;
import org.postern.executor.plan.Plan;
import org.postern.executor.query.Expr;
import org.postern.executor.query.Query;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.LongVector;
import org.postern.storage.access.RowLockMode;
import org.postern.storage.access.RowWait;
import org.postern.storage.access.TmInfo;
import org.postern.storage.access.TmResult;
import org.postern.storage.access.TupleBatch;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.transam.IsolationLevel;

/**
 * Locks a row and, where another transaction changed it meanwhile, goes on with its newest version:
 * the version's columns replace the old ones in the input row, and the statement's condition is
 * checked again. Under REPEATABLE READ a changed row is a serialization failure.
 *
 * <p>Source: PostgreSQL documentation, "Read Committed Isolation Level".
 */
final class RowLocker {
  private final ExecContext context;
  private final Plan.LockTarget target;
  private final Evaluator recheck;
  private final TableReader reader;
  private TupleBatch newest = new TupleBatch();
  private final TmInfo info = new TmInfo();

  RowLocker(Plan.LockTarget target, Expr recheck, ExecContext context) {
    this.context = context;
    this.target = target;
    this.recheck = recheck == null ? null : context.compiler().compile(recheck);
    List<Integer> columns = new ArrayList<>();
    List<Integer> types = new ArrayList<>();
    var relation = context.env.relations().relation(target.table());
    for (Plan.TableColumn c : target.columns()) {
      columns.add(c.number());
      types.add(relation.column(c.number()).type());
    }
    this.reader = new TableReader(target.table(), columns, types, context.env);
  }

  TableReader table() {
    return reader;
  }

  /** Locks the row at {@code tid}; the outcome says what to do with the input row. */
  enum Outcome {
    /** Locked as it was. */
    SAME,
    /** Locked in a newer version, now in the input row; its tid is {@link #newTid}. */
    NEWER,
    /** Gone, no longer matching, or skipped. */
    NONE
  }

  long newTid() {
    return info.tid();
  }

  Outcome lock(Batch row, int at, long tid) {
    RowLockMode mode = RowLockMode.valueOf(target.strength().name());
    RowWait wait =
        switch (target.waiting()) {
          case BLOCK -> RowWait.BLOCK;
          case SKIP -> RowWait.SKIP;
          case ERROR -> RowWait.ERROR;
        };
    newest.clear();
    boolean repeatable =
        context.env.transactions().isolationLevel().compareTo(IsolationLevel.READ_COMMITTED) > 0;
    TmResult result =
        context
            .env
            .heap()
            .lock(
                reader.handle,
                tid,
                context.commandId,
                mode,
                wait,
                repeatable ? 0 : org.postern.storage.access.HeapAccess.LOCK_LAST_VERSION,
                newest,
                info);
    return switch (result) {
      case OK -> {
        if (!info.traversed()) {
          yield Outcome.SAME;
        }
        patch(row, at);
        yield holds(row, at) ? Outcome.NEWER : Outcome.NONE;
      }
      case SELF_MODIFIED, INVISIBLE -> Outcome.NONE;
      case WOULD_BLOCK -> {
        if (target.waiting() == Query.RowMark.Wait.ERROR) {
          throw SqlException.error(
              SqlState.LOCK_NOT_AVAILABLE,
              "could not obtain lock on row in relation \"%s\"",
              reader.relation.name());
        }
        yield Outcome.NONE;
      }
      case UPDATED, BEING_MODIFIED -> {
        if (repeatable) {
          throw changed(false);
        }
        yield Outcome.NONE;
      }
      case DELETED -> {
        if (repeatable) {
          throw changed(true);
        }
        yield Outcome.NONE;
      }
    };
  }

  /** 40001, as a repeatable-read transaction reports a row that others changed. */
  static SqlException changed(boolean deleted) {
    return SqlException.error(
        SqlState.SERIALIZATION_FAILURE,
        deleted
            ? "could not serialize access due to concurrent delete"
            : "could not serialize access due to concurrent update");
  }

  private void patch(Batch row, int at) {
    Batch decoded = reader.decode(newest);
    for (int i = 0; i < target.columns().size(); i++) {
      row.columns[target.columns().get(i).column()].copy(at, decoded.columns[i], 0);
    }
    row.columns[target.tidColumn()].set(at, TableReader.tidValue(info.tid()));
    // The row's byte strings point into the batch now: the next row gets another one.
    newest = new TupleBatch();
  }

  private boolean holds(Batch row, int at) {
    if (recheck == null) {
      return true;
    }
    LongVector verdict = (LongVector) recheck.eval(SetCall.only(row, at), context.eval);
    return !verdict.isNull(at) && verdict.values[at] != 0;
  }
}
