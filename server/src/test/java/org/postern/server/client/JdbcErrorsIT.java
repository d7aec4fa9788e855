package org.postern.server.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postern.server.testing.PosternServer;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Every field of an error that a driver hands to its application. */
@ExtendWith(SharedServers.class)
@Timeout(60)
class JdbcErrorsIT {
  private final PosternServer server;
  private Connection connection;

  JdbcErrorsIT(PosternServer server) {
    this.server = server;
  }

  @BeforeEach
  void connect() throws SQLException {
    connection = server.connect("postgres");
    Rows.run(
        connection,
        "DROP SCHEMA IF EXISTS errors CASCADE",
        "CREATE SCHEMA errors",
        "CREATE TABLE errors.account (id int PRIMARY KEY, owner text NOT NULL,"
            + " balance int CONSTRAINT solvent CHECK (balance >= 0))",
        "INSERT INTO errors.account VALUES (1, 'Ann', 10)");
  }

  @AfterEach
  void close() throws SQLException {
    Rows.run(connection, "DROP SCHEMA errors CASCADE");
    connection.close();
  }

  private ServerErrorMessage errorOf(String sql) {
    try {
      Rows.run(connection, sql);
    } catch (PSQLException e) {
      return e.getServerErrorMessage();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("no error: " + sql);
  }

  @Test
  void shouldNameTheConstraintOfAUniqueViolation() {
    ServerErrorMessage error = errorOf("INSERT INTO errors.account VALUES (1, 'Bob', 3)");
    assertThat(error.getSQLState()).isEqualTo("23505");
    assertThat(error.getMessage())
        .isEqualTo("duplicate key value violates unique constraint \"account_pkey\"");
    assertThat(error.getDetail()).isEqualTo("Key (id)=(1) already exists.");
    assertThat(error.getSchema()).isEqualTo("errors");
    assertThat(error.getTable()).isEqualTo("account");
    assertThat(error.getConstraint()).isEqualTo("account_pkey");
    assertThat(error.getSeverity()).isEqualTo("ERROR");
  }

  @Test
  void shouldNameTheConstraintOfACheckViolation() {
    ServerErrorMessage error = errorOf("UPDATE errors.account SET balance = -1");
    assertThat(error.getSQLState()).isEqualTo("23514");
    assertThat(error.getMessage())
        .isEqualTo("new row for relation \"account\" violates check constraint \"solvent\"");
    assertThat(error.getDetail()).isEqualTo("Failing row contains (1, Ann, -1).");
    assertThat(error.getTable()).isEqualTo("account");
    assertThat(error.getConstraint()).isEqualTo("solvent");
  }

  @Test
  void shouldNameTheColumnOfANotNullViolation() {
    ServerErrorMessage error = errorOf("INSERT INTO errors.account VALUES (2, NULL, 1)");
    assertThat(error.getSQLState()).isEqualTo("23502");
    assertThat(error.getColumn()).isEqualTo("owner");
    assertThat(error.getTable()).isEqualTo("account");
    assertThat(error.getSchema()).isEqualTo("errors");
    assertThat(error.getDetail()).isEqualTo("Failing row contains (2, null, 1).");
  }

  @Test
  void shouldPointAtTheMistake() {
    ServerErrorMessage error = errorOf("SELECT id, ownr FROM errors.account");
    assertThat(error.getSQLState()).isEqualTo("42703");
    assertThat(error.getMessage()).isEqualTo("column \"ownr\" does not exist");
    assertThat(error.getPosition()).isEqualTo(12);
    assertThat(error.getHint())
        .isEqualTo("Perhaps you meant to reference the column \"account.owner\".");
    ServerErrorMessage syntax = errorOf("SELECT id FRM errors.account");
    assertThat(syntax.getSQLState()).isEqualTo("42601");
    assertThat(syntax.getMessage()).isEqualTo("syntax error at or near \"errors\"");
    assertThat(syntax.getPosition()).isEqualTo(15);
    ServerErrorMessage function = errorOf("SELECT upper(3)");
    assertThat(function.getSQLState()).isEqualTo("42883");
    assertThat(function.getPosition()).isEqualTo(8);
    assertThat(function.getHint())
        .isEqualTo(
            "No function matches the given name and argument types."
                + " You might need to add explicit type casts.");
  }

  @Test
  void shouldReportBadValues() {
    assertThat(errorOf("SELECT 'x'::int").getMessage())
        .isEqualTo("invalid input syntax for type integer: \"x\"");
    assertThat(errorOf("SELECT 300::int2 * 300::int2").getSQLState()).isEqualTo("22003");
    assertThat(errorOf("SELECT 1 / 0").getSQLState()).isEqualTo("22012");
    assertThat(errorOf("SELECT '2020-02-30'::date").getSQLState()).isEqualTo("22008");
    assertThat(errorOf("INSERT INTO errors.account SELECT 5, repeat('x', 3)::varchar(2), 1/0"))
        .isNotNull();
  }
}
