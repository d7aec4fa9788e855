package org.postern.storage.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.storage.error.Severity;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.os.ProcessControl;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.ShmemConfig;

final class ProcSlotsTest {
  private static final long SECOND = 1_000_000_000L;

  @TempDir Path dir;
  private final Arena arena = Arena.ofShared();
  private ProcSlots slots;

  @BeforeEach
  void open() {
    SharedMemory memory = SharedMemory.create(dir.resolve("shm"), ShmemConfig.small(3, 16), arena);
    memory.publish(1);
    slots = new ProcSlots(SharedMemory.attach(dir.resolve("shm"), arena));
  }

  @AfterEach
  void close() {
    arena.close();
  }

  @Test
  void shouldRefuseWhenAllSlotsAreTaken() {
    ProcSlot first = slots.acquire(1);
    slots.acquire(2);
    slots.acquire(3);
    assertThatThrownBy(() -> slots.acquire(4))
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.state()).isEqualTo(SqlState.TOO_MANY_CONNECTIONS))
        .hasMessage("sorry, too many clients already");
    int generation = slots.generation(first.index());
    first.xid(99);
    first.databaseOid(5);
    slots.release(first);
    ProcSlot again = slots.acquire(5);
    assertThat(again.index()).isEqualTo(first.index());
    assertThat(slots.generation(again.index())).isEqualTo(generation + 1);
    assertThat(again.xid()).isZero();
    assertThat(again.databaseOid()).isZero();
    assertThat(slots.kind(again.index())).isEqualTo(5);
  }

  @Test
  void shouldWakeTheSleeperWhenTheLatchIsSet() throws Exception {
    ProcSlot slot = slots.acquire(1);
    assertThat(slot.latch().await(1_000_000, WaitEvent.PG_SLEEP)).isFalse();
    CompletableFuture<Boolean> sleeper =
        CompletableFuture.supplyAsync(() -> slot.latch().await(10 * SECOND, WaitEvent.PG_SLEEP));
    int code = 0;
    for (int i = 0; i < 1000 && code == 0; i++) {
      Thread.sleep(1);
      code = slots.waitEvent(slot.index());
    }
    assertThat(WaitEvent.of(code)).isEqualTo(WaitEvent.PG_SLEEP);
    slots.wake(slot.index());
    assertThat(sleeper.get(5, TimeUnit.SECONDS)).isTrue();
    assertThat(slots.waitEvent(slot.index())).isZero();
    assertThat(slot.latch().isSet()).isTrue();
    slot.latch().reset();
    assertThat(slot.latch().isSet()).isFalse();
  }

  @Test
  void shouldThrowWhatWasAskedWhenInterruptsAreChecked() {
    ProcSlot slot = slots.acquire(1);
    Interrupts interrupts = slot.interrupts();
    interrupts.check();
    slots.raise(slot.index(), Interrupts.RELOAD);
    interrupts.check();
    assertThat(interrupts.take(Interrupts.RELOAD | Interrupts.NOTIFY)).isEqualTo(Interrupts.RELOAD);
    slots.raise(slot.index(), Interrupts.CANCEL);
    interrupts.hold();
    interrupts.check();
    interrupts.resume();
    assertThatThrownBy(interrupts::check)
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.state()).isEqualTo(SqlState.QUERY_CANCELED))
        .hasMessage("canceling statement due to user request");
    interrupts.check();
    interrupts.raise(Interrupts.STATEMENT_TIMEOUT);
    assertThatThrownBy(interrupts::check)
        .hasMessage("canceling statement due to statement timeout");
    slots.raiseAll(Interrupts.TERMINATE);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(interrupts::check)
          .isInstanceOfSatisfying(
              SqlException.class, e -> assertThat(e.severity()).isEqualTo(Severity.FATAL))
          .hasMessage("terminating connection due to administrator command");
    }
  }

  @Test
  void shouldShowTheActivityWhenAnotherProcessLooks() {
    ProcSlot slot = slots.acquire(1);
    slot.activity().connected("client backend", "alice", "shop", "127.0.0.1", "", 4000, 77);
    slot.activity().applicationName("psql");
    slot.activity().running("select '" + "ü".repeat(900) + "'", 5, 88, 87);
    ActivitySnapshot seen = slots.activity(slot.index());
    assertThat(seen.state()).isEqualTo(ActivityState.RUNNING);
    assertThat(seen.userName()).isEqualTo("alice");
    assertThat(seen.databaseName()).isEqualTo("shop");
    assertThat(seen.backendType()).isEqualTo("client backend");
    assertThat(seen.applicationName()).isEqualTo("psql");
    assertThat(seen.clientPort()).isEqualTo(4000);
    assertThat(seen.queryStart()).isEqualTo(88);
    assertThat(seen.xactStart()).isEqualTo(87);
    assertThat(seen.query()).startsWith("select 'üüü").doesNotContain("\uFFFD");
    slot.activity().state(ActivityState.IDLE, 99, 0);
    assertThat(slots.activity(slot.index()).stateChange()).isEqualTo(99);
    assertThat(slots.activity(slot.index()).xactStart()).isZero();
    slot.activity().unconnected("spare backend", 66);
    ActivitySnapshot spare = slots.activity(slot.index());
    assertThat(spare.backendType()).isEqualTo("spare backend");
    assertThat(spare.backendStart()).isEqualTo(66);
    assertThat(spare.query()).isEmpty();
    assertThat(spare.userName()).isEmpty();
  }

  @Test
  void shouldKnowTheDeadFromTheLivingWhenLookingAtPids() throws Exception {
    assertThat(ProcessControl.isAlive(ProcessControl.pid())).isTrue();
    assertThat(ProcessControl.startTime(ProcessControl.pid())).isPositive();
    ProcSlot slot = slots.acquire(1);
    assertThat(slots.isDead(slot.index())).isFalse();
    Process child = new ProcessBuilder("sleep", "30").start();
    int pid = (int) child.pid();
    long start = ProcessControl.startTime(pid);
    assertThat(ProcessControl.isAlive(pid, start)).isTrue();
    assertThat(ProcessControl.isAlive(pid, start + 1)).isFalse();
    assertThat(ProcessControl.kill(pid, ProcessControl.SIGKILL)).isTrue();
    child.waitFor();
    assertThat(ProcessControl.isAlive(pid, start)).isFalse();
  }
}
