package org.postern.storage.transam;

import java.util.ArrayList;
import java.util.List;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.walapi.WalInput;
import org.postern.storage.walapi.WalOutput;

/**
 * The records about transactions. The ending transaction's id is in the record's header.
 *
 * <pre>
 *   Commit  → time:8 Subs Files Messages
 *   Abort   → time:8 Subs Files
 *   NextOid → oid:8                          (ids below it may be in use)
 *   Subs    → count:varlong delta:varlong{count}     (ascending; the first from the top id)
 *   Files   → count:varlong (spcOid:4 dbOid:4 relNumber:8){count}   (to be removed)
 *   Messages→ length:varlong bytes           (cache invalidation, opaque)
 * </pre>
 */
final class XactWal {
  static final int COMMIT = 1;
  static final int ABORT = 2;
  static final int NEXT_OID = 3;

  /** A decoded commit or abort record. */
  record End(long time, long[] subs, List<RelFileLocator> files, byte[] messages) {}

  private XactWal() {}

  static void writeSubs(WalOutput out, long top, long[] subs, int from, int count) {
    out.putVarLong(count - from);
    long before = top;
    for (int i = from; i < count; i++) {
      out.putVarLong(subs[i] - before);
      before = subs[i];
    }
  }

  static void writeFiles(WalOutput out, List<RelFileLocator> files) {
    out.putVarLong(files.size());
    for (RelFileLocator file : files) {
      writeLocator(out, file);
    }
  }

  static void writeLocator(WalOutput out, RelFileLocator file) {
    out.putInt(file.spcOid()).putInt(file.dbOid()).putLong(file.relNumber());
  }

  static RelFileLocator readLocator(WalInput in) {
    return new RelFileLocator(in.getInt(), in.getInt(), in.getLong());
  }

  static End read(int info, long top, WalInput in) {
    long time = in.getLong();
    long[] subs = new long[Math.toIntExact(in.getVarLong())];
    long before = top;
    for (int i = 0; i < subs.length; i++) {
      before += in.getVarLong();
      subs[i] = before;
    }
    int fileCount = Math.toIntExact(in.getVarLong());
    List<RelFileLocator> files = new ArrayList<>(fileCount);
    for (int i = 0; i < fileCount; i++) {
      files.add(readLocator(in));
    }
    byte[] messages = info == COMMIT ? in.getBytes(Math.toIntExact(in.getVarLong())) : new byte[0];
    return new End(time, subs, files, messages);
  }
}
