package org.postern.server.launch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Tells whether any process of an earlier postmaster still works on a data directory.
 *
 * <p>Every process of a server holds a shared lock on the file's first byte. A starting postmaster
 * must get the exclusive lock first; it then goes down to a shared one so that its own children can
 * get theirs. Against a second postmaster in the moment between, postmaster.pid is the guard.
 */
public final class DataDirectoryLock {
  private static final String FILE_NAME = "postern.lock";

  private DataDirectoryLock() {}

  /** The lock file of a data directory; its content means nothing. */
  public static Path file(Path dataDirectory) {
    return dataDirectory.resolve(FILE_NAME);
  }

  /**
   * Takes the postmaster's lock for the life of this process, waiting up to {@code patienceMillis}
   * for old children to halt. Null: some of them are still there.
   */
  public static FileLock acquire(Path dataDirectory, long patienceMillis)
      throws IOException, InterruptedException {
    FileChannel channel =
        FileChannel.open(
            file(dataDirectory),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    long deadline = System.nanoTime() + patienceMillis * 1_000_000;
    while (true) {
      FileLock exclusive = channel.tryLock(0, 1, false);
      if (exclusive != null) {
        exclusive.release();
        return channel.lock(0, 1, true);
      }
      if (System.nanoTime() > deadline) {
        channel.close();
        return null;
      }
      Thread.sleep(20);
    }
  }
}
