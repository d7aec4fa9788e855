package org.postern.storage.database;

import org.postern.storage.buffer.BufferPool;
import org.postern.storage.smgr.StorageManager;
import org.postern.storage.walapi.RedoBuffers;
import org.postern.storage.walapi.ResourceManager;
import org.postern.storage.walapi.RmgrId;
import org.postern.storage.walapi.WalInput;
import org.postern.storage.walapi.WalRecordView;

/** Redo of copying and removing databases. */
public final class DatabaseRedo implements ResourceManager {
  private final BufferPool pool;
  private final DatabaseDirectory directory;

  public DatabaseRedo(BufferPool pool) {
    StorageManager storage = pool.storageManager();
    this.pool = pool;
    this.directory = new DatabaseDirectory(storage.files(), storage.dataDirectory());
  }

  @Override
  public RmgrId id() {
    return RmgrId.DATABASE;
  }

  @Override
  public void redo(WalRecordView record, RedoBuffers buffers) {
    WalInput in = record.data();
    int tablespace = in.getInt();
    switch (record.info()) {
      case DatabaseWal.COPY -> {
        int source = in.getInt();
        int target = in.getInt();
        pool.flushDatabase(source);
        forget(target);
        directory.copy(tablespace, source, target);
      }
      case DatabaseWal.DROP -> {
        int database = in.getInt();
        forget(database);
        directory.remove(tablespace, database);
      }
      default -> throw new IllegalStateException("unknown record: info=" + record.info());
    }
  }

  private void forget(int database) {
    pool.dropDatabase(database);
    pool.storageManager().closeAll();
  }

  @Override
  public String describe(WalRecordView record) {
    WalInput in = record.data();
    return switch (record.info()) {
      case DatabaseWal.COPY -> DatabaseWal.describeCopy(in);
      case DatabaseWal.DROP -> DatabaseWal.describeDrop(in);
      default -> "UNKNOWN " + record.info();
    };
  }
}
