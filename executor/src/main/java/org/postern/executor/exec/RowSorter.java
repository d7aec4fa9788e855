package org.postern.executor.exec;

import java.util.List;
import org.postern.executor.plan.Plan;
import org.postern.executor.vector.Vector;

/** Orders rows of a store by sort keys; stable. */
final class RowSorter {
  private final int[] columns;
  private final boolean[] descending;
  private final boolean[] nullsFirst;
  private final KeyOps[] ops;

  RowSorter(List<Plan.SortKey> keys, ExecEnvironment env) {
    columns = new int[keys.size()];
    descending = new boolean[columns.length];
    nullsFirst = new boolean[columns.length];
    ops = new KeyOps[columns.length];
    for (int i = 0; i < columns.length; i++) {
      Plan.SortKey key = keys.get(i);
      columns[i] = key.column();
      descending[i] = key.descending();
      nullsFirst[i] = key.nullsFirst();
      ops[i] = KeyOps.of(env.catalog().type(env.catalog().baseType(key.type())).info());
    }
  }

  int compare(Vector[] rows, int a, int b) {
    return compare(rows, a, rows, b);
  }

  /** Compares rows of two sets of columns. */
  int compare(Vector[] left, int a, Vector[] right, int b) {
    for (int k = 0; k < columns.length; k++) {
      Vector v = left[columns[k]];
      Vector w = right[columns[k]];
      boolean aNull = v.isNull(a);
      boolean bNull = w.isNull(b);
      int result;
      if (aNull || bNull) {
        if (aNull && bNull) {
          continue;
        }
        result = aNull == nullsFirst[k] ? -1 : 1;
      } else {
        result = ops[k].compare(v, a, w, b);
        result = descending[k] ? -result : result;
      }
      if (result != 0) {
        return result;
      }
    }
    return 0;
  }

  /** The row numbers 0 to count - 1 in order. */
  int[] sort(Vector[] rows, int count) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    mergeSort(order, new int[count], 0, count, rows);
    return order;
  }

  private void mergeSort(int[] a, int[] spare, int from, int to, Vector[] rows) {
    if (to - from <= 8) {
      insertionSort(a, from, to, rows);
      return;
    }
    int middle = (from + to) >>> 1;
    mergeSort(a, spare, from, middle, rows);
    mergeSort(a, spare, middle, to, rows);
    if (compare(rows, a[middle - 1], a[middle]) <= 0) {
      return;
    }
    System.arraycopy(a, from, spare, from, to - from);
    int left = from;
    int right = middle;
    for (int out = from; out < to; out++) {
      boolean takeLeft =
          right >= to || (left < middle && compare(rows, spare[left], spare[right]) <= 0);
      a[out] = takeLeft ? spare[left++] : spare[right++];
    }
  }

  private void insertionSort(int[] a, int from, int to, Vector[] rows) {
    for (int i = from + 1; i < to; i++) {
      int row = a[i];
      int at = i;
      while (at > from && compare(rows, a[at - 1], row) > 0) {
        a[at] = a[at - 1];
        at--;
      }
      a[at] = row;
    }
  }
}
