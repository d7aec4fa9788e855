package org.postern.storage.heap;

import java.lang.foreign.MemorySegment;
import org.postern.storage.access.HeapAccess;
import org.postern.storage.access.TableHandle;
import org.postern.storage.access.Tid;
import org.postern.storage.access.TupleBatch;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.smgr.Fork;
import org.postern.storage.walapi.WalOutput;

/** Adds rows: one, many to a page, or speculatively for ON CONFLICT. */
final class HeapInserter {
  private final HeapContext ctx;
  private final MemorySegment mem;

  HeapInserter(HeapContext ctx) {
    this.ctx = ctx;
    this.mem = ctx.mem;
  }

  /** {@code token} is 0 except for a speculative insertion. */
  long insert(
      TableHandle table, byte[] tuple, int offset, int length, int cid, int options, int token) {
    long xid = ctx.tm.currentXid();
    byte[] bytes = tuple;
    int from = offset;
    int size = length;
    if (Toaster.needed(table, tuple, offset, length)) {
      bytes = ctx.toaster.store(table, tuple, offset, length, null, 0, cid, options);
      from = 0;
      size = bytes.length;
    }
    checkSize(size);
    TupleImage image = ctx.image;
    image.set(bytes, from, size, xid, cid);
    if ((options & HeapAccess.INSERT_FROZEN) != 0) {
      image.mask |= HeapTupleLayout.XMIN_FROZEN;
    }
    if (token != 0) {
      image.ctid = Tid.of(token & 0xffffffffL, HeapTupleLayout.SPECULATIVE_ITEM);
    }
    int buffer = ctx.finder.find(table, size, options);
    try {
      ctx.edit.prepare(table, buffer);
      try (HeapEdit edit = ctx.edit.begin(table, HeapWal.INSERT, xid)) {
        int index = edit.add(buffer);
        edit.clearVisible(index);
        long page = ctx.pool.page(buffer);
        int item = ctx.finder.nextItem(page);
        image.block = ctx.pool.block(buffer);
        HeapWal.put(mem, page, item, image, edit.out(index));
        edit.end();
        return Tid.of(image.block, item);
      }
    } finally {
      ctx.pool.unlockUnpin(buffer);
    }
  }

  void multiInsert(TableHandle table, TupleBatch rows, int cid, int options) {
    long xid = ctx.tm.currentXid();
    TupleBatch batch = rows;
    for (int i = 0; i < rows.count(); i++) {
      if (Toaster.needed(table, rows.data(), rows.offset(i), rows.length(i))) {
        batch = toasted(table, rows, cid, options);
        break;
      }
    }
    for (int i = 0; i < batch.count(); i++) {
      checkSize(batch.length(i));
    }
    int done = 0;
    while (done < batch.count()) {
      ctx.interrupts.check();
      int next = fillPage(table, batch, done, xid, cid, options);
      for (; done < next; done++) {
        rows.setTid(done, batch.tid(done));
      }
    }
  }

  private TupleBatch toasted(TableHandle table, TupleBatch rows, int cid, int options) {
    TupleBatch out = new TupleBatch();
    for (int i = 0; i < rows.count(); i++) {
      byte[] data = rows.data();
      int offset = rows.offset(i);
      if (Toaster.needed(table, data, offset, rows.length(i))) {
        int length = rows.length(i);
        byte[] bytes = ctx.toaster.store(table, data, offset, length, null, 0, cid, options);
        out.append(bytes, 0, bytes.length, 0);
      } else {
        out.append(data, offset, rows.length(i), 0);
      }
    }
    return out;
  }

  /** Puts as many rows as fit on one page, in one record; returns the first that did not. */
  private int fillPage(
      TableHandle table, TupleBatch rows, int first, long xid, int cid, int options) {
    TupleImage image = ctx.image;
    int reserve = PageFinder.reserve(table);
    int buffer = ctx.finder.find(table, rows.length(first), options);
    try {
      long page = ctx.pool.page(buffer);
      long block = ctx.pool.block(buffer);
      ctx.edit.prepare(table, buffer);
      try (HeapEdit edit = ctx.edit.begin(table, HeapWal.MULTI_INSERT, xid)) {
        int index = edit.add(buffer);
        edit.clearVisible(index);
        WalOutput out = edit.out(index);
        int i = first;
        while (i < rows.count()
            && (i == first
                || ctx.finder.room(buffer) >= SlottedPage.align(rows.length(i)) + reserve)) {
          image.set(rows.data(), rows.offset(i), rows.length(i), xid, cid);
          if ((options & HeapAccess.INSERT_FROZEN) != 0) {
            image.mask |= HeapTupleLayout.XMIN_FROZEN;
          }
          image.block = block;
          int item = ctx.finder.nextItem(page);
          HeapWal.put(mem, page, item, image, out);
          rows.setTid(i, Tid.of(block, item));
          i++;
        }
        edit.end();
        return i;
      }
    } finally {
      ctx.pool.unlockUnpin(buffer);
    }
  }

  /** Ends a speculative insertion: the token in ctid gives way to the row's own tid. */
  void confirm(TableHandle table, long tid) {
    changeSpeculative(table, tid, HeapWal.CONFIRM);
  }

  /** Takes a speculative insertion back: to everybody it looks like a rolled back one. */
  void kill(TableHandle table, long tid) {
    byte[] old = changeSpeculative(table, tid, HeapWal.KILL_SPECULATIVE);
    if (old != null) {
      ctx.toaster.deleteExternal(table, old, 0);
    }
  }

  private byte[] changeSpeculative(TableHandle table, long tid, int kind) {
    long xid = ctx.tm.currentXid();
    int buffer = ctx.pool.read(table.locator(), Fork.MAIN, Tid.block(tid));
    try {
      ctx.pool.lockExclusive(buffer);
      try {
        long page = ctx.pool.page(buffer);
        long tuple = ctx.tuple(page, tid);
        if (tuple < 0 || !HeapTupleLayout.isSpeculative(mem, tuple)) {
          throw new IllegalStateException("not a speculative insertion: tid=" + Tid.toString(tid));
        }
        byte[] old = kind == HeapWal.CONFIRM ? null : ctx.toaster.copyIfExternal(page, tid);
        ctx.edit.prepare(table, buffer);
        try (HeapEdit edit = ctx.edit.begin(table, kind, xid)) {
          int index = edit.add(buffer);
          edit.clearVisible(index);
          HeapTupleLayout.setCtid(mem, tuple, tid);
          if (kind == HeapWal.KILL_SPECULATIVE) {
            int mask = HeapTupleLayout.mask(mem, tuple);
            HeapTupleLayout.setXmin(mem, tuple, 0);
            HeapTupleLayout.setMask(
                mem,
                tuple,
                mask & ~HeapTupleLayout.XMAX_BITS
                    | HeapTupleLayout.XMIN_INVALID
                    | HeapTupleLayout.XMAX_INVALID);
            HeapWal.prunable(mem, page, xid, edit.out(index));
          }
          HeapWal.header(mem, page, Tid.item(tid), edit.out(index));
          edit.end();
        }
        return old;
      } finally {
        ctx.unlock(buffer);
      }
    } finally {
      ctx.pool.unpin(buffer);
    }
  }

  static void checkSize(int size) {
    if (SlottedPage.align(size) > HeapContext.MAX_TUPLE_SIZE) {
      throw SqlException.error(
          SqlState.PROGRAM_LIMIT_EXCEEDED,
          "row is too big: size %d, maximum size %d",
          size,
          HeapContext.MAX_TUPLE_SIZE);
    }
  }
}
