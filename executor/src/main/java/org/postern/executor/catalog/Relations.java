package org.postern.executor.catalog;

import java.util.List;
import org.postern.executor.query.Expr;

/** Relations and what hangs on them, as cached entries. */
public interface Relations {
  /** The relation with this oid, or null. */
  RelationEntry relation(int oid);

  /** The oid of the relation called {@code name} in a schema, or 0. */
  int relationByName(int namespace, String name);

  /** The valid indexes of a table, in oid order. */
  List<IndexEntry> indexes(int table);

  /** One index by its own oid. */
  IndexEntry index(int oid);

  /**
   * The default or generation expression of a column, or null; cast to the column's type. For an
   * identity column the next value of its sequence.
   */
  Expr columnDefault(int table, int column);

  /** The CHECK constraints of a table, in name order. */
  List<ConstraintEntry> checks(int table);

  /** The foreign keys of a table, in name order. */
  List<ForeignKeyEntry> foreignKeys(int table);

  /** The foreign keys that refer to a table. */
  List<ForeignKeyEntry> referencingKeys(int table);

  /** The SELECT text of a view. */
  String viewText(int view);
}
