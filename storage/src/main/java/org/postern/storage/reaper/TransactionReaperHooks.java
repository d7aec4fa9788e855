package org.postern.storage.reaper;

import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.proc.ProcSlotLayout;
import org.postern.storage.proc.ProcSlots;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.Words;
import org.postern.storage.transam.DeadTransactions;
import org.postern.storage.walapi.DeadWriter;

/**
 * The reaper's steps in the log and in transactions.
 *
 * <p>If it cannot be told who owns a place in the log, the slot must stay as it is: its intent
 * keeps everybody from writing beyond the place, and only a restart by replay removes it. So that
 * case asks for the restart and throws.
 */
public final class TransactionReaperHooks implements ReaperHooks {
  private final SharedMemory memory;
  private final ProcSlots slots;
  private final DeadWriter writer;
  private final DeadTransactions transactions;
  private final DeadTransactions.MessageSink sink;

  public TransactionReaperHooks(
      SharedMemory memory,
      DeadWriter writer,
      DeadTransactions transactions,
      DeadTransactions.MessageSink sink) {
    this.memory = memory;
    this.slots = new ProcSlots(memory);
    this.writer = writer;
    this.transactions = transactions;
    this.sink = sink;
  }

  @Override
  public long finishWal(int deadSlot) {
    long slot = slots.address(deadSlot);
    return switch (writer.settle(slot)) {
      case COMPLETE -> Words.longAcquire(memory.segment(), slot + ProcSlotLayout.WAL_END);
      case NOTHING, PADDED -> 0;
      case AMBIGUOUS -> {
        memory.requestRestart();
        throw SqlException.panic(
            SqlState.INTERNAL_ERROR,
            "cannot tell the owner of a place in the log: slot=%d",
            deadSlot);
      }
    };
  }

  @Override
  public void finishTransaction(int deadSlot) {
    transactions.finish(deadSlot, writer, sink);
  }
}
