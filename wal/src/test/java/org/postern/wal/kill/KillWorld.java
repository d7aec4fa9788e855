package org.postern.wal.kill;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.postern.storage.buffer.BufferPool;
import org.postern.storage.heap.HeapChecker;
import org.postern.storage.inval.InvalidationMessage;
import org.postern.storage.lwlock.LwLockId;
import org.postern.storage.lwlock.LwLockMode;
import org.postern.storage.proc.ProcSlotLayout;
import org.postern.storage.reaper.ReapResult;
import org.postern.storage.shmem.Words;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.transam.CommitLog;
import org.postern.wal.Cluster;
import org.postern.wal.MemoryFileSystem;
import org.postern.wal.checkpoint.CheckpointKind;

/**
 * The program under the debugger. Commands come on standard input, one a line; the answers go to
 * standard output.
 *
 * <pre>
 *   run SEED   a new thread plays a process and works; "end" when it is done
 *   dead       that thread was stopped for good: bury the process and look at everything
 *   check      it came to its end: look at everything
 *   crash      lose all memory and what was not synced, start again, look at everything
 * </pre>
 */
public final class KillWorld implements KillSession.Witness {
  private static final int NO_SUCH_PID = 99_999_999;
  private static final Path ROOT = Path.of("/data");
  private static final int BUFFERS = 64;

  private final MemoryFileSystem files = new MemoryFileSystem();
  private final Random random = new Random(7);
  private Cluster cluster;
  private KillSession living;
  private KillSession victim;
  private int nextId = 1;

  private volatile KillSession.Outcome known = new KillSession.Outcome(null);
  private volatile KillSession.Outcome next;
  private volatile long committing;
  private volatile Throwable failure;
  private BlockingQueue<Runnable> tasks;
  private boolean reset;
  private boolean told;

  private KillWorld() {
    Cluster.initialize(files, ROOT);
    start();
    newVictim();
    living.createAll();
    Random filling = new Random(3);
    for (int i = 0; i < 12; i++) {
      living.transaction(filling, known, nextId, this);
      nextId += 100;
    }
  }

  private void start() {
    cluster = new Cluster(files, ROOT, BUFFERS);
    living = new KillSession(cluster);
  }

  public static void main(String[] args) throws IOException {
    KillWorld world = new KillWorld();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    say("ready");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      try {
        switch (words[0]) {
          case "run" -> world.run(Long.parseLong(words[1]));
          case "dead" -> say(world.bury());
          case "check" -> say(world.finish());
          case "crash" -> say(world.crash());
          default -> throw new IllegalArgumentException(line);
        }
      } catch (RuntimeException | AssertionError e) {
        say("fail " + text(e));
      }
    }
    System.exit(0);
  }

  private static String text(Throwable e) {
    StringBuilder text = new StringBuilder(e.toString().replace('\n', ' '));
    for (StackTraceElement at : e.getStackTrace()) {
      text.append(" < ").append(at);
    }
    return text.toString();
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  @Override
  public void committing(long xid, KillSession.Outcome outcome) {
    next = outcome;
    committing = xid;
  }

  @Override
  public void ended(boolean committed) {
    if (committed) {
      known = next;
    }
    committing = 0;
    next = null;
  }

  private void run(long seed) {
    victim = new KillSession(cluster);
    failure = null;
    reset = false;
    told = false;
    living.queue.receive(message -> {});
    int firstId = nextId;
    nextId += 100;
    tasks.add(() -> {
      try {
        victim.work(new Random(seed), known, firstId, this);
        victim.session.pool().releaseAll();
        victim.session.storage().closeAll();
      } catch (Throwable e) {
        failure = e;
      }
      say("end");
    });
  }

  /** The thread that plays processes until it is stopped in one; then the next one does. */
  private void newVictim() {
    BlockingQueue<Runnable> own = new LinkedBlockingQueue<>();
    tasks = own;
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  own.take().run();
                }
              } catch (InterruptedException e) {
                failure = e;
              }
            },
            "victim");
    thread.setDaemon(true);
    thread.start();
  }

  private String finish() {
    if (failure != null) {
      return "fail " + text(failure);
    }
    cluster.slots().release(victim.session.slot());
    return verify("none");
  }

  private String bury() {
    newVictim();
    long xid = committing;
    KillSession.Outcome outcome = next;
    long pid = victim.session.slot().base() + ProcSlotLayout.PID;
    Words.setIntVolatile(cluster.memory().segment(), pid, NO_SUCH_PID);
    List<ReapResult> results = cluster.reaper().reapDead();
    if (results.size() != 1 || !results.getFirst().repaired()) {
      return "fail not repaired: " + results;
    }
    String how = "none";
    committing = 0;
    next = null;
    if (xid != 0) {
      CommitLog log = living.session.transam().commitLog();
      require(!log.isInProgress(xid), "transaction still in progress: " + xid);
      boolean committed = log.isCommitted(xid);
      how = committed ? "committed" : "aborted";
      if (committed) {
        known = outcome;
      }
      living.queue.receive(message -> {
        reset |= message.equals(InvalidationMessage.EVERYTHING);
        told |= message.catalog() == 1259;
      });
      require(!committed || !outcome.messages || reset || told, "invalidation messages were lost");
    }
    return verify(how);
  }

  private String crash() {
    living.session.wal().flush(living.session.wal().insertLsn());
    // The mapping stays: threads that were stopped for good still point into it.
    files.crash(random);
    start();
    return verify("crash");
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  private String verify(String how) {
    checkLocks();
    checkPages();
    living.rows.begin();
    TreeMap<Integer, Long> rows = living.rows.rows();
    require(rows.equals(known.rows), how + ": rows " + rows + " instead of " + known.rows);
    living.tm.commit();
    List<String> problems = new ArrayList<>();
    new HeapChecker(living.rows.heap, living.rows.table)
        .check()
        .forEach(p -> problems.add("table: " + p));
    new HeapChecker(living.rows.heap, living.rows.table.toast())
        .check()
        .forEach(p -> problems.add("toast: " + p));
    living.rows.begin();
    problems.addAll(living.checkIndex());
    living.tm.commit();
    require(problems.isEmpty(), how + ": " + problems);
    for (long number = 100_000; number < 100_000 + nextId; number++) {
      RelFileLocator file = new RelFileLocator(1663, 5, number);
      boolean exists = living.session.storage().exists(file, Fork.MAIN);
      require(exists == known.files.contains(file), how + ": file " + number + " is " + exists);
    }
    living.transaction(random, known, nextId, this);
    nextId += 100;
    if (random.nextInt(10) == 0) {
      cluster.checkpoint(CheckpointKind.REQUESTED);
    }
    return "ok " + how;
  }

  private void checkLocks() {
    var locks = living.session.locks();
    for (LwLockId id : LwLockId.values()) {
      for (int i = 0; i < id.count(); i++) {
        long lock = locks.address(id, i);
        require(locks.tryAcquire(lock, LwLockMode.EXCLUSIVE), "lock is held: " + id + " " + i);
        locks.release(lock);
      }
    }
    var held = living.session.lockManager().status();
    require(held.isEmpty(), "heavyweight locks: " + held);
  }

  private void checkPages() {
    BufferPool pool = living.session.pool();
    for (RelFileLocator file : List.of(KillSession.TABLE, KillSession.TOAST, KillSession.INDEX)) {
      long blocks = pool.nblocks(file, Fork.MAIN);
      for (long block = 0; block < blocks; block++) {
        int buffer = pool.read(file, Fork.MAIN, block);
        require(pool.tryLockCleanup(buffer), "page is held: " + file + " " + block);
        pool.unlockUnpin(buffer);
      }
    }
  }
}
