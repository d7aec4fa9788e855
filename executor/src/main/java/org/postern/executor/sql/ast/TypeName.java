package org.postern.executor.sql.ast;

import java.util.List;

/**
 * A type as written.
 *
 * @param names dotted name; keyword types such as {@code int} become {@code pg_catalog.int4}
 * @param setOf {@code SETOF} stood before it
 * @param columnType {@code name%TYPE}: the type of that column
 * @param modifiers the expressions in parentheses; for interval the field mask and the precision
 * @param arrayBounds one entry per dimension, -1 for one without a bound; empty for a scalar
 */
public record TypeName(
    List<String> names,
    boolean setOf,
    boolean columnType,
    List<Expression> modifiers,
    List<Integer> arrayBounds,
    int location)
    implements Node {
  public TypeName {
    names = List.copyOf(names);
    modifiers = List.copyOf(modifiers);
    arrayBounds = List.copyOf(arrayBounds);
  }

  /** A keyword type without modifiers. */
  public static TypeName system(String name, int location) {
    return system(name, List.of(), location);
  }

  /** A type by its dotted name. */
  public static TypeName named(List<String> names, int location) {
    return new TypeName(names, false, false, List.of(), List.of(), location);
  }

  public static TypeName system(String name, List<Expression> modifiers, int location) {
    return new TypeName(List.of("pg_catalog", name), false, false, modifiers, List.of(), location);
  }
}
