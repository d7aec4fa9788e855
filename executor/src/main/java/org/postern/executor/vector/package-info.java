/**
 * Typed columns and the batches made of them: what flows between the nodes of a running query.
 *
 * <p>A batch is a set of equally long vectors and an optional selection. Kernels read primitive
 * arrays; nothing here knows SQL types beyond their physical form.
 */
package org.postern.executor.vector;
