package org.postern.executor.deparse;

/**
 * How names are printed: quoted where needed, qualified where the search path does not find them.
 */
public interface NamePrinter {
  String quote(String identifier);

  /** A type with its modifier, -1 for none. */
  String type(int oid, int typmod);

  String function(int oid);

  /** An operator's symbol, as {@code OPERATOR(schema.+)} when it is not found by itself. */
  String operator(int oid);

  String relation(int oid);

  /** The text form of a value of a type. */
  String output(int type, Object value);

  /** The name of a field, 1-based, of a composite type. */
  String field(int type, int number);
}
