package org.postern.server.testing;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.postern.executor.session.guc.GucSetting;
import org.postern.server.auxproc.ReaperProcess;
import org.postern.server.auxproc.ServiceProcess;
import org.postern.server.auxproc.ServiceWork;
import org.postern.server.auxproc.StartupProcess;
import org.postern.server.backend.BackendProcess;
import org.postern.server.launch.ChildMain;
import org.postern.server.launch.ProcessBodies;
import org.postern.server.launch.ProcessBody;
import org.postern.server.launch.ProcessKind;

/** Child processes whose bodies do nothing but follow the process protocol. */
public final class CannedChild implements ProcessBodies {
  /** A row in this slot's message asks for the restart of all processes. */
  private static final String UNCLEAN_FILE = "canned-unclean";

  public static void main(String[] arguments) throws IOException {
    System.exit(new ChildMain(new CannedChild()).run());
  }

  @Override
  public ProcessBody body(ProcessKind kind) {
    return switch (kind) {
      case STARTUP -> new StartupProcess(context -> context.log().log("canned recovery is done"));
      case CHECKPOINTER ->
          new ServiceProcess(context -> new Idle(() -> context.log().log("shutting down")));
      case BGWRITER, WALWRITER, AUTOVACUUM_LAUNCHER, AUTOVACUUM_WORKER ->
          new ServiceProcess(_ -> new Idle(() -> {}));
      case REAPER ->
          new ReaperProcess(context ->
              new ReaperProcess.Undertaker() {
                @Override
                public boolean bury(int slot, long pid) {
                  context.log().log("canned reaper buries PID " + pid);
                  return !context
                      .parameters()
                      .dataDirectory()
                      .resolve(UNCLEAN_FILE)
                      .toFile()
                      .delete();
                }

                @Override
                public void finish() {
                  context.log().log("canned reaper rests");
                }
              });
      case BACKEND -> new BackendProcess(CannedSession.Factory::new);
    };
  }

  /** A service without work. */
  private static final class Idle implements ServiceWork {
    private final Semaphore bell = new Semaphore(0);
    private final Runnable lastWork;

    Idle(Runnable lastWork) {
      this.lastWork = lastWork;
    }

    @Override
    public long round() {
      return 10_000;
    }

    @Override
    public void await(long millis) {
      try {
        if (bell.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
          bell.drainPermits();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void wake() {
      bell.release();
    }

    @Override
    public void reload(List<GucSetting> settings) {
      // Nothing depends on them.
    }

    @Override
    public void finish() {
      lastWork.run();
    }
  }
}
