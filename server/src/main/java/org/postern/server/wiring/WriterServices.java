package org.postern.server.wiring;

import java.util.List;
import org.postern.executor.session.guc.GucSetting;
import org.postern.executor.session.guc.GucState;
import org.postern.server.auxproc.ServiceWork;
import org.postern.server.launch.ChildContext;
import org.postern.storage.buffer.BackgroundWriter;
import org.postern.storage.proc.WaitEvent;
import org.postern.wal.insert.WalWriter;

/** The two writers that work ahead of the others: dirty buffers, and the log of async commits. */
final class WriterServices implements ServiceWork {
  /** One round of work. */
  @FunctionalInterface
  private interface Round {
    void run();
  }

  private final StorageStack stack;
  private final GucState settings;
  private final Round round;
  private final String delaySetting;
  private final WaitEvent waitEvent;

  private WriterServices(
      StorageStack stack, GucState settings, Round round, String delay, WaitEvent waitEvent) {
    this.stack = stack;
    this.settings = settings;
    this.round = round;
    this.delaySetting = delay;
    this.waitEvent = waitEvent;
  }

  /** The background writer. */
  static ServiceWork buffers(ChildContext context) {
    GucState settings = ProcessSettings.of(context.parameters().settings());
    StorageStack stack = stack(context, settings);
    BackgroundWriter writer =
        new BackgroundWriter(
            stack.pool,
            settings.integer("bgwriter_lru_maxpages"),
            settings.real("bgwriter_lru_multiplier"));
    return new WriterServices(
        stack, settings, writer::round, "bgwriter_delay", WaitEvent.BGWRITER_MAIN);
  }

  /** The WAL writer. */
  static ServiceWork log(ChildContext context) {
    GucState settings = ProcessSettings.of(context.parameters().settings());
    StorageStack stack = stack(context, settings);
    WalWriter writer = new WalWriter(stack.wal);
    return new WriterServices(
        stack, settings, writer::round, "wal_writer_delay", WaitEvent.WAL_WRITER_MAIN);
  }

  private static StorageStack stack(ChildContext context, GucState settings) {
    return new StorageStack(
        context.parameters().dataDirectory(), Attachment.attach(context.parameters()), settings);
  }

  @Override
  public long round() {
    stack.slot.latch().reset();
    round.run();
    return settings.integer(delaySetting);
  }

  @Override
  public void await(long millis) {
    stack.slot.latch().await(millis * 1_000_000, waitEvent);
  }

  @Override
  public void wake() {
    stack.slot.latch().set();
  }

  @Override
  public void reload(List<GucSetting> newSettings) {
    settings.apply(newSettings, false);
    stack.faults(settings);
  }

  @Override
  public void finish() {
    stack.release();
  }
}
