package org.postern.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.server.testing.PosternServer;
import org.postgresql.PGStatement;

/** What applications do through pgjdbc, apart from types, COPY, errors and metadata. */
@ExtendWith(SharedServers.class)
@Timeout(120)
class JdbcStatementsIT {
  private final PosternServer server;
  private Connection connection;

  JdbcStatementsIT(PosternServer server) {
    this.server = server;
  }

  @BeforeEach
  void connect() throws SQLException {
    connection = server.connect("postgres");
    Rows.run(
        connection,
        "DROP TABLE IF EXISTS jdbc_item",
        "CREATE TABLE jdbc_item (id serial PRIMARY KEY, name text NOT NULL, price numeric(8,2))");
  }

  @AfterEach
  void close() throws SQLException {
    Rows.run(connection, "DROP TABLE IF EXISTS jdbc_item");
    connection.close();
  }

  private Connection connect(String key, String value) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", server.user());
    properties.setProperty("sslmode", "disable");
    properties.setProperty(key, value);
    return server.connect("postgres", properties);
  }

  private void fill(int rows) throws SQLException {
    Rows.run(
        connection,
        "INSERT INTO jdbc_item (name, price) SELECT 'item ' || i, i * 1.5"
            + " FROM generate_series(1, "
            + rows
            + ") i");
  }

  @Test
  void shouldGoOnWhenAStatementBecomesServerPrepared() throws SQLException {
    fill(20);
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT name, price FROM jdbc_item WHERE id = ?")) {
      statement.unwrap(PGStatement.class).setPrepareThreshold(3);
      for (int i = 1; i <= 10; i++) {
        statement.setInt(1, i);
        try (ResultSet rows = statement.executeQuery()) {
          assertThat(Rows.all(rows)).containsExactly("item " + i + "|" + (i * 3 / 2) + half(i));
        }
      }
      assertThat(statement.unwrap(PGStatement.class).isUseServerPrepare()).isTrue();
    }
    assertThat(Rows.query(connection, "SELECT count(*) FROM pg_prepared_statements")).hasSize(1);
  }

  private static String half(int i) {
    return i % 2 == 0 ? ".00" : ".50";
  }

  /** pgjdbc prepares again when the server says that the result's shape is another. */
  @Test
  void shouldTellThatACachedPlanMustNotChangeItsResultType() throws SQLException {
    fill(1);
    try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM jdbc_item")) {
      statement.unwrap(PGStatement.class).setPrepareThreshold(1);
      for (int i = 0; i < 3; i++) {
        statement.executeQuery().close();
      }
      Rows.run(connection, "ALTER TABLE jdbc_item ADD COLUMN stock integer DEFAULT 7");
      try (ResultSet rows = statement.executeQuery()) {
        assertThat(Rows.all(rows)).containsExactly("1|item 1|1.50|7");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "true"})
  void shouldRunBatches(String rewrite) throws SQLException {
    try (Connection batching = connect("reWriteBatchedInserts", rewrite);
        PreparedStatement insert =
            batching.prepareStatement("INSERT INTO jdbc_item (name, price) VALUES (?, ?)")) {
      for (int i = 0; i < 300; i++) {
        insert.setString(1, "batched " + i);
        insert.setBigDecimal(2, new java.math.BigDecimal(i));
        insert.addBatch();
      }
      assertThat(insert.executeBatch()).hasSize(300);
      assertThat(Rows.query(batching, "SELECT count(*), sum(price) FROM jdbc_item"))
          .containsExactly("300|44850.00");
    }
  }

  @Test
  void shouldSayWhichMemberOfABatchFailed() throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.addBatch("INSERT INTO jdbc_item (name) VALUES ('a')");
      statement.addBatch("INSERT INTO jdbc_item (name) VALUES (NULL)");
      statement.addBatch("INSERT INTO jdbc_item (name) VALUES ('c')");
      assertThatThrownBy(statement::executeBatch)
          .isInstanceOfSatisfying(
              BatchUpdateException.class,
              e -> {
                assertThat(e.getSQLState()).isEqualTo("23502");
                assertThat(e.getUpdateCounts()[1]).isEqualTo(Statement.EXECUTE_FAILED);
              });
    }
    connection.rollback();
    assertThat(Rows.query(connection, "SELECT count(*) FROM jdbc_item")).containsExactly("0");
  }

  @Test
  void shouldGiveGeneratedKeys() throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO jdbc_item (name) VALUES (?), (?)", Statement.RETURN_GENERATED_KEYS)) {
      insert.setString(1, "one");
      insert.setString(2, "two");
      assertThat(insert.executeUpdate()).isEqualTo(2);
      try (ResultSet keys = insert.getGeneratedKeys()) {
        assertThat(Rows.all(keys)).containsExactly("1|one|null", "2|two|null");
      }
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE jdbc_item SET price = 9 WHERE id > ?", new String[] {"id", "price"})) {
      update.setInt(1, 1);
      update.executeUpdate();
      try (ResultSet keys = update.getGeneratedKeys()) {
        assertThat(Rows.all(keys)).containsExactly("2|9.00");
      }
    }
  }

  @Test
  void shouldSuspendPortalsBetweenFetches() throws SQLException {
    fill(250);
    connection.setAutoCommit(false);
    try (PreparedStatement statement =
            connection.prepareStatement("SELECT id FROM jdbc_item ORDER BY id");
        Statement other = connection.createStatement()) {
      statement.setFetchSize(40);
      try (ResultSet rows = statement.executeQuery()) {
        List<Integer> seen = new ArrayList<>();
        while (rows.next()) {
          seen.add(rows.getInt(1));
          if (seen.size() % 50 == 0) {
            // Another statement between two fetches, and a change that the portal does not see.
            other.executeUpdate("DELETE FROM jdbc_item WHERE id > 200");
          }
        }
        assertThat(seen).hasSize(250).isSorted();
      }
    }
    connection.commit();
    assertThat(Rows.query(connection, "SELECT count(*) FROM jdbc_item")).containsExactly("200");
  }

  @Test
  void shouldRollBackToSavepoints() throws SQLException {
    connection.setAutoCommit(false);
    fill(1);
    Savepoint first = connection.setSavepoint("first");
    fill(2);
    Savepoint second = connection.setSavepoint();
    assertThatThrownBy(() -> Rows.run(connection, "SELECT 1 / 0"))
        .hasMessageContaining("division by zero");
    assertThatThrownBy(() -> Rows.run(connection, "SELECT 1"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25P02"));
    connection.rollback(second);
    assertThat(Rows.query(connection, "SELECT count(*) FROM jdbc_item")).containsExactly("3");
    connection.rollback(first);
    connection.releaseSavepoint(first);
    connection.commit();
    assertThat(Rows.query(connection, "SELECT count(*) FROM jdbc_item")).containsExactly("1");
  }

  @Test
  void shouldKeepIsolationLevels() throws SQLException {
    fill(1);
    try (Connection reader = server.connect("postgres")) {
      reader.setAutoCommit(false);
      reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      assertThat(Rows.query(reader, "SELECT count(*) FROM jdbc_item")).containsExactly("1");
      fill(1);
      assertThat(Rows.query(reader, "SELECT count(*) FROM jdbc_item")).containsExactly("1");
      reader.commit();
      reader.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      assertThat(Rows.query(reader, "SELECT count(*) FROM jdbc_item")).containsExactly("2");
      fill(1);
      assertThat(Rows.query(reader, "SELECT count(*) FROM jdbc_item")).containsExactly("3");
      reader.commit();
      reader.setReadOnly(true);
      assertThatThrownBy(() -> Rows.run(reader, "DELETE FROM jdbc_item"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"simple", "extended", "extendedForPrepared", "extendedCacheEverything"})
  void shouldServeEachQueryMode(String mode) throws SQLException {
    fill(3);
    try (Connection other = connect("preferQueryMode", mode);
        PreparedStatement select =
            other.prepareStatement(
                "SELECT name, ?::int + 1, ?::text FROM jdbc_item WHERE price >= ? ORDER BY 1")) {
      for (int i = 0; i < 8; i++) {
        select.setInt(1, i);
        select.setString(2, "it's");
        select.setBigDecimal(3, new java.math.BigDecimal("3"));
        try (ResultSet rows = select.executeQuery()) {
          assertThat(Rows.all(rows))
              .containsExactly("item 2|" + (i + 1) + "|it's", "item 3|" + (i + 1) + "|it's");
        }
      }
      try (Statement two = other.createStatement()) {
        assertThat(two.execute("SELECT 1; SELECT 2")).isTrue();
        assertThat(two.getMoreResults()).isTrue();
        assertThat(Rows.all(two.getResultSet())).containsExactly("2");
      }
      assertThatThrownBy(() -> Rows.run(other, "SELECT nonsense"))
          .hasMessageContaining("column \"nonsense\" does not exist");
      assertThat(Rows.query(other, "SELECT 3")).containsExactly("3");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"never", "always", "conservative"})
  void shouldObeyAutosave(String autosave) throws SQLException {
    try (Connection other = connect("autosave", autosave)) {
      other.setAutoCommit(false);
      Rows.run(other, "INSERT INTO jdbc_item (name) VALUES ('kept')");
      assertThatThrownBy(() -> Rows.run(other, "SELECT 1 / 0")).isInstanceOf(SQLException.class);
      if (autosave.equals("always")) {
        assertThat(Rows.query(other, "SELECT count(*) FROM jdbc_item")).containsExactly("1");
        other.commit();
      } else {
        assertThatThrownBy(() -> Rows.run(other, "SELECT 1"))
            .hasMessageContaining("current transaction is aborted");
        other.rollback();
      }
    }
    assertThat(Rows.query(connection, "SELECT count(*) FROM jdbc_item"))
        .containsExactly(autosave.equals("always") ? "1" : "0");
  }

  @Test
  void shouldCancelStatements() throws Exception {
    try (Statement statement = connection.createStatement()) {
      CompletableFuture<Void> sleeper =
          CompletableFuture.runAsync(() ->
              assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(60)"))
                  .isInstanceOfSatisfying(
                      SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"))
                  .hasMessageContaining("canceling statement due to user request"));
      while (!sleeper.isDone()) {
        Thread.sleep(100);
        statement.cancel();
      }
      sleeper.join();
    }
    assertThat(Rows.query(connection, "SELECT 1")).containsExactly("1");
  }

  @Test
  void shouldEndStatementsAtTheQueryTimeout() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(60)"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
    }
  }

  @Test
  void shouldReportNoticesAndUpdateCounts() throws SQLException {
    fill(5);
    try (Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate("DROP TABLE IF EXISTS not_there")).isZero();
      assertThat(statement.getWarnings().getMessage())
          .isEqualTo("table \"not_there\" does not exist, skipping");
      statement.clearWarnings();
      assertThat(statement.executeUpdate("UPDATE jdbc_item SET price = 0 WHERE id < 4"))
          .isEqualTo(3);
      assertThat(statement.execute("DELETE FROM jdbc_item; SELECT 8")).isFalse();
      assertThat(statement.getUpdateCount()).isEqualTo(5);
      assertThat(statement.getMoreResults()).isTrue();
      try (ResultSet rows = statement.getResultSet()) {
        assertThat(Rows.all(rows)).containsExactly("8");
      }
    }
  }

  @Test
  void shouldDescribeResultsAndParameters() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT i.id AS number, i.name, i.price * ? AS total FROM jdbc_item i"
                + " WHERE i.name LIKE ? AND i.id = ANY (?)")) {
      var meta = statement.getMetaData();
      assertThat(meta.getColumnLabel(1)).isEqualTo("number");
      assertThat(meta.getColumnTypeName(1)).isEqualTo("serial");
      assertThat(meta.isAutoIncrement(1)).isTrue();
      assertThat(meta.isNullable(2)).isEqualTo(java.sql.ResultSetMetaData.columnNoNulls);
      assertThat(meta.getTableName(2)).isEqualTo("jdbc_item");
      assertThat(meta.getColumnTypeName(3)).isEqualTo("numeric");
      var parameters = statement.getParameterMetaData();
      assertThat(parameters.getParameterTypeName(1)).isEqualTo("numeric");
      assertThat(parameters.getParameterTypeName(2)).isEqualTo("text");
      assertThat(parameters.getParameterTypeName(3)).isEqualTo("_int4");
    }
  }

  @Test
  void shouldUpdateRowsThroughResultSets() throws SQLException {
    fill(3);
    try (Statement statement =
            connection.createStatement(
                ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
        ResultSet rows = statement.executeQuery("SELECT id, name, price FROM jdbc_item")) {
      rows.absolute(2);
      rows.updateString("name", "renamed");
      rows.updateRow();
      rows.moveToInsertRow();
      rows.updateInt("id", 77);
      rows.updateString("name", "inserted");
      rows.insertRow();
      rows.absolute(1);
      rows.deleteRow();
    }
    assertThat(Rows.query(connection, "SELECT id, name FROM jdbc_item ORDER BY id"))
        .containsExactly("2|renamed", "3|item 3", "77|inserted");
  }
}
