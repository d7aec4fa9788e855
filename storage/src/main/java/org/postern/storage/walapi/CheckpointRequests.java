package org.postern.storage.walapi;

/** How other processes ask the checkpointer to work, as SQL's CHECKPOINT and DROP DATABASE do. */
public interface CheckpointRequests {
  /**
   * Asks for a checkpoint that begins after this call.
   *
   * @param immediate without the pauses that spread its writes
   * @param wait return only when it is complete; throws if it failed
   */
  void request(boolean immediate, boolean wait);
}
