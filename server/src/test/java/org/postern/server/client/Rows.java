package org.postern.server.client;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Result sets as text, and statements in one line. */
final class Rows {
  private Rows() {}

  static void run(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The rows of a query, values separated by bars. */
  static List<String> query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return all(rows);
    }
  }

  /** What is left of a result set. */
  static List<String> all(ResultSet rows) throws SQLException {
    List<String> out = new ArrayList<>();
    int width = rows.getMetaData().getColumnCount();
    while (rows.next()) {
      List<String> row = new ArrayList<>();
      for (int i = 1; i <= width; i++) {
        row.add(rows.getString(i));
      }
      out.add(String.join("|", row.stream().map(String::valueOf).toList()));
    }
    return out;
  }
}
