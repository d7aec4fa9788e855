package org.postern.executor.functions;

import java.security.SecureRandom;

/**
 * The generator behind random(): xoroshiro128**, so that setseed gives PostgreSQL's sequence.
 *
 * <p>Source: Blackman and Vigna, "Scrambled Linear Pseudorandom Number Generators", 2018.
 */
final class RandomState {
  private static final long SEED_SCALE = (1L << 52) - 1;

  private long first;
  private long second;
  private boolean seeded;

  /** {@code seed} lies between -1 and 1. */
  void seed(double seed) {
    start((long) (SEED_SCALE * seed));
  }

  private void start(long seed) {
    first = mixed(seed + 0x9E3779B97F4A7C15L);
    second = mixed(seed + 2 * 0x9E3779B97F4A7C15L);
    if (first == 0 && second == 0) {
      first = 0x5851F42D4C957F2DL;
      second = 0x14057B7EF767814FL;
    }
    seeded = true;
  }

  /** The output function of splitmix64. */
  private static long mixed(long value) {
    long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }

  /** A number of [0, 1) with 52 random bits. */
  double nextDouble() {
    if (!seeded) {
      start(new SecureRandom().nextLong());
    }
    long s0 = first;
    long sx = second ^ s0;
    long value = Long.rotateLeft(s0 * 5, 7) * 9;
    first = Long.rotateLeft(s0, 24) ^ sx ^ sx << 16;
    second = Long.rotateLeft(sx, 37);
    return Math.scalb((double) (value >>> 12), -52);
  }
}
