package org.postern.storage.walapi;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;

/**
 * Collects one WAL record: manager, kind, blocks and data. One object per process is reused for
 * every record; it knows no bytes on disk: {@link WalLog#insert} encodes it and decides which
 * blocks are logged as whole pages.
 *
 * <p>The blocks' pages are read by {@code insert}, not at {@link #addBlock}: they already hold the
 * changed content then, and stay exclusively locked until insert returns.
 */
public final class WalRecordBuilder {
  /** The largest number of blocks one record may name. */
  public static final int MAX_BLOCKS = 32;

  private final WalOutput data = new WalOutput(512);
  private RelFileLocator[] locators = new RelFileLocator[4];
  private Fork[] forks = new Fork[4];
  private long[] blocks = new long[4];
  private int[] flags = new int[4];
  private MemorySegment[] memories = new MemorySegment[4];
  private long[] pages = new long[4];
  private WalOutput[] blockData = new WalOutput[4];
  private int blockCount;
  private RmgrId rmgr;
  private int info;
  private long xid;

  /** Starts a new record, dropping what was collected before. */
  public WalRecordBuilder begin(RmgrId manager, int kind) {
    if ((kind & ~0xFF) != 0) {
      throw new IllegalArgumentException("record kind out of range: info=" + kind);
    }
    this.rmgr = Objects.requireNonNull(manager, "manager");
    this.info = kind;
    this.xid = 0;
    data.clear();
    Arrays.fill(memories, 0, blockCount, null);
    blockCount = 0;
    return this;
  }

  /** The transaction that writes the record; 0 for none. */
  public WalRecordBuilder xid(long value) {
    this.xid = value;
    return this;
  }

  /**
   * Names a block and the address of its page; returns its index in the record. The page's LSN
   * decides about an image unless the flags say otherwise.
   */
  public int addBlock(
      RelFileLocator locator,
      Fork fork,
      long block,
      MemorySegment memory,
      long page,
      int blockFlags) {
    if (blockCount == MAX_BLOCKS) {
      throw new IllegalStateException("too many blocks in one WAL record");
    }
    if (block < 0 || block > 0xFFFFFFFEL) {
      throw new IllegalArgumentException("block number out of range: block=" + block);
    }
    if (blockCount == blocks.length) {
      grow();
    }
    int index = blockCount++;
    locators[index] = Objects.requireNonNull(locator, "locator");
    forks[index] = Objects.requireNonNull(fork, "fork");
    blocks[index] = block;
    memories[index] = Objects.requireNonNull(memory, "memory");
    pages[index] = page;
    flags[index] = blockFlags;
    if (blockData[index] == null) {
      blockData[index] = new WalOutput(256);
    }
    blockData[index].clear();
    return index;
  }

  /** The data that redo needs in any case. */
  public WalOutput data() {
    return data;
  }

  /** The data needed to redo the change of one block; left out when its image is logged. */
  public WalOutput blockData(int index) {
    return blockData[Objects.checkIndex(index, blockCount)];
  }

  public RmgrId rmgr() {
    return rmgr;
  }

  public int info() {
    return info;
  }

  public long xid() {
    return xid;
  }

  public int blockCount() {
    return blockCount;
  }

  public RelFileLocator locator(int index) {
    return locators[index];
  }

  public Fork fork(int index) {
    return forks[index];
  }

  public long block(int index) {
    return blocks[index];
  }

  /** See {@link BlockFlags}. */
  public int flags(int index) {
    return flags[index];
  }

  public MemorySegment memory(int index) {
    return memories[index];
  }

  public long page(int index) {
    return pages[index];
  }

  private void grow() {
    int size = Math.min(MAX_BLOCKS, blocks.length * 2);
    locators = Arrays.copyOf(locators, size);
    forks = Arrays.copyOf(forks, size);
    blocks = Arrays.copyOf(blocks, size);
    flags = Arrays.copyOf(flags, size);
    memories = Arrays.copyOf(memories, size);
    pages = Arrays.copyOf(pages, size);
    blockData = Arrays.copyOf(blockData, size);
  }
}
