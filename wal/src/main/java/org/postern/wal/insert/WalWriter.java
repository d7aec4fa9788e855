package org.postern.wal.insert;

/**
 * The background duties of the log, done round by round by the WAL writer process: makes
 * asynchronous commits durable, keeps the ring from filling up, and prepares the next segment.
 *
 * <p>Source: PostgreSQL documentation, "Asynchronous Commit" and {@code wal_writer_delay}.
 */
public final class WalWriter {
  private static final long FLUSH_AFTER_BYTES = 1 << 20;

  private final Wal wal;

  public WalWriter(Wal wal) {
    this.wal = wal;
  }

  /** One round; true if there was something to do. */
  public boolean round() {
    boolean worked = wal.prepareNextSegment();
    if (wal.flushWanted() || wal.insertLsn() - wal.flushedLsn() > FLUSH_AFTER_BYTES) {
      worked |= wal.flushBackground();
    }
    return worked;
  }
}
