package org.postern.executor.session;

import org.postern.executor.sql.ast.Statement;

/** Runs the statements that are neither queries nor the session's own: DDL and maintenance. */
@FunctionalInterface
public interface Utility {
  /** Runs {@code statement}; {@code text} is its source. Returns the command tag. */
  String execute(Statement statement, String text);
}
