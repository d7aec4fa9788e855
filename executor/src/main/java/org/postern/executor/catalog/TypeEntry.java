package org.postern.executor.catalog;

import org.postern.executor.types.Physical;
import org.postern.executor.types.TypeInfo;

/**
 * A row of pg_type with the code that serves it. {@code kind} is typtype: b base, c composite, d
 * domain, e enum, m multirange, p pseudo, r range.
 */
public record TypeEntry(
    TypeInfo info,
    int namespace,
    int owner,
    char kind,
    boolean byValue,
    boolean defined,
    int relation,
    boolean notNull,
    int baseType,
    int typmod,
    int dimensions,
    int collation,
    String defaultText,
    int inputFunction,
    int subscript) {

  public int oid() {
    return info.oid();
  }

  public String name() {
    return info.name();
  }

  public Physical physical() {
    return info.physical();
  }

  /** Whether this is an array type that can be subscripted by its element type. */
  public boolean isTrueArray() {
    return info.length() == -1 && info.elementOid() != 0 && info.category() == 'A';
  }
}
