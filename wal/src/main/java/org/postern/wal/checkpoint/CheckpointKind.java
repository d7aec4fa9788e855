package org.postern.wal.checkpoint;

/** Why a checkpoint is made. */
public enum CheckpointKind {
  /** Time or volume has come. */
  TIMED,
  /** Somebody asked for it. */
  REQUESTED,
  /** The server stops: nobody else writes any more. */
  SHUTDOWN,
  /** Replay has ended: nobody else writes yet. */
  END_OF_RECOVERY
}
