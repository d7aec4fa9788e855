package org.postern.executor.types.network;

import org.postern.executor.types.NetworkAddress;

/** The texts of inet and cidr values: in full, with or without the length, and abbreviated. */
public final class NetworkOutput {
  private static final int WORDS = 8;

  private NetworkOutput() {}

  /** The address alone. */
  public static String host(NetworkAddress value) {
    return value.isV4() ? v4(value.address()) : v6(value.address());
  }

  /** With the length of the network, always. */
  public static String full(NetworkAddress value) {
    return host(value) + "/" + value.bits();
  }

  /** The output of inet: a length that is the whole address is left out. */
  public static String inet(NetworkAddress value) {
    return value.bits() == value.maxBits() ? host(value) : full(value);
  }

  /** abbrev(cidr): what lies outside of the network is left out. */
  public static String abbreviatedCidr(NetworkAddress value) {
    String network = value.isV4() ? shortV4(value) : shortV6(value);
    return network + "/" + value.bits();
  }

  private static String v4(byte[] bytes) {
    return (bytes[0] & 0xFF)
        + "."
        + (bytes[1] & 0xFF)
        + "."
        + (bytes[2] & 0xFF)
        + "."
        + (bytes[3] & 0xFF);
  }

  private static int word(byte[] bytes, int index) {
    return (bytes[index * 2] & 0xFF) << 8 | bytes[index * 2 + 1] & 0xFF;
  }

  /** The first of the longest runs of zero words: its place and length; length 0 for none. */
  private record ZeroRun(int start, int length) {
    boolean covers(int index) {
      return length > 0 && index >= start && index < start + length;
    }

    static ZeroRun longest(byte[] bytes, int words) {
      ZeroRun best = new ZeroRun(0, 0);
      int length = 0;
      for (int i = 0; i < words; i++) {
        length = word(bytes, i) == 0 ? length + 1 : 0;
        if (length > best.length) {
          best = new ZeroRun(i - length + 1, length);
        }
      }
      return best;
    }
  }

  private static String v6(byte[] bytes) {
    ZeroRun run = ZeroRun.longest(bytes, WORDS);
    ZeroRun zeros = run.length() < 2 ? new ZeroRun(0, 0) : run;
    boolean mapped =
        zeros.length() > 0
            && zeros.start() == 0
            && (zeros.length() == 6
                || zeros.length() == 7 && word(bytes, 7) != 1
                || zeros.length() == 5 && word(bytes, 5) == 0xFFFF);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < WORDS; i++) {
      if (zeros.covers(i)) {
        if (i == zeros.start()) {
          text.append(':');
        }
        continue;
      }
      if (i > 0) {
        text.append(':');
      }
      if (i == 6 && mapped) {
        byte[] last = {bytes[12], bytes[13], bytes[14], bytes[15]};
        return text.append(v4(last)).toString();
      }
      text.append(Integer.toHexString(word(bytes, i)));
    }
    if (zeros.length() > 0 && zeros.start() + zeros.length() == WORDS) {
      text.append(':');
    }
    return text.toString();
  }

  private static String shortV4(NetworkAddress value) {
    if (value.bits() == 0) {
      return "0";
    }
    byte[] bytes = NetworkFunctions.network(value).address();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < (value.bits() + 7) / 8; i++) {
      text.append(i > 0 ? "." : "").append(bytes[i] & 0xFF);
    }
    return text.toString();
  }

  private static String shortV6(NetworkAddress value) {
    if (value.bits() == 0) {
      return "::";
    }
    byte[] bytes = NetworkFunctions.network(value).address();
    int words = Math.max((value.bits() + 15) / 16, 2);
    ZeroRun zeros = ZeroRun.longest(bytes, words);
    boolean mapped =
        zeros.length() != words
            && zeros.start() == 0
            && (zeros.length() == 6
                || zeros.length() == 5 && word(bytes, 5) == 0xFFFF
                || zeros.length() == 7 && bytes[14] != 0 && bytes[15] != 1);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words; i++) {
      if (zeros.covers(i)) {
        text.append(i == zeros.start() ? ":" : "").append(i == words - 1 ? ":" : "");
      } else if (mapped && i > 5) {
        text.append(i == 6 ? ':' : '.').append(bytes[i * 2] & 0xFF);
        if (i != 7 || value.bits() > 120) {
          text.append('.').append(bytes[i * 2 + 1] & 0xFF);
        }
      } else {
        text.append(text.isEmpty() ? "" : ":").append(Integer.toHexString(word(bytes, i)));
      }
    }
    return text.toString();
  }
}
