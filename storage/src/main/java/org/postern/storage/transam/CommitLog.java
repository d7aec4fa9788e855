package org.postern.storage.transam;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.shmem.ShmemConfig;
import org.postern.storage.shmem.Words;

/**
 * The outcome of every transaction. See {@code README.md}, rules 1 to 8.
 *
 * <p>The status word of a recent transaction lies in the ring, that of an older one on a page. The
 * ring is authoritative for ids that belong to this run of the server and are less than its length
 * behind nextXid, unless the word says MOVED. Who needs a place in the ring for a new id moves the
 * old word out first: word to the page, MOVED into the ring, then nextXid goes on. So a reader
 * reads the ring first and nextXid afterwards, and a word read while its id was in the window is
 * right.
 *
 * <p>Hint bits: a page may say that a transaction committed only if its commit record reaches the
 * disk first. So set the hint only if {@code sequence <= wal.flushedLsn()} or {@code sequence <=
 * page LSN}.
 */
public final class CommitLog {
  /** {@link #outcome}: not ended, or just committing. */
  public static final long IN_PROGRESS = 0;

  /** {@link #outcome}: rolled back, or cut off by a crash. */
  public static final long ABORTED = 1;

  /** The sequence number of {@link Xid#BOOTSTRAP} and {@link Xid#FROZEN}: seen by everybody. */
  public static final long FROZEN_SEQUENCE = 8;

  private static final int SPINS = 200;
  private static final long NAP_NANOS = 20_000;
  private static final int CACHE = 256;

  private final TransamState state;
  private final CommitLogPages pages;
  private final MemorySegment shm;
  private final long ring;
  private final long ringSize;
  private final long[] cachedXid = new long[CACHE];
  private final long[] cachedWord = new long[CACHE];

  CommitLog(TransamState state, CommitLogPages pages, ShmemConfig config) {
    this.state = state;
    this.pages = pages;
    this.shm = state.segment();
    this.ring = state.base() + TransamLayout.RING;
    this.ringSize = config.csnRingEntries();
  }

  CommitLogPages pages() {
    return pages;
  }

  long ringSize() {
    return ringSize;
  }

  private long address(long xid) {
    return ring + (xid & ringSize - 1) * Long.BYTES;
  }

  private boolean inWindow(long xid) {
    return Words.longVolatile(shm, state.base() + TransamLayout.NEXT_XID) - xid <= ringSize;
  }

  private long word(long xid) {
    if (xid >= state.startupXid()) {
      long word = Words.longAcquire(shm, address(xid));
      long next = Words.longVolatile(shm, state.base() + TransamLayout.NEXT_XID);
      if (xid >= next) {
        throw SqlException.error(
            SqlState.DATA_CORRUPTED, "could not access status of transaction %d", xid);
      }
      if (next - xid <= ringSize && word != StatusWord.MOVED) {
        return word;
      }
    }
    int slot = (int) xid & CACHE - 1;
    if (cachedXid[slot] == xid) {
      return cachedWord[slot];
    }
    long word = pages.read(xid);
    if (StatusWord.isFinal(word)) {
      cachedXid[slot] = xid;
      cachedWord[slot] = word;
    }
    return word;
  }

  /**
   * How the transaction (for a subtransaction: as far as it goes, its topmost parent) ended: {@link
   * #IN_PROGRESS}, {@link #ABORTED}, or its commit sequence number, which is greater than both. A
   * transaction that is just committing counts as in progress: who waits for its end on its lock
   * finds the outcome afterwards.
   */
  public long outcome(long xid) {
    long word = top(xid);
    return switch (StatusWord.tag(word)) {
      case StatusWord.TAG_COMMITTED -> StatusWord.lsn(word);
      case StatusWord.TAG_ABORTED -> ABORTED;
      default -> IN_PROGRESS;
    };
  }

  /**
   * As {@link #outcome}, but a transaction whose commit record is inserted counts as committed: it
   * will be, unless everything crashes. Waits while the record is just being inserted.
   */
  public long sequence(long xid) {
    for (int round = 0; ; round++) {
      long word = top(xid);
      switch (StatusWord.tag(word)) {
        case StatusWord.TAG_COMMITTED, StatusWord.TAG_COMMITTING_AT -> {
          return StatusWord.lsn(word);
        }
        case StatusWord.TAG_ABORTED -> {
          return ABORTED;
        }
        case StatusWord.TAG_COMMITTING -> {
          if (round < SPINS) {
            Thread.onSpinWait();
          } else {
            LockSupport.parkNanos(NAP_NANOS);
          }
        }
        default -> {
          return IN_PROGRESS;
        }
      }
    }
  }

  /** Whether the transaction is committed for a snapshot taken at {@code csn}. */
  public boolean committedBefore(long xid, long csn) {
    long sequence = sequence(xid);
    return sequence > ABORTED && sequence <= csn;
  }

  /** The word that decides: that of the topmost parent, as far as parents are known. */
  private long top(long xid) {
    long at = xid;
    for (; ; ) {
      if (at < Xid.FIRST_NORMAL) {
        return at == Xid.INVALID ? StatusWord.ABORTED : StatusWord.committed(FROZEN_SEQUENCE);
      }
      long word = word(at);
      if (StatusWord.isFinal(word)) {
        return word;
      }
      if (at < state.startupXid()) {
        return StatusWord.ABORTED;
      }
      if (StatusWord.tag(word) != StatusWord.TAG_SUB) {
        return word;
      }
      at = StatusWord.xid(word);
    }
  }

  public boolean isCommitted(long xid) {
    return outcome(xid) > ABORTED;
  }

  public boolean isAborted(long xid) {
    return outcome(xid) == ABORTED;
  }

  public boolean isInProgress(long xid) {
    return outcome(xid) == IN_PROGRESS;
  }

  /** The topmost parent of a subtransaction that has not ended; {@code xid} itself otherwise. */
  public long topmost(long xid) {
    long at = xid;
    while (Xid.isNormal(at) && at >= state.startupXid()) {
      long word = word(at);
      if (StatusWord.tag(word) != StatusWord.TAG_SUB) {
        break;
      }
      at = StatusWord.xid(word);
    }
    return at;
  }

  /** Raises the transaction's word to {@code word}; nothing happens if it is as high already. */
  void store(long xid, long word) {
    while (xid >= state.startupXid()) {
      long old = Words.longAcquire(shm, address(xid));
      if (!inWindow(xid) || old == StatusWord.MOVED) {
        break;
      }
      // The words of different ids in one place differ, so this cannot hit the wrong one.
      if (StatusWord.rank(word) <= StatusWord.rank(old)
          || Words.casLong(shm, address(xid), old, word)) {
        return;
      }
    }
    pages.store(xid, word);
  }

  /** Under XidGen, before nextXid passes {@code xid}: makes room for its word and its page. */
  void prepare(long xid) {
    if (xid % CommitLogPages.WORDS == 0 || xid == state.startupXid()) {
      pages.ensure(xid);
    }
    long old = Words.longAcquire(shm, address(xid));
    if (old != 0 && old != StatusWord.MOVED) {
      moveOut(xid - ringSize);
    }
  }

  /** Under XidGen, after nextXid has passed {@code xid}, before anybody knows the id. */
  void start(long xid, long word) {
    Words.setLongRelease(shm, address(xid), word);
  }

  /** Moves words out, from {@code first} to the last that shares its page. */
  private void moveOut(long first) {
    long page = (first / CommitLogPages.WORDS + 1) * CommitLogPages.WORDS;
    long end = Math.min(page, state.nextXid());
    int buffer = pages.lock(first);
    try {
      for (long xid = first; xid < end; xid++) {
        for (; ; ) {
          long word = Words.longAcquire(shm, address(xid));
          if (word == 0 || word == StatusWord.MOVED) {
            break;
          }
          if (StatusWord.tag(word) != StatusWord.TAG_IN_PROGRESS) {
            pages.store(buffer, xid, word);
          }
          if (Words.casLong(shm, address(xid), word, StatusWord.MOVED)) {
            break;
          }
        }
      }
    } finally {
      pages.unlock(buffer);
    }
  }

  /** Copies every outcome in the ring to its page; for checkpoints. Returns how many. */
  long copyToPages() {
    long next = state.nextXid();
    long xid = Math.max(state.startupXid(), next - ringSize);
    long copied = 0;
    while (xid < next) {
      long end = Math.min(next, (xid / CommitLogPages.WORDS + 1) * CommitLogPages.WORDS);
      int buffer = pages.lock(xid);
      try {
        for (; xid < end; xid++) {
          long word = Words.longAcquire(shm, address(xid));
          if (inWindow(xid) && StatusWord.isFinal(word)) {
            pages.store(buffer, xid, word);
            copied++;
          }
        }
      } finally {
        pages.unlock(buffer);
      }
    }
    return copied;
  }
}
