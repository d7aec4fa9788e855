package org.postern.storage.proc;

import org.postern.storage.shmem.ShmemConfig;

/**
 * One process's slot in shared memory.
 *
 * <pre>
 *     0  identity:  pid | generation | kind | state | startTime(8) | latch | interrupts
 *    32  waitEvent | groupLeader | senderPid | reserved to 64
 *    64  transaction: xid | snapshotCsn | snapshotXmin | databaseOid | roleOid | vacuumFlags | ...
 *   128  WAL intent: walPhase | . | walStart | walLength | walEnd
 *   160  commit intent: commitPhase | . | commitXid | commitLsn
 *   192  edit intent: editPhase | editCount | bufferId[8] | reserved -> 264, reserved to 320
 *   320  heavyweight wait: waitLock | . | waitStart | slot lock (16) , reserved to 384
 *   384  LWLock intents: 32 longs
 *   640  pins: 256 longs
 *  2688  activity, 2 KiB: see {@link ActivityLayout}
 *  4736  owner words: 256 bytes for the packages above, reserved to 5120
 *  5120  heavyweight locks: 1024 entries of 40 bytes
 * 46080  reserved to 49152
 * </pre>
 *
 * Unless said otherwise a field is written by the slot's owner alone, with release order where
 * others act on it, and read by anybody. A slot is free when {@code pid} is 0; taking one is a
 * compare-and-set of {@code pid}, giving it back stores 0 last. When the owner dies, the reaper
 * takes its place as the writer.
 *
 * <p>Intents tell what the owner was doing at the moment of its death: each is stored before the
 * compare-and-set it announces.
 */
public final class ProcSlotLayout {
  /** Owner's process id, 0 = free; 4 bytes; compare-and-set by the taker. */
  public static final int PID = 0;

  /** Counts the owners of this slot; 4 bytes. */
  public static final int GENERATION = PID + 4;

  /** Number of the process kind; 4 bytes. */
  public static final int KIND = GENERATION + 4;

  /** {@link ProcState} number; 4 bytes. */
  public static final int STATE = KIND + 4;

  /** The process's start time as the kernel counts it, against reused pids; 8 bytes. */
  public static final int START_TIME = STATE + 4;

  /** 0 idle, 1 set, 2 owner sleeps; 4 bytes; changed atomically by anybody. */
  public static final int LATCH = START_TIME + 8;

  /** {@link Interrupts} bits; 4 bytes; or-ed by anybody, cleared by the owner. */
  public static final int INTERRUPTS = LATCH + 4;

  /** {@link WaitEvent} code, 0 = not waiting; 4 bytes. */
  public static final int WAIT_EVENT = INTERRUPTS + 4;

  /** Index of the lead slot of a parallel group plus 1; 4 bytes. */
  public static final int GROUP_LEADER = WAIT_EVENT + 4;

  /** Pid of who asked for the last TERMINATE or CANCEL; 4 bytes. */
  public static final int SENDER_PID = GROUP_LEADER + 4;

  /** Named and zero. */
  public static final int RESERVED_1 = SENDER_PID + 4;

  /** Top transaction id, 0 = none; 8 bytes. */
  public static final int XID = 64;

  /** Snapshot number in use, 0 = none; 8 bytes; stored with volatile order before use. */
  public static final int SNAPSHOT_CSN = XID + 8;

  /** Oldest xid that was running when the snapshot was taken; 8 bytes. */
  public static final int SNAPSHOT_XMIN = SNAPSHOT_CSN + 8;

  /** Database the session is connected to; 4 bytes. */
  public static final int DATABASE_OID = SNAPSHOT_XMIN + 8;

  /** Session's role; 4 bytes. */
  public static final int ROLE_OID = DATABASE_OID + 4;

  /** {@link #VACUUM_IN_VACUUM} bits; 4 bytes. */
  public static final int VACUUM_FLAGS = ROLE_OID + 4;

  /** Number that names the virtual transaction with the slot's index; 4 bytes. */
  public static final int LOCAL_XID = VACUUM_FLAGS + 4;

  /** Oid of the session's temporary schema; 4 bytes. */
  public static final int TEMP_NAMESPACE_OID = LOCAL_XID + 4;

  /** Named and zero. */
  public static final int RESERVED_2 = TEMP_NAMESPACE_OID + 4;

  /** Flag: a lazy VACUUM, whose snapshot does not hold back other vacuums. */
  public static final int VACUUM_IN_VACUUM = 1;

  /** Flag: an autovacuum worker, which gives way to lock waiters. */
  public static final int VACUUM_IS_AUTOVACUUM = 2;

  /** {@link #WAL_NONE} and so on; 4 bytes. */
  public static final int WAL_PHASE = 128;

  /** LSN at which the record being inserted begins; 8 bytes. */
  public static final int WAL_START = WAL_PHASE + 8;

  /** Bytes reserved; 8 bytes. */
  public static final int WAL_LENGTH = WAL_START + 8;

  /** LSN just behind the record; 8 bytes. */
  public static final int WAL_END = WAL_LENGTH + 8;

  /** No reservation; also stored when a page edit begins to log. */
  public static final int WAL_NONE = 0;

  /** The compare-and-set on the insert position is about to happen or has just happened. */
  public static final int WAL_TRYING = 1;

  /** The range is ours and being filled. */
  public static final int WAL_RESERVED = 2;

  /** The record is complete; kept until the next reservation, so that edits can be finished. */
  public static final int WAL_INSERTED = 3;

  /** Owned by storage.transam; 0 = none; 4 bytes. */
  public static final int COMMIT_PHASE = WAL_END + 8;

  /** 1: nobody sees the transaction before its record is flushed; 4 bytes. */
  public static final int COMMIT_DURABLE = COMMIT_PHASE + 4;

  /** The transaction being ended; 8 bytes. */
  public static final int COMMIT_XID = COMMIT_PHASE + 8;

  /** End of its commit record; 8 bytes. */
  public static final int COMMIT_LSN = COMMIT_XID + 8;

  /** {@link #EDIT_NONE} and so on; 4 bytes. */
  public static final int EDIT_PHASE = 192;

  /** Pages with a valid before-image; 4 bytes; stored with release after image and buffer id. */
  public static final int EDIT_COUNT = EDIT_PHASE + 4;

  /** Buffers being edited, 8 ints. */
  public static final int EDIT_BUFFERS = EDIT_COUNT + 4;

  /** Named and zero, 8 ints. */
  public static final int EDIT_RESERVED = EDIT_BUFFERS + 32;

  /** No edit. */
  public static final int EDIT_NONE = 0;

  /** Bytes are being changed: to be undone from the images. */
  public static final int EDIT_CHANGING = 1;

  /** All bytes are changed and the record is being inserted: the WAL intent decides. */
  public static final int EDIT_LOGGING = 2;

  /** Index + 1 of the heavyweight lock entry waited for, 0 = none; 4 bytes. */
  public static final int WAIT_LOCK = 320;

  /** Microseconds since 2000-01-01 at which the wait began, 0 = not waiting; 8 bytes. */
  public static final int WAIT_START = WAIT_LOCK + 8;

  /** LWLock over the fast-path entries of this slot; 16 bytes. */
  public static final int FAST_PATH_LOCK = WAIT_START + 8;

  /** LWLock intents: address 48 bits | mode 8 | phase 8; longs. */
  public static final int LWLOCK_INTENTS = 384;

  /** Number of LWLocks a process may hold at a time. */
  public static final int LWLOCK_COUNT = 32;

  /** Pin intents: buffer + 1 32 bits | flags 24 | phase 8; longs. */
  public static final int PINS = LWLOCK_INTENTS + LWLOCK_COUNT * 8;

  /** Number of different buffers a process may pin at a time. */
  public static final int PIN_COUNT = 256;

  /** Start of {@link ActivityLayout}. */
  public static final int ACTIVITY = PINS + PIN_COUNT * 8;

  /** Bytes of the activity part. */
  public static final int ACTIVITY_SIZE = 2048;

  /** Words for the packages above storage.proc, by agreement; 384 bytes. */
  public static final int OWNER_WORDS = ACTIVITY + ACTIVITY_SIZE;

  /** Heavyweight lock entries, owned by storage.lock. */
  public static final int LOCKS = 5120;

  /** Entries of heavyweight locks per slot. */
  public static final int LOCK_COUNT = 1024;

  /** Bytes of a heavyweight lock entry. */
  public static final int LOCK_ENTRY_SIZE = 40;

  /** Bytes of a slot. */
  public static final int SIZE = ShmemConfig.PROC_SLOT_BYTES;

  /** Intent phase: the compare-and-set is about to happen or has just happened. */
  public static final int PHASE_TRYING = 1;

  /** Intent phase: held. */
  public static final int PHASE_HELD = 2;

  /** Intent phase: giving it back is about to happen or has just happened. */
  public static final int PHASE_RELEASING = 3;

  /** Intent phase: asleep until it may try again; holds nothing. */
  public static final int PHASE_WAITING = 4;

  static {
    if (SIZE % 128 != 0
        || RESERVED_1 > XID
        || RESERVED_2 > WAL_PHASE
        || COMMIT_LSN + 8 > EDIT_PHASE
        || EDIT_RESERVED + 32 > WAIT_LOCK
        || FAST_PATH_LOCK + 16 > LWLOCK_INTENTS
        || OWNER_WORDS + 256 > LOCKS
        || LOCKS + LOCK_COUNT * LOCK_ENTRY_SIZE > SIZE) {
      throw new AssertionError("process slot layout: size=" + SIZE);
    }
  }

  private ProcSlotLayout() {}
}
