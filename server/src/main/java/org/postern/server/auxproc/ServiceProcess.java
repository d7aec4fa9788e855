package org.postern.server.auxproc;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.postern.executor.session.guc.GucSetting;
import org.postern.server.launch.ChildContext;
import org.postern.server.launch.ControlFrame;
import org.postern.server.launch.ControlListener;
import org.postern.server.launch.ProcessBody;
import org.postern.server.launch.ShutdownMode;

/** The body of a process that works in rounds until the server shuts down. */
public final class ServiceProcess implements ProcessBody {
  private final Function<ChildContext, ServiceWork> wiring;

  /** {@code wiring} builds the work after the process has been let in. */
  public ServiceProcess(Function<ChildContext, ServiceWork> wiring) {
    this.wiring = wiring;
  }

  @Override
  public ControlFrame.ExitReason run(ChildContext context) throws Exception {
    ServiceWork work = wiring.apply(context);
    Requests requests = new Requests(work);
    context.control().listen(requests);
    context.control().send(new ControlFrame.Ready());
    while (!requests.shutdown) {
      List<GucSetting> settings = requests.settings.getAndSet(null);
      if (settings != null) {
        work.reload(settings);
      }
      long millis = work.round();
      if (!requests.shutdown && requests.settings.get() == null) {
        work.await(millis);
      }
    }
    work.finish();
    return ControlFrame.ExitReason.DONE;
  }

  /** What the control thread leaves for the main thread. */
  private static final class Requests implements ControlListener {
    private final ServiceWork work;
    private final AtomicReference<List<GucSetting>> settings = new AtomicReference<>();
    private volatile boolean shutdown;

    Requests(ServiceWork work) {
      this.work = work;
    }

    @Override
    public void interrupt(ControlFrame.InterruptKind kind, int cancelKey) {
      work.wake();
    }

    @Override
    public void reload(List<GucSetting> newSettings) {
      settings.set(newSettings);
      work.wake();
    }

    @Override
    public void shutdown(ShutdownMode mode) {
      shutdown = true;
      work.hurry();
      work.wake();
    }
  }
}
