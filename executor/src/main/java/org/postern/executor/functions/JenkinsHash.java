package org.postern.executor.functions;

import org.postern.executor.types.Slice;

/**
 * The hash of byte strings and 32-bit numbers that PostgreSQL's hash functions are built on.
 *
 * <p>Source: Bob Jenkins, "lookup3.c", 2006, on little-endian words.
 */
public final class JenkinsHash {
  private static final int START = 0x9e3779b9 + 3923095;

  private int a;
  private int b;
  private int c;

  private JenkinsHash(int length, long seed) {
    a = START + length;
    b = a;
    c = a;
    if (seed != 0) {
      a += (int) (seed >>> 32);
      b += (int) seed;
      mix();
    }
  }

  /** 32 bits of a byte string. */
  public static int of(Slice bytes) {
    return run(bytes, 0).c;
  }

  /** 64 bits of a byte string with a seed. */
  static long extended(Slice bytes, long seed) {
    JenkinsHash hash = run(bytes, seed);
    return (long) hash.b << 32 | hash.c & 0xFFFFFFFFL;
  }

  /** 32 bits of a 32-bit number. */
  static int of(int value) {
    JenkinsHash hash = new JenkinsHash(4, 0);
    hash.a += value;
    hash.finish();
    return hash.c;
  }

  /** 64 bits of a 32-bit number with a seed. */
  static long extended(int value, long seed) {
    JenkinsHash hash = new JenkinsHash(4, seed);
    hash.a += value;
    hash.finish();
    return (long) hash.b << 32 | hash.c & 0xFFFFFFFFL;
  }

  private static JenkinsHash run(Slice bytes, long seed) {
    int length = bytes.length();
    JenkinsHash hash = new JenkinsHash(length, seed);
    int at = 0;
    for (; length - at >= 12; at += 12) {
      hash.a += word(bytes, at);
      hash.b += word(bytes, at + 4);
      hash.c += word(bytes, at + 8);
      hash.mix();
    }
    hash.tail(bytes, at);
    return hash;
  }

  private static int word(Slice bytes, int at) {
    return bytes.unsignedAt(at)
        | bytes.unsignedAt(at + 1) << 8
        | bytes.unsignedAt(at + 2) << 16
        | bytes.unsignedAt(at + 3) << 24;
  }

  /** The last 0 to 11 bytes; the lowest byte of c belongs to the length. */
  private void tail(Slice bytes, int from) {
    for (int i = from; i < bytes.length(); i++) {
      int value = bytes.unsignedAt(i);
      int place = i - from;
      if (place < 4) {
        a += value << 8 * place;
      } else if (place < 8) {
        b += value << 8 * (place - 4);
      } else {
        c += value << 8 * (place - 7);
      }
    }
    finish();
  }

  private void mix() {
    a -= c;
    a ^= Integer.rotateLeft(c, 4);
    c += b;
    b -= a;
    b ^= Integer.rotateLeft(a, 6);
    a += c;
    c -= b;
    c ^= Integer.rotateLeft(b, 8);
    b += a;
    a -= c;
    a ^= Integer.rotateLeft(c, 16);
    c += b;
    b -= a;
    b ^= Integer.rotateLeft(a, 19);
    a += c;
    c -= b;
    c ^= Integer.rotateLeft(b, 4);
    b += a;
  }

  private void finish() {
    c ^= b;
    c -= Integer.rotateLeft(b, 14);
    a ^= c;
    a -= Integer.rotateLeft(c, 11);
    b ^= a;
    b -= Integer.rotateLeft(a, 25);
    c ^= b;
    c -= Integer.rotateLeft(b, 16);
    a ^= c;
    a -= Integer.rotateLeft(c, 4);
    b ^= a;
    b -= Integer.rotateLeft(a, 14);
    c ^= b;
    c -= Integer.rotateLeft(b, 24);
  }
}
