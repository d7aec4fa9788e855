package org.postern.executor.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.IndexEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.query.Expr;
import org.postern.executor.sql.ast.Constraint;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.OnCommit;
import org.postern.executor.sql.ast.Option;
import org.postern.executor.sql.ast.Persistence;
import org.postern.executor.sql.ast.TableElement;
import org.postern.executor.sql.ast.TableStatement;
import org.postern.executor.sql.ast.TypeName;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lock.LockMode;

/**
 * CREATE TABLE: first what the statement says is collected and checked, then sequences, the table,
 * its TOAST table, defaults, CHECK constraints and indexes are made, in PostgreSQL's order.
 */
final class CreateTable {
  private final Ddl ddl;
  private final TableStatement.CreateTable statement;

  private final List<NewColumn> columns = new ArrayList<>();
  private final Map<String, Expression> defaults = new LinkedHashMap<>();
  private final Map<String, Expression> generated = new LinkedHashMap<>();
  private final Map<String, Expr> copiedDefaults = new LinkedHashMap<>();
  private final List<Constraint.Check> checks = new ArrayList<>();
  private final List<Constraints.Check> copiedChecks = new ArrayList<>();
  private final List<Constraint.ForeignKey> foreignKeys = new ArrayList<>();
  private final List<Constraint.UniqueKey> keys = new ArrayList<>();
  private final List<IndexDefinition> copiedIndexes = new ArrayList<>();
  private final Map<String, List<Option>> sequences = new LinkedHashMap<>();
  private final Map<String, Integer> sequenceTypes = new LinkedHashMap<>();
  private int namespace;
  private char persistence;

  CreateTable(Ddl ddl, TableStatement.CreateTable statement) {
    this.ddl = ddl;
    this.statement = statement;
  }

  void run() {
    refuseUnsupported();
    String name = statement.relation().name();
    namespace =
        ddl.creationNamespace(
            statement.relation(), statement.persistence() == Persistence.TEMPORARY);
    persistence =
        ddl.isTemporary(namespace)
            ? 't'
            : statement.persistence() == Persistence.UNLOGGED ? 'u' : 'p';
    if (ddl.relations.relationByName(namespace, name) != 0) {
      if (statement.ifNotExists()) {
        ddl.env
            .notices()
            .notice(SqlState.DUPLICATE_TABLE, "relation \"%s\" already exists, skipping", name);
        return;
      }
      throw SqlException.error(SqlState.DUPLICATE_TABLE, "relation \"%s\" already exists", name);
    }
    for (TableElement element : statement.elements()) {
      switch (element) {
        case TableElement.ColumnDefinition column -> column(column);
        case TableElement.Like like -> like(like);
        case Constraint constraint -> tableConstraint(constraint);
      }
    }
    List<Constraint.UniqueKey> wanted = finishKeys();
    List<String> options = StorageOptions.table(statement.options(), List.of());
    Map<String, Integer> made = new LinkedHashMap<>();
    SequenceCommands sequenceCommands = new SequenceCommands(ddl);
    sequences.forEach((column, sequenceOptions) ->
        made.put(
            column,
            sequenceCommands.createFor(
                name, column, namespace, persistence, sequenceTypes.get(column), sequenceOptions)));
    int oid =
        new RelationCreator(ddl)
            .create(
                new RelationCreator.Spec(
                    name, namespace, ddl.role(), 'r', persistence, columns, options));
    ddl.env.session().temporary().atCommit(oid, statement.onCommit());
    storeDefaults(oid, made);
    Constraints constraints = new Constraints(ddl);
    constraints.addChecks(ddl.relation(oid), checks);
    constraints.copyChecks(ddl.relation(oid), copiedChecks);
    new ToastTables(ddl).ensure(oid);
    KeyConstraints keyConstraints = new KeyConstraints(ddl);
    for (Constraint.UniqueKey key : wanted) {
      keyConstraints.create(ddl.relation(oid), key);
    }
    for (IndexDefinition index : copiedIndexes) {
      copyIndex(ddl.relation(oid), index);
    }
    for (Constraint.ForeignKey key : foreignKeys) {
      new ForeignKeys(ddl).add(ddl.relation(oid), key, false);
    }
    made.forEach((column, sequence) -> {
      ColumnEntry entry = ddl.relation(oid).column(column);
      boolean identity = entry.identity() != 0;
      sequenceCommands.own(
          sequence, oid, entry.number(), identity ? Dependencies.INTERNAL : Dependencies.AUTO);
    });
    ddl.step();
  }

  private void refuseUnsupported() {
    Ddl.refuse(!statement.inherits().isEmpty(), "INHERITS");
    Ddl.refuse(statement.bound() != null, "a partition");
    Ddl.refuse(statement.partitionBy() != null, "PARTITION BY");
    Ddl.refuse(statement.ofType() != null, "a typed table");
    Ddl.refuse(
        statement.tablespace() != null && !statement.tablespace().equals("pg_default"),
        "TABLESPACE");
    if (statement.accessMethod() != null && !statement.accessMethod().equals("heap")) {
      throw SqlException.error(
          SqlState.UNDEFINED_OBJECT,
          "access method \"%s\" does not exist",
          statement.accessMethod());
    }
    if (statement.onCommit() != OnCommit.DEFAULT
        && statement.persistence() != Persistence.TEMPORARY) {
      throw SqlException.error(
          SqlState.INVALID_TABLE_DEFINITION, "ON COMMIT can only be used on temporary tables");
    }
  }

  private void add(NewColumn column) {
    for (NewColumn other : columns) {
      if (other.name().equals(column.name())) {
        throw SqlException.error(
            SqlState.DUPLICATE_COLUMN, "column \"%s\" specified more than once", column.name());
      }
    }
    columns.add(column);
  }

  private void column(TableElement.ColumnDefinition definition) {
    Ddl.refuse(definition.compression() != null, "COMPRESSION");
    int serial = serialType(definition.type());
    TypeName type =
        serial == 0
            ? definition.type()
            : TypeName.system(serialName(serial), definition.type().location());
    NewColumn column = new ColumnTypes(ddl).column(definition.name(), type, definition.collation());
    String name = definition.name();
    boolean notNull = serial != 0;
    boolean sawNull = false;
    boolean sawNotNull = serial != 0;
    boolean hasDefault = serial != 0;
    char identity = 0;
    if (serial != 0) {
      sequences.put(name, List.of());
      sequenceTypes.put(name, serial);
    }
    for (Constraint constraint : definition.constraints()) {
      switch (constraint) {
        case Constraint.NotNull c -> {
          if (sawNull) {
            throw conflictingNull(name, c.location());
          }
          notNull = true;
          sawNotNull = true;
        }
        case Constraint.Nullable c -> {
          if (sawNotNull) {
            throw conflictingNull(name, c.location());
          }
          sawNull = true;
        }
        case Constraint.Default c -> {
          if (hasDefault) {
            throw twice("multiple default values", name, c.location());
          }
          if (identity != 0) {
            throw twice("both default and identity", name, c.location());
          }
          if (generated.containsKey(name)) {
            throw twice("both default and generation expression", name, c.location());
          }
          hasDefault = true;
          defaults.put(name, c.value());
        }
        case Constraint.Generated c -> {
          if (generated.containsKey(name)) {
            throw twice("multiple generation clauses", name, c.location());
          }
          if (hasDefault) {
            throw twice("both default and generation expression", name, c.location());
          }
          if (identity != 0) {
            throw twice("both identity and generation expression", name, c.location());
          }
          generated.put(name, c.value());
        }
        case Constraint.Identity c -> {
          if (identity != 0) {
            throw SqlException.error(
                    SqlState.SYNTAX_ERROR,
                    "multiple identity specifications for column \"%s\" of table \"%s\"",
                    name,
                    statement.relation().name())
                .withPosition(c.location() + 1);
          }
          if (hasDefault) {
            throw twice("both default and identity", name, serial == 0 ? c.location() : -1);
          }
          if (generated.containsKey(name)) {
            throw twice("both identity and generation expression", name, c.location());
          }
          if (sawNull) {
            throw conflictingNull(name, c.location());
          }
          identity = c.always() ? 'a' : 'd';
          notNull = true;
          sequences.put(name, c.options());
          sequenceTypes.put(name, SequenceCommands.identityType(column.type()));
        }
        case Constraint.Check c -> checks.add(c);
        case Constraint.UniqueKey c -> {
          KeyConstraints.requireSupported(c);
          if (c.primary() && sawNull) {
            throw conflictingNull(name, c.location());
          }
          notNull |= c.primary();
          keys.add(withColumns(c, List.of(name)));
        }
        case Constraint.ForeignKey c -> foreignKeys.add(withColumns(c, List.of(name)));
        case Constraint.Exclusion c -> throw SqlException.notSupported("EXCLUDE");
      }
    }
    add(
        new NewColumn(
            name,
            column.type(),
            column.typmod(),
            column.collation(),
            column.dimensions(),
            notNull,
            identity,
            (char) 0,
            generated.containsKey(name) ? 's' : (char) 0));
  }

  private SqlException twice(String what, String column, int location) {
    return SqlException.error(
            SqlState.SYNTAX_ERROR,
            what + " specified for column \"%s\" of table \"%s\"",
            column,
            statement.relation().name())
        .withPosition(location + 1);
  }

  private SqlException conflictingNull(String column, int location) {
    return SqlException.error(
            SqlState.SYNTAX_ERROR,
            "conflicting NULL/NOT NULL declarations for column \"%s\" of table \"%s\"",
            column,
            statement.relation().name())
        .withPosition(location + 1);
  }

  /** The integer type behind serial and its kin, or 0. */
  static int serialType(TypeName type) {
    if (type.names().size() != 1 || type.columnType()) {
      return 0;
    }
    int serial =
        switch (type.names().getFirst()) {
          case "smallserial", "serial2" -> TypeOid.INT2;
          case "serial", "serial4" -> TypeOid.INT4;
          case "bigserial", "serial8" -> TypeOid.INT8;
          default -> 0;
        };
    if (serial != 0 && !type.arrayBounds().isEmpty()) {
      throw SqlException.error(SqlState.FEATURE_NOT_SUPPORTED, "array of serial is not implemented")
          .withPosition(type.location() + 1);
    }
    return serial;
  }

  static String serialName(int serial) {
    return switch (serial) {
      case TypeOid.INT2 -> "int2";
      case TypeOid.INT4 -> "int4";
      default -> "int8";
    };
  }

  static Constraint.UniqueKey withColumns(Constraint.UniqueKey key, List<String> columns) {
    return new Constraint.UniqueKey(
        key.name(),
        key.primary(),
        key.nullsNotDistinct(),
        columns,
        key.including(),
        key.options(),
        key.tablespace(),
        key.usingIndex(),
        key.attributes(),
        key.location());
  }

  static Constraint.ForeignKey withColumns(Constraint.ForeignKey key, List<String> columns) {
    return new Constraint.ForeignKey(
        key.name(),
        columns,
        key.referenced(),
        key.referencedColumns(),
        key.match(),
        key.onUpdate(),
        key.onDelete(),
        key.deleteSetColumns(),
        key.attributes(),
        key.location());
  }

  private void tableConstraint(Constraint constraint) {
    switch (constraint) {
      case Constraint.Check c -> checks.add(c);
      case Constraint.UniqueKey c -> {
        KeyConstraints.requireSupported(c);
        keys.add(c);
      }
      case Constraint.ForeignKey c -> foreignKeys.add(c);
      case Constraint.Exclusion c -> throw SqlException.notSupported("EXCLUDE");
      default -> throw new IllegalStateException("not a table constraint: " + constraint);
    }
  }

  /** Checks the keys, drops doubles, and marks the primary key's columns NOT NULL. */
  private List<Constraint.UniqueKey> finishKeys() {
    List<String> names = columns.stream().map(NewColumn::name).toList();
    Constraint.UniqueKey primary = null;
    for (Constraint.UniqueKey key : keys) {
      if (key.primary()) {
        if (primary != null) {
          throw KeyConstraints.multiplePrimary(statement.relation().name(), key.location());
        }
        primary = key;
      }
    }
    List<Constraint.UniqueKey> wanted = new ArrayList<>();
    if (primary != null) {
      wanted.add(primary);
    }
    for (Constraint.UniqueKey key : keys) {
      KeyConstraints.checkColumns(key, names);
      if (key.primary()) {
        for (String column : key.columns()) {
          int at = names.indexOf(column);
          columns.set(at, columns.get(at).asNotNull());
        }
      } else {
        addUnlessDouble(wanted, key);
      }
    }
    return wanted;
  }

  private static void addUnlessDouble(List<Constraint.UniqueKey> wanted, Constraint.UniqueKey key) {
    for (int i = 0; i < wanted.size(); i++) {
      Constraint.UniqueKey other = wanted.get(i);
      if (other.columns().equals(key.columns())
          && other.including().equals(key.including())
          && other.nullsNotDistinct() == key.nullsNotDistinct()) {
        if (other.name() == null && key.name() != null) {
          wanted.set(
              i,
              new Constraint.UniqueKey(
                  key.name(),
                  other.primary(),
                  other.nullsNotDistinct(),
                  other.columns(),
                  other.including(),
                  other.options(),
                  other.tablespace(),
                  other.usingIndex(),
                  other.attributes(),
                  other.location()));
        }
        return;
      }
    }
    wanted.add(key);
  }

  private void like(TableElement.Like like) {
    RelationEntry source = ddl.open(like.relation(), LockMode.ACCESS_SHARE);
    if (source.kind() != 'r' && source.kind() != 'v' && source.kind() != 'm') {
      throw SqlException.error(
              SqlState.WRONG_OBJECT_TYPE,
              "relation \"%s\" is invalid in LIKE clause",
              source.name())
          .withPosition(like.relation().location() + 1);
    }
    ddl.permissions.requireTable(source, 'r');
    List<TableElement.LikeFeature> features = like.features();
    if (features.contains(TableElement.LikeFeature.COMMENTS)) {
      refuseComments(source);
    }
    int[] numbers = new int[source.columns().size() + 1];
    for (ColumnEntry column : source.columns()) {
      if (column.dropped()) {
        continue;
      }
      CatalogRow row = ddl.editor.attribute(source.oid(), column.number());
      char storage = features.contains(TableElement.LikeFeature.STORAGE) ? column.storage() : 0;
      boolean identity =
          column.identity() != 0 && features.contains(TableElement.LikeFeature.IDENTITY);
      if (identity) {
        int sequence =
            ((Expr.NextValue) ddl.relations.columnDefault(source.oid(), column.number()))
                .sequence();
        sequences.put(column.name(), SequenceCommands.optionsLike(ddl, sequence));
        sequenceTypes.put(column.name(), column.type());
      }
      boolean computed =
          column.generated() != 0 && features.contains(TableElement.LikeFeature.GENERATED);
      add(
          new NewColumn(
              column.name(),
              column.type(),
              column.typmod(),
              column.collation(),
              row.integer("attndims"),
              column.notNull(),
              identity ? column.identity() : (char) 0,
              storage,
              computed ? 's' : (char) 0));
      numbers[column.number()] = columns.size();
      boolean plainDefault =
          column.generated() == 0 && features.contains(TableElement.LikeFeature.DEFAULTS);
      if (column.hasDefault() && (computed || plainDefault)) {
        copiedDefaults.put(
            column.name(), ddl.relations.columnDefault(source.oid(), column.number()));
      }
    }
    copiedDefaults.replaceAll((name, value) -> Constraints.renumber(value, numbers));
    if (features.contains(TableElement.LikeFeature.CONSTRAINTS)) {
      ddl.relations
          .checks(source.oid())
          .forEach(check ->
              copiedChecks.add(
                  new Constraints.Check(
                      check.name(),
                      Constraints.renumber(check.condition(), numbers),
                      false,
                      true)));
    }
    if (features.contains(TableElement.LikeFeature.INDEXES)) {
      for (IndexEntry index : ddl.relations.indexes(source.oid())) {
        copiedIndexes.add(new Constraints(ddl).describe(index, numbers));
        if (index.primary()) {
          for (int key : index.keys()) {
            int at = numbers[key] - 1;
            columns.set(at, columns.get(at).asNotNull());
          }
        }
      }
    }
  }

  private void refuseComments(RelationEntry source) {
    for (CatalogRow row :
        ddl.editor.rows(
            "pg_description",
            CatalogEditor.DESCRIPTION,
            Catalog.unsigned(source.oid()),
            Catalog.unsigned(ObjectAddress.CLASS))) {
      Ddl.refuse(row.integer("objsubid") > 0, "LIKE INCLUDING COMMENTS");
    }
  }

  private void storeDefaults(int table, Map<String, Integer> made) {
    Defaults store = new Defaults(ddl);
    for (NewColumn column : columns) {
      RelationEntry relation = ddl.relation(table);
      ColumnEntry entry = relation.column(column.name());
      if (defaults.containsKey(column.name())) {
        store.store(relation, entry.number(), store.analyze(entry, defaults.get(column.name())));
      } else if (generated.containsKey(column.name())) {
        store.store(
            relation,
            entry.number(),
            new GeneratedExpressions(ddl).analyze(relation, entry, generated.get(column.name())));
      } else if (copiedDefaults.containsKey(column.name())) {
        store.store(relation, entry.number(), copiedDefaults.get(column.name()));
      } else if (made.containsKey(column.name()) && column.identity() == 0) {
        store.store(relation, entry.number(), store.nextval(entry, made.get(column.name())));
      }
    }
  }

  private void copyIndex(RelationEntry table, IndexDefinition index) {
    List<String> names = index.keys().stream().map(IndexDefinition.Key::name).toList();
    boolean constraint = index.constraint() != 0;
    String name =
        index.primary()
            ? ddl.names.relation(table.name(), null, "pkey", namespace, true)
            : ddl.names.relation(
                table.name(),
                ObjectNames.columns(names),
                constraint ? "key" : "idx",
                namespace,
                constraint);
    new Indexes(ddl)
        .create(
            table,
            new IndexDefinition(
                name,
                index.keys(),
                index.keyCount(),
                index.unique(),
                index.nullsNotDistinct(),
                index.constraint(),
                false,
                false,
                index.predicate(),
                index.options()));
  }
}
