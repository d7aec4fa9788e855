package org.postern.storage.walapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;

final class WalDataTest {
  @Test
  void shouldReadBackWhatWasWrittenWhenBufferGrows() {
    WalOutput out = new WalOutput(1);
    out.putByte(0xFE).putShort(0xFFFE).putInt(-2).putLong(Long.MIN_VALUE);
    out.putVarLong(0).putVarLong(300).putVarLong(Long.MAX_VALUE).putBytes(new byte[] {7, 8});
    WalInput in = new WalInput(out.array(), 0, out.length());
    assertThat(in.getUnsignedByte()).isEqualTo(0xFE);
    assertThat(in.getUnsignedShort()).isEqualTo(0xFFFE);
    assertThat(in.getInt()).isEqualTo(-2);
    assertThat(in.getLong()).isEqualTo(Long.MIN_VALUE);
    assertThat(in.getVarLong()).isZero();
    assertThat(in.getVarLong()).isEqualTo(300);
    assertThat(in.getVarLong()).isEqualTo(Long.MAX_VALUE);
    assertThat(in.getBytes(2)).containsExactly(7, 8);
    assertThat(in.remaining()).isZero();
    assertThatThrownBy(in::getByte).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void shouldKeepRecordsForRedoWhenCapturing() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment page = arena.allocate(8192);
      page.set(ValueLayout.JAVA_BYTE, 5000, (byte) 42);
      CapturingWalLog log = new CapturingWalLog();
      WalRecordBuilder record = new WalRecordBuilder();
      record.begin(RmgrId.HEAP, 3).xid(9);
      RelFileLocator locator = new RelFileLocator(1663, 5, 16384);
      int index = record.addBlock(locator, Fork.MAIN, 7, page, 0, BlockFlags.FORCE_IMAGE);
      record.blockData(index).putInt(5);
      record.data().putInt(6);
      long end = log.insert(record);
      record.begin(RmgrId.XACT, 0).data().putInt(99);

      CapturedRecord kept = log.last();
      assertThat(kept.startLsn()).isEqualTo(CapturingWalLog.FIRST_LSN);
      assertThat(kept.endLsn()).isEqualTo(end);
      assertThat(kept.xid()).isEqualTo(9);
      assertThat(kept.data().getInt()).isEqualTo(6);
      assertThat(kept.hasImage(0)).isTrue();
      assertThat(kept.blockData(0).remaining()).isZero();
      MemorySegment other = arena.allocate(8192);
      kept.restoreImage(0, other, 0);
      assertThat(other.mismatch(page)).isEqualTo(-1);
    }
  }
}
