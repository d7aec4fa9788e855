package org.postern.storage.transam;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.postern.storage.buffer.BufferPool;
import org.postern.storage.page.PageChecksum;
import org.postern.storage.page.PageLayout;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.shmem.Words;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.smgr.StorageManager;

/**
 * The part of the commit log that lies in buffered pages: 1020 words behind an ordinary page
 * header. A word is replaced under the page's exclusive lock, and read without a lock.
 *
 * <p>Pages are not logged: commit records rebuild them. The page LSN is the newest sequence number
 * on the page, so that a commit reaches the disk after its record. A write that is torn by a crash
 * leaves each word old or new, which replay mends; only the checksum is wrong, see {@link
 * #mendChecksums}.
 */
final class CommitLogPages {
  static final RelFileLocator LOCATOR =
      new RelFileLocator(RelFileLocator.COMMIT_LOG_TABLESPACE, 0, 1);

  static final int WORDS = (PageLayout.PAGE_SIZE - PageLayout.HEADER_SIZE) / Long.BYTES;

  private final BufferPool pool;
  private final MemorySegment shm;
  private long knownBlocks;

  CommitLogPages(BufferPool pool) {
    this.pool = pool;
    this.shm = pool.memory();
  }

  private boolean has(long block) {
    if (block < knownBlocks) {
      return true;
    }
    knownBlocks = pool.nblocks(LOCATOR, Fork.MAIN);
    return block < knownBlocks;
  }

  /** Makes the page of {@code xid} exist. */
  void ensure(long xid) {
    long block = xid / WORDS;
    if (!has(block) && !pool.storageManager().exists(LOCATOR, Fork.MAIN)) {
      pool.storageManager().create(LOCATOR, Fork.MAIN, true);
    }
    while (!has(block)) {
      pool.unlockUnpin(pool.extend(LOCATOR, Fork.MAIN));
    }
  }

  long read(long xid) {
    long block = xid / WORDS;
    if (!has(block)) {
      return 0;
    }
    int buffer = pool.read(LOCATOR, Fork.MAIN, block);
    long word = Words.longAcquire(shm, address(buffer, xid));
    pool.unpin(buffer);
    return word;
  }

  private long address(int buffer, long xid) {
    return pool.page(buffer) + PageLayout.HEADER_SIZE + xid % WORDS * Long.BYTES;
  }

  /** Pins and locks the page of {@code xid}, making it if need be. */
  int lock(long xid) {
    ensure(xid);
    int buffer = pool.read(LOCATOR, Fork.MAIN, xid / WORDS);
    pool.lockExclusive(buffer);
    if (SlottedPage.isNew(shm, pool.page(buffer))) {
      SlottedPage.init(shm, pool.page(buffer), 0);
    }
    return buffer;
  }

  void unlock(int buffer) {
    pool.unlockUnpin(buffer);
  }

  /** Stores a word into a locked page unless the page's own is of the same or a higher rank. */
  void store(int buffer, long xid, long word) {
    long address = address(buffer, xid);
    if (StatusWord.rank(word) <= StatusWord.rank(Words.longPlain(shm, address))) {
      return;
    }
    pool.markDirty(buffer);
    int tag = StatusWord.tag(word);
    if (tag == StatusWord.TAG_COMMITTED || tag == StatusWord.TAG_COMMITTING_AT) {
      long page = pool.page(buffer);
      long lsn = Math.max(PageLayout.lsn(shm, page), StatusWord.lsn(word));
      PageLayout.setLsn(shm, page, lsn);
    }
    Words.setLongRelease(shm, address, word);
  }

  void store(long xid, long word) {
    int buffer = lock(xid);
    try {
      store(buffer, xid, word);
    } finally {
      unlock(buffer);
    }
  }

  /**
   * Before replay: pages that may have been written since the checkpoint get a right checksum,
   * whatever they hold. Only transactions from {@code oldestRunningXid} on can have changed.
   */
  void mendChecksums(long oldestRunningXid) {
    StorageManager storage = pool.storageManager();
    if (!storage.exists(LOCATOR, Fork.MAIN)) {
      return;
    }
    long blocks = storage.nblocks(LOCATOR, Fork.MAIN);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment page = arena.allocate(PageLayout.PAGE_SIZE, 8);
      for (long block = oldestRunningXid / WORDS; block < blocks; block++) {
        storage.read(LOCATOR, Fork.MAIN, block, page, 0);
        if (PageChecksum.verify(page, 0, block)) {
          continue;
        }
        long lsn = PageLayout.lsn(page, 0);
        MemorySegment words = arena.allocate(PageLayout.PAGE_SIZE, 8);
        words.copyFrom(page);
        SlottedPage.init(page, 0, 0);
        PageLayout.setLsn(page, 0, lsn);
        long body = PageLayout.PAGE_SIZE - PageLayout.HEADER_SIZE;
        MemorySegment.copy(words, PageLayout.HEADER_SIZE, page, PageLayout.HEADER_SIZE, body);
        PageChecksum.set(page, 0, block);
        storage.write(LOCATOR, Fork.MAIN, block, page, 0);
      }
    }
  }

  /**
   * After replay: ids from {@code nextXid} on will be given out again; what an unlogged use of them
   * left on the pages is erased.
   */
  void trim(long nextXid) {
    long blocks = pool.nblocks(LOCATOR, Fork.MAIN);
    for (long block = nextXid / WORDS; block < blocks; block++) {
      long first = Math.max(nextXid, block * WORDS);
      int buffer = lock(first);
      try {
        for (long xid = first; xid < (block + 1) * WORDS; xid++) {
          if (Words.longPlain(shm, address(buffer, xid)) != 0) {
            pool.markDirty(buffer);
            Words.setLongRelease(shm, address(buffer, xid), 0);
          }
        }
      } finally {
        unlock(buffer);
      }
    }
  }
}
