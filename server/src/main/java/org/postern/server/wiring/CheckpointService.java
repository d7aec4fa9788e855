package org.postern.server.wiring;

import java.util.List;
import org.postern.executor.session.guc.GucSetting;
import org.postern.executor.session.guc.GucState;
import org.postern.server.auxproc.ServiceWork;
import org.postern.server.launch.ChildContext;
import org.postern.storage.proc.WaitEvent;
import org.postern.wal.checkpoint.CheckpointKind;
import org.postern.wal.checkpoint.Checkpointer;

/** The checkpointer: a checkpoint whenever one is due, and the last one at shutdown. */
final class CheckpointService implements ServiceWork {
  private static final long ROUND_MILLIS = 1000;

  private final StorageStack stack;
  private final GucState settings;
  private final Checkpointer checkpointer;

  CheckpointService(ChildContext context) {
    settings = ProcessSettings.of(context.parameters().settings());
    stack =
        new StorageStack(
            context.parameters().dataDirectory(),
            Attachment.attach(context.parameters()),
            settings);
    checkpointer = stack.checkpointer(ProcessSettings.checkpoints(settings));
  }

  @Override
  public long round() {
    CheckpointKind due = checkpointer.due(System.currentTimeMillis());
    if (due != null) {
      checkpointer.run(due);
    }
    return ROUND_MILLIS;
  }

  @Override
  public void await(long millis) {
    int before = stack.slot.waitEvent(WaitEvent.CHECKPOINTER_MAIN.code());
    checkpointer.awaitRequest(millis * 1_000_000);
    stack.slot.waitEvent(before);
  }

  @Override
  public void wake() {
    checkpointer.wake();
  }

  @Override
  public void hurry() {
    checkpointer.hurry();
  }

  @Override
  public void reload(List<GucSetting> newSettings) {
    settings.apply(newSettings, false);
    stack.faults(settings);
    checkpointer.settings(ProcessSettings.checkpoints(settings));
  }

  @Override
  public void finish() {
    checkpointer.run(CheckpointKind.SHUTDOWN);
    stack.release();
  }
}
