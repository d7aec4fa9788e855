package org.postern.storage.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.postern.storage.access.Persistence;
import org.postern.storage.access.TableHandle;
import org.postern.storage.lock.TransactionLocks;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.testkit.StorageFixture;
import org.postern.storage.testkit.TestProcess;
import org.postern.storage.transam.TransactionCallback;
import org.postern.storage.transam.Transam;
import org.postern.storage.tuple.TupleBuilder;
import org.postern.storage.vacuum.IndexCleaner;
import org.postern.storage.vacuum.RelationTruncator;
import org.postern.storage.vacuum.TableVacuum;
import org.postern.storage.vacuum.VacuumOptions;
import org.postern.storage.vacuum.VacuumResult;

/** A table "accounts" with a toast relation, and several processes working on it. */
final class HeapWorld implements AutoCloseable {
  static final int TABLE_OID = 20001;
  static final int TOAST_OID = 20002;

  /** An index that holds nothing, so that line pointers pass through DEAD. */
  private static final IndexCleaner NO_ENTRIES =
      new IndexCleaner() {
        @Override
        public long bulkDelete(LongPredicate dead) {
          return 0;
        }

        @Override
        public void cleanup() {}
      };

  /** Gives no pages back: the sessions of these tests hold no lock on the table. */
  static final VacuumOptions NO_CUT =
      new VacuumOptions(false, 0, false, true, false, 8000, () -> {});

  final StorageFixture fixture;
  final RelFileLocator locator;
  final RelFileLocator toastLocator;
  private int lastId;
  private final List<HeapSession> sessions = new ArrayList<>();

  HeapWorld(Path directory) {
    this(directory, 256);
  }

  HeapWorld(Path directory, int buffers) {
    fixture = StorageFixture.create(directory, 20, buffers);
    locator = fixture.createRelation();
    toastLocator = fixture.createRelation();
  }

  HeapSession session() {
    return session(Persistence.PERMANENT, 100);
  }

  HeapSession session(Persistence persistence, int fillfactor) {
    boolean first = sessions.isEmpty();
    TestProcess process = first ? fixture.process() : fixture.newProcess();
    TransactionLocks xidLocks = new TransactionLocks(process.lockManager());
    Transam transam =
        new Transam(
            fixture.memory(),
            process.slots(),
            process.slot(),
            process.locks(),
            process.pool(),
            fixture.wal(),
            xidLocks);
    if (first) {
      transam.startFresh(1000, 20000, fixture.wal().insertLsn());
    }
    process.lockManager().deadlockTimeout(100);
    transam.transactions().register(TransactionCallback.Phase.LOCKS, xidLocks);
    Heap heap =
        new Heap(
            process.pool(),
            process.edits(),
            process.smgr(),
            transam.transactions(),
            process.lockManager(),
            fixture.wal(),
            process.slot().interrupts(),
            process.pool().bufferCount(),
            sessions.size());
    TableHandle toast =
        new TableHandle(
            toastLocator,
            TOAST_OID,
            ToastChunks.LAYOUT,
            persistence,
            null,
            100,
            "pg_toast_20001",
            false);
    TableHandle table =
        new TableHandle(
            locator,
            TABLE_OID,
            HeapSession.LAYOUT,
            persistence,
            toast,
            fillfactor,
            "accounts",
            false);
    HeapSession session = new HeapSession(process, transam.transactions(), heap, table);
    sessions.add(session);
    return session;
  }

  long insertSpeculative(HeapSession session, int token) {
    TupleBuilder tuple = session.build(token, token, "speculative");
    if (token == 78) {
      tuple = session.build(2, 20, "y");
    }
    long tid =
        session.heap.insertSpeculative(
            session.table,
            tuple.bytes(),
            tuple.offset(),
            tuple.length(),
            session.tm.commandId(true),
            token);
    session.tm.incrementCommandId();
    return tid;
  }

  int nextId() {
    return ++lastId;
  }

  /** Vacuums the table and its toast relation; index entries are imagined. */
  VacuumResult vacuum(HeapSession session, VacuumOptions options) {
    vacuumOf(session, session.table.toast(), options).run();
    return vacuumOf(session, session.table, options).run();
  }

  /** As a VACUUM that gives no pages back. */
  VacuumResult vacuumWithoutCut(HeapSession session) {
    return vacuumOf(session, session.table, NO_CUT).run();
  }

  TableVacuum vacuumOf(HeapSession session, TableHandle table, VacuumOptions options) {
    return vacuumOf(session, table, options, NO_ENTRIES);
  }

  TableVacuum vacuumOf(
      HeapSession session, TableHandle table, VacuumOptions options, IndexCleaner index) {
    RelationTruncator truncator =
        (relation, fork, blocks, logged) ->
            session.tm.truncateFiles(relation, new long[] {blocks, -1, -1, -1}, logged);
    return new TableVacuum(
        new HeapCleaner(session.heap),
        session.process.lockManager(),
        truncator,
        table,
        List.of(index),
        options);
  }

  /** The checker finds nothing, in the table or in its toast relation. */
  void assertSound() {
    HeapSession session = sessions.getFirst();
    assertThat(new HeapChecker(session.heap, session.table).check()).isEmpty();
    assertThat(new HeapChecker(session.heap, session.table.toast()).check()).isEmpty();
  }

  @Override
  public void close() {
    fixture.close();
  }
}
