package org.postern.server.postmaster;

import java.time.Instant;
import java.util.Optional;
import org.postern.storage.os.ProcessControl;

/**
 * Decides whether the process named in a lock file can be the one that wrote it. A pid alone is not
 * proof: after a crash of the machine it may belong to anybody.
 */
final class LockFileOwner {
  /** Clock ticks and file times are coarse; a writer may look this much younger than its file. */
  private static final long TOLERANCE_MILLIS = 2_000;

  private LockFileOwner() {}

  /**
   * Whether {@code pid} lives and is neither this process nor its parent, nor started after the
   * file was written, nor something that is plainly no database server.
   */
  static boolean isAlive(long pid, long myPid, long writtenMillis) {
    if (pid == 0 || pid == myPid || pid == parentOf(myPid)) {
      return false;
    }
    Optional<ProcessHandle> handle = ProcessHandle.of(pid);
    if (handle.isEmpty() || !ProcessControl.isAlive((int) pid)) {
      return false;
    }
    ProcessHandle.Info info = handle.get().info();
    Optional<Instant> start = info.startInstant();
    if (start.isPresent() && start.get().toEpochMilli() > writtenMillis + TOLERANCE_MILLIS) {
      return false;
    }
    return info.command().map(LockFileOwner::mayBeServer).orElse(true);
  }

  private static boolean mayBeServer(String command) {
    String name = command.substring(command.lastIndexOf('/') + 1);
    return name.startsWith("java") || name.startsWith("postgres") || name.startsWith("postmaster");
  }

  private static long parentOf(long pid) {
    return ProcessHandle.of(pid).flatMap(ProcessHandle::parent).map(ProcessHandle::pid).orElse(-1L);
  }
}
