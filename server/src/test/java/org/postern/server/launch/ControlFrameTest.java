package org.postern.server.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.executor.session.guc.GucSetting;
import org.postern.executor.session.guc.GucSource;

class ControlFrameTest {
  private static final List<GucSetting> SETTINGS =
      List.of(
          new GucSetting("port", "5432", GucSource.COMMAND_LINE),
          new GucSetting("work_mem", "4MB \u00e4", GucSource.FILE, "/etc/x.conf", 12));

  static Stream<ControlFrame> frames() {
    return Stream.of(
        new ControlFrame.Hello(-5L, 3, 4711, ControlFrame.Channel.DESCRIPTORS),
        new ControlFrame.Begin(),
        new ControlFrame.Ready(),
        new ControlFrame.Handover(true, -42, true),
        new ControlFrame.IdleAgain(),
        new ControlFrame.Interrupt(ControlFrame.InterruptKind.CANCEL, -9),
        new ControlFrame.Reload(SETTINGS),
        new ControlFrame.PendingRestart(java.util.List.of("port", "shared_buffers")),
        new ControlFrame.ReloadRequest(),
        new ControlFrame.Shutdown(ShutdownMode.FAST),
        new ControlFrame.CancelRequest(99, -1),
        new ControlFrame.WakeRequest(99),
        new ControlFrame.SlotDead(7, 12345678901L),
        new ControlFrame.Reaped(7, true),
        new ControlFrame.Leaving(ControlFrame.ExitReason.RETIRED),
        new ControlFrame.WorkerRequest(),
        new ControlFrame.Panic());
  }

  @ParameterizedTest
  @MethodSource("frames")
  void shouldDecodeWhatWasEncoded(ControlFrame frame) {
    ByteBuffer bytes = frame.encode();
    assertThat(bytes.getInt()).isEqualTo(bytes.remaining());
    byte[] body = new byte[bytes.remaining()];
    bytes.get(body);
    assertThat(ControlFrame.decode(body)).isEqualTo(frame);
  }

  @Test
  void shouldHaveOneExampleOfEachFrame() {
    assertThat(frames().map(Object::getClass).distinct())
        .hasSize(ControlFrame.class.getPermittedSubclasses().length);
  }

  @Test
  void shouldReadLaunchParametersBack() throws IOException {
    LaunchParameters parameters =
        new LaunchParameters(
            ProcessKind.REAPER,
            3,
            4711,
            1L << 50,
            2,
            Path.of("/dev/shm/x"),
            Path.of("/data"),
            Path.of("/dev/shm/x.ctl"),
            -7,
            SETTINGS);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    parameters.writeTo(out);
    byte[] bytes = out.toByteArray();
    assertThat(LaunchParameters.readFrom(new ByteArrayInputStream(bytes))).isEqualTo(parameters);
    bytes[0] ^= 1;
    assertThatThrownBy(() -> LaunchParameters.readFrom(new ByteArrayInputStream(bytes)))
        .isInstanceOf(IOException.class);
  }
}
