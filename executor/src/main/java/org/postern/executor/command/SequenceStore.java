package org.postern.executor.command;

import java.util.function.UnaryOperator;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.catalog.TableHandles;
import org.postern.executor.row.RowDecoder;
import org.postern.executor.row.RowEncoder;
import org.postern.executor.row.RowShape;
import org.postern.storage.access.HeapAccess;
import org.postern.storage.access.TableHandle;
import org.postern.storage.access.Tid;
import org.postern.storage.access.TupleBatch;
import org.postern.storage.lock.LockManager;
import org.postern.storage.lock.LockMode;
import org.postern.storage.lock.LockTag;
import org.postern.storage.lock.WaitPolicy;
import org.postern.storage.transam.Snapshot;
import org.postern.storage.transam.TransactionManager;

/**
 * Reads and overwrites the row of a sequence. A change is there for everybody at once, whether or
 * not the transaction commits. It is logged, and the transaction gets an id, so that its commit
 * waits until the log is on disk: a value that a committed transaction used is never given again.
 *
 * <p>A tuple lock around reading and writing makes one process at a time advance a sequence.
 */
final class SequenceStore {
  private static final long ROW = Tid.of(0, 1);

  private final TableHandles handles;
  private final HeapAccess heap;
  private final TransactionManager transactions;
  private final LockManager locks;
  private final int database;

  SequenceStore(
      TableHandles handles,
      HeapAccess heap,
      TransactionManager transactions,
      LockManager locks,
      int database) {
    this.handles = handles;
    this.heap = heap;
    this.transactions = transactions;
    this.locks = locks;
    this.database = database;
  }

  /** Writes the first row into a sequence's new, empty file. */
  void create(RelationEntry sequence, SequenceRow row) {
    RowEncoder encoder = new RowEncoder(handles.shape(sequence));
    encoder.encode(row.values());
    long tid =
        heap.insert(
            handles.table(sequence),
            encoder.tuple().bytes(),
            encoder.tuple().offset(),
            encoder.tuple().length(),
            transactions.commandId(true),
            HeapAccess.INSERT_FROZEN);
    if (tid != ROW) {
      throw new IllegalStateException("a sequence's row is not its first: tid=" + tid);
    }
  }

  SequenceRow read(RelationEntry sequence) {
    TableHandle handle = handles.table(sequence);
    TupleBatch tuples = new TupleBatch();
    if (!heap.fetchVersion(handle, ROW, Snapshot.ANY, tuples)) {
      throw new IllegalStateException("sequence without a row: oid=" + sequence.oid());
    }
    RowShape shape = handles.shape(sequence);
    RowDecoder decoder = new RowDecoder(shape, (base, offset) -> new byte[0]);
    decoder.set(tuples.data(), tuples.offset(0));
    return new SequenceRow(
        (Long) decoder.get(0), (Long) decoder.get(1), (Long) decoder.get(2) != 0);
  }

  /** Replaces the row by what {@code change} makes of it; null leaves it. */
  void update(RelationEntry sequence, UnaryOperator<SequenceRow> change) {
    LockTag tag = LockTag.tuple(database, sequence.oid(), 0, 1);
    transactions.topXid();
    locks.acquire(tag, LockMode.EXCLUSIVE, false, WaitPolicy.BLOCK);
    try {
      SequenceRow row = change.apply(read(sequence));
      if (row != null) {
        write(sequence, row);
      }
    } finally {
      locks.release(tag, LockMode.EXCLUSIVE, false);
    }
  }

  private void write(RelationEntry sequence, SequenceRow row) {
    RowEncoder encoder = new RowEncoder(handles.shape(sequence));
    encoder.encode(row.values());
    heap.inplaceUpdate(
        handles.table(sequence),
        ROW,
        encoder.tuple().bytes(),
        encoder.tuple().offset(),
        encoder.tuple().length());
  }
}
