package org.postern.wal;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Random;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.transam.IsolationLevel;
import org.postern.storage.vfs.PosixFileSystem;

/**
 * A process that commits transactions of three equal rows until it is killed. It prints "c value"
 * when a commit has been acknowledged and "a value" when one was rolled back.
 */
public final class ClusterChild {
  private ClusterChild() {}

  /** Arguments: segment, data directory, relation number, first value, seed. */
  public static void main(String[] args) {
    SharedMemory memory = SharedMemory.attach(Path.of(args[0]), Arena.global());
    ClusterSession session = new ClusterSession(memory, new PosixFileSystem(), Path.of(args[1]));
    RelFileLocator table = new RelFileLocator(1663, 5, Long.parseLong(args[2]));
    long value = Long.parseLong(args[3]);
    Random random = new Random(Long.parseLong(args[4]));
    System.out.println("ready");
    System.out.flush();
    for (; ; value++) {
      session.transactions().begin(IsolationLevel.READ_COMMITTED, false);
      session.append(table, value);
      session.transactions().beginSub();
      session.append(table, value);
      if (random.nextInt(5) == 0) {
        session.transactions().createFiles(new RelFileLocator(1663, 5, value), true);
      }
      session.transactions().commitSub();
      session.append(table, value);
      boolean commit = random.nextInt(8) != 0;
      if (commit) {
        session.transactions().commit();
      } else {
        session.transactions().abort();
      }
      System.out.println((commit ? "c " : "a ") + value);
      System.out.flush();
    }
  }
}
