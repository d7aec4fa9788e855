package org.postern.executor.types;

import java.util.Arrays;

/**
 * A value of inet or cidr: an address of four or sixteen bytes and how many of its first bits name
 * the network. The bytes are shared: read only.
 *
 * <p>Source: PostgreSQL documentation, section 8.9 "Network Address Types".
 */
public final class NetworkAddress implements Comparable<NetworkAddress> {
  private static final int V4_BYTES = 4;

  private final byte[] address;
  private final int bits;

  public NetworkAddress(byte[] address, int bits) {
    assert bits >= 0 && bits <= address.length * 8 : "bits=" + bits;
    this.address = address;
    this.bits = bits;
  }

  public byte[] address() {
    return address;
  }

  /** The length of the network part. */
  public int bits() {
    return bits;
  }

  /** The length of the whole address in bits. */
  public int maxBits() {
    return address.length * 8;
  }

  public boolean isV4() {
    return address.length == V4_BYTES;
  }

  public boolean sameFamily(NetworkAddress other) {
    return address.length == other.address.length;
  }

  /** How the first {@code count} bits of two addresses of one family compare. */
  public int compareBits(NetworkAddress other, int count) {
    int whole = count / 8;
    int byBytes = Arrays.compareUnsigned(address, 0, whole, other.address, 0, whole);
    if (byBytes != 0 || count % 8 == 0) {
      return byBytes;
    }
    int mask = 0xFF << (8 - count % 8) & 0xFF;
    return Integer.compare(address[whole] & mask, other.address[whole] & mask);
  }

  /** IPv4 first, then by the bits both networks have, the wider network, and the address. */
  @Override
  public int compareTo(NetworkAddress other) {
    if (!sameFamily(other)) {
      return Integer.compare(address.length, other.address.length);
    }
    int byNetwork = compareBits(other, Math.min(bits, other.bits));
    if (byNetwork != 0) {
      return byNetwork;
    }
    return bits != other.bits
        ? Integer.compare(bits, other.bits)
        : Arrays.compareUnsigned(address, other.address);
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof NetworkAddress other
        && bits == other.bits
        && Arrays.equals(address, other.address);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(address) * 31 + bits;
  }

  @Override
  public String toString() {
    return Arrays.toString(address) + "/" + bits;
  }
}
