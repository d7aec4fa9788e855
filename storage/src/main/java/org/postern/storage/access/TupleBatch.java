package org.postern.storage.access;

import java.util.Arrays;

/**
 * Tuples handed out by the heap: a private copy of their bytes and where each begins. No buffer pin
 * or lock stands behind a batch, so it stays valid until it is filled again.
 *
 * <p>A scan fills it with one page: {@link #data} is then the page's copy. Fetches by tid append
 * tuple by tuple, each at a multiple of 8.
 */
public final class TupleBatch {
  /** At least as many tuples as fit on a page. */
  public static final int CAPACITY = 320;

  private static final int PAGE = 8192;

  private byte[] data = new byte[PAGE];
  private int used;
  private int count;
  private int[] offset = new int[CAPACITY];
  private int[] length = new int[CAPACITY];
  private long[] tid = new long[CAPACITY];

  public void clear() {
    count = 0;
    used = 0;
  }

  public int count() {
    return count;
  }

  /** The bytes that {@link #offset} refers to. */
  public byte[] data() {
    return data;
  }

  /** Where the header of tuple {@code i} begins in {@link #data}. */
  public int offset(int i) {
    return offset[i];
  }

  public int length(int i) {
    return length[i];
  }

  public long tid(int i) {
    return tid[i];
  }

  public int[] offsets() {
    return offset;
  }

  public long[] tids() {
    return tid;
  }

  public void setTid(int i, long value) {
    tid[i] = value;
  }

  /** Copies a tuple in behind the others. */
  public void append(byte[] source, int from, int size, long tupleTid) {
    int at = reserve(size);
    System.arraycopy(source, from, data, at, size);
    add(at, size, tupleTid);
  }

  /** Room for {@code size} bytes behind the others; {@link #add} makes a tuple of it. */
  public int reserve(int size) {
    int at = used + 7 & ~7;
    if (at + size > data.length) {
      data = Arrays.copyOf(data, Math.max(at + size, data.length * 2));
    }
    used = at + size;
    return at;
  }

  /** Room for a whole page at the batch's beginning, which must be empty. */
  public byte[] pageData() {
    assert count == 0 : "count=" + count;
    used = PAGE;
    return data;
  }

  /** Notes a tuple whose bytes are in place. */
  public void add(int at, int size, long tupleTid) {
    int i = count;
    if (i == offset.length) {
      offset = Arrays.copyOf(offset, i * 2);
      length = Arrays.copyOf(length, i * 2);
      tid = Arrays.copyOf(tid, i * 2);
    }
    offset[i] = at;
    length[i] = size;
    tid[i] = tupleTid;
    count = i + 1;
  }

  /** Reverses the order of the tuples, for backward scans. */
  public void reverse() {
    for (int i = 0, j = count - 1; i < j; i++, j--) {
      int o = offset[i];
      offset[i] = offset[j];
      offset[j] = o;
      int l = length[i];
      length[i] = length[j];
      length[j] = l;
      long t = tid[i];
      tid[i] = tid[j];
      tid[j] = t;
    }
  }
}
