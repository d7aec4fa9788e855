package org.postern.storage.smgr;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** The files of relations as one process uses them. */
public final class StorageManager {
  private static UnsupportedOperationException todo() {
    return new UnsupportedOperationException("storage manager");
  }

  public boolean exists(RelFileLocator locator, Fork fork) {
    throw todo();
  }

  /** Creates the fork's first segment; {@code redo}: no error when it is there. */
  public void create(RelFileLocator locator, Fork fork, boolean redo) {
    throw todo();
  }

  /** Removes all forks. The caller has dropped the buffers. */
  public void unlink(RelFileLocator locator) {
    throw todo();
  }

  public void unlink(RelFileLocator locator, Fork fork) {
    throw todo();
  }

  /** Writes a new block at the end or beyond it. */
  public void extend(RelFileLocator locator, Fork fork, long block, MemorySegment mem, long page) {
    throw todo();
  }

  public void read(RelFileLocator locator, Fork fork, long block, MemorySegment mem, long page) {
    throw todo();
  }

  public void write(RelFileLocator locator, Fork fork, long block, MemorySegment mem, long page) {
    throw todo();
  }

  public long nblocks(RelFileLocator locator, Fork fork) {
    throw todo();
  }

  /** Cuts the fork to {@code blocks}; the caller has dropped the buffers behind. */
  public void truncate(RelFileLocator locator, Fork fork, long blocks) {
    throw todo();
  }

  /** Makes the fork durable now. */
  public void immediateSync(RelFileLocator locator, Fork fork) {
    throw todo();
  }

  /** Closes open files of the relation. */
  public void close(RelFileLocator locator) {
    throw todo();
  }

  public void closeAll() {
    throw todo();
  }

  /** Path of the fork's first segment, relative to the data directory. */
  public static Path path(RelFileLocator locator, Fork fork) {
    throw todo();
  }
}
