package org.postern.storage.heap;

import java.lang.foreign.MemorySegment;
import org.postern.storage.smgr.Fork;
import org.postern.storage.walapi.RedoAction;
import org.postern.storage.walapi.RedoBuffers;
import org.postern.storage.walapi.ResourceManager;
import org.postern.storage.walapi.RmgrId;
import org.postern.storage.walapi.WalRecordView;

/** Repeats the heap's records, page by page; {@link HeapWal} knows what they say. */
public final class HeapRedo implements ResourceManager {
  @Override
  public RmgrId id() {
    return RmgrId.HEAP;
  }

  @Override
  public void redo(WalRecordView record, RedoBuffers buffers) {
    for (int i = 0; i < record.blockCount(); i++) {
      if (buffers.read(i) == RedoAction.NEEDS_REDO) {
        HeapWal.apply(buffers.memory(), buffers.page(i), record.blockData(i));
        buffers.changed(i);
      }
    }
  }

  @Override
  public String describe(WalRecordView record) {
    StringBuilder out = new StringBuilder(HeapWal.name(record.info()));
    for (int i = 0; i < record.blockCount(); i++) {
      if (record.hasImage(i)) {
        out.append(" image");
      } else {
        out.append(record.fork(i) == Fork.VISIBILITY ? " vm:" : " page:");
        HeapWal.describe(record.blockData(i), out);
      }
    }
    return out.toString();
  }

  @Override
  public void mask(MemorySegment memory, long page, long block) {
    HeapWal.mask(memory, page);
  }
}
