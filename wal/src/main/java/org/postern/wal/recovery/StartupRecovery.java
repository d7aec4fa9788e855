package org.postern.wal.recovery;

import java.nio.file.Path;
import java.util.Set;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.smgr.BlockTag;
import org.postern.storage.vfs.FileSystem;
import org.postern.storage.walapi.ResourceManager;
import org.postern.storage.walapi.TransactionCounters;
import org.postern.wal.checkpoint.CheckpointKind;
import org.postern.wal.checkpoint.Checkpointer;
import org.postern.wal.control.ClusterState;
import org.postern.wal.control.ControlData;
import org.postern.wal.control.ControlFile;
import org.postern.wal.insert.Wal;
import org.postern.wal.reader.FileSource;
import org.postern.wal.reader.WalReader;
import org.postern.wal.record.CheckpointRecord;
import org.postern.wal.record.DecodedRecord;
import org.postern.wal.record.Lsn;
import org.postern.wal.record.XlogInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the cluster to the state of the end of its log, and opens the log for writing.
 *
 * <p>After a clean stop that is only a look at the control file and the shutdown checkpoint.
 * Otherwise the segments are synced first, so that nothing that is replayed can vanish in a second
 * crash; each record from the redo pointer on is redone; the log ends at the first place where
 * there is no valid record, and what lies behind is erased; unfinished transactions are settled by
 * the managers; and a checkpoint makes the result durable.
 *
 * <p>Replaying is idempotent: a crash in the middle of it repeats it from the same redo pointer.
 *
 * <p>Source: PostgreSQL documentation, "WAL Internals".
 */
public final class StartupRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(StartupRecovery.class);
  private static final long EPOCH_2000_MILLIS = 946_684_800_000L;

  private final FileSystem fileSystem;
  private final Path walDirectory;
  private final ControlFile controlFile;
  private final Wal wal;
  private final TransactionCounters counters;
  private final ResourceManagers managers;
  private final RecoveryBuffers buffers;
  private final Checkpointer checkpointer;
  private final UnloggedRelations unlogged;

  /** {@code walDirectory}: {@code pg_wal} in the data directory. */
  public StartupRecovery(
      FileSystem fileSystem,
      Path walDirectory,
      ControlFile controlFile,
      Wal wal,
      TransactionCounters counters,
      ResourceManagers managers,
      RecoveryBuffers buffers,
      Checkpointer checkpointer) {
    this.fileSystem = fileSystem;
    this.walDirectory = walDirectory;
    this.controlFile = controlFile;
    this.wal = wal;
    this.counters = counters;
    this.managers = managers;
    this.buffers = buffers;
    this.checkpointer = checkpointer;
    this.unlogged = new UnloggedRelations(fileSystem, walDirectory.getParent());
  }

  /**
   * What a start found.
   *
   * @param crashed whether the log had to be replayed
   * @param redo where replay began
   * @param end where the log ended
   * @param records how many records were replayed
   */
  public record Result(boolean crashed, long redo, long end, long records) {}

  /** Runs once per start, before any other process exists. */
  public Result run() {
    ControlData control = controlFile.read();
    wal.files().removeTemporaryFiles();
    try (FileSource source = new FileSource(fileSystem, walDirectory, control.segmentSize())) {
      WalReader reader = new WalReader(source, control.checkpointLsn());
      CheckpointRecord checkpoint = readCheckpoint(reader, control);
      boolean clean = control.state() == ClusterState.SHUT_DOWN && reader.read() == null;
      counters.restore(
          checkpoint.nextXid(),
          checkpoint.nextOid(),
          checkpoint.oldestRunningXid(),
          checkpoint.visibleCsn());
      Result result =
          clean
              ? new Result(false, checkpoint.redo(), reader.position(), 0)
              : replay(reader, control, checkpoint);
      open(result, clean);
      return result;
    }
  }

  private CheckpointRecord readCheckpoint(WalReader reader, ControlData control) {
    DecodedRecord record = reader.read();
    if (record == null) {
      throw SqlException.panic(
              SqlState.DATA_CORRUPTED, "could not locate a valid checkpoint record")
          .withDetail("At %s: %s.", Lsn.format(control.checkpointLsn()), reader.reason());
    }
    XlogInfo info = XlogInfo.of(record.info());
    if (info != XlogInfo.CHECKPOINT_ONLINE && info != XlogInfo.CHECKPOINT_SHUTDOWN) {
      throw SqlException.panic(
              SqlState.DATA_CORRUPTED, "could not locate a valid checkpoint record")
          .withDetail("At %s: info=%d", Lsn.format(control.checkpointLsn()), record.info());
    }
    CheckpointRecord checkpoint = CheckpointRecord.read(record.data());
    if (!checkpoint.equals(control.checkpoint())) {
      throw SqlException.panic(
          SqlState.DATA_CORRUPTED, "checkpoint record and control file differ");
    }
    return checkpoint;
  }

  private Result replay(WalReader reader, ControlData control, CheckpointRecord checkpoint) {
    LOG.info(
        "database system was not properly shut down; automatic recovery in progress; state: {}",
        control.state().title());
    controlFile.write(control.withState(ClusterState.IN_CRASH_RECOVERY, now()));
    wal.files().syncFrom(checkpoint.redo());
    unlogged.removeContents();
    for (ResourceManager manager : managers.all()) {
      manager.beginRecovery();
    }
    LOG.info("redo starts at {}", Lsn.format(checkpoint.redo()));
    reader.seek(checkpoint.redo());
    long count = 0;
    boolean sawCheckpoint = false;
    for (DecodedRecord record = reader.read(); record != null; record = reader.read()) {
      sawCheckpoint |= record.startLsn() == control.checkpointLsn();
      redo(record);
      count++;
    }
    if (!sawCheckpoint) {
      throw SqlException.panic(SqlState.DATA_CORRUPTED, "the log ends before its last checkpoint")
          .withDetail(
              "End %s, checkpoint %s: %s.",
              Lsn.format(reader.position()), Lsn.format(control.checkpointLsn()), reader.reason());
    }
    LOG.info("redo done at {}: {}", Lsn.format(reader.position()), reader.reason());
    Set<BlockTag> unexplained = buffers.unexplained();
    if (!unexplained.isEmpty()) {
      LOG.warn("the log changes {} blocks that do not exist: {}", unexplained.size(), unexplained);
    }
    return new Result(true, checkpoint.redo(), reader.position(), count);
  }

  private void redo(DecodedRecord record) {
    wal.replayedTo(record.endLsn());
    if (record.xid() != 0) {
      counters.sawXid(record.xid());
    }
    buffers.begin(record);
    try {
      managers.get(record.rmgr()).redo(record, buffers);
    } catch (RuntimeException e) {
      throw SqlException.panic(
              SqlState.DATA_CORRUPTED,
              "replay failed at %s: %s",
              Lsn.format(record.startLsn()),
              e.getMessage())
          .withWhere(
              "WAL redo at "
                  + Lsn.format(record.startLsn())
                  + " for "
                  + record.rmgr().title()
                  + "/"
                  + record.info())
          .withCause(e);
    } finally {
      buffers.end();
    }
  }

  private void open(Result result, boolean clean) {
    if (!clean) {
      wal.files().cutAfter(result.end());
    }
    wal.open(result.end(), result.redo());
    if (clean) {
      wal.showRedoPointer(controlFile.read().checkpoint().redo());
      counters.finishRecovery(result.end());
      controlFile.write(controlFile.read().withState(ClusterState.IN_PRODUCTION, now()));
      return;
    }
    counters.finishRecovery(result.end());
    for (ResourceManager manager : managers.all()) {
      manager.endRecovery();
    }
    checkpointer.run(CheckpointKind.END_OF_RECOVERY);
    // Only now are the init forks that replay made in the files they are copied from.
    unlogged.restoreFromInitForks();
  }

  private static long now() {
    return (System.currentTimeMillis() - EPOCH_2000_MILLIS) * 1000;
  }
}
