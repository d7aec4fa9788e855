package org.postern.wal.checkpoint;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.postern.storage.lwlock.LwLockId;
import org.postern.storage.lwlock.LwLockMode;
import org.postern.storage.lwlock.LwLocks;
import org.postern.storage.os.Futex;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.ShmemArea;
import org.postern.storage.shmem.Words;
import org.postern.storage.walapi.FlushParticipant;
import org.postern.storage.walapi.RmgrId;
import org.postern.storage.walapi.TransactionCounters;
import org.postern.storage.walapi.WalRecordBuilder;
import org.postern.wal.control.ClusterState;
import org.postern.wal.control.ControlData;
import org.postern.wal.control.ControlFile;
import org.postern.wal.insert.Wal;
import org.postern.wal.insert.WalControlLayout;
import org.postern.wal.record.CheckpointRecord;
import org.postern.wal.record.Lsn;
import org.postern.wal.record.XlogInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes checkpoints. The steps, in this order:
 *
 * <ol>
 *   <li>The redo pointer is hidden (every changed block is logged whole), a CHECKPOINT_REDO record
 *       is inserted, and its LSN becomes the redo pointer.
 *   <li>The counters are read; the participants wait for what was half done at the redo pointer.
 *   <li>The participants flush: everything logged before the redo pointer becomes durable.
 *   <li>The checkpoint record is inserted and flushed.
 *   <li>The control file names it: from here on a replay starts at the new redo pointer.
 *   <li>Segments before the redo pointer are recycled.
 * </ol>
 *
 * A crash at any point leaves either the old or the new checkpoint in force. If the checkpointer
 * dies while the redo pointer is hidden, blocks go on being logged whole, which is merely slow.
 */
public final class Checkpointer {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);
  private static final long EPOCH_2000_MILLIS = 946_684_800_000L;
  private static final long NAP_NANOS = 20_000_000;

  private final MemorySegment shm;
  private final long control;
  private final Wal wal;
  private final LwLocks locks;
  private final ControlFile controlFile;
  private final TransactionCounters counters;
  private final List<FlushParticipant> participants;
  private final WalRecordBuilder record = new WalRecordBuilder();
  private volatile boolean stopping;
  private CheckpointSettings settings;

  public Checkpointer(
      SharedMemory memory,
      Wal wal,
      LwLocks locks,
      ControlFile controlFile,
      TransactionCounters counters,
      List<FlushParticipant> participants,
      CheckpointSettings settings) {
    this.shm = memory.segment();
    this.control = memory.base(ShmemArea.WAL_CONTROL);
    this.wal = wal;
    this.locks = locks;
    this.controlFile = controlFile;
    this.counters = counters;
    this.participants = List.copyOf(participants);
    this.settings = settings;
  }

  public void settings(CheckpointSettings value) {
    settings = value;
  }

  private int word(int offset) {
    return Words.intAcquire(shm, control + offset);
  }

  /** Why a checkpoint is due now, or null. */
  public CheckpointKind due(long nowMillis) {
    if (word(WalControlLayout.CHECKPOINT_REQUESTED) != word(WalControlLayout.CHECKPOINT_DONE)) {
      return CheckpointKind.REQUESTED;
    }
    long written = wal.insertLsn() - wal.redoPointer();
    long last = Words.longAcquire(shm, control + WalControlLayout.LAST_START);
    if (last == 0) {
      // A clean start made no checkpoint: the clock of the timed ones starts now.
      Words.setLongVolatile(shm, control + WalControlLayout.LAST_START, nowMillis);
      last = nowMillis;
    }
    if (written > settings.triggerBytes()) {
      return CheckpointKind.TIMED;
    }
    boolean idle = written <= 4096;
    return !idle && nowMillis - last >= settings.timeoutMillis() ? CheckpointKind.TIMED : null;
  }

  /** Sleeps until somebody asks for a checkpoint or the time is over. */
  public void awaitRequest(long timeoutNanos) {
    int wake = word(WalControlLayout.CHECKPOINT_WAKE);
    if (due(System.currentTimeMillis()) == null) {
      Futex.wait(shm, control + WalControlLayout.CHECKPOINT_WAKE, wake, timeoutNanos);
    }
  }

  /** Ends the sleep of {@link #awaitRequest}. Called on any thread. */
  public void wake() {
    Words.getAndAddInt(shm, control + WalControlLayout.CHECKPOINT_WAKE, 1);
    Futex.wake(shm, control + WalControlLayout.CHECKPOINT_WAKE, Integer.MAX_VALUE);
  }

  /** The server stops: a checkpoint under way no longer spreads its writes. On any thread. */
  public void hurry() {
    stopping = true;
    wake();
  }

  /** Makes a checkpoint now. */
  public CheckpointRecord run(CheckpointKind kind) {
    locks.acquire(LwLockId.CHECKPOINT, LwLockMode.EXCLUSIVE);
    int requested = word(WalControlLayout.CHECKPOINT_REQUESTED);
    try {
      return runLocked(kind, requested);
    } catch (RuntimeException e) {
      // Waiters look at the failures first.
      Words.getAndAddInt(shm, control + WalControlLayout.CHECKPOINT_FAILURES, 1);
      Words.setIntVolatile(shm, control + WalControlLayout.CHECKPOINT_DONE, requested);
      wakeWaiters();
      throw e;
    } finally {
      locks.release(LwLockId.CHECKPOINT);
    }
  }

  private CheckpointRecord runLocked(CheckpointKind kind, int requested) {
    long started = System.currentTimeMillis();
    boolean alone = kind == CheckpointKind.SHUTDOWN || kind == CheckpointKind.END_OF_RECOVERY;
    Words.setIntVolatile(shm, control + WalControlLayout.CHECKPOINT_STARTED, requested);
    Words.setLongVolatile(shm, control + WalControlLayout.LAST_START, started);
    if (kind == CheckpointKind.SHUTDOWN) {
      state(ClusterState.SHUTTING_DOWN);
    }
    long oldestRunning = counters.oldestRunningXid();
    long redo = beginRedo();
    long nextXid = counters.nextXid();
    long nextOid = alone ? counters.nextOid() : counters.loggedOid();
    long visible = counters.visibleCsn();
    for (FlushParticipant participant : participants) {
      participant.begun(redo);
    }
    FlushParticipant.Throttle throttle =
        alone ? FlushParticipant.Throttle.NONE : new Pace(started, redo);
    long written = 0;
    for (FlushParticipant participant : participants) {
      written += participant.flush(redo, throttle);
    }
    long flushedAt = System.currentTimeMillis();
    CheckpointRecord checkpoint =
        new CheckpointRecord(redo, nextXid, nextOid, oldestRunning, visible, micros(flushedAt));
    record.begin(
        RmgrId.XLOG, (alone ? XlogInfo.CHECKPOINT_SHUTDOWN : XlogInfo.CHECKPOINT_ONLINE).number());
    checkpoint.write(record.data());
    long end = wal.insert(record);
    long start = wal.lastStart();
    wal.flush(end);
    ClusterState state =
        kind == CheckpointKind.SHUTDOWN ? ClusterState.SHUT_DOWN : ClusterState.IN_PRODUCTION;
    ControlData data = controlFile.read();
    controlFile.write(data.withCheckpoint(state, micros(flushedAt), start, checkpoint));
    wal.completeRedoPointer(redo);
    for (FlushParticipant participant : participants) {
      participant.done(redo);
    }
    int recycled = kind == CheckpointKind.SHUTDOWN ? 0 : recycle(redo, end);
    count(kind, written, flushedAt - started);
    Words.setIntVolatile(shm, control + WalControlLayout.CHECKPOINT_DONE, requested);
    wakeWaiters();
    LOG.info(
        "checkpoint complete: {}: wrote {} buffers; {} WAL files recycled; total={} ms; redo"
            + " lsn={}",
        kind,
        written,
        recycled,
        System.currentTimeMillis() - started,
        Lsn.format(redo));
    return checkpoint;
  }

  private long beginRedo() {
    wal.hideRedoPointer();
    record.begin(RmgrId.XLOG, XlogInfo.CHECKPOINT_REDO.number());
    wal.insert(record);
    long redo = wal.lastStart();
    wal.showRedoPointer(redo);
    return redo;
  }

  private void state(ClusterState state) {
    controlFile.write(controlFile.read().withState(state, micros(System.currentTimeMillis())));
  }

  private int recycle(long redo, long end) {
    int segment = wal.files().segmentSize();
    long keep = Math.max(settings.minWalBytes() / segment, (end - redo) / segment + 1);
    long most = Math.max(2, settings.maxWalBytes() / segment);
    return wal.files().recycle(redo, end, (int) Math.min(keep, most), locks);
  }

  private void count(CheckpointKind kind, long written, long millis) {
    int word =
        kind == CheckpointKind.REQUESTED
            ? WalControlLayout.COUNT_ASKED
            : WalControlLayout.COUNT_TIMED;
    Words.getAndAddLong(shm, control + word, 1);
    Words.getAndAddLong(shm, control + WalControlLayout.BLOCKS_WRITTEN, written);
    Words.getAndAddLong(shm, control + WalControlLayout.WRITE_MILLIS, millis);
    Words.getAndAndInt(
        shm, control + WalControlLayout.CHECKPOINT_FLAGS, ~WalControlLayout.FLAG_IMMEDIATE);
  }

  private void wakeWaiters() {
    Futex.wake(shm, control + WalControlLayout.CHECKPOINT_DONE, Integer.MAX_VALUE);
  }

  private static long micros(long millis) {
    return (millis - EPOCH_2000_MILLIS) * 1000;
  }

  /** Sleeps while the writing is ahead of both the clock and the growth of the log. */
  private final class Pace implements FlushParticipant.Throttle {
    private final long startedMillis;
    private final long redo;

    Pace(long startedMillis, long redo) {
      this.startedMillis = startedMillis;
      this.redo = redo;
    }

    @Override
    public void progress(long done, long total) {
      double finished = total == 0 ? 1 : (double) done / total;
      while (finished < 1 && !hurried() && isAhead(finished * settings.completionTarget())) {
        LockSupport.parkNanos(NAP_NANOS);
      }
    }

    private boolean hurried() {
      return stopping
          || (word(WalControlLayout.CHECKPOINT_FLAGS) & WalControlLayout.FLAG_IMMEDIATE) != 0
          || word(WalControlLayout.CHECKPOINT_REQUESTED)
              != word(WalControlLayout.CHECKPOINT_STARTED);
    }

    private boolean isAhead(double share) {
      double time =
          (double) (System.currentTimeMillis() - startedMillis) / settings.timeoutMillis();
      double volume = (double) (wal.insertLsn() - redo) / settings.triggerBytes();
      return share > time && share > volume;
    }
  }
}
