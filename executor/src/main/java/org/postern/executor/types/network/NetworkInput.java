package org.postern.executor.types.network;

import java.util.Arrays;
import org.postern.executor.types.NetworkAddress;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Reads inet and cidr values. A text with a colon is an IPv6 address.
 *
 * <p>For inet all four octets are needed unless the length of the network is given. For cidr the
 * octets may end early, the first one may be hexadecimal, and a missing length follows from the
 * class of the address, widened to the octets that were written.
 *
 * <p>Source: PostgreSQL documentation, sections 8.9.1 "inet" and 8.9.2 "cidr".
 */
public final class NetworkInput {
  private static final int V4_BITS = 32;
  private static final int CLASS_D = 224;

  private final String text;
  private final boolean cidr;
  private int at;

  private NetworkInput(String text, boolean cidr) {
    this.text = text;
    this.cidr = cidr;
  }

  /** Reads a value of cidr or of inet. */
  public static NetworkAddress parse(String text, boolean cidr) {
    NetworkInput input = new NetworkInput(text, cidr);
    NetworkAddress value = text.indexOf(':') >= 0 ? input.readV6() : input.readV4();
    if (cidr && !NetworkFunctions.hostPartIsZero(value)) {
      throw SqlException.error(
              SqlState.INVALID_TEXT_REPRESENTATION, "invalid cidr value: \"%s\"", text)
          .withDetail("Value has bits set to right of mask.");
    }
    return value;
  }

  private SqlException fault() {
    return SqlException.error(
        SqlState.INVALID_TEXT_REPRESENTATION,
        "invalid input syntax for type %s: \"%s\"",
        cidr ? "cidr" : "inet",
        text);
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private boolean atEnd() {
    return at >= text.length();
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private NetworkAddress readV4() {
    byte[] bytes = new byte[4];
    boolean hex =
        cidr
            && peek() == '0'
            && text.length() > 2
            && (text.charAt(1) == 'x' || text.charAt(1) == 'X')
            && hexDigit(text.charAt(2)) >= 0;
    int octets = hex ? hexOctets(bytes) : octets(bytes);
    int bits = -1;
    if (peek() == '/') {
      at++;
      bits = v4Bits();
    }
    if (!atEnd()) {
      throw fault();
    }
    if (cidr) {
      return new NetworkAddress(bytes, bits < 0 ? classBits(bytes[0] & 0xFF, octets) : bits);
    }
    if (bits < 0 && octets < 4 || bits >= 0 && bits / 8 > octets) {
      throw fault();
    }
    return new NetworkAddress(bytes, bits < 0 ? V4_BITS : bits);
  }

  private static int hexDigit(char c) {
    return c < 128 ? Character.digit(c, 16) : -1;
  }

  /** Digits by pairs; an odd one at the end is the high half of its octet. */
  private int hexOctets(byte[] bytes) {
    at = 2;
    int digits = 0;
    for (int digit = hexDigit(peek()); digit >= 0; digit = hexDigit(peek())) {
      if (digits == 8) {
        throw fault();
      }
      bytes[digits / 2] |= (byte) (digits % 2 == 0 ? digit << 4 : digit);
      digits++;
      at++;
    }
    return (digits + 1) / 2;
  }

  /** One to four numbers of 0 to 255 with points between them. */
  private int octets(byte[] bytes) {
    int octets = 0;
    while (true) {
      if (octets == 4 || !isDigit(peek())) {
        throw fault();
      }
      int value = 0;
      while (isDigit(peek())) {
        value = value * 10 + text.charAt(at++) - '0';
        if (value > 255) {
          throw fault();
        }
      }
      bytes[octets++] = (byte) value;
      if (peek() != '.') {
        return octets;
      }
      at++;
    }
  }

  private int v4Bits() {
    if (!isDigit(peek())) {
      throw fault();
    }
    int bits = 0;
    while (isDigit(peek())) {
      bits = bits * 10 + text.charAt(at++) - '0';
      if (bits > V4_BITS) {
        throw fault();
      }
    }
    return bits;
  }

  private static int classBits(int first, int octets) {
    int bits;
    if (first >= 240) {
      bits = 32;
    } else if (first >= CLASS_D) {
      bits = 8;
    } else if (first >= 192) {
      bits = 24;
    } else {
      bits = first >= 128 ? 16 : 8;
    }
    bits = Math.max(bits, octets * 8);
    return bits == 8 && first == CLASS_D ? 4 : bits;
  }

  /** Groups of up to four hexadecimal digits, "::" once, an IPv4 address at the end. */
  private NetworkAddress readV6() {
    byte[] bytes = new byte[16];
    int length = 0;
    int gap = -1;
    if (text.startsWith("::")) {
      at = 1;
    } else if (peek() == ':') {
      throw fault();
    }
    while (!atEnd() && peek() != '/') {
      if (peek() == ':') {
        at++;
        if (gap >= 0) {
          throw fault();
        }
        gap = length;
        continue;
      }
      int start = at;
      int value = 0;
      while (hexDigit(peek()) >= 0) {
        value = value << 4 | hexDigit(text.charAt(at++));
        if (at - start > 4) {
          throw fault();
        }
      }
      if (peek() == '.' && length + 4 <= 16) {
        at = start;
        length = embeddedV4(bytes, length);
        break;
      }
      if (at == start || length + 2 > 16) {
        throw fault();
      }
      bytes[length++] = (byte) (value >> 8);
      bytes[length++] = (byte) value;
      if (peek() == ':') {
        at++;
        if (atEnd()) {
          throw fault();
        }
      } else if (!atEnd() && peek() != '/') {
        throw fault();
      }
    }
    int bits = v6Bits();
    if (gap >= 0) {
      if (length == 16) {
        throw fault();
      }
      int tail = length - gap;
      System.arraycopy(bytes, gap, bytes, 16 - tail, tail);
      Arrays.fill(bytes, gap, 16 - tail, (byte) 0);
    } else if (length != 16) {
      throw fault();
    }
    return new NetworkAddress(bytes, bits);
  }

  private int embeddedV4(byte[] bytes, int from) {
    byte[] v4 = new byte[4];
    for (int i = 0; i < 4; i++) {
      int start = at;
      int value = 0;
      while (isDigit(peek())) {
        if (at > start && value == 0) {
          throw fault();
        }
        value = value * 10 + text.charAt(at++) - '0';
        if (value > 255) {
          throw fault();
        }
      }
      if (at == start || i < 3 && peek() != '.') {
        throw fault();
      }
      at += i < 3 ? 1 : 0;
      v4[i] = (byte) value;
    }
    System.arraycopy(v4, 0, bytes, from, 4);
    return from + 4;
  }

  private int v6Bits() {
    if (atEnd()) {
      return 128;
    }
    if (peek() != '/') {
      throw fault();
    }
    at++;
    int start = at;
    int bits = 0;
    while (isDigit(peek())) {
      if (at > start && bits == 0) {
        throw fault();
      }
      bits = bits * 10 + text.charAt(at++) - '0';
      if (bits > 128) {
        throw fault();
      }
    }
    if (at == start || !atEnd()) {
      throw fault();
    }
    return bits;
  }
}
