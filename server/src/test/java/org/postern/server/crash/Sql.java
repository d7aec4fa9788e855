package org.postern.server.crash;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Short ways to talk to a server. */
final class Sql {
  private Sql() {}

  static void run(Connection connection, String... commands) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String command : commands) {
        statement.execute(command);
      }
    }
  }

  /** The first column of the first row, null for no row. */
  static String ask(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  /** The failure of a command: SQLSTATE, message, and hint if there is one. */
  static String failure(Connection connection, String command) {
    try {
      run(connection, command);
      return "none";
    } catch (SQLException e) {
      ServerErrorMessage message = e instanceof PSQLException p ? p.getServerErrorMessage() : null;
      if (message == null) {
        return e.getSQLState() + " " + e.getMessage();
      }
      String hint = message.getHint() == null ? "" : " | " + message.getHint();
      return message.getSQLState() + " " + message.getMessage() + hint;
    }
  }

  static long pid(Connection connection) throws SQLException {
    return Long.parseLong(ask(connection, "SELECT pg_backend_pid()"));
  }
}
