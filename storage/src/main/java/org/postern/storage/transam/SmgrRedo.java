package org.postern.storage.transam;

import java.util.Arrays;
import org.postern.storage.buffer.BufferPool;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.walapi.RedoBuffers;
import org.postern.storage.walapi.ResourceManager;
import org.postern.storage.walapi.RmgrId;
import org.postern.storage.walapi.WalInput;
import org.postern.storage.walapi.WalRecordView;

/** Redo of making and cutting relation files. */
public final class SmgrRedo implements ResourceManager {
  private final BufferPool pool;
  private final RecoveredFiles files;

  SmgrRedo(BufferPool pool, RecoveredFiles files) {
    this.pool = pool;
    this.files = files;
  }

  @Override
  public RmgrId id() {
    return RmgrId.SMGR;
  }

  @Override
  public void redo(WalRecordView record, RedoBuffers buffers) {
    WalInput in = record.data();
    switch (record.info()) {
      case SmgrWal.CREATE -> {
        RelFileLocator file = XactWal.readLocator(in);
        Fork fork = Fork.of(in.getByte());
        pool.storageManager().create(file, fork, true);
        if (fork == Fork.MAIN) {
          files.add(PendingFiles.CREATED, record.xid(), file);
        }
      }
      case SmgrWal.TRUNCATE -> {
        RelFileLocator file = XactWal.readLocator(in);
        RelationFiles.cut(pool, file, readBlocks(in));
      }
      case SmgrWal.PENDING -> {
        long count = in.getVarLong();
        for (long i = 0; i < count; i++) {
          int kind = in.getByte();
          long xid = in.getLong();
          files.add(kind, xid, XactWal.readLocator(in));
        }
      }
      default -> throw new IllegalStateException("unknown record: info=" + record.info());
    }
  }

  private static long[] readBlocks(WalInput in) {
    long[] blocks = new long[Fork.values().length];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = in.getLong();
    }
    return blocks;
  }

  @Override
  public String describe(WalRecordView record) {
    WalInput in = record.data();
    return switch (record.info()) {
      case SmgrWal.CREATE -> "CREATE " + XactWal.readLocator(in) + " fork " + in.getByte();
      case SmgrWal.TRUNCATE ->
          "TRUNCATE " + XactWal.readLocator(in) + " blocks " + Arrays.toString(readBlocks(in));
      case SmgrWal.PENDING -> "PENDING " + in.getVarLong() + " files";
      default -> "UNKNOWN " + record.info();
    };
  }
}
