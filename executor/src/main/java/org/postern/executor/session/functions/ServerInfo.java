package org.postern.executor.session.functions;

import java.util.List;
import org.postern.storage.proc.ActivitySnapshot;

/** The running server as system functions see it. */
public interface ServerInfo {
  /** Start of the postmaster: microseconds since 2000-01-01. */
  long startTime();

  /** When the configuration files were last read. */
  long configurationLoadTime();

  boolean inRecovery();

  /** Bytes of a fork (main, fsm, vm, init) of a relation; 0 when the fork does not exist. */
  long forkBytes(int relation, String fork);

  /** Bytes of all files of a database. */
  long databaseBytes(int database);

  /** The relation's first file under the data directory, or null when it has none. */
  String filePath(int relation);

  /** The processes that clients may see. */
  List<ServerProcess> processes();

  /** The role of a client's session; null when the process has none. */
  Integer roleOf(int pid);

  /** What tells the sessions of a process apart: when this one began. */
  long sessionStart(int pid);

  /** Waits until that session has ended; false when it goes on after so many milliseconds. */
  boolean awaitEnd(int pid, long sessionStart, long millis);

  /** Asks a backend to stop its query, or to end; false when there is no such backend. */
  boolean signal(int pid, boolean terminate);

  /** Asks the server to read its configuration files again. */
  boolean reload();

  /** Waits, open to interrupts. */
  void sleep(double seconds);

  /** Checks the rows of a table: what is wrong with it, block by block. */
  List<TableProblem> checkTable(int table, TableCheck check);

  /** A cumulative statistic of a table by its name in pg_stat_get_…; null for what has none. */
  Long tableStatistic(int table, String name);

  /** The position up to which WAL has been written. */
  long walPosition();

  /**
   * One process of the server.
   *
   * @param waitEventType null when it does not wait
   * @param xid its transaction, 0 for none
   */
  record ServerProcess(
      int pid,
      int database,
      int role,
      String waitEventType,
      String waitEvent,
      long xid,
      long xmin,
      ActivitySnapshot activity) {}

  /**
   * How a table is checked.
   *
   * @param stop end with the first block that has a problem
   * @param toast read toasted values
   * @param skip none, all-visible or all-frozen
   * @param end the block after the last one
   */
  record TableCheck(boolean stop, boolean toast, String skip, long first, long end) {}

  /** A fault of a table's page; {@code offset} and {@code attribute} are 0 for none. */
  record TableProblem(long block, int offset, int attribute, String message) {}
}
