package org.postern.server.wiring;

import java.util.List;
import org.postern.server.auxproc.ReaperProcess;
import org.postern.server.launch.ChildContext;
import org.postern.storage.proc.WaitEvent;
import org.postern.storage.reaper.ReapResult;
import org.postern.storage.reaper.SlotReaper;
import org.postern.storage.reaper.TransactionReaperHooks;
import org.postern.storage.vfs.TemporaryFiles;
import org.postern.wal.reader.FileSource;
import org.postern.wal.recovery.WalRepair;

/**
 * Repairs what a dead process left in shared memory: edits, log, transaction, locks and pins; so
 * that no other session notices its death.
 */
final class StorageUndertaker implements ReaperProcess.Undertaker {
  private final StorageStack stack;
  private SlotReaper reaper;

  StorageUndertaker(ChildContext context) {
    stack =
        new StorageStack(
            context.parameters().dataDirectory(),
            Attachment.attach(context.parameters()),
            ProcessSettings.of(context.parameters().settings()),
            this::whileWaiting);
    stack.slot.waitEvent(WaitEvent.REAPER_MAIN.code());
    WalRepair repair =
        new WalRepair(
            stack.memory,
            stack.slots,
            new FileSource(stack.files, stack.dataDirectory.resolve("pg_wal"), stack.segmentSize));
    reaper =
        new SlotReaper(
            stack.memory,
            stack.slot,
            new TransactionReaperHooks(
                stack.memory,
                repair,
                stack.transam.deadTransactions(),
                messages -> stack.invalidations.resetAll()));
  }

  /** What this process waits for may belong to another one that has died meanwhile. */
  private void whileWaiting() {
    if (reaper != null) {
      reaper.whileWaiting();
    }
  }

  @Override
  public boolean bury(int slot, long pid) {
    int event = stack.slot.waitEvent(0);
    boolean clean = true;
    for (ReapResult result : reaper.reap(List.of(slot))) {
      clean &= result.repaired();
    }
    TemporaryFiles.removeLeftovers(stack.files, stack.temporaryDirectory(), pid);
    stack.slot.waitEvent(event);
    return clean;
  }

  @Override
  public void finish() {
    stack.release();
  }
}
