package org.postern.protocol.auth;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import org.postern.protocol.startup.ReplicationMode;

/**
 * A connection that wants to be let in.
 *
 * @param clientAddress the peer's address, null on a Unix-domain socket
 * @param roles answers for {@code +role} and {@code samerole}
 * @param interfaces this machine's addresses, for {@code samehost} and {@code samenet}
 */
public record HbaRequest(
    InetAddress clientAddress,
    Encryption encryption,
    String user,
    String database,
    ReplicationMode replication,
    RoleMembership roles,
    List<HostInterface> interfaces) {

  public HbaRequest {
    Objects.requireNonNull(encryption, "encryption");
    Objects.requireNonNull(replication, "replication");
    Objects.requireNonNull(roles, "roles");
    interfaces = List.copyOf(interfaces);
  }

  /** What protects the connection, worded as the refusal words it. */
  public enum Encryption {
    NONE("no encryption"),
    SSL("SSL encryption"),
    GSS("GSS encryption");

    private final String phrase;

    Encryption(String phrase) {
      this.phrase = phrase;
    }

    String phrase() {
      return phrase;
    }
  }

  /** Whether a user belongs to a role, directly or through others; superusers get no bonus. */
  @FunctionalInterface
  public interface RoleMembership {
    boolean isMember(String user, String role);
  }

  /** One address of this machine and the number of leading bits that name its network. */
  public record HostInterface(InetAddress address, int prefixLength) {}

  /** The peer as the refusal names it. */
  String host() {
    return clientAddress == null ? "[local]" : clientAddress.getHostAddress();
  }
}
