package org.postern.executor.exec;

import java.util.Arrays;
import java.util.List;
import org.postern.executor.vector.Vector;

/**
 * A hash table over the rows of a store: chains of row numbers per bucket. Nulls are equal to each
 * other here; joins leave rows with null keys out.
 */
final class RowHash {
  private final KeyOps[] ops;
  private int[] buckets = new int[16];
  private int[] next = new int[16];
  private int[] hashes = new int[16];
  private boolean[] entered = new boolean[16];
  private int size;

  RowHash(List<Integer> types, ExecEnvironment env) {
    ops = new KeyOps[types.size()];
    for (int i = 0; i < ops.length; i++) {
      ops[i] = KeyOps.of(env.catalog().type(env.catalog().baseType(types.get(i))).info());
    }
    Arrays.fill(buckets, -1);
  }

  int hash(Vector[] keys, int row) {
    int hash = 17;
    for (int k = 0; k < ops.length; k++) {
      hash = hash * 31 + (keys[k].isNull(row) ? 1 : ops[k].hash(keys[k], row));
    }
    return hash ^ hash >>> 16;
  }

  /** The first row in the chain of {@code hash} with equal keys, or -1. */
  int find(int hash, Vector[] keys, int row, Vector[] stored) {
    return match(buckets[hash & buckets.length - 1], hash, keys, row, stored);
  }

  /** The next such row after {@code at}. */
  int findNext(int at, int hash, Vector[] keys, int row, Vector[] stored) {
    return match(next[at], hash, keys, row, stored);
  }

  private int match(int from, int hash, Vector[] keys, int row, Vector[] stored) {
    for (int at = from; at >= 0; at = next[at]) {
      if (hashes[at] == hash && equal(keys, row, stored, at)) {
        return at;
      }
    }
    return -1;
  }

  private boolean equal(Vector[] keys, int row, Vector[] stored, int at) {
    for (int k = 0; k < ops.length; k++) {
      boolean leftNull = keys[k].isNull(row);
      boolean rightNull = stored[k].isNull(at);
      if (leftNull || rightNull) {
        if (leftNull != rightNull) {
          return false;
        }
      } else if (!ops[k].equal(keys[k], row, stored[k], at)) {
        return false;
      }
    }
    return true;
  }

  /** Enters row number {@code at}; rows are entered in order of their numbers, gaps allowed. */
  void add(int hash, int at) {
    if (at >= next.length) {
      next = Arrays.copyOf(next, Math.max(at + 1, next.length * 2));
      hashes = Arrays.copyOf(hashes, next.length);
      entered = Arrays.copyOf(entered, next.length);
    }
    hashes[at] = hash;
    if (++size > buckets.length) {
      rehash(at);
    }
    int bucket = hash & buckets.length - 1;
    next[at] = buckets[bucket];
    buckets[bucket] = at;
    entered[at] = true;
  }

  private void rehash(int upTo) {
    buckets = new int[buckets.length * 4];
    Arrays.fill(buckets, -1);
    for (int at = 0; at < upTo; at++) {
      if (!entered[at]) {
        continue;
      }
      int bucket = hashes[at] & buckets.length - 1;
      next[at] = buckets[bucket];
      buckets[bucket] = at;
    }
  }
}
