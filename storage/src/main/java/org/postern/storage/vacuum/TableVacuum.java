package org.postern.storage.vacuum;

import java.util.List;
import org.postern.storage.access.TableHandle;
import org.postern.storage.access.Tid;
import org.postern.storage.heap.HeapCleaner;
import org.postern.storage.heap.PageFindings;
import org.postern.storage.lock.LockManager;
import org.postern.storage.lock.LockMode;
import org.postern.storage.lock.LockResult;
import org.postern.storage.lock.LockTag;
import org.postern.storage.lock.WaitPolicy;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.smgr.Fork;

/**
 * Lazy VACUUM of one table, beside normal work on it. The caller holds SHARE UPDATE EXCLUSIVE on
 * the table and on its indexes what they need.
 *
 * <p>First pass: prune each page, collect the dead line pointers. Then the indexes drop the entries
 * that lead to them. Second pass: the line pointers become free. If the list of tids is full, the
 * last two steps happen in between. The page itself is never locked while an index is read.
 *
 * <p>Source: PostgreSQL documentation, "VACUUM".
 */
public final class TableVacuum {
  /** As PostgreSQL: it pays only for so many blocks, or for a sixteenth of the table. */
  private static final long MIN_TRUNCATE = 1000;

  private static final long TRUNCATE_FRACTION = 16;

  /**
   * All-visible blocks are only skipped in runs of at least this many, to keep reads sequential.
   */
  private static final long MIN_SKIP = 32;

  private final HeapCleaner cleaner;
  private final LockManager locks;
  private final RelationTruncator truncator;
  private final TableHandle table;
  private final List<? extends IndexCleaner> indexes;
  private final VacuumOptions options;
  private final PageFindings page = new PageFindings();
  private final int[] items = new int[SlottedPage.MAX_ITEMS];
  private final DeadTids dead;
  private long freezeLimit;
  private long scanned;
  private long skipped;
  private long removed;
  private long live;
  private long recentlyDead;
  private long frozen;
  private long deadItems;
  private long visible;
  private long truncated;
  private int indexScans;
  private long oldestXid;
  private long usedEnd;

  /**
   * @param locks used for the short exclusive lock while pages are cut off; null if the caller
   *     holds it already
   */
  public TableVacuum(
      HeapCleaner cleaner,
      LockManager locks,
      RelationTruncator truncator,
      TableHandle table,
      List<? extends IndexCleaner> indexes,
      VacuumOptions options) {
    this.cleaner = cleaner;
    this.locks = locks;
    this.truncator = truncator;
    this.table = table;
    this.indexes = indexes;
    this.options = options;
    this.dead = new DeadTids(Math.max(options.maxDeadTids(), SlottedPage.MAX_ITEMS));
  }

  public VacuumResult run() {
    long oldestRunning = cleaner.oldestRunningXid();
    freezeLimit =
        options.freezeAll() ? oldestRunning : Math.max(0, oldestRunning - options.freezeMinAge());
    oldestXid = oldestRunning;
    long blocks = cleaner.blockCount(table);
    boolean skippedUnfrozen = scan(blocks);
    cleanIndexes();
    for (IndexCleaner index : indexes) {
      index.cleanup();
    }
    if (options.truncate()) {
      truncate(blocks);
    }
    return new VacuumResult(
        blocks - truncated,
        scanned,
        skipped,
        removed,
        live,
        recentlyDead,
        frozen,
        deadItems,
        visible,
        indexScans,
        truncated,
        skippedUnfrozen ? 0 : oldestXid);
  }

  /** The first pass; whether blocks were skipped that may hold ids older than those seen. */
  private boolean scan(long blocks) {
    boolean mustFreeze = options.aggressive() || options.freezeAll();
    boolean skippedUnfrozen = false;
    long block = 0;
    while (block < blocks) {
      long next = block;
      while (next < blocks && cleaner.skippable(table, next, mustFreeze)) {
        next++;
      }
      if (next - block >= MIN_SKIP) {
        skippedUnfrozen |= !mustFreeze;
        skipped += next - block;
        usedEnd = next;
        block = next;
        continue;
      }
      next = Math.min(Math.max(next, block) + 1, blocks);
      for (; block < next; block++) {
        cleanPage(block);
      }
    }
    return skippedUnfrozen;
  }

  private void cleanPage(long block) {
    boolean noIndexes = indexes.isEmpty();
    cleaner.clean(table, block, freezeLimit, noIndexes, page);
    scanned++;
    removed += page.removed();
    live += page.live();
    recentlyDead += page.recentlyDead();
    frozen += page.frozen();
    visible += page.markedVisible() ? 1 : 0;
    oldestXid = Math.min(oldestXid, page.oldestXid());
    if (page.hasItems()) {
      usedEnd = block + 1;
    }
    if (page.deadCount() > 0 && options.indexCleanup()) {
      dead.add(block, page.dead(), page.deadCount());
      if (dead.full(SlottedPage.MAX_ITEMS)) {
        cleanIndexes();
      }
    }
    options.throttle().run();
  }

  /** The index entries of the collected tids go, then their line pointers. */
  private void cleanIndexes() {
    if (dead.count() == 0) {
      return;
    }
    for (IndexCleaner index : indexes) {
      index.bulkDelete(dead::contains);
    }
    indexScans++;
    int i = 0;
    while (i < dead.count()) {
      long block = Tid.block(dead.get(i));
      int n = 0;
      while (i < dead.count() && Tid.block(dead.get(i)) == block) {
        items[n++] = Tid.item(dead.get(i));
        i++;
      }
      cleaner.reclaim(table, block, items, n, freezeLimit, page);
      deadItems += n;
      visible += page.markedVisible() ? 1 : 0;
      options.throttle().run();
    }
    dead.clear();
  }

  private void truncate(long blocks) {
    long used = cleaner.usedBlocks(table, Math.min(blocks, Math.max(usedEnd, 0)));
    long gain = blocks - used;
    if (gain == 0 || gain < MIN_TRUNCATE && gain < blocks / TRUNCATE_FRACTION) {
      return;
    }
    LockTag tag = LockTag.relation(table.locator().dbOid(), table.oid());
    if (locks != null
        && locks.acquire(tag, LockMode.ACCESS_EXCLUSIVE, false, WaitPolicy.RETURN)
            == LockResult.NOT_AVAILABLE) {
      return;
    }
    try {
      long now = cleaner.blockCount(table);
      if (now != blocks) {
        return;
      }
      used = cleaner.usedBlocks(table, now);
      if (used < now) {
        cleaner.forgetBlocks(table, used, now);
        truncator.truncate(table.locator(), Fork.MAIN, used, table.persistence().logged());
        truncated = now - used;
      }
    } finally {
      if (locks != null) {
        locks.release(tag, LockMode.ACCESS_EXCLUSIVE, false);
      }
    }
  }
}
