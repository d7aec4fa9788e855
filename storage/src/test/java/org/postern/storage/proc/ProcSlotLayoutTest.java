package org.postern.storage.proc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A changed offset here must bump ShmemHeaderLayout.SHMEM_VERSION. */
final class ProcSlotLayoutTest {
  @Test
  void shouldKeepItsOffsetsWhenTheLayoutIsTouched() {
    assertThat(ProcSlotLayout.PID).isZero();
    assertThat(ProcSlotLayout.GENERATION).isEqualTo(4);
    assertThat(ProcSlotLayout.KIND).isEqualTo(8);
    assertThat(ProcSlotLayout.STATE).isEqualTo(12);
    assertThat(ProcSlotLayout.START_TIME).isEqualTo(16);
    assertThat(ProcSlotLayout.LATCH).isEqualTo(24);
    assertThat(ProcSlotLayout.INTERRUPTS).isEqualTo(28);
    assertThat(ProcSlotLayout.WAIT_EVENT).isEqualTo(32);
    assertThat(ProcSlotLayout.GROUP_LEADER).isEqualTo(36);
    assertThat(ProcSlotLayout.SENDER_PID).isEqualTo(40);
    assertThat(ProcSlotLayout.XID).isEqualTo(64);
    assertThat(ProcSlotLayout.SNAPSHOT_CSN).isEqualTo(72);
    assertThat(ProcSlotLayout.SNAPSHOT_XMIN).isEqualTo(80);
    assertThat(ProcSlotLayout.DATABASE_OID).isEqualTo(88);
    assertThat(ProcSlotLayout.ROLE_OID).isEqualTo(92);
    assertThat(ProcSlotLayout.VACUUM_FLAGS).isEqualTo(96);
    assertThat(ProcSlotLayout.LOCAL_XID).isEqualTo(100);
    assertThat(ProcSlotLayout.TEMP_NAMESPACE_OID).isEqualTo(104);
    assertThat(ProcSlotLayout.WAL_PHASE).isEqualTo(128);
    assertThat(ProcSlotLayout.WAL_START).isEqualTo(136);
    assertThat(ProcSlotLayout.WAL_LENGTH).isEqualTo(144);
    assertThat(ProcSlotLayout.WAL_END).isEqualTo(152);
    assertThat(ProcSlotLayout.COMMIT_PHASE).isEqualTo(160);
    assertThat(ProcSlotLayout.COMMIT_DURABLE).isEqualTo(164);
    assertThat(ProcSlotLayout.COMMIT_XID).isEqualTo(168);
    assertThat(ProcSlotLayout.COMMIT_LSN).isEqualTo(176);
    assertThat(ProcSlotLayout.EDIT_PHASE).isEqualTo(192);
    assertThat(ProcSlotLayout.EDIT_COUNT).isEqualTo(196);
    assertThat(ProcSlotLayout.EDIT_BUFFERS).isEqualTo(200);
    assertThat(ProcSlotLayout.WAIT_LOCK).isEqualTo(320);
    assertThat(ProcSlotLayout.WAIT_START).isEqualTo(328);
    assertThat(ProcSlotLayout.FAST_PATH_LOCK).isEqualTo(336);
    assertThat(ProcSlotLayout.LWLOCK_INTENTS).isEqualTo(384);
    assertThat(ProcSlotLayout.PINS).isEqualTo(640);
    assertThat(ProcSlotLayout.ACTIVITY).isEqualTo(2688);
    assertThat(ProcSlotLayout.OWNER_WORDS).isEqualTo(4736);
    assertThat(ProcSlotLayout.LOCKS).isEqualTo(5120);
    assertThat(ProcSlotLayout.SIZE).isEqualTo(49152);
  }

  @Test
  void shouldKeepItsOffsetsWhenTheActivityIsTouched() {
    assertThat(ActivityLayout.CHANGE_COUNT).isZero();
    assertThat(ActivityLayout.BACKEND_START).isEqualTo(8);
    assertThat(ActivityLayout.XACT_START).isEqualTo(16);
    assertThat(ActivityLayout.QUERY_START).isEqualTo(24);
    assertThat(ActivityLayout.STATE_CHANGE).isEqualTo(32);
    assertThat(ActivityLayout.QUERY_ID).isEqualTo(40);
    assertThat(ActivityLayout.CLIENT_PORT).isEqualTo(48);
    assertThat(ActivityLayout.APPLICATION_NAME).isEqualTo(64);
    assertThat(ActivityLayout.CLIENT_HOST).isEqualTo(320);
    assertThat(ActivityLayout.BACKEND_TYPE).isEqualTo(576);
    assertThat(ActivityLayout.QUERY).isEqualTo(1024);
    assertThat(ActivityLayout.SIZE).isEqualTo(2048);
  }
}
