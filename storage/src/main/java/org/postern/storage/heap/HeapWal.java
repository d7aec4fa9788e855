package org.postern.storage.heap;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.postern.storage.access.Tid;
import org.postern.storage.page.PageLayout;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.tuple.TupleHeader;
import org.postern.storage.walapi.WalInput;
import org.postern.storage.walapi.WalOutput;

/**
 * The records of the heap: what they are called and how a page's part of them is written and
 * repeated.
 *
 * <pre>
 * Record    → Block*                     heap pages, then visibility map pages; no main data
 * BlockData → Op*                        one list per page, in the order in which they were done
 * Op        → INIT                       the page was made empty
 *           | PUT item len byte^len      a tuple was placed into an unused or new line pointer
 *           | HEADER item byte^30        a tuple's header up to hoff now reads so
 *           | BODY item len byte^len     a tuple's bytes from hoff on now read so
 *           | PRUNABLE xid               pruneXid must not be above xid
 *           | CLEAR_VISIBLE              the page's all-visible flag was cleared
 *           | SET_VISIBLE                … was set
 *           | PRUNE xid nr (item item)^nr nd item^nd nu item^nu
 *                                      new pruneXid; redirects, dead, unused
 *           | RECLAIM n item^n           dead line pointers became unused
 *           | FREEZE n item^n            xmin of these is frozen
 *           | MAP bits block             visibility map: the bits of a heap block are now these
 * </pre>
 *
 * The numbers item, len, n are 2 bytes, xid 8, block 4, bits 1. The kind in the record's info byte
 * only names the action; redo needs the ops alone.
 */
final class HeapWal {
  static final int INSERT = 0;
  static final int MULTI_INSERT = 1;
  static final int DELETE = 2;
  static final int UPDATE = 3;
  static final int HOT_UPDATE = 4;
  static final int LOCK = 5;
  static final int CONFIRM = 6;
  static final int KILL_SPECULATIVE = 7;
  static final int INPLACE = 8;
  static final int PRUNE = 9;
  static final int VACUUM = 10;
  static final int VISIBLE = 11;
  static final int FREEZE = 12;
  static final int MAP_TRUNCATE = 13;

  private static final String[] NAMES = {
    "INSERT",
    "MULTI_INSERT",
    "DELETE",
    "UPDATE",
    "HOT_UPDATE",
    "LOCK",
    "CONFIRM",
    "KILL_SPECULATIVE",
    "INPLACE",
    "PRUNE",
    "VACUUM",
    "VISIBLE",
    "FREEZE",
    "MAP_TRUNCATE"
  };

  private static final int OP_INIT = 1;
  private static final int OP_PUT = 2;
  private static final int OP_HEADER = 3;
  private static final int OP_BODY = 4;
  private static final int OP_PRUNABLE = 5;
  private static final int OP_CLEAR_VISIBLE = 6;
  private static final int OP_SET_VISIBLE = 7;
  private static final int OP_PRUNE = 8;
  private static final int OP_RECLAIM = 9;
  private static final int OP_FREEZE = 10;
  private static final int OP_MAP = 11;

  private HeapWal() {}

  static String name(int kind) {
    return kind >= 0 && kind < NAMES.length ? NAMES[kind] : "UNKNOWN(" + kind + ")";
  }

  static void init(MemorySegment mem, long page, WalOutput out) {
    SlottedPage.init(mem, page, 0);
    out.putByte(OP_INIT);
  }

  /**
   * Places a tuple with the transaction fields as given. The ctid is the tuple's own tid unless
   * {@code ctid} says otherwise.
   */
  static void put(MemorySegment mem, long page, int item, TupleImage image, WalOutput out) {
    boolean fits = image.place(mem, page, item);
    if (!fits) {
      throw new IllegalStateException("no room for a tuple on its page: item=" + item);
    }
    long tuple = SlottedPage.item(mem, page, item);
    out.putByte(OP_PUT).putShort(item).putShort(image.length());
    out.putBytes(mem, tuple, image.length());
  }

  /** Notes that the header of {@code item} was changed. */
  static void header(MemorySegment mem, long page, int item, WalOutput out) {
    out.putByte(OP_HEADER).putShort(item);
    out.putBytes(mem, SlottedPage.item(mem, page, item), HeapTupleLayout.CHANGEABLE_SIZE);
  }

  static void body(
      MemorySegment mem, long page, int item, byte[] data, int offset, int length, WalOutput out) {
    long tuple = SlottedPage.item(mem, page, item);
    MemorySegment.copy(
        data, offset, mem, ValueLayout.JAVA_BYTE, tuple + HeapTupleLayout.hoff(mem, tuple), length);
    out.putByte(OP_BODY).putShort(item).putShort(length).putBytes(data, offset, length);
  }

  static void prunable(MemorySegment mem, long page, long xid, WalOutput out) {
    setPrunable(mem, page, xid);
    out.putByte(OP_PRUNABLE).putLong(xid);
  }

  static void clearVisible(MemorySegment mem, long page, WalOutput out) {
    PageLayout.setFlag(mem, page, PageLayout.FLAG_ALL_VISIBLE, false);
    out.putByte(OP_CLEAR_VISIBLE);
  }

  static void setVisible(MemorySegment mem, long page, WalOutput out) {
    PageLayout.setFlag(mem, page, PageLayout.FLAG_ALL_VISIBLE, true);
    out.putByte(OP_SET_VISIBLE);
  }

  static void prune(MemorySegment mem, long page, PrunePlan plan, WalOutput out) {
    int start = out.length();
    out.putByte(OP_PRUNE).putLong(plan.newPruneXid);
    out.putShort(plan.redirects);
    for (int i = 0; i < plan.redirects * 2; i++) {
      out.putShort(plan.redirect[i]);
    }
    putItems(plan.dead, plan.deadCount, out);
    putItems(plan.unused, plan.unusedCount, out);
    WalInput in = new WalInput(out.array(), start + 1, out.length() - start - 1);
    applyPrune(mem, page, in);
  }

  static void reclaim(MemorySegment mem, long page, int[] items, int count, WalOutput out) {
    out.putByte(OP_RECLAIM);
    putItems(items, count, out);
    for (int i = 0; i < count; i++) {
      SlottedPage.setUnused(mem, page, items[i]);
    }
    SlottedPage.truncateLinePointers(mem, page);
  }

  static void freeze(MemorySegment mem, long page, int[] items, int count, WalOutput out) {
    out.putByte(OP_FREEZE);
    putItems(items, count, out);
    for (int i = 0; i < count; i++) {
      freeze(mem, SlottedPage.item(mem, page, items[i]));
    }
  }

  static void map(MemorySegment mem, long page, long block, int bits, WalOutput out) {
    VisibilityMap.initIfNew(mem, page);
    VisibilityMap.setBits(mem, page, block, bits);
    out.putByte(OP_MAP).putByte(bits).putInt((int) block);
  }

  /** Repeats a page's ops. */
  static void apply(MemorySegment mem, long page, WalInput in) {
    while (in.remaining() > 0) {
      int op = in.getUnsignedByte();
      switch (op) {
        case OP_INIT -> SlottedPage.init(mem, page, 0);
        case OP_PUT -> applyPut(mem, page, in);
        case OP_HEADER -> {
          long tuple = SlottedPage.item(mem, page, in.getUnsignedShort());
          in.copyTo(mem, tuple, HeapTupleLayout.CHANGEABLE_SIZE);
        }
        case OP_BODY -> {
          long tuple = SlottedPage.item(mem, page, in.getUnsignedShort());
          int length = in.getUnsignedShort();
          in.copyTo(mem, tuple + HeapTupleLayout.hoff(mem, tuple), length);
        }
        case OP_PRUNABLE -> setPrunable(mem, page, in.getLong());
        case OP_CLEAR_VISIBLE -> PageLayout.setFlag(mem, page, PageLayout.FLAG_ALL_VISIBLE, false);
        case OP_SET_VISIBLE -> PageLayout.setFlag(mem, page, PageLayout.FLAG_ALL_VISIBLE, true);
        case OP_PRUNE -> applyPrune(mem, page, in);
        case OP_RECLAIM -> {
          for (int n = in.getUnsignedShort(); n > 0; n--) {
            SlottedPage.setUnused(mem, page, in.getUnsignedShort());
          }
          SlottedPage.truncateLinePointers(mem, page);
        }
        case OP_FREEZE -> {
          for (int n = in.getUnsignedShort(); n > 0; n--) {
            freeze(mem, SlottedPage.item(mem, page, in.getUnsignedShort()));
          }
        }
        case OP_MAP -> {
          int bits = in.getUnsignedByte();
          VisibilityMap.initIfNew(mem, page);
          VisibilityMap.setBits(mem, page, in.getUnsignedInt(), bits);
        }
        default -> throw new IllegalStateException("unknown heap operation: op=" + op);
      }
    }
  }

  /** The ops of one page in words. */
  static void describe(WalInput in, StringBuilder out) {
    while (in.remaining() > 0) {
      int op = in.getUnsignedByte();
      out.append(' ');
      switch (op) {
        case OP_INIT -> out.append("init");
        case OP_PUT -> {
          out.append("put ").append(in.getUnsignedShort());
          int length = in.getUnsignedShort();
          out.append(" len ").append(length);
          in.skip(length);
        }
        case OP_HEADER -> {
          out.append("header ").append(in.getUnsignedShort());
          long xmin = in.getLong();
          long xmax = in.getLong();
          in.skip(4);
          long ctid = Tid.of(in.getUnsignedInt(), in.getUnsignedShort());
          out.append(" xmin ").append(xmin).append(" xmax ").append(xmax);
          out.append(" ctid ").append(Tid.toString(ctid));
          int mask2 = in.getUnsignedShort();
          out.append(" mask ").append(Integer.toHexString(in.getUnsignedShort()));
          out.append(" mask2 ").append(Integer.toHexString(mask2));
        }
        case OP_BODY -> {
          out.append("body ").append(in.getUnsignedShort());
          in.skip(in.getUnsignedShort());
        }
        case OP_PRUNABLE -> out.append("prunable ").append(in.getLong());
        case OP_CLEAR_VISIBLE -> out.append("clear_visible");
        case OP_SET_VISIBLE -> out.append("set_visible");
        case OP_PRUNE -> {
          in.skip(8);
          int redirects = in.getUnsignedShort();
          in.skip(4 * redirects);
          out.append("redirected ").append(redirects);
          out.append(" dead ").append(skipItems(in)).append(" unused ").append(skipItems(in));
        }
        case OP_RECLAIM -> out.append("reclaimed ").append(skipItems(in));
        case OP_FREEZE -> out.append("frozen ").append(skipItems(in));
        case OP_MAP -> {
          int bits = in.getUnsignedByte();
          out.append("map ").append(in.getUnsignedInt()).append('=').append(bits);
        }
        default -> throw new IllegalStateException("unknown heap operation: op=" + op);
      }
    }
  }

  private static int skipItems(WalInput in) {
    int n = in.getUnsignedShort();
    in.skip(2 * n);
    return n;
  }

  private static void putItems(int[] items, int count, WalOutput out) {
    out.putShort(count);
    for (int i = 0; i < count; i++) {
      out.putShort(items[i]);
    }
  }

  private static void applyPut(MemorySegment mem, long page, WalInput in) {
    int item = in.getUnsignedShort();
    int length = in.getUnsignedShort();
    MemorySegment source = MemorySegment.ofArray(in.array());
    if (!SlottedPage.putItem(mem, page, item, source, in.position(), length)) {
      throw new IllegalStateException("redo: no room for a tuple: item=" + item);
    }
    in.skip(length);
  }

  private static void applyPrune(MemorySegment mem, long page, WalInput in) {
    long pruneXid = in.getLong();
    for (int n = in.getUnsignedShort(); n > 0; n--) {
      int from = in.getUnsignedShort();
      SlottedPage.setRedirect(mem, page, from, in.getUnsignedShort());
    }
    for (int n = in.getUnsignedShort(); n > 0; n--) {
      SlottedPage.setDead(mem, page, in.getUnsignedShort());
    }
    for (int n = in.getUnsignedShort(); n > 0; n--) {
      SlottedPage.setUnused(mem, page, in.getUnsignedShort());
    }
    SlottedPage.compactify(mem, page);
    PageLayout.setPruneXid(mem, page, pruneXid);
    PageLayout.setFlag(mem, page, PageLayout.FLAG_FULL, false);
  }

  private static void freeze(MemorySegment mem, long tuple) {
    HeapTupleLayout.setMask(
        mem, tuple, HeapTupleLayout.mask(mem, tuple) | HeapTupleLayout.XMIN_FROZEN);
  }

  private static void setPrunable(MemorySegment mem, long page, long xid) {
    long old = PageLayout.pruneXid(mem, page);
    if (old == 0 || xid < old) {
      PageLayout.setPruneXid(mem, page, xid);
    }
  }

  /** Makes equal what redo need not repeat: hints, command ids, the line pointers' free flag. */
  static void mask(MemorySegment mem, long page) {
    if (SlottedPage.isNew(mem, page) || VisibilityMap.isMapPage(mem, page)) {
      return;
    }
    PageLayout.setFlag(mem, page, PageLayout.FLAG_HAS_FREE_LINES, false);
    PageLayout.setFlag(mem, page, PageLayout.FLAG_FULL, false);
    PageLayout.setPruneXid(mem, page, 0);
    int lower = PageLayout.lower(mem, page);
    int upper = PageLayout.upper(mem, page);
    mem.asSlice(page + lower, upper - lower).fill((byte) 0);
    int count = SlottedPage.itemCount(mem, page);
    for (int i = 1; i <= count; i++) {
      if (SlottedPage.itemFlags(mem, page, i) == PageLayout.LP_NORMAL) {
        long tuple = SlottedPage.item(mem, page, i);
        int mask = HeapTupleLayout.mask(mem, tuple);
        if ((mask & HeapTupleLayout.XMIN_FROZEN) != HeapTupleLayout.XMIN_FROZEN) {
          mask &= ~HeapTupleLayout.XMIN_FROZEN;
        }
        mask &= ~(HeapTupleLayout.XMAX_COMMITTED | HeapTupleLayout.XMAX_INVALID);
        HeapTupleLayout.setMask(mem, tuple, mask);
      }
    }
  }

  static {
    if (TupleHeader.HOFF != 30) {
      throw new AssertionError("the HEADER op logs 30 bytes");
    }
  }
}
