package org.postern.executor.types;

import org.postern.storage.error.SqlState;

/** What the session gives to types: settings, the transaction's clock, catalog look-ups. */
public interface TypeContext {
  DateStyle dateStyle();

  DateOrder dateOrder();

  IntervalStyle intervalStyle();

  TimeZoneRule timeZone();

  int extraFloatDigits();

  /** Setting bytea_output: true for hex, false for escape. */
  boolean byteaHex();

  /** Setting array_nulls: whether an unquoted NULL in array input means NULL. */
  default boolean arrayNulls() {
    return true;
  }

  /** Setting quote_all_identifiers. */
  default boolean quoteAllIdentifiers() {
    return false;
  }

  /** Start of the transaction: microseconds since 2000-01-01 UTC. */
  long transactionTimestamp();

  /** The type with this oid, built-in or not; null when there is none. */
  TypeInfo type(int oid);

  /** The field types of a composite type, in order without dropped columns; null if it is none. */
  int[] rowTypes(int typeOid);

  /** The type modifiers of a composite type's fields, matching {@link #rowTypes}. */
  int[] rowTypmods(int typeOid);

  /** The names of a composite type's fields, matching {@link #rowTypes}. */
  default String[] rowNames(int typeOid) {
    throw new UnsupportedOperationException("no catalog: type=" + typeOid);
  }

  /** The type under a domain, or the type itself. */
  default int baseType(int typeOid) {
    return typeOid;
  }

  /** Throws 23502 or 23514 when the type is a domain and the value breaks its constraints. */
  default void checkDomain(int typeOid, Object value) {}

  /** Setting max_stack_depth in kilobytes. */
  default int maxStackDepth() {
    return 2048;
  }

  /** The name of a type as format_type shows it, for error messages. */
  String typeName(int oid);

  /**
   * The oid of the object a reg* input names; numbers and "-" never come here. {@code regType} is
   * the oid of the reg* type. Throws PostgreSQL's error when there is no such object.
   */
  long lookupReg(int regType, String name);

  /** What a reg* type prints for an oid; null to print the number. */
  String nameOfReg(int regType, long oid);

  /** Reports a warning or notice to the client. */
  void notice(SqlState state, String message);
}
