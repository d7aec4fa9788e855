package org.postern.storage.proc;

import java.lang.foreign.MemorySegment;
import org.postern.storage.os.Futex;
import org.postern.storage.shmem.Words;

/**
 * One process's alarm clock: its owner sleeps on it, anybody sets it.
 *
 * <p>Use: {@code for (;;) { latch.reset(); if (work to do) …; latch.await(time, event); }}. The
 * reset comes before the look, so that a set between look and sleep is not lost.
 *
 * <p>The word is 0 (idle), 1 (set) or 2 (the owner sleeps); a setter calls the kernel only for 2.
 */
public final class Latch {
  private static final int IDLE = 0;
  private static final int SET = 1;
  private static final int SLEEPING = 2;

  private final MemorySegment shm;
  private final long slot;

  Latch(MemorySegment shm, long slot) {
    this.shm = shm;
    this.slot = slot;
  }

  /** Wakes the owner, now or at its next {@link #await}. */
  public void set() {
    set(shm, slot);
  }

  static void set(MemorySegment shm, long slot) {
    long word = slot + ProcSlotLayout.LATCH;
    if (Words.intAcquire(shm, word) == SET) {
      return;
    }
    if (Words.getAndSetInt(shm, word, SET) == SLEEPING) {
      Futex.wake(shm, word, Integer.MAX_VALUE);
    }
  }

  public boolean isSet() {
    return Words.intAcquire(shm, slot + ProcSlotLayout.LATCH) == SET;
  }

  /** Clears the latch; owner only. A full fence. */
  public void reset() {
    Words.getAndSetInt(shm, slot + ProcSlotLayout.LATCH, IDLE);
  }

  /** Sleeps until the latch is set or the time is over; true when it is set. Owner only. */
  public boolean await(long timeoutNanos, WaitEvent event) {
    return awaitCode(timeoutNanos, event.code());
  }

  /** As {@link #await}, for events of other packages. */
  public boolean awaitCode(long timeoutNanos, int waitEvent) {
    long word = slot + ProcSlotLayout.LATCH;
    if (isSet()) {
      return true;
    }
    int before = Words.intPlain(shm, slot + ProcSlotLayout.WAIT_EVENT);
    Words.setIntRelease(shm, slot + ProcSlotLayout.WAIT_EVENT, waitEvent);
    long deadline = System.nanoTime() + timeoutNanos;
    try {
      for (; ; ) {
        int value = Words.intAcquire(shm, word);
        if (value == SET) {
          return true;
        }
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        if (value == SLEEPING || Words.casInt(shm, word, IDLE, SLEEPING)) {
          Futex.wait(shm, word, SLEEPING, left);
        }
      }
    } finally {
      Words.casInt(shm, word, SLEEPING, IDLE);
      Words.setIntRelease(shm, slot + ProcSlotLayout.WAIT_EVENT, before);
    }
  }
}
