package org.postern.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postern.server.testing.PosternServer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.util.PSQLException;

/** COPY through pgjdbc's CopyManager in its three formats. */
@ExtendWith(SharedServers.class)
@Timeout(60)
class JdbcCopyIT {
  private final PosternServer server;
  private Connection connection;
  private CopyManager copies;

  JdbcCopyIT(PosternServer server) {
    this.server = server;
  }

  @BeforeEach
  void connect() throws SQLException {
    connection = server.connect("postgres");
    copies = connection.unwrap(PGConnection.class).getCopyAPI();
    Rows.run(
        connection,
        "DROP TABLE IF EXISTS copied",
        "CREATE TABLE copied (id int, name text, at timestamp, amount numeric, raw bytea)");
  }

  @AfterEach
  void close() throws SQLException {
    Rows.run(connection, "DROP TABLE IF EXISTS copied");
    connection.close();
  }

  private String out(String sql) throws SQLException, IOException {
    StringWriter writer = new StringWriter();
    copies.copyOut(sql, writer);
    return writer.toString();
  }

  @Test
  void shouldCopyText() throws Exception {
    String data =
        "1\ttab\\there\t2020-01-02 03:04:05\t1.50\t\\\\x00ff\n"
            + "2\t\\N\t\\N\t\\N\t\\N\n"
            + "3\t\t\\N\tNaN\t\\N\n";
    assertThat(copies.copyIn("COPY copied FROM STDIN", new StringReader(data))).isEqualTo(3);
    assertThat(Rows.query(connection, "SELECT id, name FROM copied WHERE id <> 2 ORDER BY id"))
        .containsExactly("1|tab\there", "3|");
    assertThat(out("COPY copied TO STDOUT")).isEqualTo(data);
  }

  @Test
  void shouldCopyCsv() throws Exception {
    String data = "id,name\n1,\"said \"\"no\"\", twice\"\n2,\"two\nlines\"\n3,\n4,\"\"\n";
    assertThat(
            copies.copyIn(
                "COPY copied (id, name) FROM STDIN (FORMAT csv, HEADER)", new StringReader(data)))
        .isEqualTo(4);
    assertThat(Rows.query(connection, "SELECT id FROM copied WHERE name IS NULL"))
        .containsExactly("3");
    assertThat(out("COPY (SELECT id, name FROM copied ORDER BY id) TO STDOUT (FORMAT csv, HEADER)"))
        .isEqualTo(data);
  }

  @Test
  void shouldCopyBinary() throws Exception {
    Rows.run(
        connection,
        "INSERT INTO copied SELECT i, 'name ' || i, timestamp '2001-02-03' + i * interval '1 h',"
            + " i / 7.0, decode(repeat('a5', i), 'hex') FROM generate_series(1, 100) i");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    copies.copyOut("COPY copied TO STDOUT (FORMAT binary)", bytes);
    assertThat(new String(bytes.toByteArray(), 0, 6, StandardCharsets.US_ASCII))
        .isEqualTo("PGCOPY");
    Rows.run(connection, "CREATE TABLE copied_again (LIKE copied)");
    try {
      assertThat(
              copies.copyIn(
                  "COPY copied_again FROM STDIN (FORMAT binary)",
                  new ByteArrayInputStream(bytes.toByteArray())))
          .isEqualTo(100);
      assertThat(Rows.query(connection, "SELECT count(*) FROM copied NATURAL JOIN copied_again"))
          .containsExactly("100");
    } finally {
      Rows.run(connection, "DROP TABLE copied_again");
    }
  }

  @Test
  void shouldSayWhichLineIsBad() {
    assertThatThrownBy(
            () -> copies.copyIn("COPY copied (id) FROM STDIN", new StringReader("1\n2\nx\n")))
        .isInstanceOfSatisfying(
            PSQLException.class,
            e -> {
              assertThat(e.getSQLState()).isEqualTo("22P02");
              assertThat(e.getServerErrorMessage().getWhere())
                  .isEqualTo("COPY copied, line 3, column id: \"x\"");
            });
  }

  @Test
  void shouldCopyMuchDataInsideATransaction() throws Exception {
    connection.setAutoCommit(false);
    StringBuilder data = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      data.append(i).append("\tname of number ").append(i).append('\n');
    }
    assertThat(
            copies.copyIn("COPY copied (id, name) FROM STDIN", new StringReader(data.toString())))
        .isEqualTo(20_000);
    assertThat(out("COPY (SELECT id, name FROM copied) TO STDOUT")).isEqualTo(data.toString());
    connection.rollback();
    assertThat(Rows.query(connection, "SELECT count(*) FROM copied")).containsExactly("0");
  }
}
