package org.postern.server.postmaster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.postern.server.launch.ControlFrame;
import org.postern.server.launch.ProcessKind;

/**
 * All children by process slot. A slot is free, owned by a living child, or dirty: its owner died
 * and the reaper has not cleaned it yet, so it must not be given out.
 */
final class ChildTable {
  private final Child[] bySlot;
  private final Map<Integer, Long> dirty = new TreeMap<>();

  ChildTable(int slots) {
    bySlot = new Child[slots];
  }

  int slots() {
    return bySlot.length;
  }

  /** Gives the lowest free slot to a new child; null when all are taken. */
  Child add(ProcessKind kind) {
    for (int slot = 0; slot < bySlot.length; slot++) {
      if (bySlot[slot] == null && !dirty.containsKey(slot)) {
        bySlot[slot] = new Child(kind, slot);
        return bySlot[slot];
      }
    }
    return null;
  }

  /** The child of a slot, or null. */
  Child at(int slot) {
    return slot < 0 || slot >= bySlot.length ? null : bySlot[slot];
  }

  void remove(Child child, boolean slotIsDirty) {
    assert bySlot[child.slot()] == child : "not in the table: slot=" + child.slot();
    bySlot[child.slot()] = null;
    if (slotIsDirty) {
      dirty.put(child.slot(), child.pid());
    }
  }

  void cleaned(int slot) {
    dirty.remove(slot);
  }

  /** Shared memory was created anew. */
  void allCleaned() {
    dirty.clear();
  }

  /** What the reaper is told of the slots that wait for it. */
  List<ControlFrame.SlotDead> dirtySlots() {
    List<ControlFrame.SlotDead> dead = new ArrayList<>();
    dirty.forEach((slot, pid) -> dead.add(new ControlFrame.SlotDead(slot, pid)));
    return dead;
  }

  boolean hasDirtySlots() {
    return !dirty.isEmpty();
  }

  boolean isEmpty() {
    return count(_ -> true) == 0;
  }

  int count(ProcessKind kind, Child.State state) {
    return count(child -> child.kind() == kind && child.state() == state);
  }

  int count(Predicate<Child> wanted) {
    int count = 0;
    for (Child child : bySlot) {
      if (child != null && wanted.test(child)) {
        count++;
      }
    }
    return count;
  }

  /** The first child of a kind, or null; made for kinds of which there is one. */
  Child only(ProcessKind kind) {
    return first(child -> child.kind() == kind);
  }

  Child first(Predicate<Child> wanted) {
    for (Child child : bySlot) {
      if (child != null && wanted.test(child)) {
        return child;
      }
    }
    return null;
  }

  /** A copy, so that callers may remove children while they go through it. */
  List<Child> all() {
    List<Child> children = new ArrayList<>();
    for (Child child : bySlot) {
      if (child != null) {
        children.add(child);
      }
    }
    return children;
  }
}
