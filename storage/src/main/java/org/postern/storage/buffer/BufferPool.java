package org.postern.storage.buffer;

import java.lang.foreign.MemorySegment;
import org.postern.storage.smgr.BlockTag;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;

/** The buffer pool as one process uses it. */
public final class BufferPool {
  private static UnsupportedOperationException todo() {
    return new UnsupportedOperationException("buffer pool");
  }

  /** Pins the block, reading it if need be; XX001 when its page is damaged. */
  public int read(RelFileLocator locator, Fork fork, long block) {
    throw todo();
  }

  public int read(RelFileLocator locator, Fork fork, long block, BufferStrategy strategy) {
    throw todo();
  }

  /** For redo: pins and locks exclusively a zeroed page without reading; extends the file. */
  public int readZeroed(RelFileLocator locator, Fork fork, long block) {
    throw todo();
  }

  /** Adds a zeroed block at the end; pinned and exclusively locked. */
  public int extend(RelFileLocator locator, Fork fork) {
    throw todo();
  }

  public int extend(RelFileLocator locator, Fork fork, BufferStrategy strategy) {
    throw todo();
  }

  public long nblocks(RelFileLocator locator, Fork fork) {
    throw todo();
  }

  /** One more pin on a buffer this process has pinned already. */
  public void pin(int buffer) {
    throw todo();
  }

  public void unpin(int buffer) {
    throw todo();
  }

  public void lockShared(int buffer) {
    throw todo();
  }

  public void lockExclusive(int buffer) {
    throw todo();
  }

  public boolean tryLockShared(int buffer) {
    throw todo();
  }

  public boolean tryLockExclusive(int buffer) {
    throw todo();
  }

  /** Exclusive, and nobody else has a pin. */
  public void lockCleanup(int buffer) {
    throw todo();
  }

  public boolean tryLockCleanup(int buffer) {
    throw todo();
  }

  public void unlock(int buffer) {
    throw todo();
  }

  /** {@link #unlock} and {@link #unpin}. */
  public void unlockUnpin(int buffer) {
    throw todo();
  }

  public boolean isLockedExclusively(int buffer) {
    throw todo();
  }

  /** The segment in which {@link #page} is an address. */
  public MemorySegment memory() {
    throw todo();
  }

  public long page(int buffer) {
    throw todo();
  }

  public long block(int buffer) {
    throw todo();
  }

  public BlockTag tag(int buffer) {
    throw todo();
  }

  public RelFileLocator locator(int buffer) {
    throw todo();
  }

  public Fork fork(int buffer) {
    throw todo();
  }

  /** Under the exclusive lock, after (or just before) changing the page outside of a PageEdit. */
  public void markDirty(int buffer) {
    throw todo();
  }

  /** Under the share lock, after setting a hint bit. */
  public void markDirtyHint(int buffer) {
    throw todo();
  }

  public long lsn(int buffer) {
    throw todo();
  }

  /** Starts reading a block that will be wanted soon. */
  public void prefetch(RelFileLocator locator, Fork fork, long block) {
    throw todo();
  }

  /** Forgets buffers of {@code fork} from block {@code fromBlock} on, without writing them. */
  public void dropRelation(RelFileLocator locator, Fork fork, long fromBlock) {
    throw todo();
  }

  public void dropDatabase(int dbOid) {
    throw todo();
  }

  public void flushRelation(RelFileLocator locator) {
    throw todo();
  }

  public void flushDatabase(int dbOid) {
    throw todo();
  }

  /** After an error: ends the edit, gives back locks and pins. */
  public void releaseAll() {
    throw todo();
  }
}
