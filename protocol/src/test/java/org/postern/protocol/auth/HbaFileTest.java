package org.postern.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postern.protocol.frame.ProtocolException;
import org.postern.protocol.startup.ReplicationMode;

/** Matching and the errors of pg_hba_file_rules in a PostgreSQL 15 server. */
class HbaFileTest {
  private static final String PATH = "/data/pg_hba.conf";

  @Test
  void shouldTakeFirstLineWhenSeveralMatch() {
    HbaFile file =
        load(
            """
            # comment
            host all alice 127.0.0.1/32 reject
            host all all   127.0.0.0/8  trust   # trailing
            host all all   all          scram-sha-256
            """);
    assertThat(method(file, tcp("127.0.0.1", "alice", "db"))).contains(HbaMethod.REJECT);
    assertThat(method(file, tcp("127.0.0.1", "bob", "db"))).contains(HbaMethod.TRUST);
    assertThat(method(file, tcp("::1", "bob", "db"))).contains(HbaMethod.SCRAM_SHA_256);
    assertThat(method(file, local("bob", "db"))).isEmpty();
    assertThat(file.match(tcp("127.0.0.1", "bob", "db")).orElseThrow().number()).isEqualTo(3);
  }

  @Test
  void shouldMatchDatabaseWords() {
    HbaFile file =
        load(
            """
            local sameuser    all trust
            local samerole    all md5
            local "all",x,"a ""b" all password
            local replication all peer
            """);
    assertThat(method(file, local("u", "u"))).contains(HbaMethod.TRUST);
    assertThat(method(file, local("member", "role"))).contains(HbaMethod.MD5);
    assertThat(method(file, local("u", "all"))).contains(HbaMethod.PASSWORD);
    assertThat(method(file, local("u", "x"))).contains(HbaMethod.PASSWORD);
    assertThat(method(file, local("u", "a \"b"))).contains(HbaMethod.PASSWORD);
    assertThat(method(file, local("u", "replication"))).as("a database so named").isEmpty();
    var walsender = request(null, HbaRequest.Encryption.NONE, "u", "", ReplicationMode.PHYSICAL);
    assertThat(method(file, walsender)).contains(HbaMethod.PEER);
  }

  @Test
  void shouldMatchUserWords() {
    HbaFile file = load("local all +role,\"+role\",bob trust\n");
    assertThat(method(file, local("member", "d"))).contains(HbaMethod.TRUST);
    assertThat(method(file, local("+role", "d"))).contains(HbaMethod.TRUST);
    assertThat(method(file, local("bob", "d"))).contains(HbaMethod.TRUST);
    assertThat(method(file, local("role", "d"))).isEmpty();
    assertThat(method(load("local all \"all\" trust"), local("bob", "d"))).isEmpty();
  }

  @Test
  void shouldMatchAddresses() {
    assertThat(covers("10.1.0.0/15", "10.0.255.1")).isTrue();
    assertThat(covers("10.1.0.0/15", "10.2.0.1")).isFalse();
    assertThat(covers("10.0.0.1 255.0.0.0", "10.9.9.9")).isTrue();
    assertThat(covers("0.0.0.0/0", "10.9.9.9")).isTrue();
    assertThat(covers("0.0.0.0/0", "::1")).as("another family").isFalse();
    assertThat(covers("fe80::/10", "febf::1")).isTrue();
    assertThat(covers("fe80::/10", "fec0::1")).isFalse();
    assertThat(covers("samehost", "192.168.1.5")).isTrue();
    assertThat(covers("samehost", "192.168.1.6")).isFalse();
    assertThat(covers("samenet", "192.168.1.6")).isTrue();
    assertThat(covers("samenet", "192.168.2.6")).isFalse();
  }

  private static boolean covers(String address, String client) {
    return method(load("host all all " + address + " trust"), tcp(client, "u", "d")).isPresent();
  }

  @Test
  void shouldMatchEncryption() {
    HbaFile file =
        load(
            """
            hostssl    all all all md5
            hostgssenc all all all password
            hostnossl  all all all trust
            """);
    for (var encryption : HbaRequest.Encryption.values()) {
      var request = request("10.0.0.1", encryption, "u", "d", ReplicationMode.NONE);
      HbaMethod expected =
          switch (encryption) {
            case SSL -> HbaMethod.MD5;
            case GSS -> HbaMethod.PASSWORD;
            case NONE -> HbaMethod.TRUST;
          };
      assertThat(method(file, request)).contains(expected);
    }
    assertThat(method(load("hostnogssenc all all all trust"), tcp("10.0.0.1", "u", "d")))
        .contains(HbaMethod.TRUST);
  }

  @Test
  void shouldJoinLinesAtBackslash() {
    HbaFile file = load("local all \\\n  all \\\r\n  trust\nlocal x x md5\n");
    assertThat(file.lines()).extracting(HbaLine::number).containsExactly(1, 4);
  }

  @Test
  void shouldReadIncludedNames() {
    HbaIncludes includes =
        name -> new HbaIncludes.Included("/data/" + name, "bob\n\"al ice\", carol\n", null);
    var parsed = HbaFile.parse(PATH, "local all @users,dave trust", includes);
    HbaFile file = ((HbaFile.Parsed.Loaded) parsed).file();
    for (String user : new String[] {"bob", "al ice", "carol", "dave"}) {
      assertThat(method(file, local(user, "d"))).as(user).contains(HbaMethod.TRUST);
    }
    assertThat(method(file, local("erin", "d"))).isEmpty();
  }

  @Test
  void shouldStopWhenIncludesGoRound() {
    HbaIncludes includes = name -> new HbaIncludes.Included("/data/" + name, "@again", null);
    var parsed = HbaFile.parse(PATH, "local all @again trust", includes);
    assertThat(((HbaFile.Parsed.Broken) parsed).problems().getFirst().message())
        .endsWith("maximum nesting depth exceeded");
  }

  @Test
  void shouldKeepOptions() {
    HbaFile file = load("local all all ident map=x\n");
    HbaLine line = file.lines().getFirst();
    assertThat(line.method()).as("ident is peer on a local socket").isEqualTo(HbaMethod.PEER);
    assertThat(line.options()).isEqualTo(Map.of("map", "x"));
  }

  @Test
  void shouldReportAsPostgresWhenLineIsBroken() {
    broken("foo all all trust", "invalid connection type \"foo\"");
    broken("local,host all all trust", "multiple values specified for connection type");
    broken("host", "end-of-line before database specification");
    broken("host all", "end-of-line before role specification");
    broken("host all all", "end-of-line before IP address specification");
    broken("host all all 127.0.0.1/32", "end-of-line before authentication method");
    broken("host all all 127.0.0.1/33 trust", "invalid CIDR mask in address \"127.0.0.1/33\"");
    broken("host all all 127.0.0.1/x trust", "invalid CIDR mask in address \"127.0.0.1/x\"");
    broken("host all all 127.0.0.1/ trust", "invalid CIDR mask in address \"127.0.0.1/\"");
    broken("host all all 127.0.0.1 trust", "invalid IP mask \"trust\": Name or service not known");
    broken("host all all 127.0.0.1", "end-of-line before netmask specification");
    broken("host all all 127.0.0.1 ::1 trust", "IP address and mask do not match");
    broken(
        "host all all 127.0.0.1 255.0.0.0,1.1.1.1 trust", "multiple values specified for netmask");
    broken("host all all 127.0.0.1,127.0.0.2 trust", "multiple values specified for host address");
    broken(
        "host all all example.com/32 trust",
        "specifying both host name and CIDR mask is invalid: \"example.com/32\"");
    broken(
        "host all all 300.1.1.1/8 trust",
        "specifying both host name and CIDR mask is invalid: \"300.1.1.1/8\"");
    broken("host all all ::1/129 trust", "invalid CIDR mask in address \"::1/129\"");
    broken("host all all all foo", "invalid authentication method \"foo\"");
    broken("host all all all trust,md5", "multiple values specified for authentication type");
    broken("host all all all peer", "peer authentication is only supported on local sockets");
    broken(
        "local all all trust map=x",
        "authentication option \"map\" is only valid for authentication methods ident, peer,"
            + " gssapi, sspi, and cert");
    broken("local all all trust foo", "authentication option not in name=value format: foo");
    broken("local all all trust foo=bar", "unrecognized authentication option name: \"foo\"");
    broken(
        "host all all all trust clientcert=verify-full",
        "clientcert can only be configured for \"hostssl\" rows");
    broken(
        "local all all sspi",
        "invalid authentication method \"sspi\": not supported by this build");
    broken(
        "local all all md5 ldapserver=x",
        "authentication option \"ldapserver\" is only valid for authentication methods ldap");
    broken(
        "local @nofile all trust",
        "could not open secondary authentication file \"@nofile\" as \"nofile\": No such file or"
            + " directory");
  }

  @Test
  void shouldRefuseHostNamesWhenLoading() {
    broken(
        "host all all db.example.com trust",
        "host names are not supported in address fields: \"db.example.com\"");
  }

  private static void broken(String line, String message) {
    String text = "local all all trust\n" + line + "\n";
    var parsed = (HbaFile.Parsed.Broken) HbaFile.parse(PATH, text, HbaIncludes.none());
    assertThat(parsed.problems()).extracting(HbaProblem::message).containsExactly(message);
    assertThat(parsed.problems().getFirst().context())
        .isEqualTo("line 2 of configuration file \"/data/pg_hba.conf\"");
  }

  @Test
  void shouldReportAllProblemsAndEmptyFiles() {
    var parsed = (HbaFile.Parsed.Broken) HbaFile.parse(PATH, "a\nb\n", HbaIncludes.none());
    assertThat(parsed.problems()).hasSize(2);
    var empty = (HbaFile.Parsed.Broken) HbaFile.parse(PATH, "# no\n", HbaIncludes.none());
    assertThat(empty.problems().getFirst().message())
        .isEqualTo("configuration file \"/data/pg_hba.conf\" contains no entries");
  }

  @Test
  void shouldWordRefusalsAsPostgres() {
    var tcp = tcp("127.0.0.1", "x", "y");
    refusal(
        AuthFailure.noEntry(tcp),
        "28000",
        "no pg_hba.conf entry for host \"127.0.0.1\", user \"x\", database \"y\", no encryption");
    refusal(
        AuthFailure.rejected(tcp),
        "28000",
        "pg_hba.conf rejects connection for host \"127.0.0.1\", user \"x\", database \"y\", no"
            + " encryption");
    refusal(
        AuthFailure.noEntry(local("x", "y")),
        "28000",
        "no pg_hba.conf entry for host \"[local]\", user \"x\", database \"y\", no encryption");
    refusal(
        AuthFailure.noEntry(
            request("10.0.0.1", HbaRequest.Encryption.SSL, "x", "", ReplicationMode.PHYSICAL)),
        "28000",
        "no pg_hba.conf entry for replication connection from host \"10.0.0.1\", user \"x\", SSL"
            + " encryption");
    refusal(
        AuthFailure.of(HbaMethod.SCRAM_SHA_256, "x"),
        "28P01",
        "password authentication failed for user \"x\"");
    refusal(
        AuthFailure.of(HbaMethod.PEER, "x"), "28000", "Peer authentication failed for user \"x\"");
  }

  private static void refusal(ProtocolException fault, String sqlState, String message) {
    assertThat(fault).hasMessage(message);
    assertThat(fault.sqlState()).isEqualTo(sqlState);
    assertThat(fault.fatal()).isTrue();
  }

  private static HbaFile load(String text) {
    return ((HbaFile.Parsed.Loaded) HbaFile.parse(PATH, text, HbaIncludes.none())).file();
  }

  private static Optional<HbaMethod> method(HbaFile file, HbaRequest request) {
    return file.match(request).map(HbaLine::method);
  }

  private static HbaRequest tcp(String address, String user, String database) {
    return request(address, HbaRequest.Encryption.NONE, user, database, ReplicationMode.NONE);
  }

  private static HbaRequest local(String user, String database) {
    return request(null, HbaRequest.Encryption.NONE, user, database, ReplicationMode.NONE);
  }

  private static HbaRequest request(
      String address,
      HbaRequest.Encryption encryption,
      String user,
      String database,
      ReplicationMode replication) {
    var own = new HbaRequest.HostInterface(InetAddress.ofLiteral("192.168.1.5"), 24);
    return new HbaRequest(
        address == null ? null : InetAddress.ofLiteral(address),
        encryption,
        user,
        database,
        replication,
        (member, role) -> member.equals("member") && role.equals("role"),
        List.of(own));
  }
}
