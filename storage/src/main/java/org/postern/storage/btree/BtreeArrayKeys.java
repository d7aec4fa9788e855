package org.postern.storage.btree;

import java.util.Arrays;
import org.postern.storage.access.IndexLayout;
import org.postern.storage.access.ScanDirection;
import org.postern.storage.access.ScanKey;
import org.postern.storage.access.ScanStrategy;

/**
 * The {@code = ANY} conditions that drive a scan: their elements sorted in index order without
 * nulls and repetitions, and the combination being scanned. The last array turns fastest, so that
 * the combinations come in index order.
 */
final class BtreeArrayKeys {
  private final BtreeComparer comparer;
  private final ScanKey[] sources = new ScanKey[IndexLayout.MAX_COLUMNS];
  private final ScanKey[][] elements = new ScanKey[IndexLayout.MAX_COLUMNS][];
  private final int[] position = new int[IndexLayout.MAX_COLUMNS];
  private int count;

  BtreeArrayKeys(BtreeComparer comparer) {
    this.comparer = comparer;
  }

  /** Picks the driving arrays: one per column whose predecessors are all bound by equality. */
  void load(ScanKey[] keys) {
    count = 0;
    int keyCount = comparer.layout().keyCount();
    for (int column = 0; column < keyCount; column++) {
      ScanKey array = null;
      boolean bound = false;
      for (ScanKey key : keys) {
        if (key.column() != column || key.members() != null) {
          continue;
        }
        if (key.alternatives() != null) {
          array = array == null ? key : array;
        } else if (key.strategy() == ScanStrategy.EQUAL || key.strategy() == ScanStrategy.IS_NULL) {
          bound = true;
        }
      }
      if (array != null) {
        sources[count] = array;
        elements[count] = filter(array);
        count++;
      } else if (!bound) {
        return;
      }
    }
  }

  int count() {
    return count;
  }

  boolean isDriving(ScanKey key) {
    for (int i = 0; i < count; i++) {
      if (sources[i] == key) {
        return true;
      }
    }
    return false;
  }

  ScanKey current(int array) {
    return elements[array][position[array]];
  }

  /** The elements of an array that can match, in index order. */
  ScanKey[] filter(ScanKey array) {
    int column = array.column();
    boolean descending = comparer.layout().column(column).descending();
    ScanKey[] sorted =
        Arrays.stream(array.alternatives())
            .filter(element -> !element.isValueNull())
            .sorted((a, b) ->
                descending
                    ? comparer.compareKeys(column, b, a)
                    : comparer.compareKeys(column, a, b))
            .toArray(ScanKey[]::new);
    int kept = 0;
    for (ScanKey element : sorted) {
      if (kept == 0 || comparer.compareKeys(column, sorted[kept - 1], element) != 0) {
        sorted[kept++] = element;
      }
    }
    return Arrays.copyOf(sorted, kept);
  }

  /** What is in both of two filters, whose elements are in the same order. */
  ScanKey[] intersection(int column, ScanKey[] a, ScanKey[] b) {
    return Arrays.stream(a)
        .filter(x -> Arrays.stream(b).anyMatch(y -> comparer.compareKeys(column, x, y) == 0))
        .toArray(ScanKey[]::new);
  }

  boolean start(ScanDirection direction) {
    for (int i = 0; i < count; i++) {
      if (elements[i].length == 0) {
        return false;
      }
      position[i] = direction == ScanDirection.FORWARD ? 0 : elements[i].length - 1;
    }
    return true;
  }

  boolean advance(ScanDirection direction) {
    for (int i = count - 1; i >= 0; i--) {
      if (direction == ScanDirection.FORWARD) {
        if (++position[i] < elements[i].length) {
          return true;
        }
        position[i] = 0;
      } else {
        if (--position[i] >= 0) {
          return true;
        }
        position[i] = elements[i].length - 1;
      }
    }
    return false;
  }

  int[] savePosition() {
    return Arrays.copyOf(position, count);
  }

  void restorePosition(int[] saved) {
    System.arraycopy(saved, 0, position, 0, saved.length);
  }
}
