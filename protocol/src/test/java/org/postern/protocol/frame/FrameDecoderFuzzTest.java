package org.postern.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postern.protocol.message.FrontendMessageDecoder;

/**
 * Feeds frames and nonsense, cut anywhere, and demands: whole frames come out as they went in, and
 * nothing but {@link ProtocolException} ever escapes. A failure names its seed; {@code
 * -Dpostern.fuzz.seed} repeats it.
 */
class FrameDecoderFuzzTest {
  private static final String TYPES = "QPBDECSHXdcfF";
  private static final int ROUNDS = 4000;

  @Test
  void shouldKeepFramesWholeWhenTheyComeInPieces() {
    everySeed(FrameDecoderFuzzTest::wholeFrames);
  }

  @Test
  void shouldOnlyThrowProtocolExceptionsWhenBytesAreRandom() {
    everySeed(FrameDecoderFuzzTest::nonsense);
  }

  @Test
  void shouldOnlyThrowProtocolExceptionsWhenBodiesAreMutated() {
    everySeed(FrameDecoderFuzzTest::mutatedBodies);
  }

  /** The canary: a check that must fail shows that failures are seen and carry their seed. */
  @Test
  void shouldReportSeedWhenACheckFails() {
    try {
      oneSeed(7, random -> assertThat(random.nextInt()).isNegative().isPositive());
    } catch (AssertionError expected) {
      assertThat(expected).hasMessageContaining("seed=7");
      return;
    }
    fail("the canary did not fail");
  }

  private interface Round {
    void run(Random random);
  }

  private static void everySeed(Round round) {
    Long fixed = Long.getLong("postern.fuzz.seed");
    long first = fixed != null ? fixed : System.nanoTime();
    int rounds = fixed != null ? 1 : ROUNDS;
    for (long seed = first; seed < first + rounds; seed++) {
      oneSeed(seed, round);
    }
  }

  private static void oneSeed(long seed, Round round) {
    try {
      round.run(new Random(seed));
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("fuzz failed: seed=" + seed, e);
    }
  }

  private static void wholeFrames(Random random) {
    ByteBuf stream = Unpooled.buffer();
    List<String> sent = new ArrayList<>();
    for (int i = random.nextInt(12); i >= 0; i--) {
      byte[] body = new byte[random.nextInt(random.nextInt(20) == 0 ? 9000 : 40)];
      random.nextBytes(body);
      char type = TYPES.charAt(random.nextInt(TYPES.length()));
      stream.writeByte(type).writeInt(body.length + 4).writeBytes(body);
      sent.add(type + ":" + java.util.Arrays.hashCode(body) + ":" + body.length);
    }
    // A frame cut short at the end must never be given out.
    stream.writeByte('Q').writeInt(100).writeZero(random.nextInt(96));
    List<String> received = new ArrayList<>();
    try (var decoder = commandDecoder()) {
      while (stream.isReadable()) {
        int size = Math.min(stream.readableBytes(), 1 + random.nextInt(300));
        decoder.append(stream.readSlice(size));
        for (Frame frame = decoder.next(); frame != null; frame = decoder.next()) {
          byte[] body = new byte[frame.body().readableBytes()];
          frame.body().readBytes(body);
          received.add(
              (char) frame.type() + ":" + java.util.Arrays.hashCode(body) + ":" + body.length);
        }
      }
    }
    assertThat(received).isEqualTo(sent);
  }

  private static void nonsense(Random random) {
    byte[] bytes = new byte[random.nextInt(400)];
    random.nextBytes(bytes);
    ConnectionPhase[] phases = ConnectionPhase.values();
    var phase = phases[random.nextInt(phases.length)];
    if (bytes.length > 5 && random.nextBoolean()) {
      // A length that is often allowed lets the rounds get past the first check.
      bytes[0] = (byte) TYPES.charAt(random.nextInt(TYPES.length()));
      bytes[1] = 0;
      bytes[2] = 0;
      bytes[3] = 0;
    }
    try (var decoder = commandDecoder()) {
      decoder.enter(phase);
      int before = decoder.capacity();
      decoder.append(Unpooled.wrappedBuffer(bytes));
      decodeAll(decoder);
      assertThat(decoder.capacity()).isEqualTo(before);
    }
  }

  private static void mutatedBodies(Random random) {
    ByteBuf body = validBody(random);
    int length = body.readableBytes();
    char type = (char) body.readByte();
    for (int i = random.nextInt(4); i > 0 && length > 1; i--) {
      body.setByte(1 + random.nextInt(length - 1), random.nextInt(256));
    }
    int cut = random.nextInt(3) == 0 ? random.nextInt(body.readableBytes() + 1) : 0;
    body.writerIndex(body.writerIndex() - cut);
    try (var decoder = commandDecoder()) {
      ByteBuf frame = Unpooled.buffer();
      frame.writeByte(type).writeInt(body.readableBytes() + 4).writeBytes(body);
      decoder.append(frame);
      decodeAll(decoder);
    }
  }

  /** A type byte and a body that decodes. */
  private static ByteBuf validBody(Random random) {
    ByteBuf body = Unpooled.buffer();
    switch (random.nextInt(5)) {
      case 0 -> body.writeBytes(new byte[] {'Q', 'a', (byte) 0xc3, (byte) 0xa9, 0});
      case 1 -> {
        int count = random.nextInt(4);
        body.writeBytes(new byte[] {'P', 's', 0, 'q', 0}).writeShort(count).writeZero(4 * count);
      }
      case 2 -> {
        body.writeBytes(new byte[] {'B', 0, 0}).writeShort(1).writeShort(1).writeShort(2);
        body.writeInt(-1).writeInt(3).writeMedium(5).writeShort(0);
      }
      case 3 -> body.writeBytes(new byte[] {'D', 'P', 'x', 0});
      default -> body.writeByte('F').writeInt(1).writeZero(4).writeShort(0);
    }
    return body;
  }

  private static FrameDecoder commandDecoder() {
    var decoder = new FrameDecoder(new UnpooledByteBufAllocator(false));
    decoder.enter(ConnectionPhase.COMMAND);
    return decoder;
  }

  private static void decodeAll(FrameDecoder decoder) {
    try {
      for (Frame frame = decoder.next(); frame != null; frame = decoder.next()) {
        if (decoder.phase() == ConnectionPhase.COMMAND) {
          FrontendMessageDecoder.decode(frame);
        }
      }
    } catch (ProtocolException expected) {
      assertThat(expected.sqlState()).isIn("08P01", "22021");
    }
  }
}
