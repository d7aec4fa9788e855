package org.postern.executor.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.ForeignKeyEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.sql.ast.AlterTableAction;
import org.postern.executor.sql.ast.AlterTableStatement;
import org.postern.executor.sql.ast.Constraint;
import org.postern.executor.sql.ast.ObjectType;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lock.LockMode;

/**
 * ALTER TABLE and its like for indexes and sequences. Subcommands run in PostgreSQL's passes,
 * whatever order they were written in: what is dropped first, then types, new columns, column
 * properties, keys, other constraints, the rest.
 */
final class AlterTable {
  private final Ddl ddl;
  private final AlterTableStatement statement;

  AlterTable(Ddl ddl, AlterTableStatement statement) {
    this.ddl = ddl;
    this.statement = statement;
  }

  void run() {
    LockMode mode = LockMode.ACCESS_SHARE;
    for (AlterTableAction action : statement.actions()) {
      LockMode wanted = lockMode(action);
      mode = wanted.ordinal() > mode.ordinal() ? wanted : mode;
    }
    RelationEntry relation = ddl.openOrNull(statement.relation(), mode);
    if (relation == null) {
      if (!statement.ifExists()) {
        throw SequenceCommands.missing(statement.relation());
      }
      ddl.env
          .notices()
          .notice("relation \"%s\" does not exist, skipping", statement.relation().name());
      return;
    }
    requireKind(relation);
    ddl.permissions.requireOwner(relation);
    ddl.requireUserRelation(relation);
    List<AlterTableAction> actions = new ArrayList<>(statement.actions());
    actions.sort(Comparator.comparingInt(AlterTable::pass));
    for (AlterTableAction action : actions) {
      apply(relation.oid(), action);
    }
  }

  private static LockMode lockMode(AlterTableAction action) {
    return switch (action) {
      case AlterTableAction.RelationOptions a -> LockMode.SHARE_UPDATE_EXCLUSIVE;
      case AlterTableAction.ColumnStatistics a -> LockMode.SHARE_UPDATE_EXCLUSIVE;
      case AlterTableAction.ColumnOptions a -> LockMode.SHARE_UPDATE_EXCLUSIVE;
      case AlterTableAction.ValidateConstraint a -> LockMode.SHARE_UPDATE_EXCLUSIVE;
      default -> LockMode.ACCESS_EXCLUSIVE;
    };
  }

  private static int pass(AlterTableAction action) {
    return switch (action) {
      case AlterTableAction.DropColumn a -> 0;
      case AlterTableAction.DropConstraint a -> 0;
      case AlterTableAction.DropIdentity a -> 0;
      case AlterTableAction.DropExpression a -> 0;
      case AlterTableAction.AddIdentity a -> 6;
      case AlterTableAction.ColumnNotNull a -> a.notNull() ? 3 : 0;
      case AlterTableAction.AlterColumnType a -> 1;
      case AlterTableAction.AddColumn a -> 2;
      case AlterTableAction.ColumnDefault a -> a.value() == null ? 0 : 4;
      case AlterTableAction.AddConstraint a ->
          a.constraint() instanceof Constraint.UniqueKey ? 5 : 6;
      default -> 7;
    };
  }

  private void requireKind(RelationEntry relation) {
    boolean fits =
        switch (statement.kind()) {
          case TABLE ->
              relation.kind() == 'r' || onlyGeneral() && "iSvm".indexOf(relation.kind()) >= 0;
          case INDEX -> relation.kind() == 'i';
          case SEQUENCE -> relation.kind() == 'S';
          case VIEW -> relation.kind() == 'v';
          case MATERIALIZED_VIEW -> relation.kind() == 'm';
          default -> throw SqlException.notSupported("ALTER " + statement.kind().sql());
        };
    if (!fits) {
      if (statement.kind() == ObjectType.TABLE && relation.kind() != 'c') {
        throw SqlException.error(
                SqlState.WRONG_OBJECT_TYPE,
                "ALTER action %s cannot be performed on relation \"%s\"",
                words(statement.actions().getFirst()),
                relation.name())
            .withDetail(
                "This operation is not supported for %s.",
                relation.kind() == 'i' ? "indexes" : Ddl.kindWord(relation.kind()) + "s");
      }
      String kind = Ddl.kindWord(kindLetter());
      throw SqlException.error(
          SqlState.WRONG_OBJECT_TYPE,
          "\"%s\" is not %s %s",
          relation.name(),
          kind.equals("index") ? "an" : "a",
          kind);
    }
  }

  private char kindLetter() {
    return switch (statement.kind()) {
      case INDEX -> 'i';
      case SEQUENCE -> 'S';
      case VIEW -> 'v';
      case MATERIALIZED_VIEW -> 'm';
      default -> 'r';
    };
  }

  /** Whether all actions make sense for relations of any kind. */
  private boolean onlyGeneral() {
    return statement.actions().stream()
        .allMatch(action ->
            action instanceof AlterTableAction.ChangeOwner
                || action instanceof AlterTableAction.ColumnDefault
                || action instanceof AlterTableAction.RelationOptions);
  }

  private static String words(AlterTableAction action) {
    return switch (action) {
      case AlterTableAction.AddColumn a -> "ADD COLUMN";
      case AlterTableAction.DropColumn a -> "DROP COLUMN";
      case AlterTableAction.AlterColumnType a -> "ALTER COLUMN ... SET DATA TYPE";
      case AlterTableAction.ColumnDefault a ->
          a.value() == null ? "ALTER COLUMN ... DROP DEFAULT" : "ALTER COLUMN ... SET DEFAULT";
      case AlterTableAction.ColumnNotNull a ->
          a.notNull() ? "ALTER COLUMN ... SET NOT NULL" : "ALTER COLUMN ... DROP NOT NULL";
      case AlterTableAction.AddConstraint a -> "ADD CONSTRAINT";
      case AlterTableAction.DropConstraint a -> "DROP CONSTRAINT";
      case AlterTableAction.ValidateConstraint a -> "VALIDATE CONSTRAINT";
      case AlterTableAction.SetTablespace a -> "SET TABLESPACE";
      default -> "ALTER";
    };
  }

  private void apply(int table, AlterTableAction action) {
    AlterColumns columns = new AlterColumns(ddl, ddl.relation(table));
    AlterConstraints constraints = new AlterConstraints(ddl, ddl.relation(table));
    switch (action) {
      case AlterTableAction.AddColumn a -> columns.add(a);
      case AlterTableAction.DropColumn a -> columns.drop(a);
      case AlterTableAction.AlterColumnType a -> columns.changeType(a);
      case AlterTableAction.ColumnDefault a -> columns.changeDefault(a);
      case AlterTableAction.ColumnNotNull a -> columns.changeNotNull(a);
      case AlterTableAction.ColumnStatistics a -> columns.changeStatistics(a);
      case AlterTableAction.ColumnStorage a -> columns.changeStorage(a);
      case AlterTableAction.AddIdentity a ->
          new AlterIdentity(ddl, ddl.relation(table)).add(a.column(), a.identity());
      case AlterTableAction.AlterIdentity a -> new AlterIdentity(ddl, ddl.relation(table)).alter(a);
      case AlterTableAction.DropIdentity a -> new AlterIdentity(ddl, ddl.relation(table)).drop(a);
      case AlterTableAction.DropExpression a ->
          new AlterIdentity(ddl, ddl.relation(table)).dropExpression(a);
      case AlterTableAction.AddConstraint a -> constraints.add(a.constraint());
      case AlterTableAction.DropConstraint a -> constraints.drop(a);
      case AlterTableAction.AlterConstraint a -> constraints.alter(a);
      case AlterTableAction.ValidateConstraint a -> constraints.validate(a.name());
      case AlterTableAction.RelationOptions a -> changeOptions(ddl.relation(table), a);
      case AlterTableAction.ChangeOwner a -> new Ownership(ddl).changeRelation(table, a.owner());
      case AlterTableAction.SetLogged a -> setLogged(ddl.relation(table), a.logged());
      case AlterTableAction.SetTablespace a ->
          Ddl.refuse(!a.tablespace().equals("pg_default"), "SET TABLESPACE");
      case AlterTableAction.SetWithoutOids a -> {
        // There never are any.
      }
      default ->
          throw SqlException.notSupported("ALTER TABLE " + action.getClass().getSimpleName());
    }
    ddl.step();
  }

  /** SET LOGGED and SET UNLOGGED: the rows move to files of the other kind. */
  private void setLogged(RelationEntry relation, boolean logged) {
    if (relation.persistence() == 't') {
      throw SqlException.error(
          SqlState.INVALID_TABLE_DEFINITION,
          "cannot change logged status of table \"%s\" because it is temporary",
          relation.name());
    }
    if (logged == (relation.persistence() == 'p')) {
      return;
    }
    for (ForeignKeyEntry key :
        logged
            ? ddl.relations.foreignKeys(relation.oid())
            : ddl.relations.referencingKeys(relation.oid())) {
      RelationEntry other = ddl.relation(logged ? key.referenced() : key.table());
      if (other.oid() != relation.oid() && other.persistence() == (logged ? 'u' : 'p')) {
        throw SqlException.error(
            SqlState.INVALID_TABLE_DEFINITION,
            logged
                ? "could not change table \"%s\" to logged because it references unlogged table"
                    + " \"%s\""
                : "could not change table \"%s\" to unlogged because it references logged table"
                    + " \"%s\"",
            relation.name(),
            other.name());
      }
    }
    TableRewrite rewrite = new TableRewrite(ddl, relation);
    setPersistence(relation.oid(), logged ? 'p' : 'u');
    rewrite.run();
  }

  private void setPersistence(int oid, char persistence) {
    RelationEntry relation = ddl.relation(oid);
    ddl.editor.update(
        ddl.editor.relation(oid), values -> values.letter("relpersistence", persistence));
    ddl.step();
    ddl.relations.indexes(oid).forEach(index -> setPersistence(index.oid(), persistence));
    if (relation.toast() != 0) {
      setPersistence(relation.toast(), persistence);
    }
    if (relation.kind() == 'r') {
      new SequenceCommands(ddl)
          .owned(oid)
          .forEach(sequence -> setPersistence(sequence, persistence));
    }
  }

  private void changeOptions(RelationEntry relation, AlterTableAction.RelationOptions action) {
    List<String> options =
        action.reset()
            ? StorageOptions.reset(action.options(), relation.options())
            : relation.kind() == 'v'
                ? ViewOptions.set(action.options(), relation.options())
                : relation.kind() == 'i'
                    ? StorageOptions.index(action.options(), relation.options())
                    : StorageOptions.table(action.options(), relation.options());
    CatalogRow row = ddl.editor.relation(relation.oid());
    ddl.editor.update(row, values -> values.texts("reloptions", TypeOid.TEXT, options));
  }
}
