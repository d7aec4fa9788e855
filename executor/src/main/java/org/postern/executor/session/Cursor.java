package org.postern.executor.session;

import java.util.List;
import org.postern.executor.exec.ExecEnvironment;
import org.postern.executor.exec.TupleStore;
import org.postern.executor.plan.PlannedStatement;
import org.postern.executor.sql.ast.CursorStatement.Direction;
import org.postern.executor.sql.ast.CursorStatement.Fetch;
import org.postern.executor.types.Tid;
import org.postern.executor.vector.Batch;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * An open cursor and its position: 0 before the first row, n on row n, one more than there are rows
 * behind the last.
 *
 * <p>A cursor that can scroll keeps the rows it has read in a store; one that cannot keeps the last
 * row alone. A holdable cursor's rows are all in the store once its transaction has committed.
 *
 * <p>Source: PostgreSQL documentation, DECLARE and FETCH.
 */
final class Cursor {
  private final ExecEnvironment env;
  private final Declared declared;
  private final List<PlannedStatement.OutputColumn> columns;
  private final CursorRows tids;
  private QueryPortal source;
  private TupleStore store;
  private TupleStore.Reader rows;

  /** How many rows went by before the first one in the store. */
  private long base;

  private long position;
  private boolean exhausted;

  /** Behind the last row, of a cursor that does not scroll. */
  private boolean atEnd;

  private Batch pending;
  private int pendingAt;

  /** The savepoints around it. */
  int depth;

  /** What DECLARE said and what came of it. */
  record Declared(
      String name,
      String statement,
      boolean binary,
      boolean hold,
      boolean scroll,
      boolean refusesScroll,
      long created) {}

  Cursor(
      Declared declared,
      QueryPortal source,
      List<PlannedStatement.OutputColumn> columns,
      CursorRows tids,
      ExecEnvironment env) {
    this.declared = declared;
    this.source = source;
    this.columns = columns;
    this.tids = tids;
    this.env = env;
    newStore();
  }

  private void newStore() {
    List<Integer> types =
        source.columns().stream().map(PlannedStatement.OutputColumn::type).toList();
    store = new TupleStore(types, env);
    rows = store.reader();
  }

  Declared declared() {
    return declared;
  }

  List<PlannedStatement.OutputColumn> columns() {
    return columns;
  }

  /** Whether it came out of an earlier transaction. */
  boolean held() {
    return source == null;
  }

  /** Reads on until row {@code number} is in the store; false when there are fewer. */
  private boolean reach(long number) {
    while (base + store.count() < number) {
      Batch batch = nextBatch();
      if (batch == null) {
        return false;
      }
      store.addAll(batch);
    }
    return true;
  }

  private Batch nextBatch() {
    if (exhausted) {
      return null;
    }
    Batch batch = source.next();
    exhausted = batch == null;
    return batch;
  }

  private long last() {
    reach(Long.MAX_VALUE);
    return base + store.count();
  }

  /** Rows of one FETCH: pulled until null; {@code count} tells how many there were. */
  final class Fetched {
    private final boolean move;
    private long from;
    private long left;
    private int step;
    private long count;

    private Fetched(Fetch fetch) {
      this.move = fetch.move();
      start(fetch.direction(), fetch.count());
    }

    private void forward(long n) {
      step = 1;
      left = n;
      from = position + 1;
    }

    private void backward(long n) {
      requireScroll();
      step = -1;
      left = n;
      from = Math.min(position, rowsKnown() + 1) - 1;
    }

    /** Only the row {@code number}, or the end it lies behind. */
    private void only(long number) {
      boolean untouched = position == 0 && number <= 0;
      if (number <= position && !untouched) {
        requireScroll();
      }
      step = 1;
      left = 1;
      from = Math.max(0, number);
      if (number > position + 1 && !declared.scroll()) {
        skipTo(number);
      }
    }

    private void start(Direction direction, long n) {
      switch (direction) {
        case FORWARD -> {
          if (n == 0) {
            again();
          } else if (n < 0) {
            backward(-n);
          } else {
            forward(n);
          }
        }
        case BACKWARD -> {
          if (n == 0) {
            again();
          } else if (n < 0) {
            forward(-n);
          } else {
            backward(n);
          }
        }
        case ABSOLUTE -> {
          if (n < 0) {
            requireScroll();
            only(last() + 1 + n);
          } else {
            only(n);
          }
        }
        case RELATIVE -> {
          if (n == 0) {
            again();
          } else {
            only(Math.min(position, rowsKnown() + 1) + n);
          }
        }
      }
    }

    /** The present row once more. */
    private void again() {
      if (!onRow()) {
        left = 0;
        return;
      }
      if (move) {
        left = 0;
        count = 1;
        return;
      }
      requireScroll();
      step = 1;
      left = 1;
      from = position;
    }

    long count() {
      return count;
    }

    /** The next rows, or null. */
    Batch next() {
      if (left == 0) {
        return null;
      }
      Batch batch = step < 0 ? previousRow() : nextRows();
      if (batch == null) {
        left = 0;
        return null;
      }
      count += batch.size();
      return batch;
    }

    private Batch previousRow() {
      if (from < 1) {
        position = 0;
        return null;
      }
      position = from--;
      left--;
      return rows.row(position - 1 - base);
    }

    private Batch nextRows() {
      if (from < 1) {
        position = 0;
        return null;
      }
      return declared.scroll() || source == null ? fromStore() : fromSource();
    }

    private Batch fromStore() {
      if (!reach(from)) {
        position = base + store.count() + 1;
        return null;
      }
      rows.seek(from - 1 - base);
      Batch batch = firstRows(rows.next(), left);
      advance(batch.size());
      return batch;
    }

    private Batch fromSource() {
      if (pending == null || pendingAt >= pending.size()) {
        pending = nextBatch();
        pendingAt = 0;
        if (pending == null) {
          position = atEnd ? position : from;
          atEnd = true;
          return null;
        }
      }
      Batch batch = slice(pending, pendingAt, left);
      pendingAt += batch.size();
      advance(batch.size());
      if (!tids.isEmpty()) {
        store.close();
        newStore();
        store.addAll(slice(batch, batch.size() - 1, 1));
        base = position - 1;
      }
      return batch;
    }

    private void advance(int n) {
      position = from + n - 1;
      from += n;
      left = left == Fetch.ALL ? left : left - n;
    }

    private void skipTo(long number) {
      forward(number - position - 1);
      Batch batch = next();
      while (batch != null) {
        batch = next();
      }
      count = 0;
      step = 1;
      left = atEnd ? 0 : 1;
      from = number;
    }
  }

  private static Batch firstRows(Batch batch, long n) {
    return batch.size() <= n ? batch : slice(batch, 0, n);
  }

  private static Batch slice(Batch batch, int from, long n) {
    int size = (int) Math.min(n, batch.size() - from);
    Batch part = new Batch(batch.columns);
    part.count = batch.count;
    part.selection = new int[size];
    for (int i = 0; i < size; i++) {
      part.selection[i] = batch.row(from + i);
    }
    part.selected = size;
    return part;
  }

  /** Rows that are known to be there; all of them once the source is exhausted. */
  private long rowsKnown() {
    return declared.scroll() || source == null ? base + store.count() : position;
  }

  private boolean onRow() {
    if (position == 0 || atEnd) {
      return false;
    }
    return !(declared.scroll() || source == null) || position <= base + store.count();
  }

  private void requireScroll() {
    if (declared.scroll()) {
      return;
    }
    SqlException e =
        SqlException.error(
            SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "cursor can only scan forward");
    throw e.withHint("Declare it with SCROLL option to enable backward scan.");
  }

  /** Begins a FETCH or MOVE. */
  Fetched fetch(Fetch fetch) {
    return new Fetched(fetch);
  }

  /** The tid of the present row in {@code table}; null where an outer join left it out. */
  Tid currentTid(int table, String tableName) {
    if (held()) {
      throw state("cursor \"%s\" is held from a previous transaction", declared.name());
    }
    int column = tids.column(table, tableName, declared.name());
    if (!onRow()) {
      throw state("cursor \"%s\" is not positioned on a row", declared.name());
    }
    Batch row = rows.row(position - 1 - base);
    return (Tid) row.columns[column].get(row.row(0));
  }

  static SqlException state(String message, Object... args) {
    return SqlException.error(SqlState.INVALID_CURSOR_STATE, message, args);
  }

  /** Its transaction commits: the rows still to come go into the store. */
  void hold() {
    if (!declared.scroll()) {
      store.close();
      newStore();
      base = position;
      if (pending != null && pendingAt < pending.size()) {
        store.addAll(slice(pending, pendingAt, Long.MAX_VALUE));
      }
      pending = null;
    }
    last();
    store.keep();
    source.close();
    source = null;
    depth = 0;
  }

  /** Closes it in good order. */
  void close() {
    if (source != null) {
      source.close();
    }
    store.close();
  }

  /** Forgets it after an error: what the source held is gone already. */
  void drop() {
    store.close();
  }
}
