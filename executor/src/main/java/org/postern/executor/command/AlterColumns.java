package org.postern.executor.command;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.analyze.QueryAnalyzer;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.ConstraintEntry;
import org.postern.executor.catalog.ForeignKeyEntry;
import org.postern.executor.catalog.IndexEntry;
import org.postern.executor.catalog.ProcEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.catalog.TypeEntry;
import org.postern.executor.expr.ExprCompiler;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.sql.ast.AlterTableAction;
import org.postern.executor.sql.ast.Constraint;
import org.postern.executor.sql.ast.TypeName;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.Physical;
import org.postern.executor.vector.Batch;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lock.LockMode;

/** The subcommands of ALTER TABLE that change columns. */
final class AlterColumns {
  private static final List<String> SYSTEM_COLUMNS =
      List.of("ctid", "xmin", "cmin", "xmax", "cmax", "tableoid");

  private final Ddl ddl;
  private final RelationEntry table;
  private final Defaults defaults;

  AlterColumns(Ddl ddl, RelationEntry table) {
    this.ddl = ddl;
    this.table = table;
    this.defaults = new Defaults(ddl);
  }

  private ColumnEntry column(String name) {
    ColumnEntry column = table.column(name);
    if (column == null) {
      if (SYSTEM_COLUMNS.contains(name)) {
        throw SqlException.error(
            SqlState.FEATURE_NOT_SUPPORTED, "cannot alter system column \"%s\"", name);
      }
      throw SqlException.error(
          SqlState.UNDEFINED_COLUMN,
          "column \"%s\" of relation \"%s\" does not exist",
          name,
          table.name());
    }
    return column;
  }

  void add(AlterTableAction.AddColumn action) {
    String name = action.column().name();
    if (table.column(name) != null) {
      if (action.ifNotExists()) {
        ddl.env
            .notices()
            .notice(
                SqlState.DUPLICATE_COLUMN,
                "column \"%s\" of relation \"%s\" already exists, skipping",
                name,
                table.name());
        return;
      }
      throw SqlException.error(
          SqlState.DUPLICATE_COLUMN,
          "column \"%s\" of relation \"%s\" already exists",
          name,
          table.name());
    }
    Ddl.refuse(action.column().compression() != null, "COMPRESSION");
    TypeName written = action.column().type();
    int serial = CreateTable.serialType(written);
    TypeName type =
        serial == 0 ? written : TypeName.system(CreateTable.serialName(serial), written.location());
    NewColumn column = new ColumnTypes(ddl).column(name, type, action.column().collation());
    boolean notNull = serial != 0;
    Constraint.Default defaultValue = null;
    Constraint.Generated generated = null;
    Constraint.Identity identity = null;
    List<Constraint> later = new ArrayList<>();
    for (Constraint constraint : action.column().constraints()) {
      switch (constraint) {
        case Constraint.NotNull c -> notNull = true;
        case Constraint.Nullable c -> {
          // What a column is anyway.
        }
        case Constraint.Default c -> defaultValue = c;
        case Constraint.Check c -> later.add(c);
        case Constraint.UniqueKey c -> later.add(CreateTable.withColumns(c, List.of(name)));
        case Constraint.Generated c -> generated = c;
        case Constraint.Identity c -> {
          identity = c;
          notNull = true;
        }
        case Constraint.ForeignKey c -> later.add(CreateTable.withColumns(c, List.of(name)));
        case Constraint.Exclusion c -> throw SqlException.notSupported("EXCLUDE");
      }
    }
    int sequence =
        serial == 0
            ? 0
            : new SequenceCommands(ddl)
                .createFor(
                    table.name(), name, table.namespace(), table.persistence(), serial, List.of());
    int identitySequence =
        identity == null
            ? 0
            : new SequenceCommands(ddl)
                .createFor(
                    table.name(),
                    name,
                    table.namespace(),
                    table.persistence(),
                    SequenceCommands.identityType(column.type()),
                    identity.options());
    int number =
        insert(
            new NewColumn(
                name,
                column.type(),
                column.typmod(),
                column.collation(),
                column.dimensions(),
                notNull,
                identity == null ? (char) 0 : identity.always() ? 'a' : 'd',
                (char) 0,
                generated == null ? (char) 0 : 's'));
    if (identity != null) {
      new SequenceCommands(ddl).own(identitySequence, table.oid(), number, Dependencies.INTERNAL);
    }
    RelationEntry now = ddl.relation(table.oid());
    ColumnEntry entry = now.column(number);
    Expr value = null;
    if (sequence != 0) {
      value = defaults.nextval(entry, sequence);
      new SequenceCommands(ddl).own(sequence, table.oid(), number, Dependencies.AUTO);
    } else if (defaultValue != null) {
      value = defaults.analyze(entry, defaultValue.value());
    }
    if (generated != null) {
      value = new GeneratedExpressions(ddl).analyze(now, entry, generated.value());
    }
    if (value != null) {
      defaults.store(now, number, value);
    }
    fill(number, identity == null ? value : new Expr.NextValue(identitySequence, column.type()));
    if (notNull) {
      new Constraints(ddl).validateNotNull(ddl.relation(table.oid()), List.of(number));
    }
    new ToastTables(ddl).ensure(table.oid());
    for (Constraint constraint : later) {
      new AlterConstraints(ddl, ddl.relation(table.oid())).add(constraint);
    }
  }

  private int insert(NewColumn column) {
    RelationCreator creator = new RelationCreator(ddl);
    int number = table.columns().size() + 1;
    ddl.editor.insert(creator.attribute(table.oid(), number, column));
    ddl.editor.update(
        ddl.editor.relation(table.oid()), values -> values.number("relnatts", number));
    creator.dependOnType(table.oid(), number, column);
    ddl.step();
    return number;
  }

  /** Gives the rows there are the new column's default: once for all, or row by row. */
  private void fill(int number, Expr value) {
    if (value == null || value instanceof Expr.Const c && c.value() == null) {
      return;
    }
    RelationEntry now = ddl.relation(table.oid());
    if (now.column(number).generated() != 0 || isVolatile(value)) {
      TableRewrite rewrite = new TableRewrite(ddl, now);
      rewrite.set(number, value);
      rewrite.run();
      return;
    }
    Object missing = evaluate(value);
    if (missing != null) {
      ColumnEntry column = now.column(number);
      ddl.editor.update(
          ddl.editor.attribute(table.oid(), number),
          values ->
              values
                  .flag("atthasmissing", true)
                  .set("attmissingval", ArrayValue.of(column.type(), missing)));
      ddl.step();
    }
  }

  private Object evaluate(Expr value) {
    Batch one = new Batch();
    one.count = 1;
    return new ExprCompiler(ddl.env.exec().exprs())
        .compile(value)
        .eval(one, ddl.evalContext())
        .get(0);
  }

  private boolean isVolatile(Expr value) {
    boolean[] found = {false};
    ExprTrees.walk(
        value,
        e -> {
          found[0] |= e instanceof Expr.NextValue;
          int function =
              switch (e) {
                case Expr.Call c -> c.function();
                case Expr.Op o -> o.function();
                default -> 0;
              };
          ProcEntry proc = function == 0 ? null : ddl.catalog.procOrNull(function);
          found[0] |= proc != null && proc.isVolatile();
        });
    return found[0];
  }

  void drop(AlterTableAction.DropColumn action) {
    if (SYSTEM_COLUMNS.contains(action.column())) {
      throw SqlException.error(
          SqlState.FEATURE_NOT_SUPPORTED, "cannot drop system column \"%s\"", action.column());
    }
    ColumnEntry column = table.column(action.column());
    if (column == null) {
      if (!action.ifExists()) {
        throw SqlException.error(
            SqlState.UNDEFINED_COLUMN,
            "column \"%s\" of relation \"%s\" does not exist",
            action.column(),
            table.name());
      }
      ddl.env
          .notices()
          .notice(
              "column \"%s\" of relation \"%s\" does not exist, skipping",
              action.column(), table.name());
      return;
    }
    new ObjectRemover(ddl)
        .remove(List.of(ObjectAddress.column(table.oid(), column.number())), action.cascade());
  }

  void changeDefault(AlterTableAction.ColumnDefault action) {
    ColumnEntry column = column(action.column());
    if (column.identity() != 0) {
      SqlException error = isIdentity(column);
      throw action.value() != null
          ? error
          : error.withHint("Use ALTER TABLE ... ALTER COLUMN ... DROP IDENTITY instead.");
    }
    if (column.generated() != 0) {
      SqlException error =
          SqlException.error(
              SqlState.SYNTAX_ERROR,
              "column \"%s\" of relation \"%s\" is a generated column",
              column.name(),
              table.name());
      throw action.value() != null
          ? error
          : error.withHint("Use ALTER TABLE ... ALTER COLUMN ... DROP EXPRESSION instead.");
    }
    Expr value = action.value() == null ? null : defaults.analyze(column, action.value());
    defaults.remove(table.oid(), column.number());
    if (value != null) {
      defaults.store(table, column.number(), value);
    }
  }

  private SqlException isIdentity(ColumnEntry column) {
    return SqlException.error(
        SqlState.SYNTAX_ERROR,
        "column \"%s\" of relation \"%s\" is an identity column",
        column.name(),
        table.name());
  }

  void changeNotNull(AlterTableAction.ColumnNotNull action) {
    ColumnEntry column = column(action.column());
    if (action.notNull() == column.notNull()) {
      return;
    }
    if (action.notNull()) {
      new Constraints(ddl).validateNotNull(table, List.of(column.number()));
    } else {
      if (column.identity() != 0) {
        throw isIdentity(column);
      }
      IndexEntry primary = Indexes.primary(ddl, table.oid());
      if (primary != null
          && primary.keys().subList(0, primary.keyCount()).contains(column.number())) {
        throw SqlException.error(
            SqlState.INVALID_TABLE_DEFINITION, "column \"%s\" is in a primary key", column.name());
      }
    }
    ddl.editor.update(
        ddl.editor.attribute(table.oid(), column.number()),
        values -> values.flag("attnotnull", action.notNull()));
    ddl.step();
  }

  void changeStatistics(AlterTableAction.ColumnStatistics action) {
    ColumnEntry column =
        action.column() != null ? column(action.column()) : table.column(action.number());
    int target = action.target();
    if (target < -1) {
      throw SqlException.error(
          SqlState.INVALID_PARAMETER_VALUE, "statistics target %d is too low", target);
    }
    if (target > 10000) {
      ddl.env
          .notices()
          .warning(SqlState.INVALID_PARAMETER_VALUE, "lowering statistics target to %d", 10000);
    }
    ddl.editor.update(
        ddl.editor.attribute(table.oid(), column.number()),
        values -> values.number("attstattarget", Math.min(target, 10000)));
  }

  void changeStorage(AlterTableAction.ColumnStorage action) {
    ColumnEntry column = column(action.column());
    char storage =
        switch (action.storage().toLowerCase(java.util.Locale.ROOT)) {
          case "plain" -> 'p';
          case "external" -> 'e';
          case "extended" -> 'x';
          case "main" -> 'm';
          default ->
              throw SqlException.error(
                  SqlState.INVALID_PARAMETER_VALUE,
                  "invalid storage type \"%s\"",
                  action.storage());
        };
    if (storage != 'p' && ddl.catalog.type(column.type()).info().storage() == 'p') {
      throw SqlException.error(
          SqlState.FEATURE_NOT_SUPPORTED,
          "column data type %s can only have storage PLAIN",
          ddl.analyzer().types().typeName(column.type()));
    }
    ddl.editor.update(
        ddl.editor.attribute(table.oid(), column.number()),
        values -> values.letter("attstorage", storage));
    ddl.step();
    new ToastTables(ddl).ensure(table.oid());
  }

  void changeType(AlterTableAction.AlterColumnType action) {
    ColumnEntry column = column(action.column());
    NewColumn target =
        new ColumnTypes(ddl).column(column.name(), action.type(), action.collation());
    int number = column.number();
    refuseDependents(number);
    if (column.identity() != 0) {
      new AlterIdentity(ddl, table).changeType(column, target.type());
    }
    Expr value = converted(action, column, target);
    Expr oldDefault = column.hasDefault() ? ddl.relations.columnDefault(table.oid(), number) : null;
    Expr newDefault = oldDefault == null ? null : castDefault(oldDefault, column.name(), target);
    List<ForeignKeys.Described> foreignKeys = dropForeignKeys(number);
    List<IndexDefinition> indexes = dropIndexes(number);

    TableRewrite rewrite = new TableRewrite(ddl, ddl.relation(table.oid()));
    rewrite.set(number, value);
    TypeEntry type = ddl.catalog.type(target.type());
    boolean byValue = type.physical() == Physical.LONG || type.physical() == Physical.DOUBLE;
    defaults.remove(table.oid(), number);
    ddl.editor.update(
        ddl.editor.attribute(table.oid(), number),
        values ->
            values
                .oid("atttypid", target.type())
                .number("atttypmod", target.typmod())
                .oid("attcollation", target.collation())
                .number("attndims", target.dimensions())
                .number("attlen", type.info().length())
                .flag("attbyval", byValue)
                .letter("attalign", type.info().align())
                .letter("attstorage", type.info().storage())
                .letter("attcompression", (char) 0)
                .flag("atthasmissing", false)
                .set("attmissingval", null));
    ObjectAddress self = ObjectAddress.column(table.oid(), number);
    for (CatalogRow row : ddl.depend.dependencies(self)) {
      int referenced = row.oid("refclassid");
      if (referenced == ObjectAddress.TYPE || referenced == ObjectAddress.COLLATION) {
        ddl.editor.delete(row);
      }
    }
    new RelationCreator(ddl).dependOnType(table.oid(), number, target);
    ddl.step();
    if (newDefault != null) {
      defaults.store(ddl.relation(table.oid()), number, newDefault);
    }
    rewrite.run();
    new ToastTables(ddl).ensure(table.oid());
    for (IndexDefinition index : indexes) {
      new Indexes(ddl).create(ddl.relation(table.oid()), withOpclasses(index));
    }
    for (ForeignKeys.Described key : foreignKeys) {
      new ForeignKeys(ddl).add(ddl.relation(key.table()), key.key(), true);
    }
  }

  /** Expressions over the column were bound to its old type. */
  private void refuseDependents(int number) {
    for (ConstraintEntry check : ddl.relations.checks(table.oid())) {
      Ddl.refuse(
          reads(check.condition(), number), "ALTER TYPE of a column that a constraint checks");
    }
    for (IndexEntry index : ddl.relations.indexes(table.oid())) {
      boolean reads = index.predicate() != null && reads(index.predicate(), number);
      for (Expr expr : index.expressions()) {
        reads |= reads(expr, number);
      }
      Ddl.refuse(reads, "ALTER TYPE of a column that an index expression reads");
    }
  }

  private static boolean reads(Expr expr, int number) {
    boolean[] found = {false};
    ExprTrees.walk(
        expr,
        e -> found[0] |= e instanceof Expr.Var v && (v.column() == number || v.column() == 0));
    return found[0];
  }

  private Expr converted(
      AlterTableAction.AlterColumnType action, ColumnEntry column, NewColumn target) {
    QueryAnalyzer queries = ddl.queries();
    Expr source =
        action.using() == null
            ? RowReader.var(table, column.number())
            : queries.analyzeTableExpression(
                action.using(), table, QueryAnalyzer.TableExpression.INDEX);
    try {
      return queries.assign(source, column.name(), target.type(), target.typmod(), false);
    } catch (SqlException e) {
      if (e.state() != SqlState.DATATYPE_MISMATCH) {
        throw e;
      }
      String type = ddl.analyzer().types().typeName(target.type());
      if (action.using() != null) {
        throw SqlException.error(
                SqlState.DATATYPE_MISMATCH,
                "result of USING clause for column \"%s\" cannot be cast automatically to type"
                    + " %s",
                column.name(),
                type)
            .withHint("You might need to add an explicit cast.");
      }
      throw SqlException.error(
              SqlState.DATATYPE_MISMATCH,
              "column \"%s\" cannot be cast automatically to type %s",
              column.name(),
              type)
          .withHint(
              "You might need to specify \"USING %s::%s\".", Describer.quote(column.name()), type);
    }
  }

  private Expr castDefault(Expr value, String name, NewColumn target) {
    try {
      return ddl.queries().assign(value, name, target.type(), target.typmod(), true);
    } catch (SqlException e) {
      if (e.state() != SqlState.DATATYPE_MISMATCH) {
        throw e;
      }
      throw SqlException.error(
          SqlState.DATATYPE_MISMATCH,
          "default for column \"%s\" cannot be cast automatically to type %s",
          name,
          ddl.analyzer().types().typeName(target.type()));
    }
  }

  /** Drops the foreign keys over the column; they are made anew for the new type. */
  private List<ForeignKeys.Described> dropForeignKeys(int number) {
    List<ForeignKeyEntry> found = new ArrayList<>();
    for (ForeignKeyEntry key : ddl.relations.foreignKeys(table.oid())) {
      if (key.columns().contains(number)) {
        found.add(key);
      }
    }
    for (ForeignKeyEntry key : ddl.relations.referencingKeys(table.oid())) {
      if (key.keys().contains(number) && !found.contains(key)) {
        ddl.lock(key.table(), LockMode.ACCESS_EXCLUSIVE);
        found.add(key);
      }
    }
    List<ForeignKeys.Described> described = new ArrayList<>();
    List<ObjectAddress> objects = new ArrayList<>();
    for (ForeignKeyEntry key : found) {
      described.add(new ForeignKeys(ddl).describe(key));
      objects.add(ObjectAddress.of(ObjectAddress.CONSTRAINT, key.oid()));
    }
    new ObjectRemover(ddl).remove(objects, false);
    return described;
  }

  /** Drops the indexes over the column; they are made anew for the new type. */
  private List<IndexDefinition> dropIndexes(int number) {
    int[] same = new int[table.columns().size() + 1];
    for (int i = 0; i < same.length; i++) {
      same[i] = i;
    }
    Constraints constraints = new Constraints(ddl);
    List<IndexDefinition> dropped = new ArrayList<>();
    List<ObjectAddress> objects = new ArrayList<>();
    for (IndexEntry index : ddl.relations.indexes(table.oid())) {
      if (index.keys().contains(number)) {
        dropped.add(constraints.describe(index, same));
        CatalogRow constraint = constraints.ofIndex(table.oid(), index.oid());
        objects.add(
            constraint == null
                ? ObjectAddress.relation(index.oid())
                : ObjectAddress.of(ObjectAddress.CONSTRAINT, constraint.oid("oid")));
      }
    }
    new ObjectRemover(ddl).remove(objects, false);
    return dropped;
  }

  private IndexDefinition withOpclasses(IndexDefinition index) {
    RelationEntry now = ddl.relation(table.oid());
    List<IndexDefinition.Key> keys = new ArrayList<>();
    for (int i = 0; i < index.keys().size(); i++) {
      IndexDefinition.Key key = index.keys().get(i);
      if (i >= index.keyCount() || key.column() == 0) {
        keys.add(key);
        continue;
      }
      ColumnEntry column = now.column(key.column());
      IndexDefinition.Key usual =
          new IndexKeys(ddl, now).columns(List.of(column.name()), List.of()).getFirst();
      keys.add(
          new IndexDefinition.Key(
              key.column(), null, key.name(), usual.opclass(), usual.collation(), key.option()));
    }
    return new IndexDefinition(
        index.name(),
        keys,
        index.keyCount(),
        index.unique(),
        index.nullsNotDistinct(),
        index.constraint(),
        index.deferrable(),
        index.deferred(),
        index.predicate(),
        index.options());
  }
}
