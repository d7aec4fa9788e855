package org.postern.server.wiring;

import java.util.List;
import org.postern.executor.session.guc.GucSetting;
import org.postern.server.auxproc.ServiceWork;
import org.postern.server.launch.ChildContext;
import org.postern.storage.proc.WaitEvent;

/**
 * A service without work of its own: it sleeps on the latch of its process slot, so that any
 * process can wake it, and leaves in order.
 */
final class SlotService implements ServiceWork {
  private static final long ROUND_MILLIS = 10_000;

  private final Attachment attachment;
  private final WaitEvent waitEvent;

  SlotService(ChildContext context, WaitEvent waitEvent) {
    this.attachment = Attachment.attach(context.parameters());
    this.waitEvent = waitEvent;
  }

  @Override
  public long round() {
    attachment.slot().latch().reset();
    return ROUND_MILLIS;
  }

  @Override
  public void await(long millis) {
    attachment.slot().latch().await(millis * 1_000_000, waitEvent);
  }

  @Override
  public void wake() {
    attachment.slot().latch().set();
  }

  @Override
  public void reload(List<GucSetting> settings) {
    // Sleeping needs none.
  }

  @Override
  public void finish() {
    attachment.release();
  }
}
