package org.postern.protocol.auth;

import java.util.Optional;

/**
 * How a user proves who he is.
 *
 * <p>All names that PostgreSQL knows are recognised. Those that we cannot carry out are refused
 * when the file is loaded, as a PostgreSQL built without them does: a line that silently matched
 * and then failed would lock its users out without a word in the log.
 */
public enum HbaMethod {
  TRUST("trust", true),
  REJECT("reject", true),
  /** The password in clear text. */
  PASSWORD("password", true),
  /** MD5 if the stored password is an MD5 hash, SCRAM if it is a SCRAM verifier. */
  MD5("md5", true),
  SCRAM_SHA_256("scram-sha-256", true),
  /** The operating system's user name at the other end of a Unix-domain socket. */
  PEER("peer", true),
  IDENT("ident", false),
  GSS("gss", false),
  SSPI("sspi", false),
  PAM("pam", false),
  BSD("bsd", false),
  LDAP("ldap", false),
  CERT("cert", false),
  RADIUS("radius", false);

  private final String keyword;
  private final boolean supported;

  HbaMethod(String keyword, boolean supported) {
    this.keyword = keyword;
    this.supported = supported;
  }

  static Optional<HbaMethod> of(String keyword) {
    for (HbaMethod method : values()) {
      if (method.keyword.equals(keyword)) {
        return Optional.of(method);
      }
    }
    return Optional.empty();
  }

  public String keyword() {
    return keyword;
  }

  boolean supported() {
    return supported;
  }
}
