package org.postern.server.wiring;

import java.lang.foreign.Arena;
import org.postern.server.launch.LaunchParameters;
import org.postern.storage.proc.ProcSlot;
import org.postern.storage.proc.ProcSlots;
import org.postern.storage.shmem.SharedMemory;

/** A child's hold on shared memory: the segment, all slots, and the slot that is its own. */
record Attachment(SharedMemory memory, ProcSlots slots, ProcSlot slot) {
  private static final long EPOCH_2000_MICROS = 946_684_800_000_000L;

  /** Maps the segment for the life of the process and takes the slot the postmaster chose. */
  static Attachment attach(LaunchParameters parameters) {
    SharedMemory memory = SharedMemory.attach(parameters.sharedMemory(), Arena.global());
    ProcSlots slots = new ProcSlots(memory);
    int index = parameters.slot();
    ProcSlot slot = slots.acquire(parameters.kind().number(), index, index + 1);
    slot.activity().unconnected(parameters.kind().title(), now());
    return new Attachment(memory, slots, slot);
  }

  /** Microseconds since 2000-01-01 UTC. */
  private static long now() {
    return System.currentTimeMillis() * 1000 - EPOCH_2000_MICROS;
  }

  /** Gives the slot back, as the last thing before the process leaves in order. */
  void release() {
    slots.release(slot);
  }
}
