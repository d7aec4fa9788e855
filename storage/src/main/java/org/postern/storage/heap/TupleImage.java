package org.postern.storage.heap;

import java.lang.foreign.MemorySegment;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.tuple.TupleHeader;

/**
 * A tuple on its way to a page: the caller's bytes and the transaction fields that they get there.
 * Reusable; the caller's array is not changed.
 */
final class TupleImage {
  private byte[] bytes;
  private int offset;
  private int length;
  private MemorySegment segment = MemorySegment.NULL;
  long xmin;
  long xmax;
  int cid;
  int mask;
  int mask2;

  /** The next version's tid; 0 for the tuple's own. */
  long ctid;

  long block;

  /** A new version made by {@code xid}; locked or replaced by nobody. */
  void set(byte[] tuple, int from, int size, long xid, int command) {
    if (tuple != bytes) {
      bytes = tuple;
      segment = MemorySegment.ofArray(tuple);
    }
    offset = from;
    length = size;
    xmin = xid;
    xmax = 0;
    cid = command;
    mask = HeapTupleLayout.XMAX_INVALID;
    mask2 = 0;
    ctid = 0;
  }

  int length() {
    return length;
  }

  byte[] bytes() {
    return bytes;
  }

  int offset() {
    return offset;
  }

  /** Copies the tuple into line pointer {@code item}; false if there is no room. */
  boolean place(MemorySegment mem, long page, int item) {
    if (!SlottedPage.putItem(mem, page, item, segment, offset, length)) {
      return false;
    }
    long tuple = SlottedPage.item(mem, page, item);
    HeapTupleLayout.setXmin(mem, tuple, xmin);
    HeapTupleLayout.setXmax(mem, tuple, xmax);
    HeapTupleLayout.setCid(mem, tuple, cid);
    int dataMask = HeapTupleLayout.mask(mem, tuple) & TupleHeader.DATA_MASK;
    int natts = HeapTupleLayout.mask2(mem, tuple) & TupleHeader.NATTS_MASK;
    HeapTupleLayout.setMask(mem, tuple, dataMask | mask);
    HeapTupleLayout.setMask2(mem, tuple, natts | mask2);
    HeapTupleLayout.setCtid(
        mem, tuple, ctid != 0 ? ctid : org.postern.storage.access.Tid.of(block, item));
    return true;
  }
}
