package org.postern.executor.command;

import org.postern.executor.catalog.AccessRights;
import org.postern.executor.deparse.NamePrinter;
import org.postern.executor.plan.PlannedStatement;
import org.postern.executor.sql.ast.VariableStatement;

/** What commands ask of the session they run in. */
public interface CommandSession {
  /** The role whose rights count, and that owns new objects. */
  int currentRole();

  /** The role that logged in, or that SET SESSION AUTHORIZATION chose. */
  int sessionRole();

  AccessRights rights();

  /** How stored definitions name things. */
  NamePrinter storedNames();

  /** A type's name with its modifier. */
  String typeName(int oid, int typmod);

  TemporarySchema temporary();

  /** Runs something with a schema first on the search path. */
  void inSchema(int namespace, Runnable action);

  /** The checks that are still to be made in this transaction. */
  ConstraintQueue constraints();

  /** Grows whenever the catalogs change. */
  long generation();

  /** Throws 42501 unless the current role may run the statement. */
  void checkAccess(PlannedStatement plan);

  /** Whether a transaction block is open, or a function runs: some commands refuse then. */
  boolean inTransactionBlock();

  /** Ends the transaction and begins the next one, for commands that use several. */
  void restartTransaction();

  /** DISCARD, by its word: ALL, PLANS, SEQUENCES or TEMPORARY. */
  void discard(String what);

  /** Makes a checkpoint now and waits for it. */
  void checkpoint();

  /** A table was vacuumed: so many rows live in it, so many dead ones are left. */
  default void vacuumed(int table, boolean shared, double live, long dead) {}

  /** A table was analyzed: so many rows live in it. */
  default void analyzed(int table, boolean shared, double live) {}

  /** The secret as pg_authid stores it, from what CREATE ROLE ... PASSWORD gives. */
  String passwordSecret(String role, String password);

  /** A setting's value, such as {@code default_toast_compression}. */
  String setting(String name);

  /** The value that a SET within ALTER ROLE or ALTER DATABASE gives, as text. */
  String settingText(VariableStatement.SetVariable statement);

  /** A setting's name as the server writes it. */
  String settingName(String name);

  /** Throws unless the current user may set this; a null value checks the right alone. */
  void testSetting(String name, String value);
}
