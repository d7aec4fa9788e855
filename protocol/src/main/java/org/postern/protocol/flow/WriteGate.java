package org.postern.protocol.flow;

/**
 * Counts the bytes between the producer and the socket; closes at a high mark, opens at a low one.
 *
 * <p>Two marks instead of one keep producer and socket from waking each other for every row.
 *
 * <p>Not thread-safe: produced and written on the connection's thread.
 */
public final class WriteGate implements Outbound {
  private final long low;
  private final long high;
  private long pending;
  private boolean open = true;
  private Runnable waiting;

  /** Closes once {@code high} bytes are pending, opens once {@code low} or fewer are. */
  public WriteGate(long low, long high) {
    if (low < 0 || high <= low) {
      throw new IllegalArgumentException("bad marks: low=" + low + ", high=" + high);
    }
    this.low = low;
    this.high = high;
  }

  /** The producer has added this many bytes. */
  public void produced(long bytes) {
    pending += bytes;
    if (pending >= high) {
      open = false;
    }
  }

  /** The socket has taken this many bytes; may run the waiting callback. */
  public void written(long bytes) {
    if (bytes < 0 || bytes > pending) {
      throw new IllegalArgumentException(
          "more written than produced: bytes=" + bytes + ", pending=" + pending);
    }
    pending -= bytes;
    if (!open && pending <= low) {
      open = true;
      Runnable resume = waiting;
      waiting = null;
      if (resume != null) {
        resume.run();
      }
    }
  }

  public long pending() {
    return pending;
  }

  @Override
  public boolean writable() {
    return open;
  }

  @Override
  public void whenWritable(Runnable resume) {
    if (waiting != null) {
      throw new IllegalStateException("a callback is waiting already");
    }
    if (open) {
      resume.run();
    } else {
      waiting = resume;
    }
  }
}
