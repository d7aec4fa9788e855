package org.postern.storage.btree;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.postern.storage.access.IndexLayout;
import org.postern.storage.access.ScanDirection;
import org.postern.storage.access.ScanKey;
import org.postern.storage.access.ScanStrategy;

/**
 * The conditions of one scan, brought into a form that positions the scan and judges tuples.
 *
 * <p>Per key column there is an equality, or a lower and an upper bound in the order of the index
 * (a DESC column swaps them), or a null test. A condition that fails can stop the scan only if all
 * columns before it are bound by equality and the tuple lies beyond the condition in the direction
 * of the scan: then every later tuple fails too.
 *
 * <p>{@code = ANY} on a column whose predecessors are bound by equality runs one scan per element,
 * in index order, so that the results keep the order; on any other column it is a mere filter.
 */
final class BtreeScanKeys {
  /** What a tuple's check says about it and the tuples after it. */
  enum Verdict {
    MATCH,
    SKIP,
    STOP
  }

  private static final ScanKey[] NONE = {};

  private final BtreeComparer comparer;
  private final IndexLayout layout;
  private final int keyCount;
  private final ScanKey[] equal;
  private final ScanKey[] low;
  private final ScanKey[] high;
  private final boolean[] isNull;
  private final boolean[] notNull;
  private final ScanKey[][] filters;
  private final BtreeArrayKeys arrays;
  private final BtreeKey lowKey = new BtreeKey();
  private final BtreeKey highKey = new BtreeKey();
  private final List<ScanKey> rows = new ArrayList<>();
  private ScanKey[] keys = NONE;
  private int checked;
  private boolean impossible;

  BtreeScanKeys(BtreeComparer comparer) {
    this.comparer = comparer;
    this.layout = comparer.layout();
    this.keyCount = layout.keyCount();
    equal = new ScanKey[keyCount];
    low = new ScanKey[keyCount];
    high = new ScanKey[keyCount];
    isNull = new boolean[keyCount];
    notNull = new boolean[keyCount];
    filters = new ScanKey[keyCount][];
    arrays = new BtreeArrayKeys(comparer);
  }

  /** Takes new conditions; null keeps the objects given before, whose values may have changed. */
  void set(ScanKey[] newKeys) {
    if (newKeys != null) {
      keys = newKeys;
      for (ScanKey key : keys) {
        if (key.column() < 0 || key.column() >= keyCount) {
          throw new IllegalArgumentException("scan key on no key column: column=" + key.column());
        }
      }
    }
    arrays.load(keys);
  }

  boolean hasArrays() {
    return arrays.count() > 0;
  }

  /** Begins with the first combination of array elements in this direction; false if none. */
  boolean startArrays(ScanDirection direction) {
    return arrays.start(direction);
  }

  /** Goes to the next combination of array elements; false when all were scanned. */
  boolean advanceArrays(ScanDirection direction) {
    return arrays.advance(direction);
  }

  BtreeArrayKeys arrays() {
    return arrays;
  }

  /**
   * Sorts the conditions by column for the current array elements. False when they contradict each
   * other, so that nothing can match.
   */
  boolean prepare() {
    Arrays.fill(equal, null);
    Arrays.fill(low, null);
    Arrays.fill(high, null);
    Arrays.fill(isNull, false);
    Arrays.fill(notNull, false);
    Arrays.fill(filters, null);
    rows.clear();
    impossible = false;
    checked = 0;
    for (ScanKey key : keys) {
      place(key);
      if (impossible) {
        return false;
      }
    }
    for (int i = 0; i < arrays.count(); i++) {
      mergeEqual(arrays.current(i));
    }
    for (int column = 0; column < keyCount; column++) {
      if (contradicts(column)) {
        impossible = true;
      }
    }
    if (impossible) {
      return false;
    }
    loadBounds();
    return true;
  }

  private void place(ScanKey key) {
    int column = key.column();
    checked = Math.max(checked, column + 1);
    if (key.members() != null) {
      placeRow(key);
      return;
    }
    if (key.alternatives() != null) {
      if (!arrays.isDriving(key)) {
        ScanKey[] elements = arrays.filter(key);
        filters[column] =
            filters[column] == null
                ? elements
                : arrays.intersection(column, filters[column], elements);
        notNull[column] = true;
        impossible |= filters[column].length == 0;
      }
      return;
    }
    switch (key.strategy()) {
      case IS_NULL -> isNull[column] = true;
      case IS_NOT_NULL -> notNull[column] = true;
      case EQUAL -> {
        impossible |= key.isValueNull();
        if (!impossible) {
          mergeEqual(key);
        }
      }
      case LESS, LESS_EQUAL, GREATER_EQUAL, GREATER -> {
        impossible |= key.isValueNull();
        if (!impossible) {
          mergeBound(key);
        }
      }
    }
  }

  private void placeRow(ScanKey key) {
    for (ScanKey member : key.members()) {
      checked = Math.max(checked, member.column() + 1);
    }
    if (key.members()[0].isValueNull()) {
      impossible = true;
      return;
    }
    rows.add(key);
    notNull[key.column()] = true;
  }

  private void mergeEqual(ScanKey key) {
    int column = key.column();
    checked = Math.max(checked, column + 1);
    if (equal[column] == null) {
      equal[column] = key;
    } else if (comparer.compareKeys(column, equal[column], key) != 0) {
      impossible = true;
    }
  }

  private void mergeBound(ScanKey key) {
    int column = key.column();
    ScanKey[] side = isLow(column, key.strategy()) ? low : high;
    ScanKey old = side[column];
    if (old == null) {
      side[column] = key;
      return;
    }
    int order = comparer.compareKeys(column, key, old);
    if (layout.column(column).descending()) {
      order = -order;
    }
    if (side == high) {
      order = -order;
    }
    if (order > 0 || order == 0 && isStrict(key)) {
      side[column] = key;
    }
  }

  /** Whether an inequality bounds the column from below in the order of the index. */
  private boolean isLow(int column, ScanStrategy strategy) {
    boolean greater = strategy == ScanStrategy.GREATER || strategy == ScanStrategy.GREATER_EQUAL;
    return greater != layout.column(column).descending();
  }

  private static boolean isStrict(ScanKey key) {
    return key.strategy() == ScanStrategy.GREATER || key.strategy() == ScanStrategy.LESS;
  }

  private boolean contradicts(int column) {
    boolean valued =
        equal[column] != null || low[column] != null || high[column] != null || notNull[column];
    return isNull[column] && valued;
  }

  /** Unpacks the values: an equality into both keys, bounds into one each. */
  private void loadBounds() {
    lowKey.clear();
    highKey.clear();
    for (int column = 0; column < keyCount; column++) {
      if (equal[column] != null) {
        BtreeComparer.loadValue(lowKey, column, equal[column]);
      } else {
        if (low[column] != null) {
          BtreeComparer.loadValue(lowKey, column, low[column]);
        }
        if (high[column] != null) {
          BtreeComparer.loadValue(highKey, column, high[column]);
        }
      }
    }
  }

  /**
   * Fills the key that finds the scan's starting point. Forward, the scan starts at the first item
   * found, backward at the one before. A key of no columns means the end of the index.
   */
  void fillStart(BtreeKey start, ScanDirection direction) {
    boolean forward = direction == ScanDirection.FORWARD;
    start.clear();
    start.nextKey = !forward;
    for (int column = 0; column < keyCount; column++) {
      if (equal[column] != null) {
        BtreeComparer.loadValue(start, column, equal[column]);
        start.count = column + 1;
        continue;
      }
      if (isNull[column]) {
        start.nulls |= 1 << column;
        start.count = column + 1;
        continue;
      }
      if (!startFromRow(start, column, forward)) {
        startFromBound(start, column, forward);
      }
      return;
    }
  }

  private void startFromBound(BtreeKey start, int column, boolean forward) {
    ScanKey bound = forward ? low[column] : high[column];
    if (bound != null) {
      BtreeComparer.loadValue(start, column, bound);
      start.count = column + 1;
      start.nextKey = isStrict(bound) == forward;
      return;
    }
    boolean skipsNulls = notNull[column] || low[column] != null || high[column] != null;
    if (skipsNulls && layout.column(column).nullsFirst() == forward) {
      start.nulls |= 1 << column;
      start.count = column + 1;
      start.nextKey = forward;
    }
  }

  /** Positions by as many members of a row comparison as follow each other in the index. */
  private boolean startFromRow(BtreeKey start, int column, boolean forward) {
    for (ScanKey row : rows) {
      if (row.column() != column || isLow(column, row.strategy()) != forward) {
        continue;
      }
      ScanKey bound = forward ? low[column] : high[column];
      if (bound != null) {
        int order = comparer.compareKeys(column, bound, row.members()[0]);
        if (layout.column(column).descending() == forward ? order < 0 : order > 0) {
          return false;
        }
      }
      boolean down = layout.column(column).descending();
      int used = 0;
      for (ScanKey member : row.members()) {
        int next = column + used;
        if (member.column() != next
            || member.isValueNull()
            || layout.column(next).descending() != down) {
          break;
        }
        BtreeComparer.loadValue(start, next, member);
        used++;
        start.count = column + used;
      }
      boolean strict = used == row.members().length && isStrict(row);
      start.nextKey = strict == forward;
      return true;
    }
    return false;
  }

  /**
   * Judges a tuple. For a pivot only the attributes that it has are judged: MATCH then means that
   * the scan may go on.
   */
  Verdict check(MemorySegment mem, long tuple, ScanDirection direction) {
    boolean forward = direction == ScanDirection.FORWARD;
    int info = BtreeTupleLayout.info(mem, tuple);
    int columns = Math.min(checked, BtreeTupleLayout.attributes(mem, tuple, keyCount));
    int nullBits = 0;
    long position = tuple + IndexLayout.HEADER_SIZE;
    if ((info & BtreeTupleLayout.HAS_NULLS) != 0) {
      nullBits = mem.get(BtreeTupleLayout.INT, position);
      position = tuple + IndexLayout.HEADER_SIZE_WITH_NULLS;
    }
    boolean required = true;
    for (int i = 0; i < columns; i++) {
      int side;
      if ((nullBits >>> i & 1) != 0) {
        side = judgeNull(i);
      } else {
        long packed = comparer.locate(mem, position, i);
        long at = packed & BtreeComparer.ADDRESS_MASK;
        int length = (int) (packed >>> BtreeComparer.LENGTH_SHIFT);
        position = at + length;
        side = judgeValue(mem, at, length, i);
      }
      if (side != 0) {
        boolean beyond = side != FILTERED && side > 0 == forward;
        return required && beyond ? Verdict.STOP : Verdict.SKIP;
      }
      required &= equal[i] != null || isNull[i];
    }
    if (!rows.isEmpty()) {
      return checkRows(mem, tuple, forward);
    }
    return Verdict.MATCH;
  }

  /** A failure that says nothing about the neighbours. */
  private static final int FILTERED = 2;

  /** 0 when null passes; else -1 or 1: nulls lie before or behind what the column asks for. */
  private int judgeNull(int i) {
    boolean wantsValue = equal[i] != null || low[i] != null || high[i] != null || notNull[i];
    if (!wantsValue) {
      return 0;
    }
    return layout.column(i).nullsFirst() ? -1 : 1;
  }

  /** 0 when the value passes; else the side, in index order, on which it lies outside. */
  private int judgeValue(MemorySegment mem, long at, int length, int i) {
    if (isNull[i]) {
      return layout.column(i).nullsFirst() ? 1 : -1;
    }
    if (equal[i] != null) {
      int order = comparer.compareInIndexOrder(mem, at, length, lowKey, i);
      if (order != 0) {
        return order < 0 ? 1 : -1;
      }
    }
    if (low[i] != null) {
      int order =
          equal[i] == null
              ? comparer.compareInIndexOrder(mem, at, length, lowKey, i)
              : comparer.compareInIndexOrder(mem, at, length, low[i], i);
      if (order > 0 || order == 0 && isStrict(low[i])) {
        return -1;
      }
    }
    if (high[i] != null) {
      int order =
          equal[i] == null
              ? comparer.compareInIndexOrder(mem, at, length, highKey, i)
              : comparer.compareInIndexOrder(mem, at, length, high[i], i);
      if (order < 0 || order == 0 && isStrict(high[i])) {
        return 1;
      }
    }
    if (filters[i] != null && !isAmong(mem, at, length, i)) {
      return FILTERED;
    }
    return 0;
  }

  private boolean isAmong(MemorySegment mem, long at, int length, int i) {
    ScanKey[] sorted = filters[i];
    int from = 0;
    int to = sorted.length - 1;
    while (from <= to) {
      int middle = from + to >>> 1;
      int order = comparer.compareInIndexOrder(mem, at, length, sorted[middle], i);
      if (order == 0) {
        return true;
      }
      if (order < 0) {
        from = middle + 1;
      } else {
        to = middle - 1;
      }
    }
    return false;
  }

  private Verdict checkRows(MemorySegment mem, long tuple, boolean forward) {
    for (ScanKey row : rows) {
      Verdict verdict = checkRow(mem, tuple, row, forward);
      if (verdict != Verdict.MATCH) {
        return verdict;
      }
    }
    return Verdict.MATCH;
  }

  private Verdict checkRow(MemorySegment mem, long tuple, ScanKey row, boolean forward) {
    ScanKey[] members = row.members();
    int attributes = BtreeTupleLayout.attributes(mem, tuple, keyCount);
    for (int m = 0; m < members.length; m++) {
      ScanKey member = members[m];
      int column = member.column();
      if (column >= attributes) {
        return Verdict.MATCH;
      }
      long packed = member.isValueNull() ? 0 : comparer.find(mem, tuple, column);
      if (packed == 0) {
        // A null on either side makes the comparison unknown.
        return Verdict.SKIP;
      }
      long at = packed & BtreeComparer.ADDRESS_MASK;
      int length = (int) (packed >>> BtreeComparer.LENGTH_SHIFT);
      int order = -comparer.compareInIndexOrder(mem, at, length, member, column);
      if (order == 0) {
        continue;
      }
      boolean low = isLow(column, row.strategy());
      if (order > 0 == low) {
        return Verdict.MATCH;
      }
      boolean beyond = m == 0 && order > 0 == forward && isRequired(column);
      return beyond ? Verdict.STOP : Verdict.SKIP;
    }
    return isStrict(row) ? Verdict.SKIP : Verdict.MATCH;
  }

  private boolean isRequired(int column) {
    for (int i = 0; i < column; i++) {
      if (equal[i] == null && !isNull[i]) {
        return false;
      }
    }
    return true;
  }
}
