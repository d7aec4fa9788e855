package org.postern.wal.recovery;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.postern.storage.buffer.BufferPool;
import org.postern.storage.page.PageLayout;
import org.postern.storage.smgr.BlockTag;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.smgr.StorageManager;
import org.postern.storage.walapi.BlockFlags;
import org.postern.storage.walapi.RedoAction;
import org.postern.storage.walapi.RedoBuffers;
import org.postern.storage.walapi.WalRecordBuilder;
import org.postern.storage.walapi.WalRecordView;

/**
 * The blocks of the record being replayed, in the buffer pool.
 *
 * <p>A block that should have the change's predecessor but does not exist belongs to a relation
 * that a later record removes or cuts off; such blocks are remembered, and reported if the relation
 * is still there when replay ends.
 */
public final class RecoveryBuffers implements RedoBuffers {
  private static final int NONE = -1;
  private static final int MAX_REMEMBERED = 1000;

  private final BufferPool pool;
  private final StorageManager storage;
  private final int[] buffers = new int[WalRecordBuilder.MAX_BLOCKS];
  private final Set<BlockTag> missing = new LinkedHashSet<>();
  private WalRecordView record;

  public RecoveryBuffers(BufferPool pool, StorageManager storage) {
    this.pool = pool;
    this.storage = storage;
    Arrays.fill(buffers, NONE);
  }

  void begin(WalRecordView next) {
    record = next;
  }

  /** Gives back the pages of the record. */
  void end() {
    for (int i = record.blockCount() - 1; i >= 0; i--) {
      if (buffers[i] != NONE) {
        pool.unlockUnpin(buffers[i]);
        buffers[i] = NONE;
      }
    }
    record = null;
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
    checkUnread(index);
    if ((record.blockFlags(index) & BlockFlags.WILL_INIT) != 0) {
      return init(index);
    }
    RelFileLocator locator = record.locator(index);
    Fork fork = record.fork(index);
    long block = record.block(index);
    if (record.hasImage(index)) {
      int buffer = zeroed(locator, fork, block);
      buffers[index] = buffer;
      record.restoreImage(index, pool.memory(), pool.page(buffer));
      changed(index);
      return RedoAction.RESTORED;
    }
    if (!storage.exists(locator, fork) || block >= pool.nblocks(locator, fork)) {
      return gone(locator, fork, block);
    }
    int buffer = pool.read(locator, fork, block);
    if (cleanup) {
      pool.lockCleanup(buffer);
    } else {
      pool.lockExclusive(buffer);
    }
    if (isZero(pool.page(buffer))) {
      pool.unlockUnpin(buffer);
      return gone(locator, fork, block);
    }
    buffers[index] = buffer;
    boolean done = PageLayout.lsn(pool.memory(), pool.page(buffer)) >= record.endLsn();
    return done ? RedoAction.DONE : RedoAction.NEEDS_REDO;
  }

  private boolean isZero(long page) {
    return PageLayout.upper(pool.memory(), page) == 0 && PageLayout.lsn(pool.memory(), page) == 0;
  }

  private RedoAction gone(RelFileLocator locator, Fork fork, long block) {
    if (missing.size() < MAX_REMEMBERED) {
      missing.add(new BlockTag(locator, fork, block));
    }
    return RedoAction.GONE;
  }

  @Override
  public RedoAction init(int index) {
    checkUnread(index);
    buffers[index] = zeroed(record.locator(index), record.fork(index), record.block(index));
    return RedoAction.NEEDS_REDO;
  }

  private int zeroed(RelFileLocator locator, Fork fork, long block) {
    if (!storage.exists(locator, fork)) {
      storage.create(locator, fork, true);
    }
    missing.remove(new BlockTag(locator, fork, block));
    return pool.readZeroed(locator, fork, block);
  }

  private void checkUnread(int index) {
    Objects.checkIndex(index, record.blockCount());
    if (buffers[index] != NONE) {
      throw new IllegalStateException("block read twice: index=" + index);
    }
  }

  @Override
  public MemorySegment memory() {
    return pool.memory();
  }

  @Override
  public long page(int index) {
    if (buffers[index] == NONE) {
      throw new IllegalStateException("block was not read: index=" + index);
    }
    return pool.page(buffers[index]);
  }

  @Override
  public void changed(int index) {
    PageLayout.setLsn(pool.memory(), page(index), record.endLsn());
    pool.markDirty(buffers[index]);
  }

  /** Blocks that were missing although nothing has removed them: the files are damaged. */
  Set<BlockTag> unexplained() {
    missing.removeIf(tag -> !storage.exists(tag.locator(), tag.fork()));
    return missing;
  }
}
