package org.postern.server.wiring;

import org.postern.server.launch.ControlFrame;
import org.postern.server.launch.ControlLink;
import org.postern.storage.proc.ProcSlots;

/**
 * Asks something of another session. Its slot says what; a session that runs a query finds it
 * there. One that waits for its client sleeps in the kernel, so the postmaster wakes its process.
 */
record SessionSignals(ProcSlots slots, ControlLink control) {
  void raise(int slot, int interrupts) {
    int pid = slots.pid(slot);
    slots.raise(slot, interrupts);
    control.send(new ControlFrame.WakeRequest(pid));
  }
}
