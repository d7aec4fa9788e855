package org.postern.server.launch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;
import org.postern.server.log.LogSettings;
import org.postern.server.log.ServerLog;
import org.postern.storage.error.Severity;
import org.postern.storage.error.SqlException;

/**
 * The single way into every child process: read the parameters, connect to the postmaster, wait to
 * be let in, become the kind.
 *
 * <p>Each child holds a shared lock on the data directory's lock file as long as it lives, so that
 * a new postmaster can tell that processes of a killed one are still about. The kernel drops the
 * lock with the process, whatever its end.
 */
public final class ChildMain {
  private static final int PANIC_STATUS = 2;
  private static final int FAILURE_STATUS = 1;

  private final ProcessBodies bodies;

  public ChildMain(ProcessBodies bodies) {
    this.bodies = bodies;
  }

  /** Runs the child that standard input describes; returns the process's exit status. */
  public int run() throws IOException {
    LaunchParameters parameters = LaunchParameters.readFrom(System.in);
    System.in.close();
    ServerLog log = ServerLog.start(parameters.kind(), LogSettings.of(parameters.settings()));
    try (FileChannel lockFile = openLockFile(parameters);
        FileLock lock = lockFile.lock(0, 1, true)) {
      assert lock.isShared();
      return become(parameters, log);
    }
  }

  private static FileChannel openLockFile(LaunchParameters parameters) throws IOException {
    return FileChannel.open(
        DataDirectoryLock.file(parameters.dataDirectory()), StandardOpenOption.READ);
  }

  /** What only a restart by replay can mend: nobody may go on, this process last of all. */
  public static void panic(ControlLink control, ServerLog log, SqlException e) {
    log.failure(Severity.PANIC, e);
    control.send(new ControlFrame.Panic());
    Runtime.getRuntime().halt(PANIC_STATUS);
  }

  /** Whether only a restart helps after this failure. */
  public static boolean isPanic(Throwable e) {
    return e instanceof SqlException sql && sql.severity() == Severity.PANIC;
  }

  private int become(LaunchParameters parameters, ServerLog log) throws IOException {
    ProcessTitles titles = new OsProcessTitles();
    titles.set(parameters.kind().title());
    ControlLink control = ControlLink.connect(parameters);
    ProcessBody body = bodies.body(parameters.kind());
    if (!control.awaitBegin()) {
      control.send(new ControlFrame.Leaving(ControlFrame.ExitReason.DONE));
      return 0;
    }
    try {
      ControlFrame.ExitReason reason = body.run(new ChildContext(parameters, control, log, titles));
      control.send(new ControlFrame.Leaving(reason));
      return 0;
    } catch (Throwable e) {
      // Without the Leaving frame the postmaster has the reaper clean up behind this process.
      // A start that fails is not tried again.
      boolean starting = parameters.kind() == ProcessKind.STARTUP;
      if (isPanic(e) && !starting) {
        panic(control, log, (SqlException) e);
      }
      log.failure(Severity.FATAL, e);
      return FAILURE_STATUS;
    }
  }
}
