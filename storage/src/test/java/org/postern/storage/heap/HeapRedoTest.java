package org.postern.storage.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.storage.access.HeapAccess;
import org.postern.storage.access.RowLockMode;
import org.postern.storage.access.RowWait;
import org.postern.storage.access.TmResult;
import org.postern.storage.access.TupleBatch;
import org.postern.storage.page.PageLayout;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.testkit.PoolRedoBuffers;
import org.postern.storage.testkit.StorageFixture;
import org.postern.storage.testkit.TestProcess;
import org.postern.storage.tuple.TupleBuilder;
import org.postern.storage.vacuum.VacuumOptions;
import org.postern.storage.walapi.CapturedRecord;
import org.postern.storage.walapi.RmgrId;

/** What the log repeats equals what was done (README rule 6). */
class HeapRedoTest {
  @TempDir Path directory;

  @Test
  void shouldRepeatEveryRecord() {
    try (HeapWorld world = new HeapWorld(directory.resolve("a"));
        StorageFixture copy = StorageFixture.create(directory.resolve("b"), 4, 256)) {
      copy.createRelation();
      copy.createRelation();
      work(world, new Random(1), 400);
      oneOfEach(world);
      TreeSet<String> kinds = redo(world, copy, 0);
      assertThat(kinds)
          .contains(
              "INSERT",
              "MULTI_INSERT",
              "DELETE",
              "UPDATE",
              "HOT_UPDATE",
              "LOCK",
              "CONFIRM",
              "KILL_SPECULATIVE",
              "INPLACE",
              "PRUNE",
              "VACUUM",
              "VISIBLE",
              "FREEZE",
              "MAP_TRUNCATE",
              "CREATE");
      compare(world, copy);
    }
  }

  @Test
  void shouldRepeatRandomHistories() {
    long seed = System.nanoTime();
    for (int round = 0; round < 4; round++) {
      try (HeapWorld world = new HeapWorld(directory.resolve("a" + round));
          StorageFixture copy = StorageFixture.create(directory.resolve("b" + round), 4, 256)) {
        copy.createRelation();
        copy.createRelation();
        work(world, new Random(seed + round), 600);
        redo(world, copy, 0);
        compare(world, copy);
      } catch (AssertionError e) {
        throw new AssertionError("seed=" + (seed + round), e);
      }
    }
  }

  @Test
  void shouldRecoverFromAnOldCopyOfTheFiles() throws IOException {
    long seed = System.nanoTime();
    for (int round = 0; round < 4; round++) {
      Path before = directory.resolve("x" + round);
      Path after = directory.resolve("y" + round);
      try (HeapWorld world = new HeapWorld(before)) {
        Random random = new Random(seed + round);
        HeapSession session = work(world, random, 300);
        flush(world, session.process);
        world.fixture.wal().imagesAfter();
        long redo = world.fixture.wal().redoPointer();
        work(world, random, 200);
        // Some pages reach the disk after the checkpoint: redo must leave those alone.
        flush(world, session.process);
        copyTree(before, after);
        work(world, random, 200);
        try (StorageFixture copy = StorageFixture.create(after, 4, 256)) {
          redo(world, copy, redo);
          compare(world, copy);
        }
      } catch (AssertionError e) {
        throw new AssertionError("seed=" + (seed + round), e);
      }
    }
  }

  private static void flush(HeapWorld world, TestProcess process) {
    process.pool().flushRelation(world.locator);
    process.pool().flushRelation(world.toastLocator);
    process.pool().flushRelation(MultiXacts.LOCATOR);
  }

  private static void copyTree(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else if (!file.getFileName().toString().equals("shm")) {
          Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  /** Two sessions do this and that, one statement at a time. */
  private static HeapSession work(HeapWorld world, Random random, int steps) {
    HeapSession a = world.session();
    HeapSession b = world.session();
    HeapSession[] both = {a, b};
    for (int step = 0; step < steps; step++) {
      HeapSession s = both[random.nextInt(2)];
      if (!s.tm.inTransaction()) {
        s.begin();
      }
      List<Long> tids = s.tids();
      long tid = tids.isEmpty() ? 0 : tids.get(random.nextInt(tids.size()));
      int what = random.nextInt(20);
      String note = "n".repeat(random.nextInt(random.nextInt(8) == 0 ? 6000 : 60));
      if (what < 6 || tid == 0) {
        s.insert(world.nextId(), step, noise(random, note.length()));
      } else if (what < 11) {
        int changed = random.nextInt(3) == 0 ? HeapAccess.CHANGED_INDEXED : 0;
        s.update(tid, world.nextId(), step, noise(random, note.length()), changed, false);
      } else if (what < 12) {
        s.heap.delete(s.table, tid, s.tm.commandId(true), null, false, s.info);
        s.tm.incrementCommandId();
      } else if (what < 14) {
        RowLockMode mode = RowLockMode.values()[random.nextInt(4)];
        s.lock(tid, mode, RowWait.SKIP);
      } else if (what < 16) {
        s.tm.beginSub();
        s.insert(world.nextId(), step, note);
        if (random.nextBoolean()) {
          s.tm.abortSub();
        } else {
          s.tm.commitSub();
        }
      } else if (what < 19) {
        if (random.nextInt(4) == 0) {
          s.abort();
        } else {
          s.commit();
        }
      } else {
        VacuumOptions options =
            random.nextBoolean() ? VacuumOptions.plain() : VacuumOptions.freeze();
        HeapSession other = s == a ? b : a;
        world.vacuum(other, options);
      }
    }
    for (HeapSession s : both) {
      if (s.tm.inTransaction()) {
        s.commit();
      }
    }
    world.assertSound();
    return a;
  }

  private static String noise(Random random, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append((char) (' ' + random.nextInt(90)));
    }
    return text.toString();
  }

  /** The records that random work may miss. */
  private static void oneOfEach(HeapWorld world) {
    HeapSession a = world.session();
    HeapSession b = world.session();
    a.begin();
    TupleBatch batch = new TupleBatch();
    for (int i = 0; i < 300; i++) {
      TupleBuilder tuple = a.build(world.nextId(), i, i % 50 == 0 ? "long".repeat(2000) : "s");
      batch.append(tuple.bytes(), tuple.offset(), tuple.length(), 0);
    }
    a.heap.multiInsert(a.table, batch, a.tm.commandId(true), 0);
    a.heap.confirmSpeculative(a.table, world.insertSpeculative(a, 79));
    a.heap.killSpeculative(a.table, world.insertSpeculative(a, 80));
    a.commit();
    a.begin();
    long tid = a.tids().getLast();
    TupleBuilder other = a.build(world.nextId(), 77, "s");
    long inplace = batch.tid(1);
    a.heap.inplaceUpdate(a.table, inplace, other.bytes(), other.offset(), other.length());
    a.lock(tid, RowLockMode.SHARE, RowWait.BLOCK);
    b.begin();
    assertThat(b.lock(tid, RowLockMode.SHARE, RowWait.BLOCK)).isEqualTo(TmResult.OK);
    a.commit();
    b.commit();
    a.begin();
    for (long victim : a.tids()) {
      a.delete(victim);
    }
    a.commit();
    world.vacuum(a, VacuumOptions.plain());
    a.run(() -> a.insert(world.nextId(), 5, "x"));
    world.vacuum(a, VacuumOptions.plain());
    world.vacuum(a, VacuumOptions.freeze());
    a.run(() -> a.delete(a.tids().getFirst()));
    new HeapCleaner(a.heap).forgetBlocks(a.table, 0, 0);
    a.run(() -> a.insert(world.nextId(), 6, "x"));
    world.vacuum(a, VacuumOptions.plain());
    world.vacuumWithoutCut(a);
    new HeapCleaner(a.heap).forgetBlocks(a.table, 0, a.heap.blockCount(a.table));
    world.assertSound();
  }

  private static TreeSet<String> redo(HeapWorld world, StorageFixture copy, long from) {
    TestProcess process = copy.process();
    PoolRedoBuffers buffers = new PoolRedoBuffers(process.pool());
    HeapRedo heap = new HeapRedo();
    MultiXactRedo multi = new MultiXactRedo();
    TreeSet<String> kinds = new TreeSet<>();
    for (CapturedRecord record : world.fixture.wal().records()) {
      if (record.startLsn() < from) {
        continue;
      }
      if (record.rmgr() == RmgrId.HEAP) {
        kinds.add(heap.describe(record).split(" ")[0]);
        ensureFiles(process, record);
        buffers.redo(record, heap);
      } else if (record.rmgr() == RmgrId.MULTIXACT) {
        kinds.add(multi.describe(record).split(" ")[0]);
        ensureFiles(process, record);
        buffers.redo(record, multi);
      }
    }
    return kinds;
  }

  /** As recovery does: missing files and blocks are made. */
  private static void ensureFiles(TestProcess process, CapturedRecord record) {
    for (int i = 0; i < record.blockCount(); i++) {
      RelFileLocator locator = record.locator(i);
      Fork fork = record.fork(i);
      if (!process.smgr().exists(locator, fork)) {
        process.smgr().create(locator, fork, true);
      }
      while (process.pool().nblocks(locator, fork) <= record.block(i)) {
        process.pool().unlockUnpin(process.pool().extend(locator, fork));
      }
    }
  }

  private static void compare(HeapWorld world, StorageFixture copy) {
    for (RelFileLocator locator : List.of(world.locator, world.toastLocator, MultiXacts.LOCATOR)) {
      for (Fork fork : List.of(Fork.MAIN, Fork.VISIBILITY)) {
        comparePages(world.fixture.process(), copy.process(), locator, fork);
      }
    }
  }

  private static void comparePages(
      TestProcess left, TestProcess right, RelFileLocator locator, Fork fork) {
    long blocks = left.pool().nblocks(locator, fork);
    List<String> different = new ArrayList<>();
    for (long block = 0; block < blocks; block++) {
      MemorySegment a = page(left, locator, fork, block);
      MemorySegment b = page(right, locator, fork, block);
      long at = a.mismatch(b);
      if (at >= 0) {
        different.add(locator + " " + fork + " block " + block + " at byte " + at);
      }
    }
    assertThat(different).isEmpty();
  }

  private static MemorySegment page(
      TestProcess process, RelFileLocator locator, Fork fork, long block) {
    byte[] bytes = new byte[PageLayout.PAGE_SIZE];
    if (block < process.pool().nblocks(locator, fork)) {
      int buffer = process.pool().read(locator, fork, block);
      MemorySegment.copy(
          process.pool().memory(),
          ValueLayout.JAVA_BYTE,
          process.pool().page(buffer),
          bytes,
          0,
          bytes.length);
      process.pool().unpin(buffer);
    }
    MemorySegment page = MemorySegment.ofArray(bytes);
    if (!locator.equals(MultiXacts.LOCATOR)) {
      new HeapRedo().mask(page, 0, block);
    }
    page.asSlice(PageLayout.CHECKSUM, 4).fill((byte) 0);
    return page;
  }
}
