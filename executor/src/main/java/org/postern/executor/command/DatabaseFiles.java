package org.postern.executor.command;

import java.util.List;
import org.postern.storage.proc.Interrupts;

/** What CREATE and DROP DATABASE do beyond rows of pg_database. */
public interface DatabaseFiles {
  /** Copies everything of one database to a new one; undone when the transaction fails. */
  void copy(int template, int database);

  /** Removes a database's files when the transaction commits. */
  void drop(int database);

  /** How many other processes are connected to a database. */
  int connections(int database);

  /** The roles of those connections. */
  List<Integer> roles(int database);

  /** Asks the other sessions of a database to end. */
  void terminate(int database);

  /** Waits a tenth of a second, open to interrupts. */
  void pause(Interrupts interrupts);
}
