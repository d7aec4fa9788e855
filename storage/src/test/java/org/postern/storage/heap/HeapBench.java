package org.postern.storage.heap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.postern.storage.access.TableScan;
import org.postern.storage.access.TmResult;
import org.postern.storage.access.TupleBatch;
import org.postern.storage.transam.Snapshot;
import org.postern.storage.tuple.TupleBuilder;
import org.postern.storage.vacuum.VacuumOptions;

/**
 * Prints what the heap's basic operations cost in nanoseconds, one process, everything in memory.
 * Run by hand: {@code java … org.postern.storage.heap.HeapBench}.
 */
public final class HeapBench {
  private static final int ROWS = 100_000;

  private HeapBench() {}

  public static void main(String[] args) throws IOException {
    Path directory = Files.createTempDirectory("heap-bench");
    try (HeapWorld world = new HeapWorld(directory, 4096)) {
      world.fixture.wal().keepRecords(false);
      HeapSession s = world.session();
      for (int round = 0; round < 5; round++) {
        insert(s, round);
        multiInsert(s, round);
        scan(s, "scan, fresh");
        world.vacuumWithoutCut(s);
        scan(s, "scan, all-visible");
        scan(s, "scan, all-visible");
        fetch(s);
        update(s);
        s.begin();
        for (long tid : s.tids()) {
          s.heap.delete(s.table, tid, s.tm.commandId(true), null, true, s.info);
        }
        s.commit();
        world.vacuum(s, VacuumOptions.plain());
      }
    }
  }

  private static void report(String what, long start, long count) {
    long nanos = System.nanoTime() - start;
    System.out.printf("%-22s %8.1f ns%n", what, (double) nanos / count);
  }

  private static void insert(HeapSession s, int round) {
    s.begin();
    TupleBuilder tuple = s.build(round, 5, "a row of usual length, about eighty bytes");
    int cid = s.tm.commandId(true);
    long start = System.nanoTime();
    for (int i = 0; i < ROWS; i++) {
      s.heap.insert(s.table, tuple.bytes(), tuple.offset(), tuple.length(), cid, 0);
    }
    report("insert", start, ROWS);
    s.commit();
  }

  private static void multiInsert(HeapSession s, int round) {
    TupleBatch batch = new TupleBatch();
    TupleBuilder tuple = s.build(round, 5, "a row of usual length, about eighty bytes");
    for (int i = 0; i < 1000; i++) {
      batch.append(tuple.bytes(), tuple.offset(), tuple.length(), 0);
    }
    s.begin();
    int cid = s.tm.commandId(true);
    long start = System.nanoTime();
    for (int i = 0; i < ROWS / 1000; i++) {
      s.heap.multiInsert(s.table, batch, cid, 0);
    }
    report("multi-insert, per row", start, ROWS);
    s.commit();
  }

  private static void scan(HeapSession s, String what) {
    s.begin();
    Snapshot snapshot = s.tm.snapshots().acquire();
    TupleBatch batch = new TupleBatch();
    long rows = 0;
    long start = System.nanoTime();
    try (TableScan scan = s.heap.scan(s.table, snapshot)) {
      while (scan.nextBatch(batch)) {
        rows += batch.count();
      }
    }
    report(what, start, rows);
    s.tm.snapshots().release(snapshot);
    s.commit();
  }

  private static void fetch(HeapSession s) {
    s.begin();
    Snapshot snapshot = s.tm.snapshots().acquire();
    TupleBatch batch = new TupleBatch();
    Long[] tids = s.tids().toArray(new Long[0]);
    long start = System.nanoTime();
    for (Long tid : tids) {
      batch.clear();
      s.heap.fetch(s.table, tid, snapshot, batch);
    }
    report("fetch by tid", start, tids.length);
    s.tm.snapshots().release(snapshot);
    s.commit();
  }

  private static void update(HeapSession s) {
    s.begin();
    long tid = s.tids().getLast();
    s.commit();
    TupleBatch row = new TupleBatch();
    long start = System.nanoTime();
    int count = ROWS / 2;
    for (int i = 0; i < count; i++) {
      s.begin();
      Snapshot snapshot = s.tm.snapshots().acquire();
      row.clear();
      s.heap.fetch(s.table, tid, snapshot, row);
      if (s.update(row.tid(0), 1, i, "a row of usual length, about eighty bytes") != TmResult.OK) {
        throw new IllegalStateException("update failed");
      }
      if (!s.info.heapOnly()) {
        tid = s.info.newTid();
      }
      s.tm.snapshots().release(snapshot);
      s.commit();
    }
    report("txn: fetch, HOT update", start, count);
  }
}
