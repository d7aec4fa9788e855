package org.postern.executor.exec;

import java.util.Arrays;

/** The peer groups of a partition: rows that its order does not tell apart. */
final class WindowPeers {
  private int[] groupOf = new int[16];
  private int[] starts = new int[16];
  private int groups;
  private int rows;

  /** Finds the groups; {@code order} null makes all rows peers. */
  void set(RowStore partition, RowSorter order) {
    rows = partition.count();
    groups = 0;
    if (groupOf.length < rows) {
      groupOf = new int[Math.max(rows, groupOf.length * 2)];
    }
    for (int i = 0; i < rows; i++) {
      if (i == 0 || (order != null && order.compare(partition.columns, i - 1, i) != 0)) {
        if (groups + 1 >= starts.length) {
          starts = Arrays.copyOf(starts, starts.length * 2);
        }
        starts[groups++] = i;
      }
      groupOf[i] = groups - 1;
    }
  }

  int group(int row) {
    return groupOf[row];
  }

  int start(int row) {
    return starts[groupOf[row]];
  }

  /** The row behind the last peer. */
  int end(int row) {
    return groupStart(groupOf[row] + 1);
  }

  /** The first row of a group; the number of rows for groups that are not there. */
  int groupStart(int group) {
    return group < groups ? starts[group] : rows;
  }
}
