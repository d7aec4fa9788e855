package org.postern.protocol.auth;

import org.postern.protocol.frame.ProtocolException;
import org.postern.protocol.startup.ReplicationMode;

/**
 * The refusals a client gets to see. They say what was refused, never why: whether the user exists
 * or the password is wrong goes to the server's log only.
 */
public final class AuthFailure {
  private AuthFailure() {}

  /** No line of pg_hba.conf matched. */
  public static ProtocolException noEntry(HbaRequest request) {
    if (request.replication() == ReplicationMode.PHYSICAL) {
      return refused(
          "no pg_hba.conf entry for replication connection from host \"%s\", user \"%s\", %s",
          request.host(), request.user(), request.encryption().phrase());
    }
    return refused(
        "no pg_hba.conf entry for host \"%s\", user \"%s\", database \"%s\", %s",
        request.host(), request.user(), request.database(), request.encryption().phrase());
  }

  /** The line that matched says {@code reject}. */
  public static ProtocolException rejected(HbaRequest request) {
    if (request.replication() == ReplicationMode.PHYSICAL) {
      return refused(
          "pg_hba.conf rejects replication connection for host \"%s\", user \"%s\", %s",
          request.host(), request.user(), request.encryption().phrase());
    }
    return refused(
        "pg_hba.conf rejects connection for host \"%s\", user \"%s\", database \"%s\", %s",
        request.host(), request.user(), request.database(), request.encryption().phrase());
  }

  /** The user did not prove himself by the method of the line. */
  public static ProtocolException of(HbaMethod method, String user) {
    return switch (method) {
      case PASSWORD, MD5, SCRAM_SHA_256 -> password(user);
      case TRUST -> refused("\"trust\" authentication failed for user \"%s\"", user);
      case PEER -> refused("Peer authentication failed for user \"%s\"", user);
      case IDENT -> refused("Ident authentication failed for user \"%s\"", user);
      case REJECT -> refused("authentication failed for user \"%s\": host rejected", user);
      case GSS -> refused("GSSAPI authentication failed for user \"%s\"", user);
      case SSPI -> refused("SSPI authentication failed for user \"%s\"", user);
      case PAM -> refused("PAM authentication failed for user \"%s\"", user);
      case BSD -> refused("BSD authentication failed for user \"%s\"", user);
      case LDAP -> refused("LDAP authentication failed for user \"%s\"", user);
      case CERT -> refused("certificate authentication failed for user \"%s\"", user);
      case RADIUS -> refused("RADIUS authentication failed for user \"%s\"", user);
    };
  }

  /** The password was wrong, or there is no such user, or he has no password. */
  public static ProtocolException password(String user) {
    return ProtocolException.fatal(
        ProtocolException.INVALID_PASSWORD, "password authentication failed for user \"%s\"", user);
  }

  private static ProtocolException refused(String format, Object... args) {
    return ProtocolException.fatal(ProtocolException.INVALID_AUTHORIZATION, format, args);
  }
}
