package org.postern.protocol.startup;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.postern.protocol.frame.ProtocolException;
import org.postern.protocol.message.MessageReader;

/** Reads the name and value pairs of a StartupMessage. */
final class StartupPacketReader {
  /** Longest name, in bytes: NAMEDATALEN without the zero byte. */
  private static final int MAX_NAME_LENGTH = 63;

  private static final String PROTOCOL_OPTION = "_pq_.";

  private StartupPacketReader() {}

  static StartupParameters read(ProtocolVersion version, MessageReader in) {
    String user = null;
    String database = null;
    String options = null;
    var replication = ReplicationMode.NONE;
    List<StartupParameters.Setting> settings = new ArrayList<>();
    List<String> unknown = new ArrayList<>();

    for (String name = nextString(in); !name.isEmpty(); name = nextString(in)) {
      // A name as the last thing in the packet has no value, so the terminator is missing.
      String value = nextString(in);
      switch (name) {
        case "database" -> database = value;
        case "user" -> user = value;
        case "options" -> options = value;
        case "replication" -> replication = replication(value);
        default -> {
          if (name.startsWith(PROTOCOL_OPTION)) {
            unknown.add(name);
          } else {
            settings.add(new StartupParameters.Setting(name, value));
          }
        }
      }
    }
    if (in.remaining() != 0) {
      throw badLayout();
    }
    if (user == null || user.isEmpty()) {
      throw ProtocolException.fatal(
          ProtocolException.INVALID_AUTHORIZATION,
          "no PostgreSQL user name specified in startup packet");
    }
    if (database == null || database.isEmpty()) {
      database = user;
    }
    if (replication == ReplicationMode.PHYSICAL) {
      database = "";
    }
    return new StartupParameters(
        version, cut(user), cut(database), options, settings, replication, unknown);
  }

  private static String nextString(MessageReader in) {
    if (in.remaining() == 0 || in.body().bytesBefore((byte) 0) < 0) {
      throw badLayout();
    }
    return in.readString();
  }

  private static ProtocolException badLayout() {
    return ProtocolException.fatal(
        ProtocolException.PROTOCOL_VIOLATION,
        "invalid startup packet layout: expected terminator as last byte");
  }

  private static ReplicationMode replication(String value) {
    if (value.equals("database")) {
      return ReplicationMode.LOGICAL;
    }
    String word = value.toLowerCase(Locale.ROOT);
    if (word.equals("1") || word.equals("on") || isPrefix(word, "true", "yes")) {
      return ReplicationMode.PHYSICAL;
    }
    if (word.equals("0") || isPrefix(word, "off", "false", "no")) {
      return ReplicationMode.NONE;
    }
    throw ProtocolException.fatal(
            ProtocolException.INVALID_PARAMETER_VALUE,
            "invalid value for parameter \"%s\": \"%s\"",
            "replication",
            value)
        .withHint("Valid values are: \"false\", 0, \"true\", 1, \"database\".");
  }

  /** Boolean words may be shortened, but "o" alone could be either. */
  private static boolean isPrefix(String word, String... full) {
    return !word.isEmpty()
        && !word.equals("o")
        && Arrays.stream(full).anyMatch(candidate -> candidate.startsWith(word));
  }

  /** Cuts a name to its greatest length, never inside a character. */
  private static String cut(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= MAX_NAME_LENGTH) {
      return name;
    }
    int end = MAX_NAME_LENGTH;
    while ((bytes[end] & 0xc0) == 0x80) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }
}
