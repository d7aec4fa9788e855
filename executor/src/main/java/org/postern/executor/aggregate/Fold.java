package org.postern.executor.aggregate;

import java.util.Arrays;
import java.util.function.BinaryOperator;
import org.postern.executor.functions.CallContext;
import org.postern.executor.vector.Vector;

/** Folds inputs that are not NULL with an operation, starting from the first of them. */
final class Fold implements Aggregator {
  private final BinaryOperator<Object> operation;
  private Object[] states = new Object[1];

  Fold(BinaryOperator<Object> operation) {
    this.operation = operation;
  }

  @Override
  public void ensureGroups(int count) {
    if (count > states.length) {
      states = Arrays.copyOf(states, Math.max(count, states.length * 2));
    }
  }

  @Override
  public void add(int group, Vector[] args, int row, CallContext context) {
    Object value = args[0].get(row);
    if (value != null) {
      Object state = states[group];
      states[group] = state == null ? value : operation.apply(state, value);
    }
  }

  @Override
  public void result(int group, Vector out, int row, CallContext context) {
    out.set(row, states[group]);
  }
}
