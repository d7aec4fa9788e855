package org.postern.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rules 1 to 4 of the module's README. */
class FrameDecoderTest {
  private final FrameDecoder decoder = new FrameDecoder(new UnpooledByteBufAllocator(false));

  @AfterEach
  void close() {
    decoder.close();
  }

  @Test
  void shouldGiveFrameOnlyWhenItsLastByteIsThere() {
    decoder.enter(ConnectionPhase.COMMAND);
    byte[] bytes = {'Q', 0, 0, 0, 6, 'x', 0};
    for (int i = 0; i < bytes.length; i++) {
      assertThat(decoder.next()).as("before byte %d", i).isNull();
      decoder.append(Unpooled.wrappedBuffer(bytes, i, 1));
    }
    Frame frame = decoder.next();
    assertThat(frame.type()).isEqualTo((byte) 'Q');
    assertThat(frame.body().toString(StandardCharsets.UTF_8)).isEqualTo("x\0");
    assertThat(decoder.next()).isNull();
    assertThat(decoder.buffered()).isZero();
  }

  @Test
  void shouldGiveBodyAsSliceWhenFrameIsTaken() {
    decoder.enter(ConnectionPhase.COMMAND);
    ByteBuf buffer = decoder.receiveBuffer(64);
    buffer.writeByte('d').writeInt(5).writeByte(7);
    Frame frame = decoder.next();
    buffer.setByte(buffer.readerIndex() - 1, 9);
    assertThat(frame.body().getByte(0)).as("the body is not a copy").isEqualTo((byte) 9);
  }

  @Test
  void shouldDropWhenStartupLengthIsOutOfBounds() {
    for (int length : new int[] {Integer.MIN_VALUE, -1, 0, 4, 7, 10_005, Integer.MAX_VALUE}) {
      try (var fresh = new FrameDecoder(new UnpooledByteBufAllocator(false))) {
        fresh.append(Unpooled.buffer().writeInt(length));
        dropped(fresh, "invalid length of startup packet");
      }
    }
  }

  @Test
  void shouldTakeLongestStartupPacket() {
    decoder.append(Unpooled.buffer().writeInt(10_004).writeZero(10_000));
    assertThat(decoder.next().body().readableBytes()).isEqualTo(10_000);
  }

  @Test
  void shouldDropWhenLengthIsBeyondTheLimitOfTheType() {
    for (int length : new int[] {3, 0, -5, 10_001, Integer.MAX_VALUE}) {
      dropped(ConnectionPhase.COMMAND, 'S', length);
    }
    dropped(ConnectionPhase.COMMAND, 'Q', 0x40000000);
    dropped(ConnectionPhase.COPY_IN, 'd', 0x40000000);
    dropped(ConnectionPhase.SASL, 'p', 1025);
    dropped(ConnectionPhase.PASSWORD, 'p', 10_001);
  }

  private static void dropped(ConnectionPhase phase, char type, int length) {
    try (var fresh = new FrameDecoder(new UnpooledByteBufAllocator(false))) {
      fresh.enter(phase);
      fresh.append(Unpooled.buffer().writeByte(type).writeInt(length));
      dropped(fresh, "invalid message length");
    }
  }

  private static void dropped(FrameDecoder decoder, String message) {
    assertThatThrownBy(decoder::next)
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e -> assertThat(e.outcome()).isEqualTo(ProtocolException.Outcome.DROP))
        .hasMessage(message);
  }

  @Test
  void shouldReserveNothingWhenOnlyALengthIsAnnounced() {
    decoder.enter(ConnectionPhase.COMMAND);
    int before = decoder.capacity();
    decoder.append(Unpooled.buffer().writeByte('Q').writeInt(0x3fffffff));
    assertThat(decoder.next()).isNull();
    assertThat(decoder.capacity()).isEqualTo(before);
  }

  @Test
  void shouldGiveMemoryBackWhenALargeMessageIsDone() {
    decoder.enter(ConnectionPhase.COMMAND);
    int size = 4 << 20;
    decoder.append(Unpooled.buffer().writeByte('d').writeInt(size + 4).writeZero(size));
    assertThat(decoder.next().body().readableBytes()).isEqualTo(size);
    decoder.receiveBuffer(16);
    assertThat(decoder.capacity()).isLessThan(1 << 20);
  }

  @Test
  void shouldJudgeTypeBeforeLengthWhenTypeIsUnknown() {
    refused(ConnectionPhase.COMMAND, 'z', "invalid frontend message type 122");
    refused(ConnectionPhase.COMMAND, 'p', "invalid frontend message type 112");
    refused(ConnectionPhase.COMMAND, '\u00ff', "invalid frontend message type 255");
    refused(ConnectionPhase.PASSWORD, 'Q', "expected password response, got message type 81");
    refused(ConnectionPhase.SASL, 'Q', "expected SASL response, got message type 81");
    refused(ConnectionPhase.COPY_IN, 'Q', "unexpected message type 0x51 during COPY from stdin");
  }

  private static void refused(ConnectionPhase phase, char type, String message) {
    try (var fresh = new FrameDecoder(new UnpooledByteBufAllocator(false))) {
      fresh.enter(phase);
      fresh.append(Unpooled.buffer().writeByte(type));
      assertThatThrownBy(fresh::next)
          .isInstanceOfSatisfying(
              ProtocolException.class,
              e -> {
                assertThat(e.outcome()).isEqualTo(ProtocolException.Outcome.FATAL);
                assertThat(e.sqlState()).isEqualTo("08P01");
              })
          .hasMessage(message);
    }
  }

  @Test
  void shouldRepeatTheFaultWhenTheStreamIsBroken() {
    decoder.enter(ConnectionPhase.COMMAND);
    decoder.append(Unpooled.buffer().writeByte('S').writeInt(1));
    dropped(decoder, "invalid message length");
    decoder.append(Unpooled.buffer().writeByte('S').writeInt(4));
    dropped(decoder, "invalid message length");
  }
}
