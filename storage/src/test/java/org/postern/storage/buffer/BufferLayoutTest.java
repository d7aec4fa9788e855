package org.postern.storage.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A changed offset here must bump ShmemHeaderLayout.SHMEM_VERSION. */
final class BufferLayoutTest {
  @Test
  void shouldKeepItsOffsetsWhenTheDescriptorIsTouched() {
    assertThat(BufferDescriptorLayout.STATE).isZero();
    assertThat(BufferDescriptorLayout.SPC_OID).isEqualTo(8);
    assertThat(BufferDescriptorLayout.DB_OID).isEqualTo(12);
    assertThat(BufferDescriptorLayout.REL_NUMBER).isEqualTo(16);
    assertThat(BufferDescriptorLayout.BLOCK).isEqualTo(24);
    assertThat(BufferDescriptorLayout.FORK).isEqualTo(28);
    assertThat(BufferDescriptorLayout.CONTENT_LOCK).isEqualTo(32);
    assertThat(BufferDescriptorLayout.NEXT).isEqualTo(48);
    assertThat(BufferDescriptorLayout.WAITER).isEqualTo(52);
    assertThat(BufferDescriptorLayout.IO_WAKE).isEqualTo(56);
    assertThat(BufferDescriptorLayout.SIZE).isEqualTo(64);
  }

  @Test
  void shouldNotOverlapWhenTheStateBitsAreLaidOut() {
    long[] fields = {
      BufferState.SEQUENCE_MASK,
      BufferState.REF_MASK,
      BufferState.USAGE_MASK,
      BufferState.DIRTY,
      BufferState.VALID,
      BufferState.TAG_VALID,
      BufferState.IO_ERROR,
      BufferState.JUST_DIRTIED,
      BufferState.PIN_COUNT_WAITER,
      BufferState.CHECKPOINT_NEEDED,
      BufferState.IO_WAITERS,
      BufferState.OWNER_MASK
    };
    long all = 0;
    for (long field : fields) {
      assertThat(all & field).isZero();
      all |= field;
    }
    assertThat(BufferState.next(0xFFFF)).isZero();
  }
}
