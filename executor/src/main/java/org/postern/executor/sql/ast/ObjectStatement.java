package org.postern.executor.sql.ast;

import java.util.List;

/** What can be done to nearly every kind of object. */
public sealed interface ObjectStatement extends Statement {
  record Drop(
      ObjectType kind,
      List<ObjectName> objects,
      boolean ifExists,
      boolean cascade,
      boolean concurrently,
      int location)
      implements ObjectStatement {
    public Drop {
      objects = List.copyOf(objects);
    }
  }

  /**
   * RENAME.
   *
   * @param kind what is renamed: a column of a table is COLUMN, an attribute ATTRIBUTE
   * @param relationKind for a COLUMN, ATTRIBUTE or constraint what it belongs to, else null
   * @param relation set for relations and what belongs to them, else null
   * @param subname the old name of a column, constraint, trigger, rule or policy, else null
   * @param object set when there is no relation
   */
  record Rename(
      ObjectType kind,
      ObjectType relationKind,
      RelationName relation,
      ObjectName object,
      String subname,
      String newName,
      boolean ifExists,
      boolean cascade,
      int location)
      implements ObjectStatement {}

  record ChangeOwner(ObjectType kind, ObjectName object, RoleSpec owner, int location)
      implements ObjectStatement {}

  /** {@code relation} is set for relations, {@code object} for the rest. */
  record ChangeSchema(
      ObjectType kind,
      RelationName relation,
      ObjectName object,
      String schema,
      boolean ifExists,
      int location)
      implements ObjectStatement {}

  record DependsOnExtension(
      ObjectType kind,
      RelationName relation,
      ObjectName object,
      String extension,
      boolean remove,
      int location)
      implements ObjectStatement {}

  /** {@code comment} is null to remove it. */
  record Comment(ObjectType kind, ObjectName object, String comment, int location)
      implements ObjectStatement {}

  /** {@code provider} is null for the only one, {@code label} to remove it. */
  record SecurityLabel(
      ObjectType kind, ObjectName object, String provider, String label, int location)
      implements ObjectStatement {}
}
