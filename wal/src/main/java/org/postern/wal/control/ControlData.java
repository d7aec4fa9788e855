package org.postern.wal.control;

import org.postern.wal.record.CheckpointRecord;

/**
 * The content of the control file.
 *
 * @param systemId tells this cluster from every other one
 * @param catalogVersion number of the catalogs' layout; a server of another number refuses to start
 * @param segmentSize bytes of a WAL segment
 * @param state what the server was doing
 * @param time microseconds since 2000-01-01 UTC of the last change
 * @param checkpointLsn where the last checkpoint's record begins
 * @param checkpoint a copy of that record
 */
public record ControlData(
    long systemId,
    int catalogVersion,
    int segmentSize,
    ClusterState state,
    long time,
    long checkpointLsn,
    CheckpointRecord checkpoint) {

  public ControlData withState(ClusterState newState, long now) {
    return new ControlData(
        systemId, catalogVersion, segmentSize, newState, now, checkpointLsn, checkpoint);
  }

  public ControlData withCheckpoint(
      ClusterState newState, long now, long lsn, CheckpointRecord newCheckpoint) {
    return new ControlData(
        systemId, catalogVersion, segmentSize, newState, now, lsn, newCheckpoint);
  }
}
