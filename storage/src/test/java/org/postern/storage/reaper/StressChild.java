package org.postern.storage.reaper;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Random;
import org.postern.storage.buffer.BufferPool;
import org.postern.storage.buffer.PageEdit;
import org.postern.storage.lock.LockMode;
import org.postern.storage.lock.LockTag;
import org.postern.storage.lock.WaitPolicy;
import org.postern.storage.lwlock.LwLockId;
import org.postern.storage.lwlock.LwLockMode;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.ShmemArea;
import org.postern.storage.shmem.Words;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.testkit.SharedWalLog;
import org.postern.storage.testkit.TestProcess;
import org.postern.storage.vfs.PosixFileSystem;
import org.postern.storage.walapi.BlockFlags;
import org.postern.storage.walapi.RmgrId;

/**
 * A process that works on shared pages, locks and counters until it is killed, and complains about
 * each broken invariant: pages 2k and 2k+1 hold the same number in all their words; the two
 * counters are equal under their LWLock; a heavyweight lock has one owner.
 */
public final class StressChild {
  static final int PAIRS = 8;
  static final int PAGES = 120;
  static final int LOCKS = 4;
  static final int WORDS = 900;
  private static final int FIRST_WORD = 512;

  private final SharedMemory memory;
  private final MemorySegment shm;
  private final TestProcess p;
  private final RelFileLocator rel;
  private final Random random;
  private final long statistics;

  StressChild(SharedMemory memory, Path directory, RelFileLocator rel, long seed) {
    this.memory = memory;
    this.shm = memory.segment();
    this.rel = rel;
    this.random = new Random(seed);
    this.statistics = memory.base(ShmemArea.STATISTICS);
    this.p =
        new TestProcess(
            memory,
            new PosixFileSystem(),
            directory,
            (org.postern.storage.proc.ProcSlot slot) -> new SharedWalLog(memory, slot));
  }

  /** Arguments: segment, data directory, relation number, seed. */
  public static void main(String[] args) {
    SharedMemory memory = SharedMemory.attach(Path.of(args[0]), Arena.global());
    RelFileLocator rel = new RelFileLocator(1663, 5, Long.parseLong(args[2]));
    StressChild child = new StressChild(memory, Path.of(args[1]), rel, Long.parseLong(args[3]));
    System.out.println("ready");
    System.out.flush();
    for (; ; ) {
      child.step();
    }
  }

  void step() {
    int what = random.nextInt(100);
    if (what < 40) {
      editPair(random.nextInt(PAIRS));
    } else if (what < 65) {
      checkPair(random.nextInt(PAIRS));
    } else if (what < 75) {
      counters(random.nextBoolean());
    } else if (what < 85) {
      heavyweight(random.nextInt(LOCKS));
    } else {
      p.pool().unpin(p.pool().read(rel, Fork.MAIN, random.nextInt(PAGES)));
    }
  }

  private static void require(boolean ok, String what) {
    if (!ok) {
      System.out.println("VIOLATION " + what);
      System.out.flush();
      throw new IllegalStateException(what);
    }
  }

  static long check(BufferPool pool, int buffer) {
    long first = word(pool, buffer, 0);
    for (int i = 1; i < WORDS; i++) {
      long other = word(pool, buffer, i);
      if (other != first) {
        require(false, "page " + pool.block(buffer) + " word " + i + ": " + first + "," + other);
      }
    }
    return first;
  }

  private static long word(BufferPool pool, int buffer, int i) {
    return pool.memory().get(ValueLayout.JAVA_LONG, pool.page(buffer) + FIRST_WORD + i * 8L);
  }

  static void fill(BufferPool pool, int buffer, long value) {
    for (int i = 0; i < WORDS; i++) {
      pool.memory().set(ValueLayout.JAVA_LONG, pool.page(buffer) + FIRST_WORD + i * 8L, value);
    }
  }

  private void editPair(int pair) {
    BufferPool pool = p.pool();
    int a = pool.read(rel, Fork.MAIN, 2L * pair);
    int b = pool.read(rel, Fork.MAIN, 2L * pair + 1);
    pool.lockExclusive(a);
    pool.lockExclusive(b);
    long value = check(pool, a);
    require(check(pool, b) == value, "pair " + pair + " differs");
    try (PageEdit edit = p.edits().begin(RmgrId.GENERIC, 1)) {
      edit.add(a, BlockFlags.NONE);
      edit.add(b, BlockFlags.NONE);
      fill(pool, a, value + 1);
      spin();
      fill(pool, b, value + 1);
      if (random.nextInt(10) != 0) {
        edit.log();
      }
    }
    pool.unlockUnpin(b);
    pool.unlockUnpin(a);
  }

  private void spin() {
    for (int i = random.nextInt(2000); i > 0; i--) {
      Thread.onSpinWait();
    }
  }

  private void checkPair(int pair) {
    BufferPool pool = p.pool();
    int a = pool.read(rel, Fork.MAIN, 2L * pair);
    int b = pool.read(rel, Fork.MAIN, 2L * pair + 1);
    pool.lockShared(a);
    pool.lockShared(b);
    require(check(pool, a) == check(pool, b), "pair " + pair + " differs");
    pool.unlockUnpin(b);
    pool.unlockUnpin(a);
  }

  private void counters(boolean write) {
    long lock = p.locks().address(LwLockId.AUTOVACUUM);
    p.locks().acquire(lock, write ? LwLockMode.EXCLUSIVE : LwLockMode.SHARED);
    long one = Words.longAcquire(shm, statistics);
    long two = Words.longAcquire(shm, statistics + 8);
    require(one == two, "counters: " + one + "," + two);
    if (write) {
      Words.setLongRelease(shm, statistics, one + 1);
      spin();
      Words.setLongRelease(shm, statistics + 8, one + 1);
    }
    p.locks().release(lock);
  }

  private void heavyweight(int number) {
    LockTag tag = LockTag.relation(5, number);
    p.lockManager().acquire(tag, LockMode.EXCLUSIVE, false, WaitPolicy.BLOCK);
    long owner = statistics + 64 + number * 8L;
    long before = Words.getAndSetLong(shm, owner, p.slot().index() + 1L);
    require(before == 0, "lock " + number + " has owner " + (before - 1));
    spin();
    Words.getAndSetLong(shm, owner, 0);
    p.lockManager().releaseTransactionLocks();
  }

  /** What the "packages above" have to repair in this test. */
  static ReaperHooks hooks(SharedMemory memory) {
    var slots = new org.postern.storage.proc.ProcSlots(memory);
    MemorySegment shm = memory.segment();
    long statistics = memory.base(ShmemArea.STATISTICS);
    return new ReaperHooks() {
      @Override
      public void lockLost(LwLockId id, int index, int deadSlot) {
        if (id == LwLockId.AUTOVACUUM) {
          Words.setLongRelease(shm, statistics + 8, Words.longAcquire(shm, statistics));
        }
      }

      @Override
      public long finishWal(int deadSlot) {
        return SharedWalLog.finishWal(slots, deadSlot);
      }

      @Override
      public void finishTransaction(int deadSlot) {
        for (int i = 0; i < LOCKS; i++) {
          Words.casLong(shm, statistics + 64 + i * 8L, deadSlot + 1L, 0);
        }
      }
    };
  }
}
