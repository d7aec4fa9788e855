package org.postern.storage.walapi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.postern.storage.smgr.BlockTag;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;

/** A copy of one record, as {@link CapturingWalLog} keeps it; may be redone any number of times. */
public final class CapturedRecord implements WalRecordView {
  private static final int PAGE_SIZE = 8192;

  private final long startLsn;
  private final long endLsn;
  private final long xid;
  private final RmgrId rmgr;
  private final int info;
  private final byte[] data;
  private final BlockTag[] tags;
  private final int[] flags;
  private final byte[][] images;
  private final byte[][] blockData;

  CapturedRecord(WalRecordBuilder record, long startLsn, long endLsn, boolean[] withImage) {
    this.startLsn = startLsn;
    this.endLsn = endLsn;
    this.xid = record.xid();
    this.rmgr = record.rmgr();
    this.info = record.info();
    this.data = Arrays.copyOf(record.data().array(), record.data().length());
    int count = record.blockCount();
    this.tags = new BlockTag[count];
    this.flags = new int[count];
    this.images = new byte[count][];
    this.blockData = new byte[count][];
    for (int i = 0; i < count; i++) {
      tags[i] = new BlockTag(record.locator(i), record.fork(i), record.block(i));
      flags[i] = record.flags(i) & 0x0F;
      if (withImage[i]) {
        images[i] = imageOf(record, i);
      }
      boolean keep = images[i] == null || (record.flags(i) & BlockFlags.KEEP_DATA) != 0;
      WalOutput source = record.blockData(i);
      blockData[i] = keep ? Arrays.copyOf(source.array(), source.length()) : new byte[0];
    }
  }

  private static byte[] imageOf(WalRecordBuilder record, int index) {
    byte[] image =
        record.memory(index).asSlice(record.page(index), PAGE_SIZE).toArray(ValueLayout.JAVA_BYTE);
    if ((record.flags(index) & BlockFlags.STANDARD) != 0) {
      int lower = (image[14] & 0xFF) | (image[15] & 0xFF) << 8;
      int upper = (image[16] & 0xFF) | (image[17] & 0xFF) << 8;
      Arrays.fill(image, lower, upper, (byte) 0);
    }
    return image;
  }

  @Override
  public long startLsn() {
    return startLsn;
  }

  @Override
  public long endLsn() {
    return endLsn;
  }

  @Override
  public long xid() {
    return xid;
  }

  @Override
  public RmgrId rmgr() {
    return rmgr;
  }

  @Override
  public int info() {
    return info;
  }

  @Override
  public int blockCount() {
    return tags.length;
  }

  @Override
  public RelFileLocator locator(int index) {
    return tags[index].locator();
  }

  @Override
  public Fork fork(int index) {
    return tags[index].fork();
  }

  @Override
  public long block(int index) {
    return tags[index].block();
  }

  @Override
  public int blockFlags(int index) {
    return flags[index];
  }

  @Override
  public boolean hasImage(int index) {
    return images[index] != null;
  }

  @Override
  public void restoreImage(int index, MemorySegment memory, long page) {
    MemorySegment.copy(images[index], 0, memory, ValueLayout.JAVA_BYTE, page, PAGE_SIZE);
  }

  @Override
  public WalInput blockData(int index) {
    return new WalInput(blockData[index], 0, blockData[index].length);
  }

  @Override
  public WalInput data() {
    return new WalInput(data, 0, data.length);
  }
}
