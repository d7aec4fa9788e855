package org.postern.wal.checkpoint;

/**
 * The settings that govern checkpoints.
 *
 * <p>Source: PostgreSQL documentation, "Checkpoints" in "Write Ahead Log" settings.
 *
 * @param timeoutMillis {@code checkpoint_timeout}
 * @param maxWalBytes {@code max_wal_size}
 * @param minWalBytes {@code min_wal_size}
 * @param completionTarget {@code checkpoint_completion_target}
 */
public record CheckpointSettings(
    long timeoutMillis, long maxWalBytes, long minWalBytes, double completionTarget) {
  public static final CheckpointSettings DEFAULT =
      new CheckpointSettings(300_000, 1L << 30, 80L << 20, 0.9);

  /** Bytes of log after which a checkpoint begins, so that two of them fit into the maximum. */
  long triggerBytes() {
    return (long) (maxWalBytes / (1.0 + completionTarget));
  }
}
