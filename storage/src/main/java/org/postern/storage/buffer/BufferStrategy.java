package org.postern.storage.buffer;

/**
 * Which buffers a large operation may take: a small ring of its own, so that one scan does not push
 * everything else out of memory. One object serves one scan of one process.
 *
 * <p>Source: PostgreSQL documentation, "BUFFER_USAGE_LIMIT" and the strategies of contrib
 * pg_buffercache; ring sizes as PostgreSQL's.
 */
public final class BufferStrategy {
  /** What the operation does. */
  public enum Kind {
    BULK_READ(256),
    BULK_WRITE(16 * 1024),
    VACUUM(256);

    private final int kilobytes;

    Kind(int kilobytes) {
      this.kilobytes = kilobytes;
    }
  }

  private final Kind kind;
  private final int[] ring;
  private int current;

  private BufferStrategy(Kind kind, int size) {
    this.kind = kind;
    this.ring = new int[size];
  }

  /** A ring for a pool of {@code bufferCount} buffers: at most an eighth of them. */
  public static BufferStrategy of(Kind kind, int bufferCount) {
    return new BufferStrategy(kind, Math.max(1, Math.min(kind.kilobytes / 8, bufferCount / 8)));
  }

  public Kind kind() {
    return kind;
  }

  /** Moves on, and returns the buffer to try at the new position, -1 for none yet. */
  int next() {
    current = current + 1 == ring.length ? 0 : current + 1;
    return ring[current] - 1;
  }

  /** Puts a buffer at the current position. */
  void replace(int buffer) {
    ring[current] = buffer + 1;
  }

  /** A bulk read takes another buffer instead of waiting for the log to be flushed. */
  boolean rejectsDirty() {
    return kind == Kind.BULK_READ;
  }
}
