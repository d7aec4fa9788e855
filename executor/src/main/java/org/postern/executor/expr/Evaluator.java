package org.postern.executor.expr;

import org.postern.executor.vector.Batch;
import org.postern.executor.vector.Vector;

/**
 * One node of a compiled expression.
 *
 * <p>{@code eval} computes the value for every selected row of the input, at the row's own index.
 * The vector belongs to the evaluator and is overwritten by its next call. Rows that are not
 * selected are never evaluated: that is how CASE keeps a division from failing in an arm not taken.
 */
public interface Evaluator {
  Vector eval(Batch input, EvalContext context);
}
