package org.postern.protocol.auth;

/** What a stored password is; see pg_authid.rolpassword. */
public enum PasswordType {
  PLAINTEXT,
  MD5,
  SCRAM_SHA_256;

  private static final int MD5_LENGTH = 35;

  /** Tells the kinds apart by form: what fits neither hash is taken for clear text. */
  public static PasswordType of(String stored) {
    if (stored.length() == MD5_LENGTH
        && stored.startsWith("md5")
        && stored.substring(3).chars().allMatch(c -> "0123456789abcdef".indexOf(c) >= 0)) {
      return MD5;
    }
    return ScramVerifier.parse(stored).isPresent() ? SCRAM_SHA_256 : PLAINTEXT;
  }
}
