package org.postern.wal.recovery;

import org.postern.storage.walapi.RedoAction;
import org.postern.storage.walapi.RedoBuffers;
import org.postern.storage.walapi.ResourceManager;
import org.postern.storage.walapi.RmgrId;
import org.postern.storage.walapi.WalRecordView;
import org.postern.wal.record.CheckpointRecord;
import org.postern.wal.record.Lsn;
import org.postern.wal.record.XlogInfo;

/** Redo and description of the log's own records. */
public final class XlogRedo implements ResourceManager {
  @Override
  public RmgrId id() {
    return RmgrId.XLOG;
  }

  @Override
  public void redo(WalRecordView record, RedoBuffers buffers) {
    if (XlogInfo.of(record.info()) == XlogInfo.FULL_PAGE_IMAGE) {
      for (int i = 0; i < record.blockCount(); i++) {
        if (buffers.read(i) != RedoAction.RESTORED) {
          throw new IllegalStateException("image not restored: block=" + i);
        }
      }
    }
  }

  @Override
  public String describe(WalRecordView record) {
    XlogInfo info = XlogInfo.of(record.info());
    return switch (info) {
      case null -> "UNKNOWN " + record.info();
      case NOOP, CHECKPOINT_REDO, FULL_PAGE_IMAGE -> info.name();
      case CHECKPOINT_ONLINE, CHECKPOINT_SHUTDOWN -> {
        CheckpointRecord checkpoint = CheckpointRecord.read(record.data());
        yield info.name()
            + " redo "
            + Lsn.format(checkpoint.redo())
            + "; xid "
            + checkpoint.nextXid()
            + "; oid "
            + checkpoint.nextOid()
            + "; oldest running xid "
            + checkpoint.oldestRunningXid();
      }
    };
  }
}
