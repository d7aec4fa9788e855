package org.postern.protocol.auth;

import java.net.InetAddress;

/** The address field of a pg_hba.conf line. */
public sealed interface HbaAddress {
  boolean covers(HbaRequest request);

  /** The line is about Unix-domain sockets and has no address, or says {@code all}. */
  record Any() implements HbaAddress {
    @Override
    public boolean covers(HbaRequest request) {
      return true;
    }
  }

  /** {@code samehost}: one of this machine's own addresses. */
  record SameHost() implements HbaAddress {
    @Override
    public boolean covers(HbaRequest request) {
      return request.interfaces().stream()
          .anyMatch(own -> own.address().equals(request.clientAddress()));
    }
  }

  /** {@code samenet}: an address in one of the networks that this machine is in. */
  record SameNet() implements HbaAddress {
    @Override
    public boolean covers(HbaRequest request) {
      return request.interfaces().stream()
          .map(own -> Range.ofPrefix(own.address().getAddress(), own.prefixLength()))
          .anyMatch(range -> range.covers(request));
    }
  }

  /** Addresses that agree with {@code address} in the bits of {@code mask}. */
  record Range(byte[] address, byte[] mask) implements HbaAddress {
    public Range {
      if (address.length != mask.length) {
        throw new IllegalArgumentException("IP address and mask do not match");
      }
    }

    static Range ofPrefix(byte[] address, int prefixLength) {
      byte[] mask = new byte[address.length];
      for (int bit = 0; bit < prefixLength; bit++) {
        mask[bit / 8] |= (byte) (0x80 >>> (bit % 8));
      }
      return new Range(address, mask);
    }

    @Override
    public boolean covers(HbaRequest request) {
      InetAddress client = request.clientAddress();
      byte[] bytes = client == null ? new byte[0] : client.getAddress();
      if (bytes.length != address.length) {
        return false;
      }
      for (int i = 0; i < bytes.length; i++) {
        if (((bytes[i] ^ address[i]) & mask[i]) != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
