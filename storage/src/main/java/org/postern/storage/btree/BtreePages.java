package org.postern.storage.btree;

import java.lang.foreign.MemorySegment;
import java.util.function.LongSupplier;
import org.postern.storage.access.FreeBlocks;
import org.postern.storage.access.IndexHandle;
import org.postern.storage.buffer.BufferPool;
import org.postern.storage.buffer.PageEdit;
import org.postern.storage.buffer.PageEdits;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.page.PageLayout;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.proc.Interrupts;
import org.postern.storage.smgr.Fork;
import org.postern.storage.walapi.BlockFlags;
import org.postern.storage.walapi.RmgrId;
import org.postern.storage.walapi.WalLog;

/**
 * The pages of indexes, as the B-tree gets, locks, checks and gives back them. A buffer handed out
 * here is pinned and locked; after an exception locks and pins are dropped by the transaction's
 * end, not here.
 */
final class BtreePages {
  /** A page whose whole content is new: logged as it is, redo only restores it. */
  static final int NEW_PAGE = BlockFlags.STANDARD | BlockFlags.FORCE_IMAGE;

  /** The meta page is small and rarely changed: redo restores it as it is. */
  static final int META_PAGE = NEW_PAGE;

  private final Interrupts interrupts;
  private final BufferPool pool;
  private final PageEdits edits;
  private final WalLog wal;
  private final FreeBlocks freeBlocks;
  private final LongSupplier removalHorizon;
  private final MemorySegment memory;

  BtreePages(
      Interrupts interrupts,
      BufferPool pool,
      PageEdits edits,
      WalLog wal,
      FreeBlocks freeBlocks,
      LongSupplier removalHorizon) {
    this.interrupts = interrupts;
    this.pool = pool;
    this.edits = edits;
    this.wal = wal;
    this.freeBlocks = freeBlocks;
    this.removalHorizon = removalHorizon;
    this.memory = pool.memory();
  }

  /** Ends the statement if it was cancelled; not with a page locked. */
  void checkInterrupts() {
    interrupts.check();
  }

  MemorySegment memory() {
    return memory;
  }

  BufferPool pool() {
    return pool;
  }

  FreeBlocks freeBlocks() {
    return freeBlocks;
  }

  /** The end of the log, by which deletions of pages are dated. */
  long now() {
    return wal.insertLsn();
  }

  long page(int buffer) {
    return pool.page(buffer);
  }

  long block(int buffer) {
    return pool.block(buffer);
  }

  long blockCount(IndexHandle index) {
    return pool.nblocks(index.locator(), Fork.MAIN);
  }

  int readShared(IndexHandle index, long block) {
    int buffer = pool.read(index.locator(), Fork.MAIN, block);
    pool.lockShared(buffer);
    return checked(index, buffer);
  }

  int readExclusive(IndexHandle index, long block) {
    int buffer = pool.read(index.locator(), Fork.MAIN, block);
    pool.lockExclusive(buffer);
    return checked(index, buffer);
  }

  int read(IndexHandle index, long block, boolean exclusive) {
    return exclusive ? readExclusive(index, block) : readShared(index, block);
  }

  private int checked(IndexHandle index, int buffer) {
    long page = pool.page(buffer);
    if (SlottedPage.isNew(memory, page)) {
      long block = pool.block(buffer);
      pool.unlockUnpin(buffer);
      throw SqlException.error(
              SqlState.INDEX_CORRUPTED,
              "index \"%s\" contains unexpected zero page at block %d",
              index.name(),
              block)
          .withHint("Please REINDEX it.");
    }
    if (PageLayout.special(memory, page) != BtreePageLayout.START) {
      long block = pool.block(buffer);
      pool.unlockUnpin(buffer);
      throw SqlException.error(
              SqlState.INDEX_CORRUPTED,
              "index \"%s\" contains corrupted page at block %d",
              index.name(),
              block)
          .withHint("Please REINDEX it.");
    }
    return buffer;
  }

  int readMeta(IndexHandle index, boolean exclusive) {
    int buffer = read(index, BtreeMetaLayout.BLOCK, exclusive);
    if (!BtreeMetaLayout.isValid(memory, pool.page(buffer))) {
      pool.unlockUnpin(buffer);
      throw SqlException.error(
          SqlState.INDEX_CORRUPTED, "index \"%s\" is not a btree", index.name());
    }
    return buffer;
  }

  void release(int buffer) {
    pool.unlockUnpin(buffer);
  }

  /** Gives the lock up and takes it exclusively; the page may change in between. */
  void relock(int buffer) {
    pool.unlock(buffer);
    pool.lockExclusive(buffer);
  }

  /** The right sibling, locked after this page is given back: nobody holds two for a mere read. */
  int stepRight(IndexHandle index, int buffer, boolean exclusive) {
    long right = BtreePageLayout.right(memory, pool.page(buffer));
    if (right == BtreePageLayout.NONE) {
      throw corrupted(index, "fell off the end of index \"%s\"", index.name());
    }
    release(buffer);
    return read(index, right, exclusive);
  }

  static SqlException corrupted(IndexHandle index, String format, Object... args) {
    return SqlException.error(SqlState.INDEX_CORRUPTED, format, args);
  }

  /**
   * A page to be filled, exclusively locked: one that vacuum has freed, or a new one. A freed block
   * is checked again here, because the list of free blocks is only a hint.
   */
  int allocate(IndexHandle index) {
    for (; ; ) {
      long block = freeBlocks.take(index.locator());
      if (block < 0) {
        return pool.extend(index.locator(), Fork.MAIN);
      }
      if (block == BtreeMetaLayout.BLOCK || block >= blockCount(index)) {
        continue;
      }
      int buffer = pool.read(index.locator(), Fork.MAIN, block);
      // Waiting could deadlock: the block may be in use, and its holder want what we hold.
      if (!pool.tryLockExclusive(buffer)) {
        pool.unpin(buffer);
        continue;
      }
      if (isReusable(pool.page(buffer), removalHorizon.getAsLong())) {
        return buffer;
      }
      release(buffer);
    }
  }

  /** Whether nobody can still be on the way to this page. */
  boolean isReusable(long page, long horizon) {
    if (SlottedPage.isNew(memory, page)) {
      return true;
    }
    return BtreePageLayout.isDeleted(memory, page)
        && BtreePageLayout.deletedAt(memory, page) < horizon;
  }

  PageEdit begin(int info) {
    return edits.begin(RmgrId.BTREE, info);
  }

  /** Ends an edit: logged, unless the index's contents are not. */
  void finish(IndexHandle index, PageEdit edit) {
    if (index.logged()) {
      edit.log();
    } else {
      edit.applyUnlogged();
    }
  }
}
