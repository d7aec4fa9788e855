package org.postern.protocol.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postern.protocol.frame.ConnectionPhase;
import org.postern.protocol.frame.FrameDecoder;

/** Rules 9 and 10: recovery from errors, and COPY. */
class ExtendedQueryFlowTest {
  private final FrameDecoder decoder = new FrameDecoder(new UnpooledByteBufAllocator(false));
  private final ExtendedQueryFlow flow = new ExtendedQueryFlow();

  @AfterEach
  void close() {
    decoder.close();
  }

  @Test
  void shouldOweReadyOnlyWhenMessageIsNotExtended() {
    assertThat(accept('P')).isEqualTo(FlowStep.RUN);
    assertThat(accept('B')).isEqualTo(FlowStep.RUN);
    assertThat(accept('H')).isEqualTo(FlowStep.FLUSH);
    assertThat(flow.readyOwed()).isFalse();
    assertThatThrownBy(flow::readySent).isInstanceOf(IllegalStateException.class);
    assertThat(accept('S')).isEqualTo(FlowStep.SYNC);
    assertThat(flow.readyOwed()).isTrue();
    flow.readySent();
    assertThat(accept('Q')).isEqualTo(FlowStep.RUN_THEN_READY);
    assertThat(flow.readyOwed()).isTrue();
  }

  @Test
  void shouldSkipUntilSyncWhenExtendedMessageFails() {
    accept('P');
    assertThat(flow.failed()).isFalse();
    for (char type : "PBDECHQFdcf".toCharArray()) {
      assertThat(accept(type)).as("%s", type).isEqualTo(FlowStep.SKIP);
    }
    assertThat(flow.skipping()).isTrue();
    assertThat(accept('S')).isEqualTo(FlowStep.SYNC);
    flow.readySent();
    assertThat(accept('P')).isEqualTo(FlowStep.RUN);
  }

  @Test
  void shouldBeReadyAtOnceWhenSimpleQueryFails() {
    accept('Q');
    assertThat(flow.failed()).isTrue();
    flow.readySent();
    assertThat(accept('Q')).isEqualTo(FlowStep.RUN_THEN_READY);
  }

  @Test
  void shouldBeReadyOnceWhenSyncItselfFails() {
    accept('S');
    assertThat(flow.failed()).isTrue();
    flow.readySent();
    assertThat(flow.readyOwed()).isFalse();
    assertThat(flow.skipping()).isFalse();
  }

  @Test
  void shouldLetClientLeaveWhenSkipping() {
    accept('E');
    flow.failed();
    assertThat(accept('X')).isEqualTo(FlowStep.CLOSE);
    assertThatThrownBy(() -> accept('Q')).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldHandDataToCopyWhenCopyRuns() {
    accept('Q');
    flow.copyInStarted(decoder);
    assertThat(decoder.phase()).isEqualTo(ConnectionPhase.COPY_IN);
    assertThat(accept('d')).isEqualTo(FlowStep.COPY);
    assertThat(accept('S')).as("sent unaware").isEqualTo(FlowStep.SKIP);
    assertThat(accept('H')).isEqualTo(FlowStep.SKIP);
    assertThat(accept('c')).isEqualTo(FlowStep.COPY);
    flow.copyInEnded(decoder);
    assertThat(decoder.phase()).isEqualTo(ConnectionPhase.COMMAND);
    flow.readySent();
    assertThat(accept('d')).as("left over").isEqualTo(FlowStep.SKIP);
  }

  @Test
  void shouldSkipUntilSyncWhenCopyFailsInExtendedQuery() {
    accept('E');
    flow.copyInStarted(decoder);
    accept('d');
    flow.copyInEnded(decoder);
    assertThat(flow.failed()).isFalse();
    assertThat(accept('d')).isEqualTo(FlowStep.SKIP);
    assertThat(accept('c')).isEqualTo(FlowStep.SKIP);
    assertThat(accept('S')).isEqualTo(FlowStep.SYNC);
  }

  @Test
  void shouldRefuseWhenQueryComesDuringCopy() {
    accept('Q');
    flow.copyInStarted(decoder);
    assertThatThrownBy(() -> accept('Q'))
        .hasMessage("unexpected message type 0x51 during COPY from stdin");
  }

  @Test
  void shouldReportCopyFailAsCancelledQuery() {
    var fault = ExtendedQueryFlow.copyFailed("why");
    assertThat(fault.sqlState()).isEqualTo("57014");
    assertThat(fault).hasMessage("COPY from stdin failed: why");
  }

  private FlowStep accept(char type) {
    return flow.accept((byte) type);
  }
}
