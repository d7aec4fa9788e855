package org.postern.executor.types.text;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Slice;

/** md5 (as hex text) and the SHA-2 family (as bytea). */
public final class Hashes {
  private Hashes() {}

  public static Slice md5(Slice value) {
    ByteSink out = new ByteSink(32);
    ByteaText.appendHex(digest("MD5", value), out);
    return out.toSlice();
  }

  public static Slice sha224(Slice value) {
    return digest("SHA-224", value);
  }

  public static Slice sha256(Slice value) {
    return digest("SHA-256", value);
  }

  public static Slice sha384(Slice value) {
    return digest("SHA-384", value);
  }

  public static Slice sha512(Slice value) {
    return digest("SHA-512", value);
  }

  private static Slice digest(String algorithm, Slice value) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      digest.update(value.base(), value.offset(), value.length());
      return Slice.of(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has it: algorithm=" + algorithm, e);
    }
  }
}
