package org.postern.storage.heap;

import java.lang.foreign.MemorySegment;
import org.postern.storage.access.TableChanges;
import org.postern.storage.access.Tid;
import org.postern.storage.buffer.BufferPool;
import org.postern.storage.buffer.PageEdits;
import org.postern.storage.freespace.FreeSpaceMap;
import org.postern.storage.lock.LockManager;
import org.postern.storage.page.PageLayout;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.proc.Interrupts;
import org.postern.storage.smgr.StorageManager;
import org.postern.storage.transam.TransactionManager;
import org.postern.storage.tuple.TupleHeader;
import org.postern.storage.walapi.WalLog;

/** What the parts of the heap share within one process; built once by {@link Heap}. */
final class HeapContext {
  /** Most tuples on a page: each takes a header and a line pointer. */
  static final int MAX_TUPLES =
      (PageLayout.PAGE_SIZE - PageLayout.HEADER_SIZE)
          / (TupleHeader.MIN_SIZE + PageLayout.LINE_POINTER_SIZE);

  /** The longest tuple that fits on an empty page. */
  static final int MAX_TUPLE_SIZE =
      PageLayout.PAGE_SIZE - (PageLayout.HEADER_SIZE + PageLayout.LINE_POINTER_SIZE + 7 & ~7);

  final BufferPool pool;
  final StorageManager files;
  final TransactionManager tm;
  final LockManager locks;
  final WalLog wal;
  final Interrupts interrupts;
  final int bufferCount;
  final MemorySegment mem;
  final MultiXacts multis;
  final ComboCids combos;
  final HeapVisibility visibility;
  final RowLocks rowLocks;
  final VisibilityMap map;
  final FreeSpaceMap freeSpace;
  final HeapEdit edit;
  final HeapPruner pruner;
  final PageFinder finder;
  final Toaster toaster;
  final TupleImage image = new TupleImage();
  TableChanges changes = TableChanges.NONE;

  HeapContext(
      BufferPool pool,
      PageEdits edits,
      StorageManager files,
      TransactionManager tm,
      LockManager locks,
      WalLog wal,
      Interrupts interrupts,
      int bufferCount,
      int taste) {
    this.pool = pool;
    this.files = files;
    this.tm = tm;
    this.locks = locks;
    this.wal = wal;
    this.interrupts = interrupts;
    this.bufferCount = bufferCount;
    this.mem = pool.memory();
    this.multis = new MultiXacts(pool, edits, files);
    this.combos = new ComboCids(tm);
    this.visibility = new HeapVisibility(mem, tm, multis, combos, wal);
    this.rowLocks = new RowLocks(mem, multis, visibility);
    this.map = new VisibilityMap(pool, files);
    this.freeSpace = new FreeSpaceMap(pool, files, taste);
    this.edit = new HeapEdit(pool, edits, map);
    this.pruner = new HeapPruner(this);
    this.finder = new PageFinder(this);
    this.toaster = new Toaster(this);
  }

  /** Unlocks a buffer, after marking it if hints were set meanwhile. */
  void unlock(int buffer) {
    if (visibility.takeHinted()) {
      pool.markDirtyHint(buffer);
    }
    pool.unlock(buffer);
  }

  void unlockUnpin(int buffer) {
    unlock(buffer);
    pool.unpin(buffer);
  }

  /** The address of a version with storage, or -1 if the tid leads to none. */
  long tuple(long page, long tid) {
    int item = Tid.item(tid);
    if (SlottedPage.isNew(mem, page)
        || item < 1
        || item > SlottedPage.itemCount(mem, page)
        || SlottedPage.itemFlags(mem, page, item) != PageLayout.LP_NORMAL) {
      return -1;
    }
    return SlottedPage.item(mem, page, item);
  }
}
