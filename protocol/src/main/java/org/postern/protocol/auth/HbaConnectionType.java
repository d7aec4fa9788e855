package org.postern.protocol.auth;

import java.util.Optional;

/** The first field of a pg_hba.conf line: which connections it is about. */
public enum HbaConnectionType {
  LOCAL("local"),
  HOST("host"),
  HOSTSSL("hostssl"),
  HOSTNOSSL("hostnossl"),
  HOSTGSSENC("hostgssenc"),
  HOSTNOGSSENC("hostnogssenc");

  private final String keyword;

  HbaConnectionType(String keyword) {
    this.keyword = keyword;
  }

  static Optional<HbaConnectionType> of(String keyword) {
    for (HbaConnectionType type : values()) {
      if (type.keyword.equals(keyword)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  boolean covers(HbaRequest request) {
    boolean overTcp = request.clientAddress() != null;
    boolean ssl = request.encryption() == HbaRequest.Encryption.SSL;
    boolean gss = request.encryption() == HbaRequest.Encryption.GSS;
    return switch (this) {
      case LOCAL -> !overTcp;
      case HOST -> overTcp;
      case HOSTSSL -> overTcp && ssl;
      case HOSTNOSSL -> overTcp && !ssl;
      case HOSTGSSENC -> overTcp && gss;
      case HOSTNOGSSENC -> overTcp && !gss;
    };
  }
}
