package org.postern.executor.exec;

import org.postern.executor.vector.Batch;

/** Counts and times the node below, for EXPLAIN ANALYZE. */
final class MeasuredExec extends ExecNode {
  private final ExecNode node;
  private final NodeStats stats;

  MeasuredExec(ExecNode node, NodeStats stats) {
    this.node = node;
    this.stats = stats;
    stats.observe(node);
  }

  @Override
  public Batch next() {
    long entered = stats.enter();
    Batch batch = node.next();
    stats.leave(entered, batch == null ? 0 : batch.size());
    return batch;
  }

  @Override
  public void rescan() {
    stats.restarted();
    node.rescan();
  }

  @Override
  public void close() {
    node.close();
  }
}
