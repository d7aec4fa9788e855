package org.postern.server.postmaster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.postern.server.launch.DataDirectoryLock;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * The files and names that mark this server: postmaster.pid, the lock that its processes share, the
 * shared segment and the control socket.
 *
 * <p>The last two are named after the data directory's device and inode, so that a new start finds
 * and replaces what a killed one left behind.
 */
final class PostmasterFiles {
  private static final Path SHARED_MEMORY_HOME = Path.of("/dev/shm");
  private static final long OLD_CHILDREN_PATIENCE_MILLIS = 5_000;

  private final Path dataDirectory;
  private final long inode;
  private final Path home;
  private final String name;
  private final long startMicros;
  private final long token = new SecureRandom().nextLong();
  private final LockFile pidFile;
  private int port;
  private String socketDirectory = "";
  private String listenAddress = "";

  private PostmasterFiles(Path dataDirectory, long inode, String name, long startMicros) {
    this.dataDirectory = dataDirectory;
    this.inode = inode;
    this.name = name;
    this.home = Files.isWritable(SHARED_MEMORY_HOME) ? SHARED_MEMORY_HOME : dataDirectory;
    this.startMicros = startMicros;
    this.pidFile = LockFile.forDataDirectory(owner());
  }

  /** Takes possession of a data directory that passed the checks. */
  static PostmasterFiles claim(Path dataDirectory) throws IOException, InterruptedException {
    long inode = ((Number) Files.getAttribute(dataDirectory, "unix:ino")).longValue();
    long device = ((Number) Files.getAttribute(dataDirectory, "unix:dev")).longValue();
    String name = "postern." + Long.toHexString(device) + "." + Long.toHexString(inode);
    long now = System.currentTimeMillis() * 1000;
    PostmasterFiles files = new PostmasterFiles(dataDirectory, inode, name, now);
    if (DataDirectoryLock.acquire(dataDirectory, OLD_CHILDREN_PATIENCE_MILLIS) == null) {
      files.pidFile.remove();
      throw SqlException.fatal(
              SqlState.LOCK_FILE_EXISTS,
              "pre-existing shared memory block (key %d, ID %d) is still in use",
              inode,
              0)
          .withHint(
              "Terminate any old server processes associated with data directory \"%s\".",
              dataDirectory);
    }
    return files;
  }

  /** What lock files say of this server. */
  LockFile.Content owner() {
    return new LockFile.Content(
        ProcessHandle.current().pid(),
        dataDirectory,
        startMicros / 1_000_000,
        port,
        socketDirectory);
  }

  /** Where clients find this server; the first of each list goes into postmaster.pid. */
  void listens(int onPort, List<String> addresses, List<String> socketDirectories) {
    port = onPort;
    listenAddress = addresses.isEmpty() ? "" : addresses.getFirst();
    socketDirectory = socketDirectories.isEmpty() ? "" : socketDirectories.getFirst();
  }

  /** Writes the status line that pg_ctl waits for. */
  void status(String status) {
    pidFile.complete(port, socketDirectory, listenAddress, inode, status);
  }

  boolean pidFileIsOurs() {
    return pidFile.isStillOurs();
  }

  Path dataDirectory() {
    return dataDirectory;
  }

  Path sharedMemory() {
    return home.resolve(name);
  }

  Path controlSocket() {
    return home.resolve(name + ".ctl");
  }

  long token() {
    return token;
  }

  long startMicros() {
    return startMicros;
  }

  /** Removes the shared segment and, last of all, postmaster.pid. */
  void release() {
    LockFile.deleteQuietly(sharedMemory());
    LockFile.deleteQuietly(controlSocket());
    pidFile.remove();
  }
}
