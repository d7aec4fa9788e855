package org.postern.server.client;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.StringJoiner;
import org.postern.server.testing.TestServer;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/**
 * Runs a script in a new database and writes down what came back: names and types of the columns,
 * rows, counts, notices, and errors with every field that applications look at.
 */
final class ScriptRunner implements AutoCloseable {
  private final TestServer server;
  private final String database;
  private final Map<String, Connection> sessions = new LinkedHashMap<>();
  private final StringBuilder out = new StringBuilder();

  /** Makes the database, which stays: the server of a test ends with it. */
  ScriptRunner(TestServer server, String database) throws SQLException {
    this.server = server;
    this.database = database;
    try (Connection admin = server.connect("postgres")) {
      Rows.run(admin, "CREATE DATABASE " + database + " TEMPLATE template0");
    }
  }

  String run(SqlScript script) throws SQLException {
    for (SqlScript.Step step : script.steps()) {
      line((step.session().isEmpty() ? "" : step.session()) + "> " + step.sql());
      execute(session(step.session()), step.sql());
      line("");
    }
    return out.toString();
  }

  private Connection session(String name) throws SQLException {
    Connection known = sessions.get(name);
    if (known != null) {
      return known;
    }
    Properties properties = new Properties();
    properties.setProperty("user", server.user());
    properties.setProperty("sslmode", "disable");
    properties.setProperty("preferQueryMode", "simple");
    properties.setProperty("options", "-c TimeZone=UTC -c lc_messages=C");
    Connection made = server.connect(database, properties);
    sessions.put(name, made);
    return made;
  }

  private void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try {
        boolean rows = statement.execute(sql);
        warnings(statement.getWarnings());
        while (true) {
          if (rows) {
            try (ResultSet result = statement.getResultSet()) {
              print(result);
            }
          } else if (statement.getUpdateCount() > 0) {
            line("count " + statement.getUpdateCount());
          } else if (statement.getUpdateCount() < 0) {
            break;
          }
          rows = statement.getMoreResults();
        }
      } catch (PSQLException e) {
        warnings(statement.getWarnings());
        error(e);
      }
    }
  }

  private void print(ResultSet result) throws SQLException {
    ResultSetMetaData meta = result.getMetaData();
    StringJoiner header = new StringJoiner(", ", "[", "]");
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      header.add(meta.getColumnLabel(i) + " " + meta.getColumnTypeName(i));
    }
    line(header.toString());
    while (result.next()) {
      List<String> row = new ArrayList<>();
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        String value = result.getString(i);
        row.add(value == null ? "NULL" : value);
      }
      line(String.join(" | ", row));
    }
  }

  private void warnings(SQLWarning first) {
    for (SQLWarning w = first; w != null; w = w.getNextWarning()) {
      if (w instanceof PSQLWarning warning) {
        fields(warning.getServerErrorMessage());
      }
    }
  }

  private void error(PSQLException e) {
    if (e.getServerErrorMessage() == null) {
      line("CLIENT ERROR: " + e.getMessage());
      return;
    }
    fields(e.getServerErrorMessage());
  }

  private void fields(ServerErrorMessage message) {
    line(message.getSeverity() + " " + message.getSQLState() + ": " + message.getMessage());
    field("detail", message.getDetail());
    field("hint", message.getHint());
    field("where", message.getWhere());
    field("position", message.getPosition() == 0 ? null : "" + message.getPosition());
    field("schema", message.getSchema());
    field("table", message.getTable());
    field("column", message.getColumn());
    field("type", message.getDatatype());
    field("constraint", message.getConstraint());
  }

  private void field(String name, String value) {
    if (value != null) {
      line("  " + name + ": " + value);
    }
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  @Override
  public void close() throws SQLException {
    for (Connection session : sessions.values()) {
      session.close();
    }
  }
}
