package org.postern.storage.btree;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.postern.storage.access.IndexBatch;
import org.postern.storage.access.IndexBuild;
import org.postern.storage.access.IndexHandle;
import org.postern.storage.access.IndexLayout;
import org.postern.storage.access.IndexScan;
import org.postern.storage.access.IndexTupleBuilder;
import org.postern.storage.access.KeyKind;
import org.postern.storage.access.ScanDirection;
import org.postern.storage.access.ScanKey;
import org.postern.storage.access.ScanStrategy;
import org.postern.storage.access.UniqueCheck;
import org.postern.storage.smgr.Fork;
import org.postern.storage.testkit.StorageFixture;

/** Times of the common operations; run by hand: {@code java … BtreeBench DIRECTORY}. */
final class BtreeBench {
  private static final int ENTRIES = 1_000_000;

  private BtreeBench() {}

  public static void main(String[] args) throws IOException {
    Path directory = Files.createTempDirectory(Path.of(args[0]), "bench");
    try (StorageFixture fixture = StorageFixture.create(directory, 4, 8192)) {
      IndexUser user = new IndexUser(fixture, fixture.process(), new IndexUser.Blocks());
      IndexLayout layout = IndexLayout.ofKeys(IndexModel.column(KeyKind.INT4));
      IndexHandle index = IndexUser.handle(fixture.createRelation(), layout, false);
      IndexTupleBuilder builder = new IndexTupleBuilder(layout);
      long start = cpuTime();
      try (IndexBuild build = user.access().beginBuild(index, directory, 64 << 20)) {
        for (int i = 0; i < ENTRIES; i++) {
          int length = builder.reset().putLong((i * 7919L) % ENTRIES).finish();
          build.add(builder.bytes(), length, i + 1, true);
        }
        build.finish();
      }
      report("build, per entry", start, ENTRIES);
      System.out.println("height: " + user.access().height(index));
      lookups(user, index);
      scans(user, index);
      inserts(user, fixture, layout, builder);
    }
  }

  private static void lookups(IndexUser user, IndexHandle index) {
    IndexBatch batch = new IndexBatch();
    ScanKey key = ScanKey.of(0, ScanStrategy.EQUAL);
    ScanKey[] keys = {key};
    Random random = new Random(1);
    try (IndexScan scan = user.access().openScan(index, keys, false, null)) {
      for (int round = 0; round < 8; round++) {
        int span = round < 4 ? ENTRIES : ENTRIES / 20;
        long start = cpuTime();
        long found = 0;
        for (int i = 0; i < 500_000; i++) {
          key.setLong(random.nextInt(span));
          scan.rescan(null);
          scan.nextBatch(batch, ScanDirection.FORWARD);
          found += batch.count();
        }
        report("lookup among " + span, start, 500_000);
      }
    }
  }

  private static void scans(IndexUser user, IndexHandle index) {
    IndexBatch batch = new IndexBatch();
    for (int round = 0; round < 5; round++) {
      long start = cpuTime();
      long sum = 0;
      try (IndexScan scan = user.access().openScan(index, new ScanKey[0], false, null)) {
        while (scan.nextBatch(batch, ScanDirection.FORWARD)) {
          sum += batch.count();
        }
      }
      report("full scan, per entry", start, sum);
    }
  }

  private static void inserts(
      IndexUser user, StorageFixture fixture, IndexLayout layout, IndexTupleBuilder builder) {
    for (int round = 0; round < 4; round++) {
      IndexHandle fresh = IndexUser.handle(fixture.createRelation(), layout, false);
      user.access().createEmpty(fresh);
      Random random = new Random(round);
      boolean ordered = round % 2 == 0;
      int count = 100_000;
      long start = cpuTime();
      for (int i = 0; i < count; i++) {
        int length = builder.reset().putLong(ordered ? i : random.nextInt()).finish();
        user.access().insert(fresh, builder.bytes(), length, i + 1, UniqueCheck.NO, null);
      }
      report(ordered ? "insert in order" : "insert at random", start, count);
      System.out.println("blocks: " + user.process().pool().nblocks(fresh.locator(), Fork.MAIN));
    }
  }

  /** Processor time, since other work on the machine must not count. */
  private static long cpuTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void report(String what, long start, long count) {
    System.out.printf("%-28s %8.0f ns%n", what, (cpuTime() - start) / (double) count);
  }
}
