package org.postern.storage.btree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.storage.access.IndexBatch;
import org.postern.storage.access.IndexHandle;
import org.postern.storage.access.IndexLayout;
import org.postern.storage.access.IndexScan;
import org.postern.storage.access.IndexTupleBuilder;
import org.postern.storage.access.IndexTupleReader;
import org.postern.storage.access.InsertResult;
import org.postern.storage.access.KeyKind;
import org.postern.storage.access.Liveness;
import org.postern.storage.access.ScanDirection;
import org.postern.storage.access.ScanKey;
import org.postern.storage.access.UniqueCheck;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.testkit.StorageFixture;
import org.postern.storage.testkit.TestProcess;

/** Several processes, as threads, on one index at once. */
class BtreeConcurrencyTest {
  private static final int INSERTERS = 4;

  @TempDir Path directory;
  private StorageFixture fixture;
  private RelFileLocator locator;
  private final IndexUser.Blocks blocks = new IndexUser.Blocks();
  private final IndexLayout layout = IndexLayout.ofKeys(IndexModel.column(KeyKind.INT8));
  private final AtomicLongArray snapshots = new AtomicLongArray(16);
  private final AtomicInteger nextUser = new AtomicInteger();
  private ExecutorService threads;
  private final List<Future<?>> running = new ArrayList<>();

  @BeforeEach
  void open() {
    fixture = StorageFixture.create(directory, 16, 512);
    locator = fixture.createRelation();
    new IndexUser(fixture, fixture.process(), blocks).access().createEmpty(handle(false));
    threads = Executors.newCachedThreadPool();
  }

  @AfterEach
  void close() throws Exception {
    threads.shutdown();
    assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    fixture.close();
  }

  private IndexHandle handle(boolean unique) {
    return IndexUser.handle(locator, layout, unique);
  }

  /** What a thread needs: its own process, handle and tuple builder, and a snapshot to announce. */
  private final class Actor {
    private final IndexUser user = new IndexUser(fixture, newProcess(), blocks, this::horizon);
    private final IndexTupleBuilder builder = new IndexTupleBuilder(layout);
    private final IndexHandle index;
    private final int number = nextUser.getAndIncrement();

    Actor(boolean unique) {
      index = handle(unique);
    }

    /** Pages deleted from now on are not reused until {@link #leave}. */
    void enter() {
      snapshots.set(number, 1);
      snapshots.set(number, fixture.wal().insertLsn());
    }

    void leave() {
      snapshots.set(number, 0);
    }

    private long horizon() {
      long horizon = fixture.wal().insertLsn();
      for (int i = 0; i < snapshots.length(); i++) {
        long snapshot = snapshots.get(i);
        horizon = snapshot != 0 && snapshot < horizon ? snapshot : horizon;
      }
      return horizon;
    }

    InsertResult insert(long key, long tid, UniqueCheck check, Map<Long, Long> heap) {
      int length = builder.reset().putLong(key).finish();
      enter();
      InsertResult result =
          user.access()
              .insert(index, builder.bytes(), length, tid, check, (t, r) -> look(heap, t, r));
      leave();
      return result;
    }
  }

  private synchronized TestProcess newProcess() {
    return fixture.newProcess();
  }

  private void run(Callable<?> task) {
    running.add(threads.submit(task));
  }

  private void join(int from, int to) throws Exception {
    for (Future<?> future : running.subList(from, to)) {
      future.get(120, TimeUnit.SECONDS);
    }
  }

  @Test
  void shouldFindEveryKeyWhenOthersInsert() throws Exception {
    int perInserter = 6000;
    AtomicInteger[] done = new AtomicInteger[INSERTERS];
    long[][] keys = new long[INSERTERS][perInserter];
    AtomicBoolean stop = new AtomicBoolean();
    for (int t = 0; t < INSERTERS; t++) {
      done[t] = new AtomicInteger();
      Random random = new Random(t);
      for (int i = 0; i < perInserter; i++) {
        // Two inserters meet at the right end, two are spread.
        long key = t < 2 ? i : random.nextInt(1_000_000);
        keys[t][i] = key * INSERTERS + t;
      }
      int self = t;
      run(() -> {
        Actor actor = new Actor(false);
        for (int i = 0; i < perInserter; i++) {
          actor.insert(keys[self][i], (long) self * perInserter + i + 1, UniqueCheck.NO, null);
          done[self].set(i + 1);
        }
        actor.user.assertNothingHeld();
        return null;
      });
    }
    run(() -> scanRepeatedly(ScanDirection.FORWARD, keys, done, stop));
    run(() -> scanRepeatedly(ScanDirection.BACKWARD, keys, done, stop));
    join(0, INSERTERS);
    stop.set(true);
    join(INSERTERS, running.size());
    Actor last = new Actor(false);
    assertThat(last.user.access().checker().check(last.index, true, null))
        .isEqualTo((long) INSERTERS * perInserter);
  }

  private Void scanRepeatedly(
      ScanDirection direction, long[][] keys, AtomicInteger[] done, AtomicBoolean stop) {
    Actor actor = new Actor(false);
    int rounds = 0;
    while (!stop.get() || rounds == 0) {
      rounds++;
      int[] before = new int[INSERTERS];
      for (int t = 0; t < INSERTERS; t++) {
        before[t] = done[t].get();
      }
      BitSet found = scanOnce(actor, direction, keys[0].length);
      for (int t = 0; t < INSERTERS; t++) {
        int from = t * keys[t].length + 1;
        assertThat(found.nextClearBit(from)).isGreaterThanOrEqualTo(from + before[t]);
      }
    }
    actor.user.assertNothingHeld();
    return null;
  }

  /** Checks the order of keys and tids, and returns the tids. */
  private BitSet scanOnce(Actor actor, ScanDirection direction, int perInserter) {
    BitSet found = new BitSet(INSERTERS * perInserter + 1);
    IndexBatch batch = new IndexBatch();
    IndexTupleReader reader = new IndexTupleReader(layout);
    boolean forward = direction == ScanDirection.FORWARD;
    long previousKey = forward ? Long.MIN_VALUE : Long.MAX_VALUE;
    long previousTid = previousKey;
    actor.enter();
    try (IndexScan scan = actor.user.access().openScan(actor.index, new ScanKey[0], true, null)) {
      while (scan.nextBatch(batch, direction)) {
        for (int i = 0; i < batch.count(); i++) {
          reader.reset(batch.tuples(), batch.tupleOffset(i));
          long key = reader.getLong(0);
          int order = Long.compare(key, previousKey);
          order = order != 0 ? order : Long.compare(batch.tid(i), previousTid);
          if (forward ? order <= 0 : order >= 0) {
            throw new AssertionError("order: " + previousKey + " then " + key);
          }
          previousKey = key;
          previousTid = batch.tid(i);
          found.set((int) batch.tid(i));
        }
      }
    }
    actor.leave();
    return found;
  }

  /** A window of keys moves to the right; vacuum removes what it left, and pages are reused. */
  @Test
  void shouldFindTheWholeWindowWhenVacuumDeletesPagesBehindIt() throws Exception {
    int total = 40_000;
    AtomicLong inserted = new AtomicLong();
    AtomicLong vacuumed = new AtomicLong();
    AtomicBoolean stop = new AtomicBoolean();
    run(() -> {
      Actor actor = new Actor(false);
      for (long key = 1; key <= total; key++) {
        actor.insert(key, key, UniqueCheck.NO, null);
        inserted.set(key);
      }
      stop.set(true);
      return null;
    });
    AtomicLong pagesDeleted = new AtomicLong();
    run(() -> {
      Actor actor = new Actor(false);
      while (!stop.get()) {
        long limit = Math.max(0, inserted.get() - 3000);
        vacuumed.set(limit);
        pagesDeleted.addAndGet(
            actor
                .user
                .access()
                .bulkDelete(actor.index, tid -> tid <= limit, actor.horizon())
                .pagesDeleted());
      }
      actor.user.assertNothingHeld();
      return null;
    });
    run(() -> watchWindow(ScanDirection.FORWARD, inserted, vacuumed, stop));
    run(() -> watchWindow(ScanDirection.BACKWARD, inserted, vacuumed, stop));
    join(0, running.size());
    Actor last = new Actor(false);
    last.user.access().checker().check(last.index, true, null);
    assertThat(pagesDeleted.get()).isGreaterThan(20);
    long size = fixture.process().pool().nblocks(locator, Fork.MAIN);
    assertThat(size).isLessThan(150);
  }

  private Void watchWindow(
      ScanDirection direction, AtomicLong inserted, AtomicLong vacuumed, AtomicBoolean stop) {
    Actor actor = new Actor(false);
    while (!stop.get()) {
      long to = inserted.get();
      BitSet found = scanOnce(actor, direction, 10_001);
      long from = vacuumed.get() + 1;
      if (from <= to) {
        assertThat(found.nextClearBit((int) from)).isGreaterThan((int) to);
      }
    }
    actor.user.assertNothingHeld();
    return null;
  }

  // Unique races: the pretended heap maps a tid to its transaction's state.

  private static final long COMMITTED = -1;
  private static final long ABORTED = -2;

  private static void look(Map<Long, Long> heap, long tid, Liveness result) {
    long state = heap.get(tid);
    if (state == COMMITTED) {
      result.set(Liveness.State.LIVE, 0, 0, tid);
    } else if (state == ABORTED) {
      result.set(Liveness.State.DEAD, 0, 0, tid);
    } else {
      result.set(Liveness.State.WAIT, state, 0, tid);
    }
  }

  @Test
  void shouldCommitEachKeyOnceWhenInsertersRace() throws Exception {
    Map<Long, Long> heap = new ConcurrentHashMap<>();
    Map<Long, AtomicInteger> winners = new ConcurrentHashMap<>();
    AtomicLong nextTid = new AtomicLong();
    int keys = 1500;
    for (int t = 0; t < INSERTERS; t++) {
      int seed = t;
      run(() -> {
        Random random = new Random(seed);
        Actor actor = new Actor(true);
        for (long key = 0; key < keys; key++) {
          race(actor, random, key * 7919 % keys, heap, winners, nextTid);
        }
        actor.user.assertNothingHeld();
        return null;
      });
    }
    join(0, running.size());
    assertThat(winners.values()).allSatisfy(count -> assertThat(count.get()).isEqualTo(1));
    Actor last = new Actor(true);
    last.user.access().checker().check(last.index, true, null);
    assertThat(winners.size()).isGreaterThan(keys * 9 / 10);
  }

  private void race(
      Actor actor,
      Random random,
      long key,
      Map<Long, Long> heap,
      Map<Long, AtomicInteger> winners,
      AtomicLong nextTid)
      throws InterruptedException {
    long tid = nextTid.incrementAndGet();
    heap.put(tid, tid);
    for (; ; ) {
      InsertResult result = actor.insert(key, tid, UniqueCheck.YES, heap);
      if (result == InsertResult.MUST_WAIT) {
        long other = actor.user.access().conflict().xid();
        while (heap.get(other) > 0) {
          Thread.onSpinWait();
        }
        continue;
      }
      if (result == InsertResult.INSERTED) {
        if (random.nextInt(3) == 0) {
          Thread.sleep(0, 1000);
        }
        if (random.nextInt(4) > 0) {
          winners.computeIfAbsent(key, k -> new AtomicInteger()).incrementAndGet();
          heap.put(tid, COMMITTED);
          return;
        }
      } else {
        assertThat(winners).containsKey(key);
      }
      heap.put(tid, ABORTED);
      return;
    }
  }
}
