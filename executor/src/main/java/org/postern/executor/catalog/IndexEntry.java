package org.postern.executor.catalog;

import java.util.List;
import org.postern.executor.query.Expr;

/**
 * A row of pg_index with what planning and maintenance need of it.
 *
 * <p>{@code keys} are column numbers of the table, 0 for an expression (taken in order from {@code
 * expressions}); the first {@code keyCount} are keys, the rest included columns. {@code options}
 * has bit 1 for descending and bit 2 for nulls first.
 */
public record IndexEntry(
    int oid,
    String name,
    int table,
    int method,
    boolean unique,
    boolean nullsNotDistinct,
    boolean primary,
    boolean immediate,
    boolean valid,
    boolean ready,
    int keyCount,
    List<Integer> keys,
    List<Integer> opclasses,
    List<Integer> families,
    List<Integer> collations,
    List<Integer> options,
    List<Expr> expressions,
    Expr predicate,
    RelationEntry relation) {

  public boolean descending(int key) {
    return (options.get(key) & 1) != 0;
  }

  public boolean nullsFirst(int key) {
    return (options.get(key) & 2) != 0;
  }
}
