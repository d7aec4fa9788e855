package org.postern.storage.database;

import org.postern.storage.buffer.BufferPool;
import org.postern.storage.smgr.StorageManager;
import org.postern.storage.walapi.CheckpointRequests;
import org.postern.storage.walapi.RmgrId;
import org.postern.storage.walapi.WalLog;
import org.postern.storage.walapi.WalRecordBuilder;

/**
 * Copies and removes the files of a database, by the method PostgreSQL calls FILE_COPY.
 *
 * <p>The log holds only the fact of the copy, so its redo reads the source as it is then. That is
 * right because nobody can change the source between the copy and the checkpoint that follows: the
 * caller holds a lock that keeps others out of it, and gives that up only after {@link #copy}
 * returned. After the checkpoint the record is never replayed.
 *
 * <p>Source: PostgreSQL documentation, "CREATE DATABASE", parameter STRATEGY.
 */
public final class DatabaseFiles {
  private final BufferPool pool;
  private final WalLog wal;
  private final CheckpointRequests checkpoints;
  private final DatabaseDirectory directory;
  private final WalRecordBuilder record = new WalRecordBuilder();

  /** {@code checkpoints} may do nothing where no other process runs and a checkpoint follows. */
  public DatabaseFiles(BufferPool pool, WalLog wal, CheckpointRequests checkpoints) {
    StorageManager storage = pool.storageManager();
    this.pool = pool;
    this.wal = wal;
    this.checkpoints = checkpoints;
    this.directory = new DatabaseDirectory(storage.files(), storage.dataDirectory());
  }

  /**
   * Makes database {@code target} a copy of {@code source}, on which no transaction that writes may
   * be running. If the transaction fails later, the caller removes the copy with {@link #drop}.
   */
  public void copy(int tablespace, int source, int target) {
    // Writes out all there is of the source, so that the flush below finds little to do.
    checkpoints.request(true, true);
    pool.flushDatabase(source);
    directory.copy(tablespace, source, target);
    record.begin(RmgrId.DATABASE, DatabaseWal.COPY);
    DatabaseWal.writeCopy(record.data(), tablespace, source, target);
    wal.flush(wal.insert(record));
    checkpoints.request(true, true);
  }

  /** Removes a database that nobody is connected to. Cannot be undone. */
  public void drop(int tablespace, int database) {
    pool.dropDatabase(database);
    pool.storageManager().closeAll();
    checkpoints.request(true, true);
    record.begin(RmgrId.DATABASE, DatabaseWal.DROP);
    DatabaseWal.writeDrop(record.data(), tablespace, database);
    wal.flush(wal.insert(record));
    directory.remove(tablespace, database);
  }
}
