package org.postern.executor.command;

import java.util.List;
import org.postern.executor.query.Expr;

/**
 * An index to be made, every name resolved. The first {@code keyCount} of {@code keys} are keys,
 * the others included columns. {@code constraint} is the type of the constraint it serves ('p',
 * 'u') or 0; {@code predicate} and {@code options} are null for none.
 */
record IndexDefinition(
    String name,
    List<Key> keys,
    int keyCount,
    boolean unique,
    boolean nullsNotDistinct,
    char constraint,
    boolean deferrable,
    boolean deferred,
    Expr predicate,
    List<String> options) {

  /**
   * One column: {@code column} is the table's column number, or 0 with {@code expression} set.
   * {@code option} is as in pg_index.indoption.
   */
  record Key(int column, Expr expression, String name, int opclass, int collation, int option) {
    static Key column(int column, String name, int opclass, int collation) {
      return new Key(column, null, name, opclass, collation, 0);
    }
  }

  static IndexDefinition plain(String name, List<Key> keys) {
    return new IndexDefinition(
        name, keys, keys.size(), true, false, (char) 0, false, false, null, null);
  }

  /** A primary index without a constraint, as TOAST tables have. */
  IndexDefinition asPrimary() {
    return new IndexDefinition(
        name, keys, keyCount, true, false, 'P', false, false, predicate, options);
  }

  boolean primary() {
    return constraint == 'p' || constraint == 'P';
  }
}
