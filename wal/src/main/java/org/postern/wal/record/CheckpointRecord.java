package org.postern.wal.record;

import org.postern.storage.walapi.WalInput;
import org.postern.storage.walapi.WalOutput;

/**
 * What a checkpoint records: where a replay starts, and the counters as they were there.
 *
 * <pre>
 *   Checkpoint → redo:8 nextXid:8 nextOid:8 oldestRunningXid:8 visibleCsn:8 time:8
 * </pre>
 *
 * @param redo LSN at which a replay starts
 * @param nextXid the id to be given out next
 * @param nextOid the object id to be given out next
 * @param oldestRunningXid every transaction below had ended at {@code redo}
 * @param visibleCsn newest commit sequence number visible at {@code redo}
 * @param time microseconds since 2000-01-01 UTC
 */
public record CheckpointRecord(
    long redo, long nextXid, long nextOid, long oldestRunningXid, long visibleCsn, long time) {
  /** Bytes of the encoded form. */
  public static final int SIZE = 48;

  public void write(WalOutput out) {
    out.putLong(redo)
        .putLong(nextXid)
        .putLong(nextOid)
        .putLong(oldestRunningXid)
        .putLong(visibleCsn)
        .putLong(time);
  }

  public static CheckpointRecord read(WalInput in) {
    return new CheckpointRecord(
        in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong());
  }
}
