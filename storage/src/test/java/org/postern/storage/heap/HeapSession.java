package org.postern.storage.heap;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.postern.storage.access.HeapAccess;
import org.postern.storage.access.RowLockMode;
import org.postern.storage.access.RowWait;
import org.postern.storage.access.TableHandle;
import org.postern.storage.access.TableScan;
import org.postern.storage.access.TmInfo;
import org.postern.storage.access.TmResult;
import org.postern.storage.access.TupleBatch;
import org.postern.storage.testkit.TestProcess;
import org.postern.storage.transam.IsolationLevel;
import org.postern.storage.transam.Snapshot;
import org.postern.storage.transam.TransactionManager;
import org.postern.storage.tuple.AttributeLayout;
import org.postern.storage.tuple.TupleBuilder;
import org.postern.storage.tuple.TupleLayout;
import org.postern.storage.tuple.TupleReader;

/**
 * One process of a heap test: a transaction at a time, rows of (id int4, value int8, note text).
 */
public final class HeapSession {
  public static final TupleLayout LAYOUT =
      new TupleLayout(AttributeLayout.INT4, AttributeLayout.INT8, AttributeLayout.TEXT);

  public final TestProcess process;
  public final TransactionManager tm;
  public final Heap heap;
  public final TableHandle table;
  public final TmInfo info = new TmInfo();
  private final TupleBuilder builder = new TupleBuilder(LAYOUT);
  private final TupleReader reader = new TupleReader(LAYOUT);

  public HeapSession(TestProcess process, TransactionManager tm, Heap heap, TableHandle table) {
    this.process = process;
    this.tm = tm;
    this.heap = heap;
    this.table = table;
  }

  public HeapSession begin() {
    tm.begin(IsolationLevel.READ_COMMITTED, false);
    return this;
  }

  public HeapSession beginRepeatable() {
    tm.begin(IsolationLevel.REPEATABLE_READ, false);
    return this;
  }

  public void commit() {
    tm.commit();
  }

  public void abort() {
    tm.abort();
  }

  /** Runs a statement between transaction begin and commit. */
  public void run(Runnable work) {
    begin();
    work.run();
    commit();
  }

  public TupleBuilder build(int id, long value, String note) {
    builder.begin();
    builder.putLong(id);
    builder.putLong(value);
    if (note == null) {
      builder.putNull();
    } else {
      byte[] bytes = note.getBytes(StandardCharsets.UTF_8);
      builder.putBytes(bytes, 0, bytes.length);
    }
    builder.finish();
    return builder;
  }

  public long insert(int id, long value, String note) {
    build(id, value, note);
    long tid =
        heap.insert(
            table, builder.bytes(), builder.offset(), builder.length(), tm.commandId(true), 0);
    tm.incrementCommandId();
    return tid;
  }

  public TmResult update(long tid, int id, long value, String note) {
    return update(tid, id, value, note, 0, true);
  }

  public TmResult update(long tid, int id, long value, String note, int changed, boolean wait) {
    build(id, value, note);
    TmResult result =
        heap.update(
            table,
            tid,
            builder.bytes(),
            builder.offset(),
            builder.length(),
            tm.commandId(true),
            null,
            wait,
            changed,
            info);
    tm.incrementCommandId();
    return result;
  }

  public TmResult delete(long tid) {
    TmResult result = heap.delete(table, tid, tm.commandId(true), null, true, info);
    tm.incrementCommandId();
    return result;
  }

  public TmResult lock(long tid, RowLockMode mode, RowWait wait) {
    return heap.lock(table, tid, tm.commandId(false), mode, wait, 0, null, info);
  }

  public TmResult lockLast(long tid, RowLockMode mode, TupleBatch out) {
    return heap.lock(
        table,
        tid,
        tm.commandId(false),
        mode,
        RowWait.BLOCK,
        HeapAccess.LOCK_LAST_VERSION,
        out,
        info);
  }

  /** id=value of all rows that a new statement sees. */
  public TreeMap<Integer, Long> rows() {
    Snapshot snapshot = tm.snapshots().acquire();
    try {
      return rows(snapshot);
    } finally {
      tm.snapshots().release(snapshot);
    }
  }

  public TreeMap<Integer, Long> rows(Snapshot snapshot) {
    TreeMap<Integer, Long> found = new TreeMap<>();
    TupleBatch batch = new TupleBatch();
    try (TableScan scan = heap.scan(table, snapshot)) {
      while (scan.nextBatch(batch)) {
        for (int i = 0; i < batch.count(); i++) {
          reader.set(batch.data(), batch.offset(i));
          Long before = found.put((int) reader.getLong(0), reader.getLong(1));
          if (before != null) {
            throw new AssertionError("row seen twice: id=" + reader.getLong(0));
          }
        }
      }
    }
    return found;
  }

  public List<Long> tids() {
    List<Long> tids = new ArrayList<>();
    Snapshot snapshot = tm.snapshots().acquire();
    TupleBatch batch = new TupleBatch();
    try (TableScan scan = heap.scan(table, snapshot)) {
      while (scan.nextBatch(batch)) {
        for (int i = 0; i < batch.count(); i++) {
          tids.add(batch.tid(i));
        }
      }
    }
    tm.snapshots().release(snapshot);
    return tids;
  }

  /** The value of the row behind a tid as an index scan would find it, or null. */
  public Long valueAt(long tid) {
    Snapshot snapshot = tm.snapshots().acquire();
    try {
      TupleBatch batch = new TupleBatch();
      if (!heap.fetch(table, tid, snapshot, batch)) {
        return null;
      }
      reader.set(batch.data(), batch.offset(0));
      return reader.getLong(1);
    } finally {
      tm.snapshots().release(snapshot);
    }
  }

  /** The id of the row behind a tid that the transaction sees. */
  public int idAt(long tid) {
    TupleBatch batch = new TupleBatch();
    Snapshot snapshot = tm.snapshots().acquire();
    try {
      if (!heap.fetchVersion(table, tid, snapshot, batch)) {
        throw new AssertionError("row not visible: tid=" + tid);
      }
      reader.set(batch.data(), batch.offset(0));
      return (int) reader.getLong(0);
    } finally {
      tm.snapshots().release(snapshot);
    }
  }

  /** The note of the row behind a tid, fetched from the toast relation if need be. */
  public String noteAt(long tid) {
    Snapshot snapshot = tm.snapshots().acquire();
    try {
      TupleBatch batch = new TupleBatch();
      if (!heap.fetch(table, tid, snapshot, batch)) {
        return null;
      }
      reader.set(batch.data(), batch.offset(0));
      if (reader.isNull(2)) {
        return null;
      }
      byte[] bytes = heap.detoast(table, reader.base(2), reader.rawOffset(2));
      return new String(bytes, StandardCharsets.UTF_8);
    } finally {
      tm.snapshots().release(snapshot);
    }
  }
}
