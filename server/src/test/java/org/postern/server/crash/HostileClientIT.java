package org.postern.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.postern.server.testing.PosternServer;
import org.postern.server.testing.Programs;

/** Clients that send nonsense or go away at the worst moment: the server stays up and clean. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileClientIT {
  private static final String SPECIALS = "()'\",;:$%*+-/<>=[]{}.0123456789xX ";
  private static final int MAX_RESIDENT_KB = 700_000;

  private final long seed = Long.getLong("postern.seed", System.nanoTime() % 1_000_000);
  private final Random random = new Random(seed);
  private PosternServer server;

  @BeforeAll
  void start() throws Exception {
    server = PosternServer.start("shared_buffers=4MB", "max_connections=60");
    try (Connection c = server.connect("postgres")) {
      Sql.run(c, "CREATE TABLE t (id int, note text)");
      Sql.run(c, "INSERT INTO t SELECT g, 'row ' || g FROM generate_series(1, 1000) g");
    }
  }

  @AfterAll
  void stop() throws IOException {
    server.close();
  }

  /** Whoever is gone has left nothing: no session, no lock, no transaction. */
  @AfterEach
  void assertClean() throws Exception {
    try (Connection c = server.connect("postgres")) {
      Programs.await(
          "clean-up behind the clients, seed " + seed,
          () -> {
            try {
              return Sql.ask(
                      c,
                      "SELECT (SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                          + " AND usename IS NOT NULL)"
                          + " + (SELECT count(*) FROM pg_locks WHERE pid <> pg_backend_pid())")
                  .equals("0");
            } catch (SQLException e) {
              throw new AssertionError(e);
            }
          });
      Sql.run(c, "BEGIN", "LOCK TABLE t", "COMMIT");
    }
    assertThat(server.log()).doesNotContain("reinitializing").doesNotContain("PANIC");
    assertThat(server.log()).doesNotContain("terminated by").doesNotContain("exited with");
    for (ProcessHandle process : Programs.family(server.pid())) {
      assertThat(residentKb(process.pid())).isLessThan(MAX_RESIDENT_KB);
    }
  }

  private static long residentKb(long pid) throws IOException {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    for (String line : Files.readAllLines(status, StandardCharsets.ISO_8859_1)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    return 0;
  }

  private RawClient loggedIn() throws IOException {
    return RawClient.loggedIn(server.port(), server.user());
  }

  private byte[] noise(int most) {
    byte[] bytes = new byte[1 + random.nextInt(most)];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void shouldRefuseNoiseInsteadOfAStartupPacket() throws Exception {
    for (int i = 0; i < 30; i++) {
      try (RawClient client = new RawClient(server.port())) {
        client.send(noise(300));
        if (random.nextBoolean()) {
          client.cut();
        }
      }
    }
    for (int length : new int[] {0, 3, 10_001, Integer.MAX_VALUE, -1}) {
      try (RawClient client = new RawClient(server.port())) {
        client.send(
            new byte[] {
              (byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length
            });
        if (length == 10_001) {
          // Not too long, and never sent.
          continue;
        }
        client.send(new byte[] {0, 3, 0, 0});
        assertThat(client.readErrors()).as("length %d", length).isEmpty();
      }
    }
  }

  @Test
  void shouldRefuseFramesThatMakeNoSense() throws Exception {
    try (RawClient client = loggedIn()) {
      // As PostgreSQL: the log is told, the client is just cut off.
      client.send('Q', Integer.MAX_VALUE, new byte[0]);
      assertThat(client.readErrors()).isEmpty();
    }
    try (RawClient client = loggedIn()) {
      client.send('Q', 3, new byte[0]);
      assertThat(client.readErrors()).isEmpty();
    }
    try (RawClient client = loggedIn()) {
      client.send('!', 4, new byte[0]);
      assertThat(client.readErrors()).containsExactly("08P01 invalid frontend message type 33");
    }
    for (int i = 0; i < 30; i++) {
      try (RawClient client = loggedIn()) {
        byte type = (byte) "QPBEDCSHXFdcfp".charAt(random.nextInt(14));
        byte[] body = noise(200);
        int length = random.nextInt(4) == 0 ? random.nextInt(1000) : body.length + 4;
        client.send(type, length, body);
        if (random.nextBoolean()) {
          client.send('S', 4, new byte[0]);
        }
        client.cut();
      }
    }
  }

  @Test
  void shouldCleanUpWhenAFrameIsNeverFinished() throws Exception {
    List<RawClient> silent = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      RawClient client = loggedIn();
      client.send('Q', 100_000, "SELECT".getBytes(StandardCharsets.UTF_8));
      silent.add(client);
    }
    try (Connection other = server.connect("postgres")) {
      assertThat(Sql.ask(other, "SELECT 1")).isEqualTo("1");
    }
    for (RawClient client : silent) {
      client.cut();
    }
  }

  @Test
  void shouldCleanUpWhenTheClientDiesInCopy() throws Exception {
    RawClient in = loggedIn();
    in.query("BEGIN");
    in.readUntil('Z');
    in.query("COPY t FROM STDIN");
    in.readUntil('G');
    byte[] rows = "1\tone\n2\ttwo\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
    in.send('d', rows.length + 4, rows);
    in.send('d', rows.length + 4, "3\tth".getBytes(StandardCharsets.UTF_8));
    in.cut();
    RawClient out = loggedIn();
    out.query("COPY (SELECT a.id, b.note FROM t a, t b) TO STDOUT");
    out.readUntil('H');
    out.cut();
    try (Connection c = server.connect("postgres")) {
      assertThat(Sql.ask(c, "SELECT count(*) FROM t")).isEqualTo("1000");
    }
  }

  @Test
  void shouldWaitForAClientThatDoesNotRead() throws Exception {
    try (RawClient client = loggedIn();
        Connection other = server.connect("postgres")) {
      client.query("SELECT a.*, b.* FROM t a, t b");
      for (int i = 0; i < 20; i++) {
        assertThat(Sql.ask(other, "SELECT count(*) FROM t")).isEqualTo("1000");
        Thread.sleep(50);
      }
      for (ProcessHandle process : Programs.family(server.pid())) {
        assertThat(residentKb(process.pid())).isLessThan(MAX_RESIDENT_KB);
      }
      client.cut();
    }
  }

  @Test
  void shouldRefuseGarbageInSql() throws Exception {
    String[] seeds = {
      "SELECT id, note FROM t WHERE id BETWEEN 3 AND 5 ORDER BY note DESC LIMIT 2",
      "SELECT count(*), max(note) FROM t GROUP BY id % 7 HAVING count(*) > 1",
      "UPDATE t SET note = upper(note) WHERE id = ANY (ARRAY[1, 2]) RETURNING *",
      "INSERT INTO t (id, note) VALUES (1, E'a\\\\n'), (2, NULL)",
      "WITH x AS (SELECT 1 AS a) SELECT * FROM x, t WHERE x.a = t.id::numeric",
      "SELECT CASE WHEN id > 3 THEN 'x' ELSE note END, date '2020-01-01' + id FROM t",
      "CREATE TABLE g (a int DEFAULT 5 CHECK (a > 0), b text UNIQUE)",
      "EXPLAIN SELECT * FROM t a LEFT JOIN t b USING (id)",
      "SELECT $$x$$ || '{1,2}'::int[]::text, interval '1 day' * 3, 1e10::float8 / 3"
    };
    List<String> internal = new ArrayList<>();
    try (Connection c = server.connect("postgres")) {
      c.setAutoCommit(false);
      Sql.run(c, "SET LOCAL statement_timeout = '5s'");
      for (int i = 0; i < 400; i++) {
        String sql = mutate(seeds[random.nextInt(seeds.length)], seeds);
        String failure = Sql.failure(c, sql);
        if (failure.startsWith("XX000")) {
          internal.add(sql + " -> " + failure);
        }
        assertThat(failure).as("seed %d: %s", seed, sql).doesNotStartWith("08");
        c.rollback();
      }
    }
    assertThat(internal).as("seed %d", seed).isEmpty();
  }

  private String mutate(String sql, String[] seeds) {
    StringBuilder text = new StringBuilder(sql);
    for (int n = random.nextInt(4); n >= 0 && !text.isEmpty(); n--) {
      int at = random.nextInt(text.length());
      int end = Math.min(text.length(), at + 1 + random.nextInt(8));
      switch (random.nextInt(5)) {
        case 0 -> text.delete(at, end);
        case 1 -> text.insert(at, text.substring(at, end));
        case 2 -> {
          String other = seeds[random.nextInt(seeds.length)];
          int from = random.nextInt(other.length());
          text.insert(at, other, from, Math.min(other.length(), from + random.nextInt(20)));
        }
        case 3 -> text.setCharAt(at, SPECIALS.charAt(random.nextInt(SPECIALS.length())));
        default -> text.insert(at, " " + random.nextInt() + " ");
      }
    }
    // A mutation must not end the transaction, which undoes it.
    return text.toString().replace(';', ' ').replace('?', ' ');
  }
}
