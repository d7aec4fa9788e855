package org.postern.storage.os;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ProcessControlTest {
  /** The fields of /proc/PID/stat from the state on. */
  private static String[] stat(String state, int threads) {
    String[] fields = new String[22];
    java.util.Arrays.fill(fields, "0");
    fields[0] = state;
    fields[17] = Integer.toString(threads);
    return fields;
  }

  @Test
  void shouldCountAZombieAsDeadOnlyWhenItsLastThreadHasEnded() {
    assertThat(ProcessControl.isAlive(stat("Z", 1))).isFalse();
    assertThat(ProcessControl.isAlive(stat("Z", 5))).isTrue();
    assertThat(ProcessControl.isAlive(stat("X", 1))).isFalse();
    assertThat(ProcessControl.isAlive(stat("S", 1))).isTrue();
    assertThat(ProcessControl.isAlive((String[]) null)).isFalse();
  }

  @Test
  void shouldFindItselfAlive() {
    int pid = ProcessControl.pid();
    assertThat(ProcessControl.isAlive(pid)).isTrue();
    assertThat(ProcessControl.isAlive(pid, ProcessControl.startTime(pid))).isTrue();
    assertThat(ProcessControl.isAlive(pid, ProcessControl.startTime(pid) + 1)).isFalse();
  }
}
