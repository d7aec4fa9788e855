package org.postern.wal.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postern.storage.page.PageLayout;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.walapi.BlockFlags;
import org.postern.storage.walapi.RmgrId;
import org.postern.storage.walapi.WalInput;
import org.postern.storage.walapi.WalRecordBuilder;

final class RecordRoundTripTest {
  private static final RelFileLocator HEAP = new RelFileLocator(1663, 5, 16384);
  private static final RelFileLocator INDEX = new RelFileLocator(1663, 5, 1L << 40);

  private final RecordEncoder encoder = new RecordEncoder();

  private byte[] encode(WalRecordBuilder record, long lsn, long redo) {
    encoder.encode(record, redo);
    encoder.finish(lsn);
    byte[] bytes = new byte[encoder.alignedLength()];
    MemorySegment.copy(encoder.memory(), ValueLayout.JAVA_BYTE, 0, bytes, 0, bytes.length);
    return bytes;
  }

  @Test
  void shouldReadBackEveryFieldWhenDecoded() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pages = arena.allocate(2 * 8192);
      new Random(1).ints(2 * 8192 / 4).forEach(new FillInts(pages)::next);
      PageLayout.setLsn(pages, 0, 500);
      PageLayout.setLower(pages, 0, 100);
      PageLayout.setUpper(pages, 0, 8000);
      PageLayout.setLsn(pages, 8192, 5000);
      WalRecordBuilder record = new WalRecordBuilder().begin(RmgrId.BTREE, 200).xid(1L << 50);
      record.addBlock(HEAP, Fork.MAIN, 0xFFFFFFFEL, pages, 0, BlockFlags.STANDARD);
      record.addBlock(HEAP, Fork.VISIBILITY, 3, pages, 8192, BlockFlags.NONE);
      record.addBlock(INDEX, Fork.MAIN, 4, pages, 8192, BlockFlags.WILL_INIT);
      record.blockData(0).putInt(1);
      record.blockData(1).putInt(2);
      record.blockData(2).putBytes(new byte[60000]);
      record.data().putLong(77);
      byte[] bytes = encode(record, 0x1000, 1000);

      DecodedRecord decoded = new DecodedRecord();
      assertThat(decoded.decode(bytes, 0, bytes.length, 0x1000)).isNull();
      assertThat(decoded.rmgr()).isEqualTo(RmgrId.BTREE);
      assertThat(decoded.info()).isEqualTo(200);
      assertThat(decoded.xid()).isEqualTo(1L << 50);
      assertThat(decoded.startLsn()).isEqualTo(0x1000);
      assertThat(decoded.endLsn()).isEqualTo(0x1000 + bytes.length);
      assertThat(decoded.blockCount()).isEqualTo(3);
      assertThat(decoded.locator(1)).isEqualTo(HEAP);
      assertThat(decoded.locator(2)).isEqualTo(INDEX);
      assertThat(decoded.fork(1)).isEqualTo(Fork.VISIBILITY);
      assertThat(decoded.block(0)).isEqualTo(0xFFFFFFFEL);
      assertThat(decoded.hasImage(0)).isTrue();
      assertThat(decoded.imageLength(0)).isEqualTo(8192 - 7900);
      assertThat(decoded.hasImage(1)).isFalse();
      assertThat(decoded.hasImage(2)).isFalse();
      assertThat(decoded.blockFlags(2)).isEqualTo(BlockFlags.WILL_INIT);
      assertThat(decoded.blockData(0).remaining()).isZero();
      assertThat(decoded.blockData(1).getInt()).isEqualTo(2);
      assertThat(decoded.blockData(2).remaining()).isEqualTo(60000);
      assertThat(decoded.data().getLong()).isEqualTo(77);

      MemorySegment restored = arena.allocate(8192);
      restored.fill((byte) 1);
      decoded.restoreImage(0, restored, 0);
      MemorySegment expected = pages.asSlice(0, 8192);
      expected.asSlice(100, 7900).fill((byte) 0);
      assertThat(restored.mismatch(expected)).isEqualTo(-1);
    }
  }

  @Test
  void shouldKeepDataBesideImageWhenAsked() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment page = arena.allocate(8192);
      WalRecordBuilder record = new WalRecordBuilder().begin(RmgrId.HEAP, 0);
      int flags = BlockFlags.FORCE_IMAGE | BlockFlags.KEEP_DATA;
      record.addBlock(HEAP, Fork.MAIN, 0, page, 0, flags);
      record.blockData(0).putInt(9);
      byte[] bytes = encode(record, 8, 0);
      DecodedRecord decoded = new DecodedRecord();
      assertThat(decoded.decode(bytes, 0, bytes.length, 8)).isNull();
      assertThat(decoded.hasImage(0)).isTrue();
      assertThat(decoded.blockData(0).getInt()).isEqualTo(9);
    }
  }

  @Test
  void shouldAskForImageOnlyWhenPageIsOlderThanRedoPointer() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment page = arena.allocate(8192);
      PageLayout.setLsn(page, 0, 1000);
      WalRecordBuilder record = new WalRecordBuilder().begin(RmgrId.HEAP, 0);
      record.addBlock(HEAP, Fork.MAIN, 0, page, 0, BlockFlags.NONE);
      encoder.encode(record, 999);
      assertThat(encoder.alignedLength()).isLessThan(100);
      assertThat(encoder.stillFits(record, 999)).isTrue();
      assertThat(encoder.stillFits(record, 1000)).isFalse();
      encoder.encode(record, 1000);
      assertThat(encoder.alignedLength()).isGreaterThan(8192);
    }
  }

  @Test
  void shouldRefuseRecordWhenAnyByteIsDifferent() {
    WalRecordBuilder record = new WalRecordBuilder().begin(RmgrId.HEAP, 4).xid(12);
    record.data().putBytes(new byte[] {1, 2, 3, 4, 5});
    byte[] bytes = encode(record, 0x2000, 0);
    DecodedRecord decoded = new DecodedRecord();
    for (int i = 0; i < WalRecordFormat.HEADER_SIZE + 5; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] damaged = bytes.clone();
        damaged[i] ^= (byte) (1 << bit);
        assertThat(decoded.decode(damaged, 0, damaged.length, 0x2000))
            .as("byte %d bit %d", i, bit)
            .isNotNull();
      }
    }
    assertThat(decoded.decode(bytes, 0, bytes.length, 0x2008)).contains("another place");
    for (int length = 0; length < WalRecordFormat.HEADER_SIZE + 5; length++) {
      assertThat(decoded.decode(Arrays.copyOf(bytes, 64), 0, length, 0x2000)).contains("cut off");
    }
    assertThat(decoded.decode(bytes, 0, bytes.length, 0x2000)).isNull();
  }

  @Test
  void shouldKeepCheckpointWhenEncoded() {
    WalRecordBuilder record = new WalRecordBuilder().begin(RmgrId.XLOG, 2);
    CheckpointRecord checkpoint = new CheckpointRecord(8, 1L << 33, 16384, 3, 99, -5);
    checkpoint.write(record.data());
    assertThat(record.data().length()).isEqualTo(CheckpointRecord.SIZE);
    WalInput in = new WalInput(record.data().array(), 0, record.data().length());
    assertThat(CheckpointRecord.read(in)).isEqualTo(checkpoint);
    assertThat(Lsn.format((5L << 32) + 0xABC)).isEqualTo("5/ABC");
    assertThat(Lsn.parse("5/ABC")).isEqualTo((5L << 32) + 0xABC);
  }

  private static final class FillInts {
    private final MemorySegment target;
    private long at;

    FillInts(MemorySegment target) {
      this.target = target;
    }

    void next(int value) {
      target.set(ValueLayout.JAVA_INT, at, value);
      at += 4;
    }
  }
}
