package org.postern.storage.reaper;

import java.util.ArrayList;
import java.util.List;
import org.postern.storage.buffer.BufferRepair;
import org.postern.storage.buffer.BufferRepair.EditOutcome;
import org.postern.storage.lock.LockRepair;
import org.postern.storage.lwlock.LwLockId;
import org.postern.storage.lwlock.LwLockRepair;
import org.postern.storage.lwlock.LwLocks;
import org.postern.storage.proc.ProcSlot;
import org.postern.storage.proc.ProcSlotLayout;
import org.postern.storage.proc.ProcSlots;
import org.postern.storage.proc.ProcState;
import org.postern.storage.shmem.SharedMemory;

/**
 * Repairs what dead processes left in shared memory, while all others go on.
 *
 * <p>Step 1, for every dead slot before anything else: the LWLocks other than buffers' content
 * locks are given back; what a lost lock protects is made consistent first. It takes no lock, so it
 * also runs when a later step waits for a lock whose holder has just died. The later steps, slot by
 * slot: the WAL insertion, the page edit, content locks, pins, the transaction, the heavyweight
 * locks, the slot. Each step can be repeated, so that another reaper can go on when this one dies.
 * The reasons for the order are in this package's README.
 *
 * <p>One reaper runs at a time.
 */
public final class SlotReaper {
  private final SharedMemory memory;
  private final ProcSlots slots;
  private final LwLockRepair lwLockRepair;
  private final BufferRepair bufferRepair;
  private final LockRepair lockRepair;
  private final ReaperHooks hooks;
  private final int self;

  /** {@code own}: the reaper's own slot. */
  public SlotReaper(SharedMemory memory, ProcSlot own, ReaperHooks hooks) {
    this.memory = memory;
    this.slots = new ProcSlots(memory);
    this.lwLockRepair = new LwLockRepair(memory);
    this.bufferRepair = new BufferRepair(memory, lwLockRepair);
    this.self = own.index();
    this.hooks = hooks;
    this.lockRepair = new LockRepair(memory, new LwLocks(memory, own, this::whileWaiting));
  }

  /** Slots whose process does not live any more. */
  public List<Integer> deadSlots() {
    List<Integer> dead = new ArrayList<>();
    for (int i = 0; i < slots.count(); i++) {
      if (i != self && slots.isDead(i)) {
        dead.add(i);
      }
    }
    return dead;
  }

  /** Looks for dead processes and repairs them all. */
  public List<ReapResult> reapDead() {
    return reap(deadSlots());
  }

  /** Repairs these slots, whose owners are known to be gone. */
  public List<ReapResult> reap(List<Integer> dead) {
    boolean ok = freeLocksOf(dead);
    List<Pages> pages = new ArrayList<>();
    for (int slot : dead) {
      pages.add(freePages(slot));
    }
    List<ReapResult> results = new ArrayList<>();
    for (int i = 0; i < dead.size(); i++) {
      ReapResult result = finish(dead.get(i), pages.get(i), ok);
      if (!result.repaired()) {
        memory.requestRestart();
      }
      results.add(result);
    }
    return results;
  }

  /** Step 1; false when a lock's state could not be told. */
  private boolean freeLocksOf(List<Integer> dead) {
    boolean ok = true;
    for (int slot : dead) {
      slots.state(slot, ProcState.DEAD);
      long[] locks = lwLockRepair.lockAddresses(slot);
      for (int i = 0; i < locks.length; i++) {
        if (locks[i] != 0 && !bufferRepair.isContentLock(locks[i])) {
          if (lwLockRepair.isHeldExclusively(locks[i], slot)) {
            repairProtected(locks[i], slot);
          }
          ok &= lwLockRepair.release(slot, i);
        }
      }
    }
    return ok;
  }

  private void repairProtected(long lock, int slot) {
    LwLockId id = lwLockRepair.fixedId(lock);
    if (id == null) {
      return;
    }
    int number = lwLockRepair.fixedNumber(lock);
    switch (id) {
      case BUFFER_MAPPING -> bufferRepair.rebuildPartition(number);
      case LOCK_MANAGER -> lockRepair.rebuildPartition(number);
      default -> hooks.lockLost(id, number, slot);
    }
  }

  /** What steps 2 to 4 found. */
  private record Pages(boolean ok, int lwLocks, int pins, EditOutcome edit) {}

  /** Steps 2 to 4: the WAL insertion, the page edit, content locks and pins. Takes no lock. */
  private Pages freePages(int slot) {
    long recordEnd = hooks.finishWal(slot);
    EditOutcome edit = bufferRepair.endEdit(slot, recordEnd);
    boolean ok = edit != EditOutcome.INCONSISTENT;
    int lwLocks = 0;
    for (int i = 0; i < ProcSlotLayout.LWLOCK_COUNT; i++) {
      if (lwLockRepair.lockAddresses(slot)[i] != 0) {
        ok &= lwLockRepair.release(slot, i);
        lwLocks++;
      }
    }
    int pins = bufferRepair.releasePins(slot);
    return new Pages(ok && pins >= 0, lwLocks, pins, edit);
  }

  /**
   * Steps 1 to 4 for every dead slot. To be run by the reaper's process whenever it waits for an
   * LWLock, a page, or the log: what it waits for may belong to a process that has just died.
   */
  public void whileWaiting() {
    List<Integer> dead = deadSlots();
    freeLocksOf(dead);
    for (int slot : dead) {
      freePages(slot);
    }
  }

  private ReapResult finish(int slot, Pages pages, boolean locksOk) {
    int pid = slots.pid(slot);
    if (!locksOk || !pages.ok()) {
      return new ReapResult(slot, pid, false, pages.lwLocks(), pages.pins(), pages.edit(), 0);
    }
    hooks.finishTransaction(slot);
    int heavyweight = lockRepair.releaseAll(slot);
    hooks.slotLost(slot);
    slots.release(slot);
    return new ReapResult(
        slot, pid, true, pages.lwLocks(), pages.pins(), pages.edit(), heavyweight);
  }
}
