package org.postern.server.auxproc;

import java.util.List;
import org.postern.executor.session.guc.GucSetting;
import org.postern.server.launch.ChildContext;
import org.postern.server.launch.ControlFrame;
import org.postern.server.launch.ControlListener;
import org.postern.server.launch.ProcessBody;
import org.postern.server.launch.ShutdownMode;

/** The body of the startup process: recovers, then ends. A failure ends the server's start. */
public final class StartupProcess implements ProcessBody {
  /** Brings the data directory into a consistent state. */
  @FunctionalInterface
  public interface Recovery {
    void recover(ChildContext context) throws Exception;
  }

  private final Recovery recovery;

  public StartupProcess(Recovery recovery) {
    this.recovery = recovery;
  }

  @Override
  public ControlFrame.ExitReason run(ChildContext context) throws Exception {
    context.control().listen(new Deaf());
    recovery.recover(context);
    return ControlFrame.ExitReason.DONE;
  }

  /** Recovery is not disturbed; a server that is stopped meanwhile halts this process. */
  private static final class Deaf implements ControlListener {
    @Override
    public void interrupt(ControlFrame.InterruptKind kind, int cancelKey) {
      // Nobody has a query here.
    }

    @Override
    public void reload(List<GucSetting> settings) {
      // Recovery goes on as it began.
    }

    @Override
    public void shutdown(ShutdownMode mode) {
      // Only immediate shutdown reaches this process, and that halts it.
    }
  }
}
