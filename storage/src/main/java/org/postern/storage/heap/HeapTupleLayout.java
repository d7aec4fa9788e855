package org.postern.storage.heap;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.postern.storage.access.Tid;
import org.postern.storage.tuple.TupleHeader;

/**
 * The tuple header as it lies on a page in shared memory; {@link TupleHeader} draws it.
 *
 * <pre>
 * infomask                                infomask2
 * 0x000f  about the data                  0x07ff  number of attributes
 * 0x0010  XMAX_KEYSHR_LOCK                0x2000  KEYS_UPDATED: deleted, a key attribute changed,
 * 0x0020  COMBO_CID                               or locked FOR UPDATE
 * 0x0040  XMAX_EXCL_LOCK                  0x4000  HOT_UPDATED: the next version is heap-only
 * 0x0080  XMAX_LOCK_ONLY                  0x8000  HEAP_ONLY: no index entry leads here
 * 0x0100  XMIN_COMMITTED  (hint)
 * 0x0200  XMIN_INVALID    (hint); both together: frozen
 * 0x0400  XMAX_COMMITTED  (hint)
 * 0x0800  XMAX_INVALID    (hint)
 * 0x1000  XMAX_IS_MULTI: xmax is a multixact id
 * 0x2000  UPDATED: this version replaced another one
 * </pre>
 *
 * Hints are set under the buffer's share lock; two processes may overwrite each other's hint, which
 * loses nothing that cannot be found out again. Everything else changes under the exclusive lock.
 */
public final class HeapTupleLayout {
  public static final int XMAX_KEYSHR_LOCK = 0x0010;
  public static final int COMBO_CID = 0x0020;
  public static final int XMAX_EXCL_LOCK = 0x0040;
  public static final int XMAX_LOCK_ONLY = 0x0080;
  public static final int XMAX_SHR_LOCK = XMAX_EXCL_LOCK | XMAX_KEYSHR_LOCK;
  public static final int XMAX_LOCK_MASK = XMAX_SHR_LOCK;
  public static final int XMIN_COMMITTED = 0x0100;
  public static final int XMIN_INVALID = 0x0200;
  public static final int XMIN_FROZEN = XMIN_COMMITTED | XMIN_INVALID;
  public static final int XMAX_COMMITTED = 0x0400;
  public static final int XMAX_INVALID = 0x0800;
  public static final int XMAX_IS_MULTI = 0x1000;
  public static final int UPDATED = 0x2000;

  /** The bits of infomask that say something about xmax. */
  public static final int XMAX_BITS =
      XMAX_LOCK_MASK | XMAX_LOCK_ONLY | XMAX_COMMITTED | XMAX_INVALID | XMAX_IS_MULTI;

  /** The bits of infomask that a tuple from outside must not bring along. */
  public static final int XACT_BITS = 0xfff0;

  public static final int HINT_BITS = XMIN_FROZEN | XMAX_COMMITTED | XMAX_INVALID;

  public static final int KEYS_UPDATED = 0x2000;
  public static final int HOT_UPDATED = 0x4000;
  public static final int HEAP_ONLY = 0x8000;
  public static final int XACT_BITS2 = KEYS_UPDATED | HOT_UPDATED | HEAP_ONLY;

  /** The ctid item that marks a speculative insertion; the block is then its token. */
  public static final int SPECULATIVE_ITEM = 0xfffe;

  /** Bytes from xmin up to (not including) hoff: what a header-changing record logs. */
  public static final int CHANGEABLE_SIZE = TupleHeader.HOFF;

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private HeapTupleLayout() {}

  public static long xmin(MemorySegment mem, long tuple) {
    return mem.get(LONG, tuple + TupleHeader.XMIN);
  }

  public static void setXmin(MemorySegment mem, long tuple, long xid) {
    mem.set(LONG, tuple + TupleHeader.XMIN, xid);
  }

  /** The raw field: a transaction id or, with XMAX_IS_MULTI, a multixact id. */
  public static long xmax(MemorySegment mem, long tuple) {
    return mem.get(LONG, tuple + TupleHeader.XMAX);
  }

  public static void setXmax(MemorySegment mem, long tuple, long xid) {
    mem.set(LONG, tuple + TupleHeader.XMAX, xid);
  }

  public static int cid(MemorySegment mem, long tuple) {
    return mem.get(INT, tuple + TupleHeader.CID);
  }

  public static void setCid(MemorySegment mem, long tuple, int cid) {
    mem.set(INT, tuple + TupleHeader.CID, cid);
  }

  /** The next version's tid; the tuple's own if it is the newest. */
  public static long ctid(MemorySegment mem, long tuple) {
    long block = mem.get(INT, tuple + TupleHeader.CTID_BLOCK) & 0xffffffffL;
    return Tid.of(block, mem.get(SHORT, tuple + TupleHeader.CTID_ITEM) & 0xffff);
  }

  public static void setCtid(MemorySegment mem, long tuple, long tid) {
    mem.set(INT, tuple + TupleHeader.CTID_BLOCK, (int) Tid.block(tid));
    mem.set(SHORT, tuple + TupleHeader.CTID_ITEM, (short) Tid.item(tid));
  }

  public static int mask(MemorySegment mem, long tuple) {
    return mem.get(SHORT, tuple + TupleHeader.MASK) & 0xffff;
  }

  public static void setMask(MemorySegment mem, long tuple, int mask) {
    mem.set(SHORT, tuple + TupleHeader.MASK, (short) mask);
  }

  public static int mask2(MemorySegment mem, long tuple) {
    return mem.get(SHORT, tuple + TupleHeader.MASK2) & 0xffff;
  }

  public static void setMask2(MemorySegment mem, long tuple, int mask2) {
    mem.set(SHORT, tuple + TupleHeader.MASK2, (short) mask2);
  }

  public static int hoff(MemorySegment mem, long tuple) {
    return mem.get(ValueLayout.JAVA_BYTE, tuple + TupleHeader.HOFF) & 0xff;
  }

  public static int attributes(MemorySegment mem, long tuple) {
    return mask2(mem, tuple) & TupleHeader.NATTS_MASK;
  }

  public static boolean isHotUpdated(MemorySegment mem, long tuple) {
    int mask = mask(mem, tuple);
    return (mask2(mem, tuple) & HOT_UPDATED) != 0
        && (mask & XMAX_INVALID) == 0
        && (mask & XMIN_FROZEN) != XMIN_INVALID;
  }

  public static boolean isHeapOnly(MemorySegment mem, long tuple) {
    return (mask2(mem, tuple) & HEAP_ONLY) != 0;
  }

  public static boolean isSpeculative(MemorySegment mem, long tuple) {
    return Tid.item(ctid(mem, tuple)) == SPECULATIVE_ITEM;
  }

  /** Whether xmax, if it is there at all, only locks. */
  public static boolean lockedOnly(int mask) {
    return (mask & XMAX_LOCK_ONLY) != 0;
  }
}
