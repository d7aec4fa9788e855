package org.postern.executor.exec;

import org.postern.executor.vector.Batch;

/** A running plan node. */
public abstract class ExecNode {
  /** The next batch with at least one selected row, or null at the end. */
  public abstract Batch next();

  /** Starts over; parameters may have changed. */
  public abstract void rescan();

  /** Gives back scans; the node is not used again. */
  public void close() {}
}
