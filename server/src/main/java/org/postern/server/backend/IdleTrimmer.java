package org.postern.server.backend;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/**
 * Gives memory back when the process has had nothing to do for a while, so that the many idle
 * connections of a pool cost little: the collector alone would keep the heap at the size that the
 * busiest moment needed. Used on the session loop only.
 */
final class IdleTrimmer {
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** A heap as small as this is not worth the 20 ms of a full collection. */
  private static final long SMALL_HEAP_BYTES = 10L << 20;

  private final EventLoop loop;
  private long lastWork;
  private boolean waiting;

  IdleTrimmer(EventLoop loop) {
    this.loop = loop;
  }

  /** The process has done something for a client just now. */
  void worked() {
    lastWork = System.nanoTime();
    if (!waiting) {
      waiting = true;
      check(IDLE_NANOS);
    }
  }

  private void check(long delayNanos) {
    loop.schedule((Runnable) this::check, delayNanos, TimeUnit.NANOSECONDS);
  }

  private void check() {
    long remaining = lastWork + IDLE_NANOS - System.nanoTime();
    if (remaining > 0) {
      check(remaining);
      return;
    }
    waiting = false;
    if (Runtime.getRuntime().totalMemory() > SMALL_HEAP_BYTES) {
      System.gc();
    }
  }
}
