package org.postern.protocol.auth;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The few functions that SCRAM-SHA-256 is made of.
 *
 * <p>Source: RFC 5802, section 2.2, with SHA-256 as RFC 7677 says.
 */
final class ScramCrypto {
  static final int KEY_LENGTH = 32;

  private static final String HMAC = "HmacSHA256";

  private ScramCrypto() {}

  /** Hi(): PBKDF2 with a single block, over the password's raw bytes. */
  static byte[] saltedPassword(byte[] password, byte[] salt, int iterations) {
    Mac mac = mac(password);
    mac.update(salt);
    mac.update(new byte[] {0, 0, 0, 1});
    byte[] block = mac.doFinal();
    byte[] result = block.clone();
    for (int i = 1; i < iterations; i++) {
      block = mac.doFinal(block);
      for (int k = 0; k < result.length; k++) {
        result[k] ^= block[k];
      }
    }
    return result;
  }

  static byte[] clientKey(byte[] saltedPassword) {
    return hmac(saltedPassword, Ascii.bytes("Client Key"));
  }

  static byte[] serverKey(byte[] saltedPassword) {
    return hmac(saltedPassword, Ascii.bytes("Server Key"));
  }

  static byte[] hmac(byte[] key, byte[] message) {
    return mac(key).doFinal(message);
  }

  static byte[] sha256(byte[]... parts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("SHA-256 is part of every JDK", impossible);
    }
  }

  static byte[] xor(byte[] left, byte[] right) {
    byte[] result = Arrays.copyOf(left, left.length);
    for (int i = 0; i < result.length; i++) {
      result[i] ^= right[i];
    }
    return result;
  }

  private static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      // HMAC pads keys with zeros, so one zero byte is the empty key, which the JDK refuses.
      mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, HMAC));
      return mac;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("HmacSHA256 is part of every JDK", impossible);
    }
  }
}
