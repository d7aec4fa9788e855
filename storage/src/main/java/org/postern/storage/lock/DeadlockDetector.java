package org.postern.storage.lock;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lwlock.LwLockId;
import org.postern.storage.lwlock.LwLockMode;
import org.postern.storage.lwlock.LwLocks;
import org.postern.storage.proc.Interrupts;
import org.postern.storage.proc.ProcSlotLayout;
import org.postern.storage.proc.ProcSlots;

/**
 * Looks for a circle of processes waiting for each other, among all partitions locked in ascending
 * order.
 *
 * <p>A hard edge leads from a waiter to a holder in its way; a soft edge to a waiter before it in
 * the queue. A circle with a soft edge can be opened by letting the later waiter pass the earlier
 * one; each soft edge of the circle is tried. A circle that cannot be opened ends the statement of
 * the process that found it.
 *
 * <p>Source: PostgreSQL documentation, "Deadlocks".
 */
final class DeadlockDetector {
  private final LockTable table;
  private final MemorySegment shm;
  private final ProcSlots slots;
  private final LwLocks lwLocks;

  DeadlockDetector(LockTable table, LwLocks lwLocks) {
    this.table = table;
    this.shm = table.shm();
    this.slots = table.slots();
    this.lwLocks = lwLocks;
  }

  /** One step of a circle: {@code waiter} waits at {@code entry} for {@code blocker}. */
  private record Edge(int waiter, long entry, int blocker, long blockerEntry, boolean soft) {}

  /** Returns if the process {@code self} is in no deadlock (any more), throws 40P01 otherwise. */
  void check(int self) {
    lockAll();
    try {
      cancelAutovacuum(self);
      List<Edge> circle = find(self);
      if (circle.isEmpty() || open(self, circle)) {
        return;
      }
      throw SqlException.error(SqlState.DEADLOCK_DETECTED, "deadlock detected")
          .withDetail("%s", describe(circle))
          .withHint("See server log for query details.");
    } finally {
      unlockAll();
    }
  }

  private void lockAll() {
    for (int i = 0; i < LockTable.PARTITIONS; i++) {
      lwLocks.acquire(lwLocks.address(LwLockId.LOCK_MANAGER, i), LwLockMode.EXCLUSIVE);
    }
  }

  private void unlockAll() {
    for (int i = LockTable.PARTITIONS - 1; i >= 0; i--) {
      lwLocks.release(lwLocks.address(LwLockId.LOCK_MANAGER, i));
    }
  }

  private void cancelAutovacuum(int self) {
    for (Edge edge : edges(self)) {
      if (!edge.soft
          && (slots.vacuumFlags(edge.blocker) & ProcSlotLayout.VACUUM_IS_AUTOVACUUM) != 0) {
        slots.raise(edge.blocker, Interrupts.AUTOVACUUM_CANCEL);
      }
    }
  }

  private List<Edge> find(int self) {
    List<Edge> path = new ArrayList<>();
    return search(self, self, path, new HashSet<>()) ? path : List.of();
  }

  private boolean search(int self, int slot, List<Edge> path, Set<Integer> seen) {
    for (Edge edge : edges(slot)) {
      path.add(edge);
      if (edge.blocker == self
          || seen.add(edge.blocker) && search(self, edge.blocker, path, seen)) {
        return true;
      }
      path.removeLast();
    }
    return false;
  }

  /** Whom the process waits for. */
  private List<Edge> edges(int slot) {
    long entry = LockQueries.waitingEntry(table, slot);
    if (entry == 0) {
      return List.of();
    }
    List<Edge> edges = new ArrayList<>();
    long high = LockEntryLayout.tagHigh(shm, entry);
    long low = LockEntryLayout.tagLow(shm, entry);
    LockMode mode = LockMode.of(LockEntryLayout.awaited(LockEntryLayout.word(shm, entry)));
    int hash = LockTable.hash(high, low);
    for (int i = table.first(hash); i != 0; i = table.next(i)) {
      long e = table.address(i);
      int other = LockTable.slotOf(i - 1);
      if (e == entry || !table.matches(e, high, low) || table.sameGroup(slot, other)) {
        continue;
      }
      long word = LockEntryLayout.word(shm, e);
      int wait = LockEntryLayout.awaited(word);
      if ((LockEntryLayout.held(word) & mode.conflicts()) != 0) {
        edges.add(new Edge(slot, entry, other, e, false));
      } else if (wait != 0
          && mode.conflictsWith(LockMode.of(wait))
          && LockEntryLayout.ticket(shm, e) < LockEntryLayout.ticket(shm, entry)) {
        edges.add(new Edge(slot, entry, other, e, true));
      }
    }
    return edges;
  }

  private boolean open(int self, List<Edge> circle) {
    for (Edge edge : circle) {
      if (!edge.soft) {
        continue;
      }
      long before = LockEntryLayout.ticket(shm, edge.entry);
      LockEntryLayout.ticket(shm, edge.entry, LockEntryLayout.ticket(shm, edge.blockerEntry) - 1);
      if (find(self).isEmpty() && find(edge.waiter).isEmpty() && find(edge.blocker).isEmpty()) {
        long high = LockEntryLayout.tagHigh(shm, edge.entry);
        long low = LockEntryLayout.tagLow(shm, edge.entry);
        table.grantWaiters(LockTable.hash(high, low), high, low);
        return true;
      }
      LockEntryLayout.ticket(shm, edge.entry, before);
    }
    return false;
  }

  private String describe(List<Edge> circle) {
    StringBuilder text = new StringBuilder();
    for (Edge edge : circle) {
      LockTag tag =
          new LockTag(
              LockEntryLayout.tagHigh(shm, edge.entry), LockEntryLayout.tagLow(shm, edge.entry));
      LockMode mode = LockMode.of(LockEntryLayout.awaited(LockEntryLayout.word(shm, edge.entry)));
      if (!text.isEmpty()) {
        text.append('\n');
      }
      text.append("Process ").append(slots.pid(edge.waiter)).append(" waits for ");
      text.append(mode.title()).append(" on ").append(tag.describe());
      text.append("; blocked by process ").append(slots.pid(edge.blocker)).append('.');
    }
    return text.toString();
  }
}
