package org.postern.protocol.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Rule 11: the producer pauses between rows. */
class WriteGateTest {
  private final WriteGate gate = new WriteGate(10, 100);
  private final AtomicInteger resumed = new AtomicInteger();

  @Test
  void shouldCloseAtHighMarkAndOpenAtLowMark() {
    gate.produced(99);
    assertThat(gate.writable()).isTrue();
    gate.produced(1);
    assertThat(gate.writable()).isFalse();
    gate.whenWritable(resumed::incrementAndGet);
    gate.written(89);
    assertThat(resumed).hasValue(0);
    gate.written(1);
    assertThat(resumed).hasValue(1);
    assertThat(gate.writable()).isTrue();
    gate.produced(100);
    gate.written(110);
    assertThat(resumed).as("runs once").hasValue(1);
  }

  @Test
  void shouldResumeAtOnceWhenOpen() {
    gate.whenWritable(resumed::incrementAndGet);
    assertThat(resumed).hasValue(1);
  }

  @Test
  void shouldRefuseWhenContractIsBroken() {
    gate.produced(100);
    gate.whenWritable(resumed::incrementAndGet);
    assertThatThrownBy(() -> gate.whenWritable(resumed::incrementAndGet))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> gate.written(101)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new WriteGate(5, 5)).isInstanceOf(IllegalArgumentException.class);
  }
}
