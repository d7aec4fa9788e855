package org.postern.storage.heap;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.postern.storage.transam.TransactionCallback;
import org.postern.storage.transam.TransactionManager;

/**
 * Pairs of commands that made and deleted the same row version within this transaction. The header
 * has one command field only; when both are needed it holds a number into this table, which lives
 * as long as the transaction: nobody else looks at command ids.
 *
 * <p>Source: PostgreSQL documentation, "System Columns" (cmin, cmax).
 */
final class ComboCids implements TransactionCallback {
  private final Map<Long, Integer> numbers = new HashMap<>();
  private int[] cmin = new int[16];
  private int[] cmax = new int[16];
  private int count;

  ComboCids(TransactionManager transactions) {
    transactions.register(Phase.CLEANUP, this);
  }

  int number(int made, int deleted) {
    Long key = (long) made << 32 | deleted & 0xffffffffL;
    Integer known = numbers.get(key);
    if (known != null) {
      return known;
    }
    if (count == cmin.length) {
      cmin = Arrays.copyOf(cmin, count * 2);
      cmax = Arrays.copyOf(cmax, count * 2);
    }
    cmin[count] = made;
    cmax[count] = deleted;
    numbers.put(key, count);
    return count++;
  }

  int cmin(int number) {
    return cmin[number];
  }

  int cmax(int number) {
    return cmax[number];
  }

  @Override
  public void committed() {
    clear();
  }

  @Override
  public void aborted() {
    clear();
  }

  private void clear() {
    if (count > 0) {
      count = 0;
      numbers.clear();
    }
  }
}
