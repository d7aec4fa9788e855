package org.postern.storage.proc;

/**
 * What a process is waiting for, as pg_stat_activity shows it. The code in shared memory is class
 * number {@code << 24 | id}; the ids of LWLocks and heavyweight locks belong to their packages.
 *
 * <p>Source: PostgreSQL documentation, "Wait Events of Type ...".
 */
public enum WaitEvent {
  BUFFER_PIN(WaitEventClass.BUFFER_PIN, "BufferPin"),
  ARCHIVER_MAIN(WaitEventClass.ACTIVITY, "ArchiverMain"),
  AUTOVACUUM_MAIN(WaitEventClass.ACTIVITY, "AutoVacuumMain"),
  BGWRITER_HIBERNATE(WaitEventClass.ACTIVITY, "BgWriterHibernate"),
  BGWRITER_MAIN(WaitEventClass.ACTIVITY, "BgWriterMain"),
  CHECKPOINTER_MAIN(WaitEventClass.ACTIVITY, "CheckpointerMain"),
  REAPER_MAIN(WaitEventClass.ACTIVITY, "ReaperMain"),
  WAL_WRITER_MAIN(WaitEventClass.ACTIVITY, "WalWriterMain"),
  CLIENT_READ(WaitEventClass.CLIENT, "ClientRead"),
  CLIENT_WRITE(WaitEventClass.CLIENT, "ClientWrite"),
  BUFFER_IO(WaitEventClass.IPC, "BufferIO"),
  CHECKPOINT_DONE(WaitEventClass.IPC, "CheckpointDone"),
  CHECKPOINT_START(WaitEventClass.IPC, "CheckpointStart"),
  EXECUTE_GATHER(WaitEventClass.IPC, "ExecuteGather"),
  XACT_GROUP_UPDATE(WaitEventClass.IPC, "XactGroupUpdate"),
  CHECKPOINT_WRITE_DELAY(WaitEventClass.TIMEOUT, "CheckpointWriteDelay"),
  PG_SLEEP(WaitEventClass.TIMEOUT, "PgSleep"),
  SPIN_DELAY(WaitEventClass.TIMEOUT, "SpinDelay"),
  VACUUM_DELAY(WaitEventClass.TIMEOUT, "VacuumDelay"),
  VACUUM_TRUNCATE(WaitEventClass.TIMEOUT, "VacuumTruncate"),
  BUFFILE_READ(WaitEventClass.IO, "BufFileRead"),
  BUFFILE_WRITE(WaitEventClass.IO, "BufFileWrite"),
  CONTROL_FILE_SYNC_UPDATE(WaitEventClass.IO, "ControlFileSyncUpdate"),
  DATA_FILE_EXTEND(WaitEventClass.IO, "DataFileExtend"),
  DATA_FILE_FLUSH(WaitEventClass.IO, "DataFileFlush"),
  DATA_FILE_IMMEDIATE_SYNC(WaitEventClass.IO, "DataFileImmediateSync"),
  DATA_FILE_READ(WaitEventClass.IO, "DataFileRead"),
  DATA_FILE_SYNC(WaitEventClass.IO, "DataFileSync"),
  DATA_FILE_TRUNCATE(WaitEventClass.IO, "DataFileTruncate"),
  DATA_FILE_WRITE(WaitEventClass.IO, "DataFileWrite"),
  WAL_INIT_WRITE(WaitEventClass.IO, "WALInitWrite"),
  WAL_READ(WaitEventClass.IO, "WALRead"),
  WAL_SYNC(WaitEventClass.IO, "WALSync"),
  WAL_WRITE(WaitEventClass.IO, "WALWrite");

  private static final WaitEvent[] BY_ORDINAL = values();

  private final WaitEventClass eventClass;
  private final String title;

  WaitEvent(WaitEventClass eventClass, String title) {
    this.eventClass = eventClass;
    this.title = title;
  }

  /** The code stored in the slot. */
  public int code() {
    return eventClass.code(ordinal());
  }

  public WaitEventClass eventClass() {
    return eventClass;
  }

  /** The event's name as shown. */
  public String title() {
    return title;
  }

  /** The event of a stored code; null for LWLock, Lock and no event. */
  public static WaitEvent of(int code) {
    WaitEventClass eventClass = WaitEventClass.of(code);
    if (eventClass == null
        || eventClass == WaitEventClass.LWLOCK
        || eventClass == WaitEventClass.LOCK) {
      return null;
    }
    return BY_ORDINAL[code & 0xFFFFFF];
  }
}
