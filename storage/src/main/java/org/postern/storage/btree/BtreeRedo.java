package org.postern.storage.btree;

import java.lang.foreign.MemorySegment;
import org.postern.storage.page.PageLayout;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.walapi.RedoAction;
import org.postern.storage.walapi.RedoBuffers;
import org.postern.storage.walapi.ResourceManager;
import org.postern.storage.walapi.RmgrId;
import org.postern.storage.walapi.WalInput;
import org.postern.storage.walapi.WalRecordView;

/** Repeats the records of {@link BtreeWal} with the very methods that the forward path used. */
public final class BtreeRedo implements ResourceManager {
  private final BtreeItems items = new BtreeItems();

  @Override
  public RmgrId id() {
    return RmgrId.BTREE;
  }

  @Override
  public String describe(WalRecordView record) {
    return BtreeWal.describe(record);
  }

  @Override
  public void redo(WalRecordView record, RedoBuffers buffers) {
    switch (record.info()) {
      case BtreeWal.INSERT -> insert(record, buffers);
      case BtreeWal.SPLIT -> split(record, buffers);
      case BtreeWal.NEW_ROOT -> newRoot(record, buffers);
      case BtreeWal.DELETE -> delete(record, buffers);
      case BtreeWal.UNLINK -> unlink(record, buffers);
      case BtreeWal.META, BtreeWal.PAGE -> restore(buffers, 0);
      default -> throw new IllegalStateException("unknown btree record: info=" + record.info());
    }
  }

  /** A page logged as an image: restoring is all. */
  private static void restore(RedoBuffers buffers, int index) {
    RedoAction action = buffers.read(index);
    if (action == RedoAction.NEEDS_REDO) {
      throw new IllegalStateException("btree record lacks its page image: block=" + index);
    }
  }

  private static void clearIncomplete(RedoBuffers buffers, int index) {
    if (buffers.read(index) == RedoAction.NEEDS_REDO) {
      BtreePageLayout.setFlag(
          buffers.memory(), buffers.page(index), BtreePageLayout.FLAG_INCOMPLETE_SPLIT, false);
      buffers.changed(index);
    }
  }

  private static void insert(WalRecordView record, RedoBuffers buffers) {
    WalInput data = record.data();
    int number = data.getUnsignedShort();
    // The child first, as everywhere.
    if (data.getByte() != 0) {
      clearIncomplete(buffers, 1);
    }
    if (buffers.read(0) == RedoAction.NEEDS_REDO) {
      WalInput tuple = record.blockData(0);
      BtreePage.insert(
          buffers.memory(),
          buffers.page(0),
          number,
          tuple.array(),
          tuple.position(),
          tuple.remaining());
      buffers.changed(0);
    }
  }

  private void split(WalRecordView record, RedoBuffers buffers) {
    WalInput data = record.data();
    int firstRight = data.getUnsignedShort();
    int number = data.getUnsignedShort();
    int flags = data.getByte();
    int next = 2;
    int sibling = (flags & BtreeWal.SPLIT_HAS_SIBLING) != 0 ? next++ : -1;
    if ((flags & BtreeWal.SPLIT_HAS_CHILD) != 0) {
      clearIncomplete(buffers, next);
    }
    RedoAction left = buffers.read(0);
    restore(buffers, 1);
    if (left == RedoAction.NEEDS_REDO) {
      WalInput tuples = record.blockData(0);
      byte[] bytes = tuples.array();
      int highKey = tuples.position();
      int tuple = highKey + BtreeTupleLayout.size(bytes, highKey);
      int size = BtreeTupleLayout.size(bytes, tuple);
      MemorySegment mem = buffers.memory();
      long page = buffers.page(0);
      items.load(mem, page, number, bytes, tuple, size);
      items.writeLeft(mem, page, firstRight, bytes, highKey, record.block(1));
      buffers.changed(0);
    }
    if (sibling >= 0 && buffers.read(sibling) == RedoAction.NEEDS_REDO) {
      BtreePageLayout.setLeft(buffers.memory(), buffers.page(sibling), record.block(1));
      buffers.changed(sibling);
    }
  }

  private static void newRoot(WalRecordView record, RedoBuffers buffers) {
    WalInput data = record.data().skip(4);
    if (data.getByte() != 0) {
      clearIncomplete(buffers, 2);
    }
    restore(buffers, 0);
    restore(buffers, 1);
  }

  private static void delete(WalRecordView record, RedoBuffers buffers) {
    if (buffers.read(0) == RedoAction.NEEDS_REDO) {
      int[] numbers = BtreeWal.getNumbers(record.data());
      BtreePage.remove(buffers.memory(), buffers.page(0), numbers, numbers.length);
      buffers.changed(0);
    }
  }

  private static void unlink(WalRecordView record, RedoBuffers buffers) {
    WalInput data = record.data();
    int number = data.getUnsignedShort();
    boolean hasLeft = data.getByte() != 0;
    long deletedAt = data.getLong();
    MemorySegment mem = buffers.memory();
    if (hasLeft && buffers.read(3) == RedoAction.NEEDS_REDO) {
      BtreePageLayout.setRight(mem, buffers.page(3), record.block(1));
      buffers.changed(3);
    }
    if (buffers.read(0) == RedoAction.NEEDS_REDO) {
      BtreePageDeletion.markDeleted(mem, buffers.page(0), deletedAt);
      buffers.changed(0);
    }
    if (buffers.read(1) == RedoAction.NEEDS_REDO) {
      long left = hasLeft ? record.block(3) : BtreePageLayout.NONE;
      BtreePageLayout.setLeft(mem, buffers.page(1), left);
      buffers.changed(1);
    }
    if (buffers.read(2) == RedoAction.NEEDS_REDO) {
      BtreePageDeletion.removeDownlink(mem, buffers.page(2), number, record.block(1));
      buffers.changed(2);
    }
  }

  /** Kill hints differ between the two paths, and so does what lies in the free space. */
  @Override
  public void mask(MemorySegment memory, long page, long block) {
    if (SlottedPage.isNew(memory, page)) {
      return;
    }
    int lower = PageLayout.lower(memory, page);
    int upper = PageLayout.upper(memory, page);
    if (lower < upper) {
      memory.asSlice(page + lower, upper - lower).fill((byte) 0);
    }
    if (BtreePageLayout.hasFlag(memory, page, BtreePageLayout.FLAG_META)) {
      return;
    }
    BtreePageLayout.setFlag(memory, page, BtreePageLayout.FLAG_HAS_DEAD, false);
    int count = SlottedPage.itemCount(memory, page);
    for (int number = 1; number <= count; number++) {
      int pointer = PageLayout.linePointer(memory, page, number);
      if (PageLayout.flagsOf(pointer) == PageLayout.LP_DEAD) {
        PageLayout.setLinePointer(
            memory,
            page,
            number,
            PageLayout.pack(
                PageLayout.offsetOf(pointer), PageLayout.LP_NORMAL, PageLayout.lengthOf(pointer)));
      }
    }
  }
}
