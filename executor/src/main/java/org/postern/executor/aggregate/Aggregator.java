package org.postern.executor.aggregate;

import org.postern.executor.functions.CallContext;
import org.postern.executor.vector.Vector;

/**
 * One aggregate call's states, one per group. Groups are numbered from 0; a group exists once
 * {@link #ensureGroups} has been told of it.
 */
public interface Aggregator {
  /** Makes sure that groups 0 to {@code count - 1} exist; new ones are empty. */
  void ensureGroups(int count);

  /** Adds one input row; strict aggregates skip rows with a null argument by themselves. */
  void add(int group, Vector[] args, int row, CallContext context);

  /** Adds rows {@code rows[0..count)} to one group each. */
  default void addAll(int[] groups, Vector[] args, int[] rows, int count, CallContext context) {
    for (int i = 0; i < count; i++) {
      add(groups[i], args, rows[i], context);
    }
  }

  /** Writes a group's result into row {@code row} of {@code out}. */
  void result(int group, Vector out, int row, CallContext context);
}
