package org.postern.server.auxproc;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.postern.executor.session.guc.GucSetting;
import org.postern.server.launch.ChildContext;
import org.postern.server.launch.ControlFrame;
import org.postern.server.launch.ControlListener;
import org.postern.server.launch.ProcessBody;
import org.postern.server.launch.ShutdownMode;
import org.postern.storage.error.Severity;

/**
 * The body of the reaper: for each slot whose owner died it puts shared memory in order, and tells
 * the postmaster whether that succeeded. If the reaper itself fails, all processes must restart.
 */
public final class ReaperProcess implements ProcessBody {
  /** Cleans up behind the dead. Called on the process's main thread. */
  public interface Undertaker {
    /** Puts in order what the dead owner of a slot left; false when only a restart can. */
    boolean bury(int slot, long pid) throws Exception;

    /** An orderly shutdown: gives back the reaper's own slot. */
    void finish();
  }

  private final Function<ChildContext, Undertaker> wiring;

  public ReaperProcess(Function<ChildContext, Undertaker> wiring) {
    this.wiring = wiring;
  }

  @Override
  public ControlFrame.ExitReason run(ChildContext context) throws Exception {
    Undertaker undertaker = wiring.apply(context);
    Inbox inbox = new Inbox();
    context.control().listen(inbox);
    context.control().send(new ControlFrame.Ready());
    while (true) {
      switch (inbox.queue.take()) {
        case ControlFrame.SlotDead dead -> bury(context, undertaker, dead);
        case ControlFrame.Shutdown _ -> {
          undertaker.finish();
          return ControlFrame.ExitReason.DONE;
        }
        case ControlFrame other -> throw new IllegalStateException("not for the reaper: " + other);
      }
    }
  }

  private static void bury(
      ChildContext context, Undertaker undertaker, ControlFrame.SlotDead dead) {
    boolean clean;
    try {
      clean = undertaker.bury(dead.slot(), dead.pid());
    } catch (Exception e) {
      context.log().failure(Severity.LOG, e);
      clean = false;
    }
    context.control().send(new ControlFrame.Reaped(dead.slot(), !clean));
  }

  /** What the control thread leaves for the main thread, in order. */
  private static final class Inbox implements ControlListener {
    private final LinkedBlockingQueue<ControlFrame> queue = new LinkedBlockingQueue<>();

    @Override
    public void slotDead(int slot, long pid) {
      queue.add(new ControlFrame.SlotDead(slot, pid));
    }

    @Override
    public void shutdown(ShutdownMode mode) {
      queue.add(new ControlFrame.Shutdown(mode));
    }

    @Override
    public void interrupt(ControlFrame.InterruptKind kind, int cancelKey) {
      // The reaper runs no query.
    }

    @Override
    public void reload(List<GucSetting> settings) {
      // No setting concerns it.
    }
  }
}
