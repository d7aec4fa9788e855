package org.postern.server.backend;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.postern.storage.proc.Interrupts;

/**
 * The one deadline of a session: of its statement while it runs one, of its client while it waits.
 *
 * <p>A daemon thread, which begins with the first deadline, sleeps until the earliest one it has
 * seen. A session that sets and drops a deadline for every statement never wakes it: the thread
 * finds a later deadline when it wakes, and sleeps again. An expired deadline becomes an interrupt;
 * {@link #disarm} also takes back one that came too late.
 *
 * <p>Source: PostgreSQL documentation, "statement_timeout", "idle_in_transaction_session_timeout"
 * and "idle_session_timeout".
 */
final class SessionTimers {
  private final Interrupts interrupts;
  private volatile Runnable expired = () -> {};
  private boolean armed;
  private int interrupt;
  private boolean pending;
  private long deadline;
  private boolean sleepsForever;
  private long sleepsUntil;
  private Thread thread;

  SessionTimers(Interrupts interrupts) {
    this.interrupts = interrupts;
  }

  /** What is called on the timer's thread after an interrupt was raised. */
  void onExpiry(Runnable action) {
    expired = action;
  }

  /** Raises an interrupt after so many milliseconds, unless {@link #disarm} comes first. */
  void arm(int interruptBit, long millis) {
    armed = true;
    synchronized (this) {
      interrupt = interruptBit;
      deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
      pending = true;
      if (thread == null) {
        sleepsForever = false;
        sleepsUntil = deadline;
        thread = Thread.ofPlatform().name("timer").daemon().start(this::watch);
      } else if (sleepsForever || deadline - sleepsUntil < 0) {
        LockSupport.unpark(thread);
      }
    }
  }

  boolean isArmed() {
    return armed;
  }

  /** No deadline any more, nor an interrupt that it has raised. */
  void disarm() {
    if (armed) {
      armed = false;
      synchronized (this) {
        pending = false;
        interrupts.take(interrupt);
      }
    }
  }

  private void watch() {
    while (true) {
      boolean raised = false;
      long wait;
      synchronized (this) {
        long now = System.nanoTime();
        if (pending && deadline - now <= 0) {
          pending = false;
          interrupts.raise(interrupt);
          raised = true;
        }
        sleepsForever = !pending;
        sleepsUntil = deadline;
        wait = deadline - now;
      }
      if (raised) {
        expired.run();
      }
      if (sleepsForever) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, Math.max(wait, 1));
      }
    }
  }
}
