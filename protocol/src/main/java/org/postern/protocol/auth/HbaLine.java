package org.postern.protocol.auth;

import java.util.List;
import java.util.Map;
import org.postern.protocol.startup.ReplicationMode;

/** One rule of pg_hba.conf. */
public final class HbaLine {
  private final int number;
  private final String raw;
  private final HbaConnectionType type;
  private final List<HbaToken> databases;
  private final List<HbaToken> users;
  private final HbaAddress address;
  private final HbaMethod method;
  private final Map<String, String> options;

  HbaLine(
      int number,
      String raw,
      HbaConnectionType type,
      List<HbaToken> databases,
      List<HbaToken> users,
      HbaAddress address,
      HbaMethod method,
      Map<String, String> options) {
    this.number = number;
    this.raw = raw;
    this.type = type;
    this.databases = List.copyOf(databases);
    this.users = List.copyOf(users);
    this.address = address;
    this.method = method;
    this.options = Map.copyOf(options);
  }

  boolean matches(HbaRequest request) {
    return type.covers(request)
        && address.covers(request)
        && databases.stream().anyMatch(token -> coversDatabase(token, request))
        && users.stream().anyMatch(token -> coversUser(token, request));
  }

  private static boolean coversDatabase(HbaToken token, HbaRequest request) {
    if (request.replication() == ReplicationMode.PHYSICAL) {
      // A physical walsender is in no database, so no database word can mean it.
      return token.isKeyword("replication");
    }
    if (token.isKeyword("all")) {
      return true;
    }
    if (token.isKeyword("sameuser")) {
      return request.database().equals(request.user());
    }
    if (token.isKeyword("samerole") || token.isKeyword("samegroup")) {
      return request.roles().isMember(request.user(), request.database());
    }
    if (token.isKeyword("replication")) {
      return false;
    }
    return token.text().equals(request.database());
  }

  private static boolean coversUser(HbaToken token, HbaRequest request) {
    if (!token.quoted() && token.text().startsWith("+")) {
      return request.roles().isMember(request.user(), token.text().substring(1));
    }
    return token.isKeyword("all") || token.text().equals(request.user());
  }

  /** 1-based line number in the file. */
  public int number() {
    return number;
  }

  /** The line as it stands in the file. */
  public String raw() {
    return raw;
  }

  public HbaConnectionType type() {
    return type;
  }

  public HbaMethod method() {
    return method;
  }

  /** The {@code name=value} words behind the method. */
  public Map<String, String> options() {
    return options;
  }
}
