package org.postern.server.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.postern.executor.session.guc.GucCatalog;
import org.postern.executor.session.guc.GucContext;
import org.postern.executor.session.guc.GucDefinition;
import org.postern.executor.session.guc.GucFlag;
import org.postern.executor.session.guc.GucParser;
import org.postern.executor.session.guc.GucState;
import org.postern.executor.session.guc.GucType;
import org.postern.executor.session.guc.GucVariable;

/** The configuration files of a new cluster. */
final class ConfigTemplates {
  private ConfigTemplates() {}

  /**
   * postgresql.conf: every parameter under its category, commented out at its default, but for
   * those that initdb decided on.
   */
  static String postgresqlConf(Map<String, String> chosen) {
    GucState defaults = new GucState(GucCatalog.load(), new GucParser(Map.of()));
    Map<String, String> left = new LinkedHashMap<>(chosen);
    Map<String, StringBuilder> sections = new TreeMap<>();
    for (GucVariable variable : defaults.all()) {
      GucDefinition definition = variable.definition();
      if (isForFile(definition)) {
        String value = left.remove(definition.name().toLowerCase(java.util.Locale.ROOT));
        sections
            .computeIfAbsent(definition.category(), _ -> new StringBuilder())
            .append(value == null ? "#" : "")
            .append(definition.name())
            .append(" = ")
            .append(value == null ? quoted(definition, variable.show()) : quoted(definition, value))
            .append(note(definition))
            .append('\n');
      }
    }
    if (!left.isEmpty()) {
      throw new IllegalStateException("not parameters of the file: " + left.keySet());
    }
    StringBuilder text =
        new StringBuilder(
            """
            # Configuration of this database cluster.
            #
            # Lines are of the form  name = value ; the "=" is optional, white space does not matter,
            # "#" starts a comment. Lines that are commented out show the defaults.
            #
            # The server reads this file when it starts and when it receives SIGHUP ("pg_ctl reload",
            # or SELECT pg_reload_conf()). Parameters marked below need a restart.
            #
            # Units of memory: B kB MB GB TB, multiples of 1024.  Units of time: us ms s min h d.
            """);
    sections.forEach((category, lines) ->
        text.append("\n\n# --- ").append(category).append("\n\n").append(lines));
    return text.append("\n\n# --- Config File Includes\n\n")
        .append("#include_dir = '...'\n#include_if_exists = '...'\n#include = '...'\n")
        .toString();
  }

  private static boolean isForFile(GucDefinition definition) {
    return definition.context() != GucContext.INTERNAL
        && !definition.has(GucFlag.NOT_IN_SAMPLE)
        && !definition.has(GucFlag.NO_SHOW_ALL);
  }

  private static String quoted(GucDefinition definition, String value) {
    boolean plain =
        definition.type() == GucType.STRING
            ? false
            : value.matches("[A-Za-z_][A-Za-z0-9_]*|[-+]?[0-9]+[A-Za-z]*|[-+]?[0-9]*\\.[0-9]*");
    return plain ? value : "'" + value.replace("'", "''") + "'";
  }

  private static String note(GucDefinition definition) {
    return definition.context() == GucContext.POSTMASTER ? "\t# (change requires restart)" : "";
  }

  /** pg_hba.conf with one method for local sockets and one for TCP/IP from this machine. */
  static String hbaConf(String localMethod, String hostMethod) {
    String warning =
        localMethod.equals("trust") || hostMethod.equals("trust")
            ? """
            #
            # CAUTION: "trust" lets every user of this machine connect as any role, the superuser
            # included. Choose another method if that is not what you want.
            """
            : "";
    return """
    # Client authentication of this database cluster.
    #
    # The first line that fits a connection's type, database, user and address decides how it
    # must prove itself. A connection that fits no line is refused. The file is read when the
    # server starts and on SIGHUP.
    #
    # TYPE is local, host, hostssl, hostnossl; ADDRESS is an address with a mask length, samehost,
    # samenet or all; METHOD is trust, reject, scram-sha-256, md5, password, peer, ident.
    """
        + warning
        + "\n# TYPE  DATABASE        USER            ADDRESS                 METHOD\n\n"
        + "# Unix-domain sockets\n"
        + entry("local", "all", "", localMethod)
        + "# IPv4 connections from this machine\n"
        + entry("host", "all", "127.0.0.1/32", hostMethod)
        + "# IPv6 connections from this machine\n"
        + entry("host", "all", "::1/128", hostMethod)
        + "# Replication connections from this machine\n"
        + entry("local", "replication", "", localMethod)
        + entry("host", "replication", "127.0.0.1/32", hostMethod)
        + entry("host", "replication", "::1/128", hostMethod);
  }

  private static String entry(String type, String database, String address, String method) {
    return "%-8s%-16s%-16s%-24s%s%n".formatted(type, database, "all", address, method);
  }

  static String identConf() {
    return """
    # User name maps of this database cluster.
    #
    # Each line lets an operating system user connect as a role, for the methods peer and ident
    # with the option map=MAPNAME. SYSTEM-USERNAME may be a regular expression after a slash.
    #
    # MAPNAME       SYSTEM-USERNAME         PG-USERNAME
    """;
  }

  static String autoConf() {
    return """
    # Do not edit this file manually!
    # It will be overwritten by the ALTER SYSTEM command.
    """;
  }

  /** The subdirectories of a data directory, parents first. */
  static List<String> directories() {
    return List.of(
        "global",
        "pg_wal/archive_status",
        "pg_commit_ts",
        "pg_dynshmem",
        "pg_notify",
        "pg_serial",
        "pg_snapshots",
        "pg_subtrans",
        "pg_twophase",
        "pg_multixact",
        "pg_multixact/members",
        "pg_multixact/offsets",
        "base",
        "base/1",
        "pg_replslot",
        "pg_tblspc",
        "pg_stat",
        "pg_stat_tmp",
        "pg_xact",
        "pg_logical",
        "pg_logical/snapshots",
        "pg_logical/mappings");
  }
}
