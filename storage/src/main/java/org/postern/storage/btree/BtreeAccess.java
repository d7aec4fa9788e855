package org.postern.storage.btree;

import java.nio.file.Path;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import org.postern.storage.access.BulkDeleteResult;
import org.postern.storage.access.FreeBlocks;
import org.postern.storage.access.IndexAccess;
import org.postern.storage.access.IndexBuild;
import org.postern.storage.access.IndexEntryVisitor;
import org.postern.storage.access.IndexHandle;
import org.postern.storage.access.IndexScan;
import org.postern.storage.access.InsertResult;
import org.postern.storage.access.Liveness;
import org.postern.storage.access.LivenessCheck;
import org.postern.storage.access.ScanKey;
import org.postern.storage.access.UniqueCheck;
import org.postern.storage.access.VisibilityProbe;
import org.postern.storage.buffer.BufferPool;
import org.postern.storage.buffer.PageEdit;
import org.postern.storage.buffer.PageEdits;
import org.postern.storage.proc.Interrupts;
import org.postern.storage.smgr.Fork;
import org.postern.storage.vfs.FileSystem;
import org.postern.storage.walapi.WalLog;

/**
 * The B-tree as one process uses it.
 *
 * <p>Not for several threads at once, except that scans may be interleaved freely. After an
 * exception the caller must drop all buffer locks and pins of the process ({@code
 * BufferPool.releaseAll}), as the end of a failed statement does.
 */
public final class BtreeAccess implements IndexAccess {
  private final BtreePages pages;
  private final FileSystem files;
  private final BtreeDescent descent;
  private final BtreeInsert insert;
  private final BtreeVacuum vacuum;

  /**
   * @param removalHorizon gives the oldest snapshot's csn, as Horizons.oldestSnapshotCsn
   */
  public BtreeAccess(
      Interrupts interrupts,
      BufferPool pool,
      PageEdits edits,
      WalLog wal,
      FileSystem files,
      FreeBlocks freeBlocks,
      LongSupplier removalHorizon) {
    this.pages = new BtreePages(interrupts, pool, edits, wal, freeBlocks, removalHorizon);
    this.files = files;
    this.descent = new BtreeDescent(pages);
    BtreeSplit split = new BtreeSplit(pages, descent);
    descent.use(split);
    this.insert = new BtreeInsert(pages, descent, split);
    this.vacuum = new BtreeVacuum(pages, descent, split);
  }

  @Override
  public void createEmpty(IndexHandle index) {
    createMeta(index, Fork.MAIN, index.logged());
  }

  @Override
  public void createInitFork(IndexHandle index) {
    createMeta(index, Fork.INIT, true);
  }

  private void createMeta(IndexHandle index, Fork fork, boolean logged) {
    int meta = pages.pool().extend(index.locator(), fork);
    if (pages.block(meta) != BtreeMetaLayout.BLOCK) {
      throw new IllegalStateException("index file is not empty: block=" + pages.block(meta));
    }
    try (PageEdit edit = pages.begin(BtreeWal.META)) {
      edit.add(meta, BtreePages.META_PAGE);
      BtreeMetaLayout.init(pages.memory(), pages.page(meta), BtreePageLayout.NONE, 0);
      if (logged) {
        edit.log();
      } else {
        edit.applyUnlogged();
      }
    }
    pages.release(meta);
  }

  @Override
  public InsertResult insert(
      IndexHandle index,
      byte[] tuple,
      int length,
      long tid,
      UniqueCheck check,
      LivenessCheck liveness) {
    return insert.insert(index, tuple, length, tid, check, liveness);
  }

  @Override
  public long conflictTid() {
    return insert.conflictTid();
  }

  @Override
  public Liveness conflict() {
    return insert.conflict();
  }

  @Override
  public IndexScan openScan(
      IndexHandle index, ScanKey[] keys, boolean wantTuples, VisibilityProbe probe) {
    return new BtreeScan(pages, descent, index, keys, wantTuples, probe);
  }

  @Override
  public IndexBuild beginBuild(IndexHandle index, Path spillDirectory, long memoryBytes) {
    return new BtreeBuild(pages, index, files, spillDirectory, memoryBytes);
  }

  @Override
  public BulkDeleteResult bulkDelete(IndexHandle index, LongPredicate isDead, long horizon) {
    return vacuum.run(index, isDead, horizon);
  }

  @Override
  public int height(IndexHandle index) {
    int meta = pages.readMeta(index, false);
    int level = BtreeMetaLayout.level(pages.memory(), pages.page(meta));
    pages.release(meta);
    return level;
  }

  @Override
  public void check(
      IndexHandle index, boolean parents, boolean descend, IndexEntryVisitor visitor) {
    BtreeChecker checker = checker();
    checker.check(index, parents, visitor);
    if (descend) {
      checker.checkSearch(index);
    }
  }

  /** A checker of indexes over the same pages. */
  public BtreeChecker checker() {
    return new BtreeChecker(pages, descent);
  }
}
