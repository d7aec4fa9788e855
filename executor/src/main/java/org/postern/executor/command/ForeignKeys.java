package org.postern.executor.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.ForeignKeyEntry;
import org.postern.executor.catalog.IndexEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.sql.ast.Constraint;
import org.postern.executor.sql.ast.RelationName;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lock.LockMode;

/**
 * Makes foreign keys: the row of pg_constraint and the four rows of pg_trigger that clients expect
 * with it.
 */
final class ForeignKeys {
  private static final List<String> SYSTEM_COLUMNS =
      List.of("ctid", "xmin", "cmin", "xmax", "cmax", "tableoid");
  private static final int BTREE = 403;
  private static final int CHECK_INSERT = 1644;
  private static final int CHECK_UPDATE = 1645;

  private final Ddl ddl;

  ForeignKeys(Ddl ddl) {
    this.ddl = ddl;
  }

  /** The referenced key: its columns and the index behind it. */
  private record Target(List<Integer> columns, IndexEntry index) {}

  /** Adds the constraint; rows there are get checked if {@code check}. */
  void add(RelationEntry table, Constraint.ForeignKey key, boolean check) {
    RelationEntry referenced = ddl.open(key.referenced(), LockMode.SHARE_ROW_EXCLUSIVE);
    if (referenced.kind() != 'r' && referenced.kind() != 'p') {
      throw SqlException.error(
          SqlState.WRONG_OBJECT_TYPE,
          "referenced relation \"%s\" is not a table",
          referenced.name());
    }
    ddl.requireUserRelation(referenced);
    requirePersistence(table, referenced);
    List<Integer> columns = columns(table, key.columns());
    requireActionsFit(table, columns, key);
    List<Integer> deleteSets = columns(table, key.deleteSetColumns()).stream().distinct().toList();
    for (int number : deleteSets) {
      if (!columns.contains(number)) {
        throw SqlException.error(
            SqlState.INVALID_COLUMN_REFERENCE,
            "column \"%s\" referenced in ON DELETE SET action must be part of foreign key",
            table.column(number).name());
      }
    }
    Target target = target(referenced, key);
    List<ColumnEntry> referencedColumns = new ArrayList<>();
    target.columns().forEach(number -> referencedColumns.add(referenced.column(number)));
    ddl.permissions.requireColumns(referenced, 'x', referencedColumns);
    if (columns.size() != target.columns().size()) {
      throw SqlException.error(
          SqlState.INVALID_FOREIGN_KEY,
          "number of referencing and referenced columns for foreign key disagree");
    }
    Constraints constraints = new Constraints(ddl);
    String name = key.name();
    if (name == null) {
      List<String> names = new ArrayList<>();
      columns.forEach(number -> names.add(table.column(number).name()));
      name =
          ddl.names.constraint(
              table.name(), ObjectNames.columns(names), "fkey", table.namespace(), new HashSet<>());
    } else if (constraints.find(table.oid(), name) != null) {
      throw SqlException.error(
          SqlState.DUPLICATE_OBJECT,
          "constraint \"%s\" for relation \"%s\" already exists",
          name,
          table.name());
    }
    List<Integer> operators = operators(table, columns, referenced, target, name);
    boolean validated = !key.attributes().notValid();
    int oid =
        constraints.insertForeign(
            table,
            name,
            key,
            columns,
            referenced,
            target.columns(),
            target.index().oid(),
            operators,
            deleteSets,
            validated);
    triggers(oid, table, referenced, key, target.index().oid());
    ddl.step();
    if (validated && check) {
      new ForeignKeyChecks(ddl.env).validate(entry(table.oid(), oid));
    }
  }

  /** A foreign key as it was written, to be made again: the table it belongs to and itself. */
  record Described(int table, Constraint.ForeignKey key) {}

  Described describe(ForeignKeyEntry entry) {
    RelationEntry table = ddl.relation(entry.table());
    RelationEntry referenced = ddl.relation(entry.referenced());
    CatalogRow row = new Constraints(ddl).byOid(entry.oid());
    return new Described(
        entry.table(),
        new Constraint.ForeignKey(
            entry.name(),
            names(table, entry.columns()),
            new RelationName(
                null,
                ddl.catalog.namespaceName(referenced.namespace()),
                referenced.name(),
                true,
                -1),
            names(referenced, entry.keys()),
            entry.full() ? Constraint.MatchType.FULL : Constraint.MatchType.SIMPLE,
            action(entry.onUpdate()),
            action(entry.onDelete()),
            names(table, entry.deleteSets()),
            new Constraint.Attributes(
                entry.deferrable(), entry.deferred(), !row.bool("convalidated"), false),
            -1));
  }

  private static List<String> names(RelationEntry relation, List<Integer> numbers) {
    return numbers.stream().map(number -> relation.column(number).name()).toList();
  }

  private static Constraint.ReferentialAction action(char letter) {
    return switch (letter) {
      case 'c' -> Constraint.ReferentialAction.CASCADE;
      case 'r' -> Constraint.ReferentialAction.RESTRICT;
      case 'n' -> Constraint.ReferentialAction.SET_NULL;
      case 'd' -> Constraint.ReferentialAction.SET_DEFAULT;
      default -> Constraint.ReferentialAction.NO_ACTION;
    };
  }

  ForeignKeyEntry entry(int table, int constraint) {
    for (ForeignKeyEntry entry : ddl.relations.foreignKeys(table)) {
      if (entry.oid() == constraint) {
        return entry;
      }
    }
    throw new IllegalStateException("no such foreign key: oid=" + constraint);
  }

  private static void requirePersistence(RelationEntry table, RelationEntry referenced) {
    String wanted =
        switch (table.persistence()) {
          case 'p' ->
              referenced.persistence() == 'p'
                  ? null
                  : "constraints on permanent tables may reference only permanent tables";
          case 'u' ->
              referenced.persistence() != 't'
                  ? null
                  : "constraints on unlogged tables may reference only permanent or unlogged"
                      + " tables";
          default ->
              referenced.persistence() == 't'
                  ? null
                  : "constraints on temporary tables may reference only temporary tables";
        };
    if (wanted != null) {
      throw SqlException.error(SqlState.INVALID_TABLE_DEFINITION, wanted);
    }
  }

  private static List<Integer> columns(RelationEntry table, List<String> names) {
    List<Integer> numbers = new ArrayList<>();
    for (String name : names) {
      ColumnEntry column = table.column(name);
      if (SYSTEM_COLUMNS.contains(name)) {
        throw SqlException.error(
            SqlState.FEATURE_NOT_SUPPORTED, "system columns cannot be used in foreign keys");
      }
      if (column == null) {
        throw SqlException.error(
            SqlState.UNDEFINED_COLUMN,
            "column \"%s\" referenced in foreign key constraint does not exist",
            name);
      }
      numbers.add(column.number());
    }
    if (numbers.size() > 32) {
      throw SqlException.error(
          SqlState.TOO_MANY_COLUMNS, "cannot have more than %d keys in a foreign key", 32);
    }
    return numbers;
  }

  private static void requireActionsFit(
      RelationEntry table, List<Integer> columns, Constraint.ForeignKey key) {
    boolean generated = columns.stream().anyMatch(n -> table.column(n).generated() != 0);
    if (!generated) {
      return;
    }
    boolean update = key.onUpdate() == Constraint.ReferentialAction.CASCADE || sets(key.onUpdate());
    if (update || sets(key.onDelete())) {
      throw SqlException.error(
          SqlState.SYNTAX_ERROR,
          "invalid %s action for foreign key constraint containing generated column",
          update ? "ON UPDATE" : "ON DELETE");
    }
  }

  private static boolean sets(Constraint.ReferentialAction action) {
    return action == Constraint.ReferentialAction.SET_NULL
        || action == Constraint.ReferentialAction.SET_DEFAULT;
  }

  private Target target(RelationEntry referenced, Constraint.ForeignKey key) {
    if (key.referencedColumns().isEmpty()) {
      IndexEntry primary = Indexes.primary(ddl, referenced.oid());
      if (primary == null) {
        throw SqlException.error(
            SqlState.UNDEFINED_OBJECT,
            "there is no primary key for referenced table \"%s\"",
            referenced.name());
      }
      if (!primary.immediate()) {
        throw SqlException.error(
            SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
            "cannot use a deferrable primary key for referenced table \"%s\"",
            referenced.name());
      }
      return new Target(primary.keys().subList(0, primary.keyCount()), primary);
    }
    List<Integer> columns = columns(referenced, key.referencedColumns());
    if (new HashSet<>(columns).size() != columns.size()) {
      throw SqlException.error(
          SqlState.INVALID_FOREIGN_KEY,
          "foreign key referenced-columns list must not contain duplicates");
    }
    boolean deferrable = false;
    for (IndexEntry index : ddl.relations.indexes(referenced.oid())) {
      boolean fits =
          index.unique()
              && index.valid()
              && index.predicate() == null
              && index.expressions().isEmpty()
              && index.keyCount() == columns.size()
              && new HashSet<>(index.keys().subList(0, index.keyCount()))
                  .equals(new HashSet<>(columns));
      if (fits && index.immediate()) {
        return new Target(columns, index);
      }
      deferrable |= fits;
    }
    throw deferrable
        ? SqlException.error(
            SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
            "cannot use a deferrable unique constraint for referenced table \"%s\"",
            referenced.name())
        : SqlException.error(
            SqlState.INVALID_FOREIGN_KEY,
            "there is no unique constraint matching given keys for referenced table \"%s\"",
            referenced.name());
  }

  /** The equality operators between referenced and referring columns. */
  private List<Integer> operators(
      RelationEntry table,
      List<Integer> columns,
      RelationEntry referenced,
      Target target,
      String constraint) {
    List<Integer> operators = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      ColumnEntry from = table.column(columns.get(i));
      ColumnEntry to = referenced.column(target.columns().get(i));
      int family = target.index().families().get(target.index().keys().indexOf(to.number()));
      int input = ddl.catalog.opclass(ddl.catalog.defaultOpclass(to.type(), BTREE)).inputType();
      int fromBase = ddl.catalog.baseType(from.type());
      int operator = ddl.catalog.familyOperator(family, input, fromBase, 3);
      if (operator == 0 && ddl.queries().canAssignImplicitly(fromBase, input)) {
        operator = ddl.catalog.familyOperator(family, input, input, 3);
      }
      if (operator == 0) {
        throw SqlException.error(
                SqlState.DATATYPE_MISMATCH,
                "foreign key constraint \"%s\" cannot be implemented",
                constraint)
            .withDetail(
                "Key columns \"%s\" and \"%s\" are of incompatible types: %s and %s.",
                from.name(),
                to.name(),
                ddl.analyzer().types().typeName(from.type()),
                ddl.analyzer().types().typeName(to.type()));
      }
      operators.add(operator);
    }
    return operators;
  }

  private void triggers(
      int constraint,
      RelationEntry table,
      RelationEntry referenced,
      Constraint.ForeignKey key,
      int index) {
    trigger(
        "RI_ConstraintTrigger_a_",
        constraint,
        referenced,
        table,
        action(key.onDelete(), true),
        9,
        key,
        index,
        key.onDelete());
    trigger(
        "RI_ConstraintTrigger_a_",
        constraint,
        referenced,
        table,
        action(key.onUpdate(), false),
        17,
        key,
        index,
        key.onUpdate());
    trigger(
        "RI_ConstraintTrigger_c_",
        constraint,
        table,
        referenced,
        CHECK_INSERT,
        5,
        key,
        index,
        Constraint.ReferentialAction.NO_ACTION);
    trigger(
        "RI_ConstraintTrigger_c_",
        constraint,
        table,
        referenced,
        CHECK_UPDATE,
        17,
        key,
        index,
        Constraint.ReferentialAction.NO_ACTION);
    for (RelationEntry each : List.of(table, referenced)) {
      ddl.editor.update(
          ddl.editor.relation(each.oid()), values -> values.flag("relhastriggers", true));
      ddl.step();
    }
  }

  private static int action(Constraint.ReferentialAction action, boolean delete) {
    int first =
        switch (action) {
          case CASCADE -> 1646;
          case RESTRICT -> 1648;
          case SET_NULL -> 1650;
          case SET_DEFAULT -> 1652;
          case NO_ACTION -> 1654;
        };
    return delete ? first : first + 1;
  }

  private void trigger(
      String prefix,
      int constraint,
      RelationEntry on,
      RelationEntry other,
      int function,
      int type,
      Constraint.ForeignKey key,
      int index,
      Constraint.ReferentialAction action) {
    boolean deferrable =
        action == Constraint.ReferentialAction.NO_ACTION && key.attributes().deferrable();
    int oid = ddl.editor.newOid("pg_trigger");
    ddl.editor.insert(
        ddl.editor
            .row("pg_trigger")
            .oid("oid", oid)
            .oid("tgrelid", on.oid())
            .oid("tgparentid", 0)
            .text("tgname", prefix + Integer.toUnsignedString(oid))
            .oid("tgfoid", function)
            .number("tgtype", type)
            .letter("tgenabled", 'O')
            .flag("tgisinternal", true)
            .oid("tgconstrrelid", other.oid())
            .oid("tgconstrindid", index)
            .oid("tgconstraint", constraint)
            .flag("tgdeferrable", deferrable)
            .flag("tginitdeferred", deferrable && key.attributes().initiallyDeferred())
            .number("tgnargs", 0)
            .vector("tgattr", TypeOid.INT2, List.of())
            .set("tgargs", org.postern.executor.types.Slice.EMPTY));
    ObjectAddress self = ObjectAddress.of(ObjectAddress.TRIGGER, oid);
    ddl.depend.record(
        self, ObjectAddress.of(ObjectAddress.CONSTRAINT, constraint), Dependencies.INTERNAL);
  }

  /** ALTER CONSTRAINT: whether and when the check may be put off. */
  void alter(RelationEntry table, CatalogRow row, Constraint.Attributes attributes) {
    boolean deferrable = attributes.deferrable();
    boolean deferred = attributes.initiallyDeferred();
    ddl.editor.update(
        row, values -> values.flag("condeferrable", deferrable).flag("condeferred", deferred));
    for (CatalogRow trigger :
        ddl.editor.rows(
            "pg_trigger", CatalogEditor.TRIGGER_CONSTRAINT, Catalog.unsigned(row.oid("oid")))) {
      boolean puts = List.of(1644, 1645, 1654, 1655).contains(trigger.oid("tgfoid"));
      if (puts) {
        ddl.editor.update(
            trigger,
            values -> values.flag("tgdeferrable", deferrable).flag("tginitdeferred", deferred));
      }
    }
    ddl.editor.update(
        ddl.editor.relation(table.oid()), values -> values.flag("relhastriggers", true));
    ddl.step();
  }
}
