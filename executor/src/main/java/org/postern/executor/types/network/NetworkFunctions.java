package org.postern.executor.types.network;

import java.math.BigInteger;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.NetworkAddress;
import org.postern.executor.types.Slice;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Functions and operators of inet and cidr.
 *
 * <p>Source: PostgreSQL documentation, section 9.12 "Network Address Functions and Operators".
 */
public final class NetworkFunctions {
  private static final int V4_FAMILY = 2;
  private static final int V6_FAMILY = 3;

  private NetworkFunctions() {}

  /** The number that stands for the family in binary form and in hashes. */
  public static int familyCode(NetworkAddress value) {
    return value.isV4() ? V4_FAMILY : V6_FAMILY;
  }

  /** The bytes that are hashed. */
  public static Slice hashed(NetworkAddress value) {
    ByteSink out = new ByteSink(18);
    out.put(familyCode(value)).put(value.bits());
    return out.put(value.address(), 0, value.address().length).toSlice();
  }

  /** The mask byte at {@code index} for a network of {@code bits}. */
  private static int mask(int bits, int index) {
    int left = bits - index * 8;
    if (left >= 8) {
      return 0xFF;
    }
    return left <= 0 ? 0 : 0xFF << (8 - left) & 0xFF;
  }

  static boolean hostPartIsZero(NetworkAddress value) {
    byte[] bytes = value.address();
    for (int i = 0; i < bytes.length; i++) {
      if ((bytes[i] & ~mask(value.bits(), i) & 0xFF) != 0) {
        return false;
      }
    }
    return true;
  }

  private static NetworkAddress host(byte[] bytes) {
    return new NetworkAddress(bytes, bytes.length * 8);
  }

  private static NetworkAddress masked(NetworkAddress value, int bits) {
    byte[] bytes = value.address().clone();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] &= (byte) mask(bits, i);
    }
    return new NetworkAddress(bytes, bits);
  }

  /** network(inet), and the cast of inet to cidr. */
  public static NetworkAddress network(NetworkAddress value) {
    return masked(value, value.bits());
  }

  public static NetworkAddress broadcast(NetworkAddress value) {
    byte[] bytes = value.address().clone();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] |= (byte) ~mask(value.bits(), i);
    }
    return new NetworkAddress(bytes, value.bits());
  }

  public static NetworkAddress netmask(NetworkAddress value) {
    byte[] bytes = new byte[value.address().length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) mask(value.bits(), i);
    }
    return host(bytes);
  }

  public static NetworkAddress hostmask(NetworkAddress value) {
    return not(netmask(value), value.maxBits());
  }

  public static long family(NetworkAddress value) {
    return value.isV4() ? 4 : 6;
  }

  /** set_masklen of inet, which keeps the host part; -1 stands for the whole address. */
  public static NetworkAddress setInetBits(NetworkAddress value, long bits) {
    return new NetworkAddress(value.address(), checkedBits(value, bits));
  }

  /** set_masklen of cidr, which clears what is no longer in the network. */
  public static NetworkAddress setCidrBits(NetworkAddress value, long bits) {
    return masked(value, checkedBits(value, bits));
  }

  private static int checkedBits(NetworkAddress value, long bits) {
    if (bits == -1) {
      return value.maxBits();
    }
    if (bits < 0 || bits > value.maxBits()) {
      throw SqlException.error(SqlState.INVALID_PARAMETER_VALUE, "invalid mask length: %d", bits);
    }
    return (int) bits;
  }

  /** Whether {@code inner} lies in the network of {@code outer}; equal networks count too. */
  public static boolean containedOrEqual(NetworkAddress inner, NetworkAddress outer) {
    return inner.sameFamily(outer)
        && inner.bits() >= outer.bits()
        && inner.compareBits(outer, outer.bits()) == 0;
  }

  public static boolean contained(NetworkAddress inner, NetworkAddress outer) {
    return inner.bits() > outer.bits() && containedOrEqual(inner, outer);
  }

  public static boolean overlap(NetworkAddress a, NetworkAddress b) {
    return a.sameFamily(b) && a.compareBits(b, Math.min(a.bits(), b.bits())) == 0;
  }

  /** The smallest network that includes both. */
  public static NetworkAddress merge(NetworkAddress a, NetworkAddress b) {
    if (!a.sameFamily(b)) {
      throw SqlException.error(
          SqlState.INVALID_PARAMETER_VALUE, "cannot merge addresses from different families");
    }
    int common = Math.min(a.bits(), b.bits());
    while (common > 0 && a.compareBits(b, common) != 0) {
      common--;
    }
    return masked(a, common);
  }

  public static NetworkAddress not(NetworkAddress value) {
    return not(value, value.bits());
  }

  private static NetworkAddress not(NetworkAddress value, int bits) {
    byte[] bytes = value.address().clone();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) ~bytes[i];
    }
    return new NetworkAddress(bytes, bits);
  }

  public static NetworkAddress and(NetworkAddress a, NetworkAddress b) {
    if (!a.sameFamily(b)) {
      throw SqlException.error(
          SqlState.INVALID_PARAMETER_VALUE, "cannot AND inet values of different sizes");
    }
    byte[] bytes = a.address().clone();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] &= b.address()[i];
    }
    return new NetworkAddress(bytes, Math.max(a.bits(), b.bits()));
  }

  public static NetworkAddress or(NetworkAddress a, NetworkAddress b) {
    if (!a.sameFamily(b)) {
      throw SqlException.error(
          SqlState.INVALID_PARAMETER_VALUE, "cannot OR inet values of different sizes");
    }
    byte[] bytes = a.address().clone();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] |= b.address()[i];
    }
    return new NetworkAddress(bytes, Math.max(a.bits(), b.bits()));
  }

  private static SqlException outOfRange() {
    return SqlException.error(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "result is out of range");
  }

  /** The address moved by an offset, which must not leave the address space. */
  public static NetworkAddress add(NetworkAddress value, long offset) {
    byte[] bytes = value.address().clone();
    long carry = offset;
    for (int i = bytes.length - 1; i >= 0; i--) {
      long sum = (bytes[i] & 0xFF) + (carry & 0xFF);
      bytes[i] = (byte) sum;
      carry = (carry >> 8) + (sum >> 8);
    }
    if (carry != 0) {
      throw outOfRange();
    }
    return new NetworkAddress(bytes, value.bits());
  }

  public static NetworkAddress subtract(NetworkAddress value, long offset) {
    if (offset == Long.MIN_VALUE) {
      return add(add(value, Long.MAX_VALUE), 1);
    }
    return add(value, -offset);
  }

  /** The distance between two addresses, which must fit a bigint. */
  public static long subtract(NetworkAddress a, NetworkAddress b) {
    if (!a.sameFamily(b)) {
      throw SqlException.error(
          SqlState.INVALID_PARAMETER_VALUE, "cannot subtract inet values of different sizes");
    }
    BigInteger difference = new BigInteger(1, a.address()).subtract(new BigInteger(1, b.address()));
    if (difference.bitLength() > 63) {
      throw outOfRange();
    }
    return difference.longValue();
  }
}
