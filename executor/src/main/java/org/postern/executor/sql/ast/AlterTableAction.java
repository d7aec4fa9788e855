package org.postern.executor.sql.ast;

import java.util.List;

/** One subcommand of ALTER TABLE. */
public sealed interface AlterTableAction extends Node {
  /** Also ADD ATTRIBUTE of a composite type, where {@code cascade} may be set. */
  record AddColumn(
      TableElement.ColumnDefinition column, boolean ifNotExists, boolean cascade, int location)
      implements AlterTableAction {}

  record DropColumn(String column, boolean ifExists, boolean cascade, int location)
      implements AlterTableAction {}

  /** {@code using} and {@code collation} are null when absent. */
  record AlterColumnType(
      String column,
      TypeName type,
      QualifiedName collation,
      Expression using,
      boolean cascade,
      int location)
      implements AlterTableAction {}

  /** {@code value} is null for DROP DEFAULT. */
  record ColumnDefault(String column, Expression value, int location) implements AlterTableAction {}

  record ColumnNotNull(String column, boolean notNull, int location) implements AlterTableAction {}

  record DropExpression(String column, boolean ifExists, int location)
      implements AlterTableAction {}

  /** The column by name, or for an index by number (then {@code column} is null). */
  record ColumnStatistics(String column, int number, int target, int location)
      implements AlterTableAction {}

  record ColumnOptions(String column, boolean reset, List<Option> options, int location)
      implements AlterTableAction {
    public ColumnOptions {
      options = List.copyOf(options);
    }
  }

  record ColumnStorage(String column, String storage, int location) implements AlterTableAction {}

  record ColumnCompression(String column, String method, int location)
      implements AlterTableAction {}

  record AddIdentity(String column, Constraint.Identity identity, int location)
      implements AlterTableAction {}

  /** The option {@code generated} carries 'a' or 'd'; the others are sequence options. */
  record AlterIdentity(String column, List<Option> options, int location)
      implements AlterTableAction {
    public AlterIdentity {
      options = List.copyOf(options);
    }
  }

  record DropIdentity(String column, boolean ifExists, int location) implements AlterTableAction {}

  record AddConstraint(Constraint constraint, int location) implements AlterTableAction {}

  record AlterConstraint(String name, Constraint.Attributes attributes, int location)
      implements AlterTableAction {}

  record ValidateConstraint(String name, int location) implements AlterTableAction {}

  record DropConstraint(String name, boolean ifExists, boolean cascade, int location)
      implements AlterTableAction {}

  record RelationOptions(boolean reset, List<Option> options, int location)
      implements AlterTableAction {
    public RelationOptions {
      options = List.copyOf(options);
    }
  }

  /** OPTIONS of a foreign table, or of its column when one is named. */
  record ForeignOptions(String column, List<Option> options, int location)
      implements AlterTableAction {
    public ForeignOptions {
      options = List.copyOf(options);
    }
  }

  record ChangeOwner(RoleSpec owner, int location) implements AlterTableAction {}

  record SetTablespace(String tablespace, int location) implements AlterTableAction {}

  record SetAccessMethod(String method, int location) implements AlterTableAction {}

  record SetLogged(boolean logged, int location) implements AlterTableAction {}

  /** {@code index} is null for SET WITHOUT CLUSTER. */
  record ClusterOn(String index, int location) implements AlterTableAction {}

  record SetWithoutOids(int location) implements AlterTableAction {}

  record Inherit(RelationName parent, boolean add, int location) implements AlterTableAction {}

  /** {@code type} is null for NOT OF. */
  record OfType(TypeName type, int location) implements AlterTableAction {}

  enum ReplicaIdentityKind {
    NOTHING,
    FULL,
    DEFAULT,
    INDEX
  }

  record ReplicaIdentity(ReplicaIdentityKind kind, String index, int location)
      implements AlterTableAction {}

  enum RowSecurityChange {
    ENABLE,
    DISABLE,
    FORCE,
    NO_FORCE
  }

  record RowSecurity(RowSecurityChange change, int location) implements AlterTableAction {}

  enum FiringMode {
    ENABLE,
    ENABLE_ALWAYS,
    ENABLE_REPLICA,
    DISABLE
  }

  enum TriggerScope {
    NAMED,
    ALL,
    USER
  }

  record TriggerFiring(TriggerScope scope, String name, FiringMode mode, int location)
      implements AlterTableAction {}

  record RuleFiring(String name, FiringMode mode, int location) implements AlterTableAction {}

  /** {@code bound} is null when an index is attached. */
  record AttachPartition(RelationName partition, Partitioning.Bound bound, int location)
      implements AlterTableAction {}

  record DetachPartition(RelationName partition, boolean concurrently, boolean finish, int location)
      implements AlterTableAction {}
}
