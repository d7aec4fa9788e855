package org.postern.storage.heap;

import org.postern.storage.walapi.RedoAction;
import org.postern.storage.walapi.RedoBuffers;
import org.postern.storage.walapi.ResourceManager;
import org.postern.storage.walapi.RmgrId;
import org.postern.storage.walapi.WalInput;
import org.postern.storage.walapi.WalRecordView;

/** Repeats the creation of multixact lists; see {@link MultiXacts}. */
public final class MultiXactRedo implements ResourceManager {
  @Override
  public RmgrId id() {
    return RmgrId.MULTIXACT;
  }

  @Override
  public void redo(WalRecordView record, RedoBuffers buffers) {
    if (buffers.read(0) == RedoAction.NEEDS_REDO) {
      MultiXacts.redo(buffers.memory(), buffers.page(0), record.blockData(0));
      buffers.changed(0);
    }
  }

  @Override
  public String describe(WalRecordView record) {
    StringBuilder out = new StringBuilder("CREATE");
    WalInput in = record.blockData(0);
    if (in.remaining() > 0) {
      in.skip(1);
      int place = in.getUnsignedShort();
      out.append(" multi ").append(record.block(0) << 10 | place / 8).append(" members");
      for (long n = in.getLong(); n > 0; n--) {
        long member = in.getLong();
        out.append(' ').append(RowLocks.xid(member));
        out.append('(').append(RowLocks.status(member)).append(')');
      }
    }
    return out.toString();
  }
}
