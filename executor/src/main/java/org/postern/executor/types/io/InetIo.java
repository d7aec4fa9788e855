package org.postern.executor.types.io;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.ByteSource;
import org.postern.executor.types.NetworkAddress;
import org.postern.executor.types.Physical;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeIo;
import org.postern.executor.types.network.NetworkFunctions;
import org.postern.executor.types.network.NetworkInput;
import org.postern.executor.types.network.NetworkOutput;

/**
 * inet and cidr.
 *
 * <pre>
 *   stored → bits(1) address(4 or 16)
 *   binary → family(1: 2 or 3) bits(1) is-cidr(1) length(1) address
 * </pre>
 */
public final class InetIo implements TypeIo {
  private final boolean cidr;

  InetIo(boolean cidr) {
    this.cidr = cidr;
  }

  @Override
  public Physical physical() {
    return Physical.OBJECT;
  }

  @Override
  public Object input(String text, int typmod, TypeContext ctx) {
    return NetworkInput.parse(text, cidr);
  }

  @Override
  public void output(Object value, ByteSink out, TypeContext ctx) {
    NetworkAddress address = (NetworkAddress) value;
    out.putAscii(cidr ? NetworkOutput.full(address) : NetworkOutput.inet(address));
  }

  @Override
  public Object receive(Slice binary, int typmod, TypeContext ctx) {
    String type = cidr ? "cidr" : "inet";
    ByteSource source = new ByteSource(binary);
    int family = source.takeByte();
    if (family != 2 && family != 3) {
      throw IoErrors.binary("invalid address family in external \"" + type + "\" value");
    }
    int bits = source.takeByte() & 0xFF;
    int size = family == 2 ? 4 : 16;
    if (bits > size * 8) {
      throw IoErrors.binary("invalid bits in external \"" + type + "\" value");
    }
    source.takeByte();
    if (source.takeByte() != size) {
      throw IoErrors.binary("invalid length in external \"" + type + "\" value");
    }
    NetworkAddress value = new NetworkAddress(source.take(size).toBytes(), bits);
    if (cidr && !NetworkFunctions.network(value).equals(value)) {
      throw IoErrors.binary("invalid external \"cidr\" value");
    }
    return value;
  }

  @Override
  public void send(Object value, ByteSink out, TypeContext ctx) {
    NetworkAddress address = (NetworkAddress) value;
    int size = address.address().length;
    out.put(NetworkFunctions.familyCode(address)).put(address.bits()).put(cidr ? 1 : 0).put(size);
    out.put(address.address(), 0, size);
  }

  @Override
  public int storedLength(Object value) {
    return 1 + ((NetworkAddress) value).address().length;
  }

  @Override
  public void store(Object value, byte[] base, int offset) {
    NetworkAddress address = (NetworkAddress) value;
    base[offset] = (byte) address.bits();
    System.arraycopy(address.address(), 0, base, offset + 1, address.address().length);
  }

  @Override
  public Object load(byte[] base, int offset, int length) {
    byte[] address = java.util.Arrays.copyOfRange(base, offset + 1, offset + length);
    return new NetworkAddress(address, base[offset] & 0xFF);
  }
}
