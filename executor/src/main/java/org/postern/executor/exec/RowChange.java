package org.postern.executor.exec;

import java.util.List;
import org.postern.executor.vector.Batch;
import org.postern.storage.access.HeapAccess;
import org.postern.storage.access.TmInfo;
import org.postern.storage.access.TmResult;

/** Writes a new version of a row this transaction has already locked. */
final class RowChange {
  private final ModifyTarget target;
  private final ExecContext context;
  private final int changed;
  private final TmInfo info = new TmInfo();

  RowChange(ModifyTarget target, List<Integer> columns, ExecContext context) {
    this.target = target;
    this.context = context;
    List<Integer> all = GeneratedColumns.with(target.relation, columns);
    this.changed =
        (target.indexed(all) ? HeapAccess.CHANGED_INDEXED : 0)
            | (target.keyed(all) ? HeapAccess.CHANGED_KEY : 0);
  }

  /** The heap's answer to an attempt; {@link #info} tells more. */
  TmResult tryUpdate(Batch row, int at, long tid) {
    target.encode(row, at);
    return context
        .env
        .heap()
        .update(
            target.handle,
            tid,
            target.encoder.tuple().bytes(),
            target.encoder.tuple().offset(),
            target.encoder.tuple().length(),
            context.commandId,
            null,
            true,
            changed,
            info);
  }

  TmInfo info() {
    return info;
  }

  /** Adds the index entries of the version {@link #tryUpdate} wrote, where it needs any. */
  long finish(Batch row, int at) {
    if (!info.heapOnly()) {
      target.insertIndexEntries(row, at, info.newTid());
    }
    return info.newTid();
  }
}
