package org.postern.storage.btree;

import org.postern.storage.walapi.WalInput;
import org.postern.storage.walapi.WalOutput;
import org.postern.storage.walapi.WalRecordView;

/**
 * The log records of the B-tree: what each holds and how it is described.
 *
 * <pre>
 *   INSERT     → number 2 | hasChild 1            blocks: page (tuple), [child]
 *   SPLIT      → firstRight 2 | number 2 | flags 1
 *                blocks: left (newHighKey, newTuple), right (image), [old right sibling], [child]
 *   NEW_ROOT   → level 4 | hasLeft 1              blocks: root (image), meta, [left child]
 *   DELETE     → count 2 | number 2 *             blocks: leaf
 *   UNLINK     → number 2 | hasLeft 1 | deletedAt 8
 *                blocks: target, right sibling, parent, [left sibling]
 *   META       → nothing                          blocks: meta (image)
 *   PAGE       → nothing                          blocks: page (image)
 * </pre>
 *
 * A child is a page whose INCOMPLETE_SPLIT flag the record clears, because its right sibling's
 * downlink is in the page that the record changes.
 */
final class BtreeWal {
  static final int INSERT = 0x00;
  static final int SPLIT = 0x10;
  static final int NEW_ROOT = 0x20;
  static final int DELETE = 0x30;
  static final int UNLINK = 0x40;
  static final int META = 0x50;
  static final int PAGE = 0x60;

  static final int SPLIT_HAS_SIBLING = 1;
  static final int SPLIT_HAS_CHILD = 2;

  private BtreeWal() {}

  static void putNumbers(WalOutput data, int[] numbers, int count) {
    data.putShort(count);
    for (int i = 0; i < count; i++) {
      data.putShort(numbers[i]);
    }
  }

  static int[] getNumbers(WalInput data) {
    int[] numbers = new int[data.getUnsignedShort()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = data.getUnsignedShort();
    }
    return numbers;
  }

  static String describe(WalRecordView record) {
    WalInput data = record.data();
    return switch (record.info()) {
      case INSERT -> "INSERT off " + data.getUnsignedShort();
      case SPLIT ->
          "SPLIT firstright "
              + data.getUnsignedShort()
              + ", newitemoff "
              + data.getUnsignedShort()
              + ", newblk "
              + record.block(1);
      case NEW_ROOT -> "NEWROOT level " + data.getInt();
      case DELETE -> "DELETE nitems " + data.getUnsignedShort();
      case UNLINK -> "UNLINK_PAGE off " + data.getUnsignedShort() + ", right " + record.block(1);
      case META -> "META";
      case PAGE -> "PAGE";
      default -> "UNKNOWN " + record.info();
    };
  }
}
