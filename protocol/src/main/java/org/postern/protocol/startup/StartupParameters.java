package org.postern.protocol.startup;

import java.util.List;
import java.util.Objects;

/**
 * What a client asked for in its StartupMessage.
 *
 * @param version the version asked for, possibly newer than ours in its minor number
 * @param user the role to log in as, cut to the length of a name
 * @param database the database, the user's name if none was given; empty for physical replication
 * @param options the raw command-line options, null if none; {@link BackendOptions} splits them
 * @param settings all other parameters in the order they came, to be set as session settings
 * @param replication whether a walsender is asked for
 * @param unknownProtocolOptions names that begin with {@code _pq_.}, none of which we know
 */
public record StartupParameters(
    ProtocolVersion version,
    String user,
    String database,
    String options,
    List<Setting> settings,
    ReplicationMode replication,
    List<String> unknownProtocolOptions) {

  public StartupParameters {
    Objects.requireNonNull(user, "user");
    settings = List.copyOf(settings);
    unknownProtocolOptions = List.copyOf(unknownProtocolOptions);
  }

  /** A name and its value, both as the client wrote them. */
  public record Setting(String name, String value) {}

  /** True if the client must be told what we do not speak, before authentication begins. */
  public boolean needsNegotiation() {
    return version.minor() > ProtocolVersion.LATEST.minor() || !unknownProtocolOptions.isEmpty();
  }

  /** The value of the last setting of this name, null if there is none. */
  public String setting(String name) {
    String value = null;
    for (Setting setting : settings) {
      if (setting.name().equals(name)) {
        value = setting.value();
      }
    }
    return value;
  }
}
