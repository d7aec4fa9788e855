package org.postern.executor.command;

/** What CREATE and DROP DATABASE do beyond rows of pg_database. */
public interface DatabaseFiles {
  /** Copies everything of one database to a new one; undone when the transaction fails. */
  void copy(int template, int database);

  /** Removes a database's files when the transaction commits. */
  void drop(int database);

  /** How many other processes are connected to a database. */
  int connections(int database);
}
