/** Evaluation of expressions over batches: an evaluator tree per expression, a loop per node. */
package org.postern.executor.expr;
