package org.postern.storage.buffer;

import java.lang.foreign.MemorySegment;
import org.postern.storage.proc.ProcSlot;
import org.postern.storage.proc.ProcSlotLayout;
import org.postern.storage.proc.ProcSlots;
import org.postern.storage.shmem.Words;
import org.postern.storage.smgr.RelFileLocator;

/**
 * This process's pins. Only a buffer's first pin here touches its descriptor; further ones are
 * counted privately. Each shared pin has an entry in the process slot, written before the
 * compare-and-set on the descriptor, so that {@link BufferRepair} can count who really holds one.
 */
final class BufferPins {
  private final BufferAddresses at;
  private final MemorySegment shm;
  private final ProcSlots slots;
  private final long entries;
  private final short[] entryOf;
  private final int[] buffers = new int[ProcSlotLayout.PIN_COUNT];
  private final int[] counts = new int[ProcSlotLayout.PIN_COUNT];
  private final RelFileLocator[] locators = new RelFileLocator[ProcSlotLayout.PIN_COUNT];
  private final short[] free = new short[ProcSlotLayout.PIN_COUNT];
  private int freeCount;

  BufferPins(BufferAddresses at, ProcSlot slot) {
    this.at = at;
    this.shm = at.shm;
    this.slots = new ProcSlots(slot.memory());
    this.entries = slot.base() + ProcSlotLayout.PINS;
    this.entryOf = new short[at.count];
    for (int i = 0; i < free.length; i++) {
      free[i] = (short) (free.length - i);
    }
    this.freeCount = free.length;
  }

  static int entryBuffer(long entry) {
    return (int) (entry >>> 32) - 1;
  }

  static int entryPhase(long entry) {
    return (int) entry & 0xFF;
  }

  /** Pins, and returns the descriptor's state afterwards. */
  long pin(int buffer, boolean countUsage) {
    int entry = entryOf[buffer];
    if (entry != 0) {
      counts[entry - 1]++;
      return at.state(buffer);
    }
    entry = announce(buffer);
    long base = at.descriptor(buffer);
    for (; ; ) {
      long state = BufferDescriptorLayout.stateAcquire(shm, base);
      int usage = BufferState.usage(state);
      long wanted = state + BufferState.REF_ONE;
      if (usage < (countUsage ? BufferState.MAX_USAGE : 1)) {
        wanted += BufferState.USAGE_ONE;
      }
      if (BufferDescriptorLayout.casState(shm, base, state, wanted)) {
        confirm(buffer, entry);
        return wanted;
      }
    }
  }

  /** Pins a buffer nobody has pinned, if its state still is {@code state}. */
  boolean pinUnused(int buffer, long state) {
    assert BufferState.refcount(state) == 0 : "buffer in use: buffer=" + buffer;
    int entry = announce(buffer);
    if (BufferDescriptorLayout.casState(
        shm, at.descriptor(buffer), state, state + BufferState.REF_ONE)) {
      confirm(buffer, entry);
      return true;
    }
    Words.setLongRelease(shm, entries + entry * 8L - 8, 0);
    free[freeCount++] = (short) entry;
    return false;
  }

  private int announce(int buffer) {
    if (freeCount == 0) {
      throw new IllegalStateException("too many buffers pinned: count=" + counts.length);
    }
    int entry = free[--freeCount];
    setPhase(buffer, entry, ProcSlotLayout.PHASE_TRYING);
    return entry;
  }

  private void confirm(int buffer, int entry) {
    setPhase(buffer, entry, ProcSlotLayout.PHASE_HELD);
    entryOf[buffer] = (short) entry;
    buffers[entry - 1] = buffer;
    counts[entry - 1] = 1;
  }

  private void setPhase(int buffer, int entry, int phase) {
    Words.setLongRelease(shm, entries + entry * 8L - 8, (buffer + 1L) << 32 | phase);
  }

  /** Gives back one pin. */
  void unpin(int buffer) {
    int entry = entryOf[buffer];
    if (entry == 0) {
      throw new IllegalStateException("buffer is not pinned: buffer=" + buffer);
    }
    if (--counts[entry - 1] > 0) {
      return;
    }
    setPhase(buffer, entry, ProcSlotLayout.PHASE_RELEASING);
    long base = at.descriptor(buffer);
    long wanted;
    for (; ; ) {
      long state = BufferDescriptorLayout.stateAcquire(shm, base);
      assert BufferState.refcount(state) > 0 : "pin count underflow: buffer=" + buffer;
      wanted = state - BufferState.REF_ONE;
      if (BufferDescriptorLayout.casState(shm, base, state, wanted)) {
        break;
      }
    }
    Words.setLongRelease(shm, entries + entry * 8L - 8, 0);
    entryOf[buffer] = 0;
    locators[entry - 1] = null;
    free[freeCount++] = (short) entry;
    if (BufferState.has(wanted, BufferState.PIN_COUNT_WAITER)
        && BufferState.refcount(wanted) == 1) {
      int waiter = Words.intAcquire(shm, base + BufferDescriptorLayout.WAITER) - 1;
      if (waiter >= 0) {
        slots.wake(waiter);
      }
    }
  }

  /** This process's pins on the buffer. */
  int count(int buffer) {
    int entry = entryOf[buffer];
    return entry == 0 ? 0 : counts[entry - 1];
  }

  /** Remembers the locator object of a pinned buffer, so that it need not be made again. */
  void locator(int buffer, RelFileLocator locator) {
    locators[entryOf[buffer] - 1] = locator;
  }

  RelFileLocator locator(int buffer) {
    int entry = entryOf[buffer];
    if (entry != 0 && locators[entry - 1] != null) {
      return locators[entry - 1];
    }
    long base = at.descriptor(buffer);
    RelFileLocator locator =
        new RelFileLocator(
            BufferDescriptorLayout.spcOid(shm, base),
            BufferDescriptorLayout.dbOid(shm, base),
            BufferDescriptorLayout.relNumber(shm, base));
    if (entry != 0) {
      locators[entry - 1] = locator;
    }
    return locator;
  }

  /** Number of different buffers pinned. */
  int pinnedBuffers() {
    return free.length - freeCount;
  }

  /** Gives back every pin. */
  void releaseAll() {
    for (int buffer : pinned()) {
      counts[entryOf[buffer] - 1] = 1;
      unpin(buffer);
    }
  }

  /** The pinned buffers. */
  int[] pinned() {
    int[] result = new int[pinnedBuffers()];
    int n = 0;
    for (int entry = 1; entry <= buffers.length; entry++) {
      if (counts[entry - 1] > 0 && entryOf[buffers[entry - 1]] == entry) {
        result[n++] = buffers[entry - 1];
      }
    }
    assert n == result.length : "pins: found=" + n + ", counted=" + result.length;
    return result;
  }
}
