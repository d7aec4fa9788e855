package org.postern.storage.transam;

import org.postern.storage.buffer.BufferPool;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.walapi.RedoBuffers;
import org.postern.storage.walapi.ResourceManager;
import org.postern.storage.walapi.RmgrId;
import org.postern.storage.walapi.WalRecordView;

/** Redo of transaction ends. */
public final class XactRedo implements ResourceManager {
  private final BufferPool pool;
  private final CommitLog commitLog;
  private final TransactionRecovery counters;
  private final RecoveredFiles files;

  XactRedo(
      BufferPool pool, CommitLog commitLog, TransactionRecovery counters, RecoveredFiles files) {
    this.pool = pool;
    this.commitLog = commitLog;
    this.counters = counters;
    this.files = files;
  }

  @Override
  public RmgrId id() {
    return RmgrId.XACT;
  }

  @Override
  public void redo(WalRecordView record, RedoBuffers buffers) {
    switch (record.info()) {
      case XactWal.COMMIT -> end(record, StatusWord.committed(record.endLsn()));
      case XactWal.ABORT -> end(record, StatusWord.ABORTED);
      case XactWal.NEXT_OID -> counters.sawOid(record.data().getLong());
      default -> throw new IllegalStateException("unknown record: info=" + record.info());
    }
  }

  private void end(WalRecordView record, long word) {
    XactWal.End end = XactWal.read(record.info(), record.xid(), record.data());
    commitLog.store(record.xid(), word);
    for (long sub : end.subs()) {
      counters.sawXid(sub);
      commitLog.store(sub, word);
    }
    if (record.info() == XactWal.COMMIT) {
      counters.sawCommit(record.endLsn());
    }
    for (RelFileLocator file : end.files()) {
      RelationFiles.remove(pool, file);
      files.removed(file);
    }
  }

  @Override
  public String describe(WalRecordView record) {
    if (record.info() == XactWal.NEXT_OID) {
      return "NEXT_OID " + record.data().getLong();
    }
    XactWal.End end = XactWal.read(record.info(), record.xid(), record.data());
    StringBuilder text = new StringBuilder();
    text.append(record.info() == XactWal.COMMIT ? "COMMIT " : "ABORT ").append(end.time());
    if (end.subs().length > 0) {
      text.append("; subxacts:");
      for (long sub : end.subs()) {
        text.append(' ').append(sub);
      }
    }
    if (!end.files().isEmpty()) {
      text.append("; rels:");
      for (RelFileLocator file : end.files()) {
        text.append(' ').append(file.spcOid()).append('/').append(file.dbOid());
        text.append('/').append(file.relNumber());
      }
    }
    if (end.messages().length > 0) {
      text.append("; inval msgs: ").append(end.messages().length).append(" bytes");
    }
    return text.toString();
  }

  @Override
  public void endRecovery() {
    files.finish(pool, commitLog);
  }
}
