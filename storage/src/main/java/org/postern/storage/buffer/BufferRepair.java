package org.postern.storage.buffer;

import java.lang.foreign.MemorySegment;
import org.postern.storage.lwlock.LwLockRepair;
import org.postern.storage.page.PageLayout;
import org.postern.storage.proc.ProcSlotLayout;
import org.postern.storage.proc.ProcSlots;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.ShmemArea;
import org.postern.storage.shmem.ShmemConfig;
import org.postern.storage.shmem.Words;

/**
 * Repairs the buffer pool after the death of a process: its page edit, its I/O, its pins, and the
 * mapping partitions it was changing. Takes no LWLock.
 *
 * <p>Pin counts are computed anew as {@link LwLockRepair} does for share counts.
 */
public final class BufferRepair {
  private static final long GIVE_UP_NANOS = 10_000_000_000L;

  private final BufferAddresses at;
  private final MemorySegment shm;
  private final ProcSlots slots;
  private final BufferMapping mapping;
  private final LwLockRepair lwLocks;
  private final long images;
  private final long descriptors;
  private final long descriptorsEnd;

  public BufferRepair(SharedMemory memory, LwLockRepair lwLocks) {
    this.at = new BufferAddresses(memory);
    this.shm = memory.segment();
    this.slots = new ProcSlots(memory);
    this.mapping = new BufferMapping(memory, at);
    this.lwLocks = lwLocks;
    this.images = memory.base(ShmemArea.EDIT_IMAGES);
    this.descriptors = memory.base(ShmemArea.BUFFER_DESCRIPTORS);
    this.descriptorsEnd = descriptors + memory.size(ShmemArea.BUFFER_DESCRIPTORS);
  }

  /** True for the address of a content lock: those are given back after the page edit is ended. */
  public boolean isContentLock(long lock) {
    return lock >= descriptors && lock < descriptorsEnd;
  }

  /** The chains of a partition whose LWLock a dead process still holds exclusively. */
  public void rebuildPartition(int partition) {
    mapping.rebuild(partition);
  }

  /** How a dead process's page edit was ended. */
  public enum EditOutcome {
    NONE,
    /** The before-images were put back. */
    UNDONE,
    /** The record is in the log: the pages got its LSN. */
    COMPLETED,
    /** A page was not locked by the dead process: a bug, not to be repaired. */
    INCONSISTENT
  }

  /**
   * Ends the page edit of a dead slot, whose content locks are still held.
   *
   * @param recordEnd end of the slot's last WAL record if that is complete in the log, 0 otherwise
   */
  public EditOutcome endEdit(int slot, long recordEnd) {
    long base = slots.address(slot);
    int phase = Words.intAcquire(shm, base + ProcSlotLayout.EDIT_PHASE);
    int count = Words.intAcquire(shm, base + ProcSlotLayout.EDIT_COUNT);
    if (phase == ProcSlotLayout.EDIT_NONE) {
      return EditOutcome.NONE;
    }
    if (count < 0 || count > ShmemConfig.EDIT_PAGES) {
      return EditOutcome.INCONSISTENT;
    }
    for (int i = 0; i < count; i++) {
      int buffer = Words.intPlain(shm, base + ProcSlotLayout.EDIT_BUFFERS + i * 4L);
      if (!lwLocks.isHeldExclusively(at.contentLock(buffer), slot)) {
        return EditOutcome.INCONSISTENT;
      }
    }
    boolean complete = phase == ProcSlotLayout.EDIT_LOGGING && recordEnd != 0;
    for (int i = count - 1; i >= 0; i--) {
      int buffer = Words.intPlain(shm, base + ProcSlotLayout.EDIT_BUFFERS + i * 4L);
      if (complete) {
        PageLayout.setLsn(shm, at.page(buffer), recordEnd);
      } else {
        MemorySegment.copy(
            shm,
            PageEdit.imageAddress(images, slot, i),
            shm,
            at.page(buffer),
            PageLayout.PAGE_SIZE);
      }
    }
    Words.setIntRelease(shm, base + ProcSlotLayout.EDIT_PHASE, ProcSlotLayout.EDIT_NONE);
    Words.setIntRelease(shm, base + ProcSlotLayout.EDIT_COUNT, 0);
    return complete ? EditOutcome.COMPLETED : EditOutcome.UNDONE;
  }

  /**
   * Ends the dead slot's I/O and gives back its pins.
   *
   * @return the number of pins, -1 when a count could not be told
   */
  public int releasePins(int slot) {
    int released = 0;
    for (int i = 0; i < ProcSlotLayout.PIN_COUNT; i++) {
      long entry = entry(slot, i);
      if (entry == 0) {
        continue;
      }
      int buffer = BufferPins.entryBuffer(entry);
      BufferIo.end(at, buffer, (slot + 1L) << BufferState.OWNER_SHIFT, false, BufferState.IO_ERROR);
      forgetCleanupWaiter(buffer, slot);
      if (!recount(buffer, slot)) {
        return -1;
      }
      Words.setLongRelease(shm, slots.address(slot) + ProcSlotLayout.PINS + i * 8L, 0);
      released++;
    }
    return released;
  }

  private long entry(int slot, int index) {
    return Words.longAcquire(shm, slots.address(slot) + ProcSlotLayout.PINS + index * 8L);
  }

  private void forgetCleanupWaiter(int buffer, int slot) {
    long base = at.descriptor(buffer);
    if (Words.intAcquire(shm, base + BufferDescriptorLayout.WAITER) != slot + 1) {
      return;
    }
    for (; ; ) {
      long state = BufferDescriptorLayout.stateAcquire(shm, base);
      if (BufferDescriptorLayout.casState(
          shm, base, state, state & ~BufferState.PIN_COUNT_WAITER)) {
        return;
      }
    }
  }

  private boolean recount(int buffer, int dead) {
    long base = at.descriptor(buffer);
    long deadline = System.nanoTime() + GIVE_UP_NANOS;
    for (int round = 0; System.nanoTime() - deadline < 0; round++) {
      long before = BufferDescriptorLayout.stateAcquire(shm, base);
      int count = countPins(buffer, dead, round > 100);
      if (count >= 0 && BufferDescriptorLayout.stateAcquire(shm, base) == before) {
        long wanted = before & ~BufferState.REF_MASK | (long) count << BufferState.REF_SHIFT;
        if (BufferState.refcount(before) == count
            || BufferDescriptorLayout.casState(shm, base, before, wanted)) {
          wakeCleanupWaiter(wanted, base);
          return true;
        }
      }
      if (round < 100) {
        Thread.onSpinWait();
      } else {
        java.util.concurrent.locks.LockSupport.parkNanos(100_000);
      }
    }
    return false;
  }

  private void wakeCleanupWaiter(long state, long base) {
    if (BufferState.has(state, BufferState.PIN_COUNT_WAITER) && BufferState.refcount(state) == 1) {
      int waiter = Words.intAcquire(shm, base + BufferDescriptorLayout.WAITER) - 1;
      if (waiter >= 0) {
        slots.wake(waiter);
      }
    }
  }

  private int countPins(int buffer, int dead, boolean lookForDeath) {
    int count = 0;
    for (int slot = 0; slot < slots.count(); slot++) {
      if (slot == dead || slots.isFree(slot)) {
        continue;
      }
      for (int i = 0; i < ProcSlotLayout.PIN_COUNT; i++) {
        long entry = entry(slot, i);
        if (entry == 0 || BufferPins.entryBuffer(entry) != buffer) {
          continue;
        }
        if (BufferPins.entryPhase(entry) == ProcSlotLayout.PHASE_HELD) {
          count++;
        } else if (!(lookForDeath && slots.isDead(slot))) {
          return -1;
        }
      }
    }
    return count;
  }
}
