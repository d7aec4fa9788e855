package org.postern.storage.heap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * The LZ4 block format, as PostgreSQL's {@code default_toast_compression = lz4} uses it: literals
 * and matches of at least four bytes up to 64 KiB back, found through a small hash table.
 *
 * <p>Source: "LZ4 Block Format Description", Yann Collet.
 */
final class Lz4 {
  private static final int MIN_MATCH = 4;
  private static final int LAST_LITERALS = 5;
  private static final int MATCH_LIMIT = 12;
  private static final int MAX_DISTANCE = 65535;
  private static final int HASH_BITS = 13;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private Lz4() {}

  /**
   * Compresses into {@code out} from {@code outAt} on; returns the length, -1 if it is too long.
   */
  static int compress(byte[] in, int from, int length, byte[] out, int outAt) {
    int[] table = new int[1 << HASH_BITS];
    Arrays.fill(table, -1);
    int end = from + length;
    int matchEnd = end - LAST_LITERALS;
    int lastStart = end - MATCH_LIMIT;
    int anchor = from;
    int at = from;
    int to = outAt;
    int misses = 0;
    while (at <= lastStart) {
      int value = (int) INT.get(in, at);
      int hash = value * -1640531535 >>> 32 - HASH_BITS;
      int match = table[hash];
      table[hash] = at;
      if (match < 0 || at - match > MAX_DISTANCE || (int) INT.get(in, match) != value) {
        // Skip faster through what does not compress.
        at += 1 + (misses++ >> 6);
        continue;
      }
      misses = 0;
      int size = MIN_MATCH;
      while (at + size < matchEnd && in[at + size] == in[match + size]) {
        size++;
      }
      to = sequence(in, anchor, at - anchor, at - match, size, out, to);
      if (to < 0) {
        return -1;
      }
      at += size;
      anchor = at;
    }
    to = sequence(in, anchor, end - anchor, 0, 0, out, to);
    return to < 0 ? -1 : to - outAt;
  }

  private static int sequence(
      byte[] in, int literals, int count, int distance, int match, byte[] out, int start) {
    int worst = 1 + count + count / 255 + 1 + (match == 0 ? 0 : 2 + match / 255 + 1);
    if (start + worst > out.length) {
      return -1;
    }
    int to = start + 1;
    int token = Math.min(count, 15) << 4;
    if (count >= 15) {
      to = longLength(count - 15, out, to);
    }
    System.arraycopy(in, literals, out, to, count);
    to += count;
    if (match > 0) {
      out[to++] = (byte) distance;
      out[to++] = (byte) (distance >>> 8);
      int rest = match - MIN_MATCH;
      token |= Math.min(rest, 15);
      if (rest >= 15) {
        to = longLength(rest - 15, out, to);
      }
    }
    out[start] = (byte) token;
    return to;
  }

  private static int longLength(int value, byte[] out, int start) {
    int to = start;
    int rest = value;
    while (rest >= 255) {
      out[to++] = (byte) 255;
      rest -= 255;
    }
    out[to++] = (byte) rest;
    return to;
  }

  /** Decompresses exactly {@code raw} bytes. */
  static byte[] decompress(byte[] in, int from, int length, int raw) {
    byte[] out = new byte[raw];
    int at = from;
    int end = from + length;
    int to = 0;
    try {
      while (at < end) {
        int token = in[at++] & 0xff;
        int count = token >>> 4;
        if (count == 15) {
          int more;
          do {
            more = in[at++] & 0xff;
            count += more;
          } while (more == 255);
        }
        System.arraycopy(in, at, out, to, count);
        at += count;
        to += count;
        if (at >= end) {
          break;
        }
        int distance = in[at++] & 0xff | (in[at++] & 0xff) << 8;
        int size = (token & 15) + MIN_MATCH;
        if ((token & 15) == 15) {
          int more;
          do {
            more = in[at++] & 0xff;
            size += more;
          } while (more == 255);
        }
        to = copyMatch(out, to, distance, size);
      }
    } catch (IndexOutOfBoundsException e) {
      throw corrupt().withCause(e);
    }
    if (to != raw) {
      throw corrupt();
    }
    return out;
  }

  private static int copyMatch(byte[] out, int start, int distance, int size) {
    int source = start - distance;
    if (distance == 0 || source < 0) {
      throw corrupt();
    }
    if (distance >= size) {
      System.arraycopy(out, source, out, start, size);
      return start + size;
    }
    int to = start;
    for (int i = 0; i < size; i++) {
      out[to++] = out[source++];
    }
    return to;
  }

  private static SqlException corrupt() {
    return SqlException.error(SqlState.DATA_CORRUPTED, "compressed lz4 data is corrupt");
  }
}
