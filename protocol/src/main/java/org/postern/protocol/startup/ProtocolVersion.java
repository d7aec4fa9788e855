package org.postern.protocol.startup;

/**
 * The version word of a startup packet, and the request codes that stand in its place.
 *
 * @param major the upper half
 * @param minor the lower half
 */
public record ProtocolVersion(int major, int minor) {
  /** The version we speak. */
  public static final ProtocolVersion LATEST = new ProtocolVersion(3, 0);

  /** The major number that no protocol will ever have: the word is a request then. */
  static final int REQUEST_MAJOR = 1234;

  static final int CANCEL_MINOR = 5678;
  static final int SSL_MINOR = 5679;
  static final int GSSENC_MINOR = 5680;

  static ProtocolVersion of(int word) {
    return new ProtocolVersion(word >>> 16, word & 0xffff);
  }

  public int word() {
    return major << 16 | minor;
  }

  boolean isRequest(int requestMinor) {
    return major == REQUEST_MAJOR && minor == requestMinor;
  }
}
