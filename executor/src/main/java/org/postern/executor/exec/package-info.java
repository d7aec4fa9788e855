/**
 * Plan execution: one class per plan node, pulling batches from its inputs.
 *
 * <p>A node's {@code next} gives a non-empty batch or null at the end. The batch belongs to the
 * node and is valid until its next call; whoever keeps rows longer copies them into a {@link
 * org.postern.executor.exec.RowStore}.
 */
package org.postern.executor.exec;
