package org.postern.storage.transam;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postern.storage.buffer.BufferPool;
import org.postern.storage.smgr.RelFileLocator;

/**
 * During replay: the files whose transaction has not ended yet. What is left when the log ends was
 * made by transactions cut off by the crash, or dropped by ones whose commit was replayed earlier.
 */
public final class RecoveredFiles {
  private final Map<RelFileLocator, Pending> files = new LinkedHashMap<>();

  private record Pending(int kind, long xid) {}

  void add(int kind, long xid, RelFileLocator file) {
    files.put(file, new Pending(kind, xid));
  }

  void removed(RelFileLocator file) {
    files.remove(file);
  }

  /** Removes the files of unfinished creations and of committed removals. */
  void finish(BufferPool pool, CommitLog commitLog) {
    for (Map.Entry<RelFileLocator, Pending> entry : new HashMap<>(files).entrySet()) {
      boolean committed = commitLog.isCommitted(entry.getValue().xid());
      boolean created = entry.getValue().kind() == PendingFiles.CREATED;
      if (created != committed) {
        RelationFiles.remove(pool, entry.getKey());
      }
    }
    files.clear();
  }
}
