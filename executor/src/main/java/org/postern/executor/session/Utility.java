package org.postern.executor.session;

import org.postern.executor.command.CommandEnvironment;
import org.postern.executor.sql.ast.Statement;

/** Runs the statements that are neither queries nor the session's own: DDL and maintenance. */
public interface Utility {
  /** What COPY works with, which whoever speaks with the client runs. */
  CommandEnvironment environment();

  /** Runs {@code statement}; {@code text} is its source. Returns the command tag. */
  String execute(Statement statement, String text);

  /** Writes a setting to postgresql.auto.conf; a null value removes it, a null name all. */
  void alterSystem(String name, String value);
}
