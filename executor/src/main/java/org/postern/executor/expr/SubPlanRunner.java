package org.postern.executor.expr;

import org.postern.executor.vector.Batch;

/** Runs a statement's subplans for its expressions; implemented by the executor. */
public interface SubPlanRunner {
  /** Starts subplan {@code plan} afresh; an uncorrelated one may answer from its last run. */
  Rows run(int plan);

  /** The rows of one run. */
  interface Rows {
    /** The next non-empty batch, or null at the end. */
    Batch next();
  }
}
