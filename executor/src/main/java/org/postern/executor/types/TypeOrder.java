package org.postern.executor.types;

/**
 * The default B-tree order of a type and a hash that agrees with its equality. Values of types that
 * share an operator family (the integers; text, varchar and name) compare and hash alike, so one
 * order serves joins across them. Arguments are never null.
 */
public interface TypeOrder {
  int compare(Object left, Object right);

  int hash(Object value);

  default boolean equal(Object left, Object right) {
    return compare(left, right) == 0;
  }
}
