package org.postern.server.backend;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.postern.executor.sql.ast.ModifyStatement;
import org.postern.executor.sql.ast.SelectStatement;
import org.postern.executor.sql.ast.Statement;
import org.postern.executor.sql.ast.TransactionStatement;
import org.postern.storage.proc.ActivityState;

/**
 * What a process title says of a session: the command it runs, or how it waits. The frequent ones
 * are made once, since they change with every statement.
 */
final class StatementTitles {
  static final byte[] IDLE = bytes(ActivityState.IDLE.title());
  static final byte[] IDLE_IN_TRANSACTION = bytes(ActivityState.IDLE_IN_TRANSACTION.title());
  static final byte[] IDLE_IN_FAILED = bytes(ActivityState.IDLE_IN_TRANSACTION_ABORTED.title());
  static final byte[] AUTHENTICATION = bytes("authentication");
  static final byte[] STARTUP = bytes("startup");
  static final byte[] PARSE = bytes("PARSE");
  static final byte[] BIND = bytes("BIND");
  static final byte[] WAITING = bytes(" waiting");

  private static final byte[] SELECT = bytes("SELECT");
  private static final byte[] INSERT = bytes("INSERT");
  private static final byte[] UPDATE = bytes("UPDATE");
  private static final byte[] DELETE = bytes("DELETE");
  private static final byte[] BEGIN = bytes("BEGIN");
  private static final byte[] COMMIT = bytes("COMMIT");
  private static final byte[] ROLLBACK = bytes("ROLLBACK");

  private StatementTitles() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The command's name; not a switch over types, which would cost time at the first statement. */
  static byte[] of(Statement statement) {
    if (statement instanceof SelectStatement) {
      return SELECT;
    }
    if (statement instanceof ModifyStatement.Update) {
      return UPDATE;
    }
    if (statement instanceof ModifyStatement.Insert) {
      return INSERT;
    }
    if (statement instanceof ModifyStatement.Delete) {
      return DELETE;
    }
    if (statement instanceof TransactionStatement.Begin) {
      return BEGIN;
    }
    if (statement instanceof TransactionStatement.Commit) {
      return COMMIT;
    }
    if (statement instanceof TransactionStatement.Rollback) {
      return ROLLBACK;
    }
    return bytes(words(statement.getClass().getSimpleName()));
  }

  /** {@code CreateTable} as {@code CREATE TABLE}. */
  private static String words(String name) {
    String base = name.endsWith("Statement") ? name.substring(0, name.length() - 9) : name;
    return base.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toUpperCase(Locale.ROOT);
  }
}
