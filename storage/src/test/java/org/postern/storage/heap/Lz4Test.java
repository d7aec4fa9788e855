package org.postern.storage.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postern.storage.error.SqlException;

class Lz4Test {
  @Test
  void shouldGiveBackWhatWasCompressed() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      byte[] in = new byte[random.nextInt(20000)];
      int alphabet = 1 + random.nextInt(20);
      for (int i = 0; i < in.length; i++) {
        in[i] =
            i > 50 && random.nextInt(4) > 0
                ? in[i - 1 - random.nextInt(50)]
                : (byte) random.nextInt(alphabet);
      }
      byte[] out = new byte[in.length + in.length / 200 + 32];
      int size = Lz4.compress(in, 0, in.length, out, 3);
      assertThat(size).as("seed=%d round=%d", seed, round).isPositive();
      assertThat(Lz4.decompress(out, 3, size, in.length))
          .as("seed=%d round=%d", seed, round)
          .isEqualTo(in);
    }
  }

  @Test
  void shouldShrinkRepetitions() {
    byte[] in = "abcdefgh".repeat(1000).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    byte[] out = new byte[in.length];
    assertThat(Lz4.compress(in, 0, in.length, out, 0)).isBetween(1, 200);
  }

  @Test
  void shouldGiveUpWhenNothingIsGained() {
    byte[] in = new byte[4000];
    new Random(1).nextBytes(in);
    assertThat(Lz4.compress(in, 0, in.length, new byte[3000], 0)).isEqualTo(-1);
  }

  @Test
  void shouldReportDamagedData() {
    byte[] in = new byte[1000];
    byte[] out = new byte[1100];
    int size = Lz4.compress(in, 0, in.length, out, 0);
    byte[] cut = Arrays.copyOf(out, size - 3);
    assertThatThrownBy(() -> Lz4.decompress(cut, 0, cut.length, 1000))
        .isInstanceOf(SqlException.class);
  }
}
