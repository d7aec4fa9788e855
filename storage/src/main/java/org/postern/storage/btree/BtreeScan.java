package org.postern.storage.btree;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.postern.storage.access.IndexBatch;
import org.postern.storage.access.IndexHandle;
import org.postern.storage.access.IndexScan;
import org.postern.storage.access.ScanDirection;
import org.postern.storage.access.ScanKey;
import org.postern.storage.access.VisibilityProbe;
import org.postern.storage.page.PageLayout;
import org.postern.storage.page.SlottedPage;

/**
 * A scan over the leaves. Each step reads one page under a share lock, copies what matches and
 * remembers the page's links; between steps nothing is locked or pinned.
 *
 * <p>Forward, the remembered right link leads to the page that followed when the page was read. If
 * the page split since, the link skips the new sibling, whose items were seen already. Backward,
 * the left sibling may have split, and its new right part must not be missed: see {@link
 * BtreeLeftWalk}.
 */
final class BtreeScan implements IndexScan {
  private final BtreePages pages;
  private final MemorySegment mem;
  private final BtreeDescent descent;
  private final BtreeLeftWalk leftWalk;
  private final IndexHandle index;
  private final BtreeState state;
  private final BtreeScanKeys keys;
  private final boolean wantTuples;
  private final VisibilityProbe probe;
  private final BtreeKey start = new BtreeKey();
  private final BtreeStack stack = new BtreeStack();
  private final BtreePosition position = new BtreePosition();

  private long sequence;
  private int[] killed = new int[0];
  private int killedCount;
  private long markSequence = -1;
  private int markIndex;
  private boolean markSaved;
  private final IndexBatch markBatch = new IndexBatch();
  private final BtreePosition markPosition = new BtreePosition();

  BtreeScan(
      BtreePages pages,
      BtreeDescent descent,
      IndexHandle index,
      ScanKey[] scanKeys,
      boolean wantTuples,
      VisibilityProbe probe) {
    this.pages = pages;
    this.mem = pages.memory();
    this.descent = descent;
    this.leftWalk = new BtreeLeftWalk(pages);
    this.index = index;
    this.state = BtreeState.of(index);
    this.keys = new BtreeScanKeys(state.comparer);
    this.wantTuples = wantTuples;
    this.probe = probe;
    keys.set(scanKeys);
  }

  @Override
  public void rescan(ScanKey[] newKeys) {
    applyKills();
    keys.set(newKeys);
    position.reset();
    markSequence = -1;
    sequence++;
  }

  @Override
  public void close() {
    applyKills();
  }

  @Override
  public boolean nextBatch(IndexBatch batch, ScanDirection direction) {
    applyKills();
    if (markSequence == sequence && !markSaved) {
      markBatch.copyFrom(batch);
      markPosition.copyFrom(position, keys.arrays());
      markSaved = true;
    }
    sequence++;
    batch.clear();
    if (position.state == BtreePosition.State.ENDED) {
      if (position.endedIn == direction) {
        return false;
      }
      position.reset();
    }
    if (position.state == BtreePosition.State.AT_PAGE) {
      if (step(batch, direction)) {
        return true;
      }
      if (keys.hasArrays() && keys.advanceArrays(direction) && first(batch, direction)) {
        return true;
      }
    } else if (keys.startArrays(direction) && first(batch, direction)) {
      return true;
    }
    position.state = BtreePosition.State.ENDED;
    position.endedIn = direction;
    return false;
  }

  /** Scans from the starting point of the current array elements, or of those that follow. */
  private boolean first(IndexBatch batch, ScanDirection direction) {
    do {
      if (keys.prepare() && enter(batch, direction)) {
        return true;
      }
    } while (keys.hasArrays() && keys.advanceArrays(direction));
    return false;
  }

  /** Finds the starting point and reads from there. */
  private boolean enter(IndexBatch batch, ScanDirection direction) {
    boolean forward = direction == ScanDirection.FORWARD;
    keys.fillStart(start, direction);
    int buffer;
    int number;
    if (start.count == 0) {
      buffer = descent.descendToEnd(index, state, 0, !forward, false);
      if (buffer < 0) {
        return false;
      }
      long page = pages.page(buffer);
      number = forward ? BtreePageLayout.firstData(mem, page) : SlottedPage.itemCount(mem, page);
    } else {
      buffer = descent.descend(index, state, start, stack, 0, false);
      if (buffer < 0) {
        return false;
      }
      number = state.comparer.search(mem, pages.page(buffer), start) - (forward ? 0 : 1);
    }
    readPage(batch, buffer, number, direction);
    return batch.count() > 0 || step(batch, direction);
  }

  /** Reads on from the current page until something matches. */
  private boolean step(IndexBatch batch, ScanDirection direction) {
    boolean forward = direction == ScanDirection.FORWARD;
    for (; ; ) {
      pages.checkInterrupts();
      if (forward ? !position.moreRight : !position.moreLeft) {
        return false;
      }
      int buffer = forward ? nextRight() : leftWalk.step(index, position.block, position.left);
      if (buffer < 0) {
        return false;
      }
      long page = pages.page(buffer);
      int number =
          forward ? BtreePageLayout.firstData(mem, page) : SlottedPage.itemCount(mem, page);
      readPage(batch, buffer, number, direction);
      if (batch.count() > 0) {
        return true;
      }
    }
  }

  private int nextRight() {
    long block = position.right;
    while (block != BtreePageLayout.NONE) {
      int buffer = pages.readShared(index, block);
      long page = pages.page(buffer);
      if (!BtreePageLayout.isDeleted(mem, page)) {
        return buffer;
      }
      block = BtreePageLayout.right(mem, page);
      pages.release(buffer);
    }
    return -1;
  }

  /** Copies what matches from item {@code number} on, and gives the page back. */
  private void readPage(IndexBatch batch, int buffer, int number, ScanDirection direction) {
    long page = pages.page(buffer);
    position.enter(
        pages.block(buffer),
        BtreePageLayout.left(mem, page),
        BtreePageLayout.right(mem, page),
        PageLayout.lsn(mem, page));
    int first = BtreePageLayout.firstData(mem, page);
    int last = SlottedPage.itemCount(mem, page);
    boolean goOn = true;
    if (direction == ScanDirection.FORWARD) {
      for (int n = Math.max(number, first); n <= last && goOn; n++) {
        goOn = take(batch, page, n, direction);
      }
      if (goOn && first == 2) {
        // The high key bounds the next page: no need to read it only to see that it is too far.
        long highKey = SlottedPage.item(mem, page, 1);
        goOn = keys.check(mem, highKey, direction) != BtreeScanKeys.Verdict.STOP;
      }
      position.moreRight = goOn && position.right != BtreePageLayout.NONE;
      position.moreLeft = position.left != BtreePageLayout.NONE;
    } else {
      for (int n = Math.min(number, last); n >= first && goOn; n--) {
        goOn = take(batch, page, n, direction);
      }
      position.moreLeft = goOn && position.left != BtreePageLayout.NONE;
      position.moreRight = position.right != BtreePageLayout.NONE;
    }
    pages.release(buffer);
  }

  /** Adds the item to the batch if it matches; false when no later one can. */
  private boolean take(IndexBatch batch, long page, int number, ScanDirection direction) {
    int pointer = PageLayout.linePointer(mem, page, number);
    if (PageLayout.flagsOf(pointer) == PageLayout.LP_DEAD) {
      return true;
    }
    long tuple = page + PageLayout.offsetOf(pointer);
    BtreeScanKeys.Verdict verdict = keys.check(mem, tuple, direction);
    if (verdict == BtreeScanKeys.Verdict.STOP) {
      return false;
    }
    if (verdict == BtreeScanKeys.Verdict.MATCH) {
      long tid = BtreeTupleLayout.tid(mem, tuple);
      position.setItem(batch.count(), number);
      batch.add(tid);
      if (wantTuples) {
        int length = PageLayout.lengthOf(pointer);
        int at = batch.reserveTuple(length);
        MemorySegment.copy(mem, ValueLayout.JAVA_BYTE, tuple, batch.tuples(), at, length);
      }
      if (probe != null) {
        batch.setAllVisible(probe.isAllVisible(tid));
      }
    }
    return true;
  }

  @Override
  public void mark(int markedIndex) {
    markSequence = sequence;
    markIndex = markedIndex;
    markSaved = false;
  }

  @Override
  public int restore(IndexBatch batch) {
    if (markSequence < 0) {
      throw new IllegalStateException("index scan has no mark");
    }
    if (markSequence != sequence) {
      applyKills();
      batch.copyFrom(markBatch);
      position.copyFrom(markPosition, null);
      if (keys.hasArrays()) {
        keys.arrays().restorePosition(markPosition.arrays);
        keys.prepare();
      }
      sequence = markSequence;
    }
    return markIndex;
  }

  @Override
  public void kill(int killedIndex) {
    if (killedCount == killed.length) {
      killed = Arrays.copyOf(killed, Math.max(16, killedCount * 2));
    }
    killed[killedCount++] = position.item(killedIndex);
  }

  /**
   * Marks the entries that were found dead. Only if the page was not changed since it was read:
   * otherwise an item number may mean another entry by now, and even the same tid another row. An
   * unlogged index has no page LSN that would tell.
   */
  private void applyKills() {
    if (killedCount == 0) {
      return;
    }
    if (index.logged() && position.state == BtreePosition.State.AT_PAGE) {
      int buffer = pages.readShared(index, position.block);
      long page = pages.page(buffer);
      if (PageLayout.lsn(mem, page) == position.lsn) {
        for (int i = 0; i < killedCount; i++) {
          SlottedPage.markDead(mem, page, killed[i]);
        }
        BtreePageLayout.setFlag(mem, page, BtreePageLayout.FLAG_HAS_DEAD, true);
        pages.pool().markDirtyHint(buffer);
      }
      pages.release(buffer);
    }
    killedCount = 0;
  }
}
