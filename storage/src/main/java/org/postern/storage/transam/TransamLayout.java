package org.postern.storage.transam;

import org.postern.storage.shmem.ShmemConfig;

/**
 * Area TRANSAM: the counters, the ring of recent transactions' status words, and the table of files
 * whose fate hangs on a running transaction. Words changed by different actions lie 128 bytes
 * apart.
 *
 * <pre>
 *      0  nextXid (8)            under XidGen; read by anybody
 *    128  visibleCsn (8)         raised by compare-and-set
 *    256  oldestRunning (8) | runningSeen (8)    raised by compare-and-set
 *    384  oldestSnapshot (8)     raised by compare-and-set
 *    512  startupXid (8)         written once, at the end of recovery
 *    640  nextOid (8) | oidLogged (8)    under OidGen
 *    768  commits (8) | aborts (8)
 *  16384  ring: one word for each transaction, at xid mod entries
 *    ...  pending files: entries of 32 bytes
 *         state(4): kind 0..3 | slot + 1 << 8
 *         spcOid(4)  dbOid(4)  reserved(4)  relNumber(8)  xid(8)
 * </pre>
 *
 * A status word in the ring (tag in the low three bits; LSNs are multiples of eight):
 *
 * <pre>
 *   0                 never given out
 *   xid  << 3 | 0     in progress
 *   1                 aborted
 *   csn       | 2     committed
 *   lsn       | 3     committing, record inserted
 *   parent << 3 | 4   subtransaction in progress, or committed into its parent
 *   xid  << 3 | 5     committing, record not inserted yet
 *   7                 moved out to the commit log's page
 * </pre>
 *
 * A page holds the same words, except that in progress is 0, and 7 does not occur.
 */
public final class TransamLayout {
  /** The transaction id to be given out next, 8 bytes. */
  public static final int NEXT_XID = 0;

  /** Commits up to this sequence number are seen by new snapshots, 8 bytes. */
  public static final int VISIBLE_CSN = 128;

  /** Every transaction below has ended; cached, 8 bytes. */
  public static final int OLDEST_RUNNING = 256;

  /** {@link #NEXT_XID} when {@link #OLDEST_RUNNING} was computed last, 8 bytes. */
  public static final int RUNNING_SEEN = OLDEST_RUNNING + 8;

  /** The oldest snapshot in use; cached, 8 bytes. */
  public static final int OLDEST_SNAPSHOT = 384;

  /** Transactions below belong to an earlier run of the server, 8 bytes. */
  public static final int STARTUP_XID = 512;

  /** The object id to be given out next, 8 bytes. */
  public static final int NEXT_OID = 640;

  /** Object ids below this one may be given out without logging again, 8 bytes. */
  public static final int OID_LOGGED = NEXT_OID + 8;

  /** Transactions committed since the start, 8 bytes, added atomically. */
  public static final int COMMITS = 768;

  /** Transactions rolled back since the start, 8 bytes, added atomically. */
  public static final int ABORTS = COMMITS + 8;

  /** Start of the ring. */
  public static final int RING = 16 * 1024;

  /** State word of a pending file, 4 bytes: kind and owner. */
  public static final int FILE_STATE = 0;

  /** Tablespace, 4 bytes. */
  public static final int FILE_SPC = FILE_STATE + 4;

  /** Database, 4 bytes. */
  public static final int FILE_DB = FILE_SPC + 4;

  /** Named and zero, 4 bytes. */
  public static final int FILE_RESERVED = FILE_DB + 4;

  /** File number, 8 bytes. */
  public static final int FILE_REL = FILE_RESERVED + 4;

  /** Top transaction, 8 bytes. */
  public static final int FILE_XID = FILE_REL + 8;

  /** Bytes of an entry. */
  public static final int FILE_SIZE = FILE_XID + 8;

  /** Number of entries. */
  public static final int FILE_COUNT = ShmemConfig.PENDING_FILES;

  static {
    if (FILE_SIZE != 32 || ABORTS + 8 > RING) {
      throw new AssertionError("transam layout");
    }
  }

  private TransamLayout() {}
}
