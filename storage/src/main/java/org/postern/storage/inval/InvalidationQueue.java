package org.postern.storage.inval;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.Consumer;
import org.postern.storage.lwlock.LwLockId;
import org.postern.storage.lwlock.LwLockMode;
import org.postern.storage.lwlock.LwLocks;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.ShmemArea;

/**
 * This process's end of the ring of invalidation messages.
 *
 * <p>Nobody waits for readers: one that falls behind by more than the ring holds gets {@link
 * InvalidationMessage#EVERYTHING} instead of what it missed. So a dead or idle reader costs
 * nothing, and a writer that died between the two counters is made good by the next one, who writes
 * over what was not published.
 */
public final class InvalidationQueue {
  private final MemorySegment shm;
  private final long base;
  private final int capacity;
  private final LwLocks locks;
  private long position;

  public InvalidationQueue(SharedMemory memory, LwLocks locks) {
    this.shm = memory.segment();
    this.base = memory.base(ShmemArea.INVALIDATION);
    this.capacity =
        (int)
            ((memory.size(ShmemArea.INVALIDATION) - InvalidationQueueLayout.RING)
                / InvalidationMessage.SIZE);
    this.locks = locks;
    this.position = InvalidationQueueLayout.published(shm, base);
  }

  /** Tells everybody, this process too. Too many messages at once are sent as EVERYTHING. */
  public void send(List<InvalidationMessage> messages) {
    if (messages.isEmpty()) {
      return;
    }
    if (messages.size() > capacity) {
      resetAll();
      return;
    }
    locks.acquire(LwLockId.SINVAL_WRITE, LwLockMode.EXCLUSIVE);
    try {
      long from = InvalidationQueueLayout.published(shm, base);
      InvalidationQueueLayout.setReserved(shm, base, from + messages.size());
      long at = from;
      for (InvalidationMessage message : messages) {
        long address = address(at++);
        shm.set(ValueLayout.JAVA_INT, address, message.database());
        shm.set(ValueLayout.JAVA_INT, address + 4, message.catalog());
        shm.set(ValueLayout.JAVA_INT, address + 8, message.relation());
      }
      InvalidationQueueLayout.setPublished(shm, base, at);
    } finally {
      locks.release(LwLockId.SINVAL_WRITE);
    }
  }

  /** Makes every process drop all it has cached: for when it is unknown what changed. */
  public void resetAll() {
    locks.acquire(LwLockId.SINVAL_WRITE, LwLockMode.EXCLUSIVE);
    try {
      long to = InvalidationQueueLayout.published(shm, base) + capacity + 1;
      InvalidationQueueLayout.setReserved(shm, base, to);
      InvalidationQueueLayout.setPublished(shm, base, to);
    } finally {
      locks.release(LwLockId.SINVAL_WRITE);
    }
  }

  /** Whether there is something to read; one shared load. */
  public boolean pending() {
    return InvalidationQueueLayout.published(shm, base) != position;
  }

  /** Hands over the messages that came since the last call. */
  public void receive(Consumer<InvalidationMessage> receiver) {
    long end = InvalidationQueueLayout.published(shm, base);
    if (end == position) {
      return;
    }
    long count = end - position;
    InvalidationMessage[] messages = count > capacity ? null : new InvalidationMessage[(int) count];
    for (int i = 0; messages != null && i < messages.length; i++) {
      long address = address(position + i);
      messages[i] =
          new InvalidationMessage(
              shm.get(ValueLayout.JAVA_INT, address),
              shm.get(ValueLayout.JAVA_INT, address + 4),
              shm.get(ValueLayout.JAVA_INT, address + 8));
    }
    java.lang.invoke.VarHandle.acquireFence();
    boolean lapped = InvalidationQueueLayout.reserved(shm, base) - position > capacity;
    position = end;
    if (messages == null || lapped) {
      receiver.accept(InvalidationMessage.EVERYTHING);
      return;
    }
    for (InvalidationMessage message : messages) {
      receiver.accept(message);
    }
  }

  private long address(long number) {
    return base
        + InvalidationQueueLayout.RING
        + Math.floorMod(number, (long) capacity) * InvalidationMessage.SIZE;
  }
}
