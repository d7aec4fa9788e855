package org.postern.wal.kill;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.postern.storage.access.HeapAccess;
import org.postern.storage.access.IndexBuildScan;
import org.postern.storage.access.IndexColumn;
import org.postern.storage.access.IndexHandle;
import org.postern.storage.access.IndexLayout;
import org.postern.storage.access.IndexTupleBuilder;
import org.postern.storage.access.IndexTupleReader;
import org.postern.storage.access.KeyKind;
import org.postern.storage.access.Persistence;
import org.postern.storage.access.RowLockMode;
import org.postern.storage.access.RowWait;
import org.postern.storage.access.TableHandle;
import org.postern.storage.access.TmResult;
import org.postern.storage.access.TupleBatch;
import org.postern.storage.access.UniqueCheck;
import org.postern.storage.btree.BtreeAccess;
import org.postern.storage.btree.FreeSpaceBlocks;
import org.postern.storage.buffer.BackgroundWriter;
import org.postern.storage.freespace.FreeSpaceMap;
import org.postern.storage.heap.Heap;
import org.postern.storage.heap.HeapCleaner;
import org.postern.storage.heap.HeapSession;
import org.postern.storage.heap.ToastChunks;
import org.postern.storage.inval.InvalidationMessage;
import org.postern.storage.inval.InvalidationQueue;
import org.postern.storage.lock.LockMode;
import org.postern.storage.lock.LockTag;
import org.postern.storage.lock.WaitPolicy;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.transam.TransactionCallback;
import org.postern.storage.transam.TransactionManager;
import org.postern.storage.tuple.TupleReader;
import org.postern.storage.vacuum.IndexCleaner;
import org.postern.storage.vacuum.TableVacuum;
import org.postern.storage.vacuum.VacuumOptions;
import org.postern.storage.walapi.WalOutput;
import org.postern.wal.Cluster;
import org.postern.wal.ClusterSession;
import org.postern.wal.checkpoint.CheckpointKind;
import org.postern.wal.insert.WalWriter;

/** One process: a table with toast and an index with wide keys, locks, files, messages. */
final class KillSession {
  static final RelFileLocator TABLE = new RelFileLocator(1663, 5, 16384);
  static final RelFileLocator TOAST = new RelFileLocator(1663, 5, 16385);
  static final RelFileLocator INDEX = new RelFileLocator(1663, 5, 16386);
  private static final int KEY_WIDTH = 600;

  /** What a transaction will have done if it commits. */
  static final class Outcome {
    final TreeMap<Integer, Long> rows;
    final Set<RelFileLocator> files;
    boolean messages;

    Outcome(Outcome before) {
      rows = before == null ? new TreeMap<>() : new TreeMap<>(before.rows);
      files = before == null ? new HashSet<>() : new HashSet<>(before.files);
    }
  }

  /** Told before a commit begins, and after it has returned. */
  interface Witness {
    void committing(long xid, Outcome next);

    void ended(boolean committed);
  }

  final ClusterSession session;
  final TransactionManager tm;
  final BtreeAccess btree;
  final HeapSession rows;
  final InvalidationQueue queue;
  private final Cluster cluster;
  private final IndexHandle index;
  private final IndexTupleBuilder builder;
  private final IndexTupleReader reader;
  private boolean announce;

  KillSession(Cluster cluster) {
    this(cluster, cluster.session());
  }

  KillSession(Cluster cluster, ClusterSession session) {
    this.cluster = cluster;
    this.session = session;
    this.tm = session.transactions();
    this.queue = new InvalidationQueue(cluster.memory(), session.locks());
    tm.register(TransactionCallback.Phase.LOCKS, new Locks());
    tm.register(TransactionCallback.Phase.CACHES, new Messages());
    Heap heap =
        new Heap(
            session.pool(),
            session.edits(),
            session.storage(),
            tm,
            session.lockManager(),
            session.wal(),
            session.slot().interrupts(),
            session.pool().bufferCount(),
            session.slot().index());
    Persistence logged = Persistence.PERMANENT;
    TableHandle toast =
        new TableHandle(
            TOAST, 16385, ToastChunks.LAYOUT, logged, null, 100, "pg_toast_16384", false);
    rows =
        new HeapSession(
            null,
            tm,
            heap,
            new TableHandle(TABLE, 16384, HeapSession.LAYOUT, logged, toast, 100, "t", false));
    btree =
        new BtreeAccess(
            session.slot().interrupts(),
            session.pool(),
            session.edits(),
            session.wal(),
            cluster.files(),
            new FreeSpaceBlocks(
                new FreeSpaceMap(session.pool(), session.storage(), session.slot().index())),
            () -> session.transam().horizons().oldestSnapshotCsn());
    IndexLayout layout =
        IndexLayout.ofKeys(new IndexColumn(-1, 4, KeyKind.BYTES, null, false, false));
    index = new IndexHandle(INDEX, 16386, "t_key", layout, false, false, true, 90);
    builder = new IndexTupleBuilder(layout);
    reader = new IndexTupleReader(layout);
  }

  private final class Locks implements TransactionCallback {
    @Override
    public void committed() {
      session.lockManager().releaseTransactionLocks();
    }

    @Override
    public void aborted() {
      session.lockManager().releaseTransactionLocks();
    }

    @Override
    public void subBegan(int level) {
      session.lockManager().beginSubtransaction();
    }

    @Override
    public void subCommitted(int level) {
      session.lockManager().commitSubtransaction();
    }

    @Override
    public void subAborted(int level) {
      session.lockManager().abortSubtransaction();
    }
  }

  private final class Messages implements TransactionCallback {
    @Override
    public void invalidations(WalOutput out) {
      if (announce) {
        out.putByte(1);
      }
    }

    @Override
    public void committed() {
      if (announce) {
        announce = false;
        queue.send(List.of(new InvalidationMessage(5, 1259, 16384)));
      }
    }

    @Override
    public void aborted() {
      announce = false;
    }
  }

  static byte[] key(int id) {
    String text = String.format("%06d", id * 7919L % 1_000_003);
    return (text + "x".repeat(KEY_WIDTH)).getBytes(StandardCharsets.US_ASCII);
  }

  void createAll() {
    rows.begin();
    tm.createFiles(TABLE, true);
    tm.createFiles(TOAST, true);
    tm.createFiles(INDEX, true);
    btree.createEmpty(index);
    tm.commit();
  }

  private void addToIndex(int id, long tid) {
    builder.reset();
    byte[] key = key(id);
    builder.putBytes(key, 0, key.length);
    int length = builder.finish();
    btree.insert(index, builder.bytes(), length, tid, UniqueCheck.NO, null);
  }

  /** Some work of a random kind; {@code known} is what is committed now. */
  void work(Random random, Outcome known, int firstId, Witness witness) {
    switch (random.nextInt(12)) {
      case 0, 1 -> vacuum(random.nextBoolean() ? VacuumOptions.plain() : VacuumOptions.freeze());
      case 2 -> cluster.checkpointer(session).run(CheckpointKind.REQUESTED);
      case 3 -> new BackgroundWriter(session.pool(), 100, 2.0).round();
      case 4 -> new WalWriter(session.wal()).round();
      default -> transaction(random, known, firstId, witness);
    }
  }

  void transaction(Random random, Outcome known, int firstId, Witness witness) {
    Outcome next = new Outcome(known);
    rows.begin();
    tm.setSynchronousCommit(random.nextInt(3) != 0);
    session
        .lockManager()
        .acquire(LockTag.relation(5, 16384), LockMode.ROW_EXCLUSIVE, false, WaitPolicy.BLOCK);
    int id = firstId;
    boolean many = random.nextInt(5) == 0;
    for (int n = (many ? 25 : 1) + random.nextInt(8); n > 0; n--) {
      id = change(random, next, id);
    }
    if (random.nextInt(4) == 0) {
      tm.beginSub();
      Outcome scratch = new Outcome(next);
      id = change(random, scratch, id);
      if (random.nextBoolean()) {
        tm.commitSub();
        next.rows.clear();
        next.rows.putAll(scratch.rows);
      } else {
        tm.abortSub();
      }
    }
    files(random, next, firstId);
    if (random.nextInt(4) == 0) {
      announce = true;
      next.messages = true;
    }
    long xid = tm.topXid();
    if (random.nextInt(8) == 0) {
      tm.abort();
      witness.ended(false);
    } else {
      witness.committing(xid, next);
      tm.commit();
      witness.ended(true);
    }
  }

  private void files(Random random, Outcome next, int firstId) {
    if (random.nextInt(4) == 0) {
      RelFileLocator made = new RelFileLocator(1663, 5, 100_000L + firstId);
      tm.createFiles(made, true);
      next.files.add(made);
    } else if (random.nextInt(4) == 0 && !next.files.isEmpty()) {
      RelFileLocator gone = next.files.iterator().next();
      tm.dropFilesAtCommit(gone);
      next.files.remove(gone);
    }
  }

  private int change(Random random, Outcome next, int id) {
    List<Long> tids = rows.tids();
    int what = tids.isEmpty() ? 0 : random.nextInt(tids.size() > 120 ? 12 : 9);
    if (what < 3) {
      addToIndex(id, rows.insert(id, id * 10L, note(random)));
      next.rows.put(id, id * 10L);
      return id + 1;
    }
    long tid = tids.get(random.nextInt(tids.size()));
    int old = rows.idAt(tid);
    if (what < 7) {
      long value = random.nextInt(1000);
      int changed = random.nextInt(3) == 0 ? HeapAccess.CHANGED_INDEXED : 0;
      expect(rows.update(tid, old, value, note(random), changed, true));
      if (!rows.info.heapOnly()) {
        addToIndex(old, rows.info.newTid());
      }
      next.rows.put(old, value);
    } else if (what == 7) {
      expect(rows.lock(tid, RowLockMode.values()[random.nextInt(4)], RowWait.SKIP));
    } else {
      expect(rows.delete(tid));
      next.rows.remove(old);
    }
    return id;
  }

  private static void expect(TmResult result) {
    if (result != TmResult.OK) {
      throw new AssertionError(result);
    }
  }

  private static String note(Random random) {
    int length = random.nextInt(12) == 0 ? 2000 + random.nextInt(8000) : random.nextInt(300);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) (' ' + random.nextInt(90)));
    }
    return text.toString();
  }

  void vacuum(VacuumOptions options) {
    rows.begin();
    LockTag tag = LockTag.relation(5, 16384);
    session.lockManager().acquire(tag, LockMode.SHARE_UPDATE_EXCLUSIVE, false, WaitPolicy.BLOCK);
    vacuum(rows.table.toast(), List.of(), options);
    vacuum(rows.table, List.of(new Cleaner()), options);
    tm.commit();
  }

  private void vacuum(TableHandle table, List<IndexCleaner> indexes, VacuumOptions options) {
    new TableVacuum(
            new HeapCleaner(rows.heap),
            session.lockManager(),
            (relation, fork, blocks, logged) ->
                tm.truncateFiles(relation, new long[] {blocks, -1, -1, -1}, logged),
            table,
            indexes,
            options)
        .run();
  }

  private final class Cleaner implements IndexCleaner {
    @Override
    public long bulkDelete(LongPredicate dead) {
      return btree
          .bulkDelete(index, dead, session.transam().horizons().oldestSnapshotCsn())
          .entriesRemoved();
    }

    @Override
    public void cleanup() {
      // There is nothing left to do.
    }
  }

  /** The index's own rules, and that it leads to each row that somebody may see. */
  List<String> checkIndex() {
    Set<String> entries = new HashSet<>();
    btree.check(
        index,
        true,
        true,
        (tuple, length, tid) -> {
          reader.reset(tuple, 0);
          entries.add(
              tid + new String(reader.data(), reader.offset(0), 6, StandardCharsets.US_ASCII));
        });
    List<String> missing = new ArrayList<>();
    TupleBatch batch = new TupleBatch();
    TupleReader values = new TupleReader(HeapSession.LAYOUT);
    try (IndexBuildScan scan = rows.heap.indexBuildScan(rows.table)) {
      while (scan.nextBatch(batch)) {
        for (int i = 0; i < batch.count(); i++) {
          values.set(batch.data(), batch.offset(i));
          int id = (int) values.getLong(0);
          String wanted = batch.tid(i) + new String(key(id), 0, 6, StandardCharsets.US_ASCII);
          if (!entries.contains(wanted)) {
            missing.add("row " + id + " at " + batch.tid(i) + " is not in the index");
          }
        }
      }
    }
    return missing;
  }
}
