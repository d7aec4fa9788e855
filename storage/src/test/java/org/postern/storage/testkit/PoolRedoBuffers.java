package org.postern.storage.testkit;

import java.lang.foreign.MemorySegment;
import org.postern.storage.buffer.BufferPool;
import org.postern.storage.page.PageLayout;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.walapi.BlockFlags;
import org.postern.storage.walapi.RedoAction;
import org.postern.storage.walapi.RedoBuffers;
import org.postern.storage.walapi.ResourceManager;
import org.postern.storage.walapi.WalRecordView;

/** Redo of single records into a pool, for redo-equivalence tests. */
public final class PoolRedoBuffers implements RedoBuffers {
  private final BufferPool pool;
  private WalRecordView record;
  private int[] buffers = new int[0];

  public PoolRedoBuffers(BufferPool pool) {
    this.pool = pool;
  }

  /** Redoes one record with its manager. */
  public void redo(WalRecordView view, ResourceManager manager) {
    record = view;
    buffers = new int[view.blockCount()];
    java.util.Arrays.fill(buffers, -1);
    try {
      manager.redo(view, this);
    } finally {
      for (int buffer : buffers) {
        if (buffer >= 0) {
          pool.unlockUnpin(buffer);
        }
      }
    }
  }

  @Override
  public RedoAction read(int index) {
    return read(index, false);
  }

  @Override
  public RedoAction readForCleanup(int index) {
    return read(index, true);
  }

  private RedoAction read(int index, boolean cleanup) {
    RelFileLocator locator = record.locator(index);
    Fork fork = record.fork(index);
    long block = record.block(index);
    if (record.hasImage(index)) {
      buffers[index] = pool.readZeroed(locator, fork, block);
      record.restoreImage(index, pool.memory(), page(index));
      changed(index);
      return RedoAction.RESTORED;
    }
    if ((record.blockFlags(index) & BlockFlags.WILL_INIT) != 0) {
      return init(index);
    }
    if (pool.nblocks(locator, fork) <= block) {
      return RedoAction.GONE;
    }
    int buffer = pool.read(locator, fork, block);
    if (cleanup) {
      pool.lockCleanup(buffer);
    } else {
      pool.lockExclusive(buffer);
    }
    buffers[index] = buffer;
    return pool.lsn(buffer) >= record.endLsn() ? RedoAction.DONE : RedoAction.NEEDS_REDO;
  }

  @Override
  public RedoAction init(int index) {
    buffers[index] =
        pool.readZeroed(record.locator(index), record.fork(index), record.block(index));
    return RedoAction.NEEDS_REDO;
  }

  @Override
  public MemorySegment memory() {
    return pool.memory();
  }

  @Override
  public long page(int index) {
    return pool.page(buffers[index]);
  }

  @Override
  public void changed(int index) {
    PageLayout.setLsn(pool.memory(), page(index), record.endLsn());
    pool.markDirty(buffers[index]);
  }
}
