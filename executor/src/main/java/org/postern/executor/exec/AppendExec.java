package org.postern.executor.exec;

import java.util.List;
import org.postern.executor.vector.Batch;

/** One input after the other. */
final class AppendExec extends ExecNode {
  private final List<ExecNode> inputs;
  private int at;

  AppendExec(List<ExecNode> inputs) {
    this.inputs = inputs;
  }

  @Override
  public Batch next() {
    while (at < inputs.size()) {
      Batch batch = inputs.get(at).next();
      if (batch != null) {
        return batch;
      }
      at++;
    }
    return null;
  }

  @Override
  public void rescan() {
    at = 0;
    inputs.forEach(ExecNode::rescan);
  }

  @Override
  public void close() {
    inputs.forEach(ExecNode::close);
  }
}
