package org.postern.executor.command;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postern.executor.analyze.TypeNames;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.sql.ast.Option;
import org.postern.executor.sql.ast.OptionValue;
import org.postern.executor.sql.ast.Persistence;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.RelationName;
import org.postern.executor.sql.ast.SequenceStatement;
import org.postern.executor.sql.ast.TypeName;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lock.LockMode;

/** CREATE SEQUENCE, ALTER SEQUENCE, and the sequences behind serial and identity columns. */
final class SequenceCommands {
  private final Ddl ddl;

  SequenceCommands(Ddl ddl) {
    this.ddl = ddl;
  }

  void create(SequenceStatement.CreateSequence statement) {
    int namespace =
        ddl.creationNamespace(
            statement.relation(), statement.persistence() == Persistence.TEMPORARY);
    char persistence =
        ddl.isTemporary(namespace)
            ? 't'
            : statement.persistence() == Persistence.UNLOGGED ? 'u' : 'p';
    String name = statement.relation().name();
    if (statement.ifNotExists() && ddl.relations.relationByName(namespace, name) != 0) {
      ddl.env
          .notices()
          .notice(SqlState.DUPLICATE_TABLE, "relation \"%s\" already exists, skipping", name);
      return;
    }
    Map<String, Option> options = options(statement.options());
    Parsed parsed = parse(options, null, null);
    int oid = create(name, namespace, persistence, parsed);
    if (options.containsKey("owned_by")) {
      ownedBy(oid, options.get("owned_by"));
    }
  }

  /** The sequence of a serial or identity column, named after it; not owned yet. */
  int createFor(
      String table,
      String column,
      int namespace,
      char tablePersistence,
      int type,
      List<Option> options) {
    Map<String, Option> given = options(options);
    if (!given.containsKey("as")) {
      given.put(
          "as",
          new Option(
              "as", new OptionValue.Type(TypeName.system(CreateTable.serialName(type), -1)), -1));
    }
    String name = ddl.names.relation(table, column, "seq", namespace, false);
    int into = namespace;
    Option wanted = given.get("sequence_name");
    if (wanted != null && wanted.value() instanceof OptionValue.Name n) {
      name = n.name().name();
      into = n.name().schema() == null ? namespace : ddl.namespace(n.name().schema());
    }
    return create(name, into, tablePersistence, parse(given, null, null));
  }

  /** The sequence type for an identity column; throws 22023 for a type without one. */
  static int identityType(int type) {
    if (type != TypeOid.INT2 && type != TypeOid.INT4 && type != TypeOid.INT8) {
      throw SqlException.error(
          SqlState.INVALID_PARAMETER_VALUE,
          "identity column type must be smallint, integer, or bigint");
    }
    return type;
  }

  private int create(String name, int namespace, char persistence, Parsed parsed) {
    int oid =
        new RelationCreator(ddl)
            .create(
                new RelationCreator.Spec(
                    name, namespace, ddl.role(), 'S', persistence, SequenceShape.COLUMNS, null));
    ddl.editor.insert(parsed.shape().into(ddl.editor.row("pg_sequence"), oid));
    ddl.step();
    ddl.env.sequences().store().create(ddl.relation(oid), parsed.row());
    return oid;
  }

  /** The parameters and the row that follow from a statement's options. */
  private record Parsed(SequenceShape shape, SequenceRow row) {}

  private static Map<String, Option> options(List<Option> options) {
    Map<String, Option> byName = new HashMap<>();
    for (Option option : options) {
      if (byName.putIfAbsent(option.name(), option) != null) {
        throw SqlException.error(SqlState.SYNTAX_ERROR, "conflicting or redundant options")
            .withPosition(option.location() + 1);
      }
    }
    return byName;
  }

  private static Long number(Option option) {
    if (option == null || option.value() == null) {
      return null;
    }
    String text = option.value().asText();
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw SqlException.error(
          text.matches("[+-]?[0-9]+")
              ? SqlState.NUMERIC_VALUE_OUT_OF_RANGE
              : SqlState.INVALID_TEXT_REPRESENTATION,
          text.matches("[+-]?[0-9]+")
              ? "value \"%s\" is out of range for type bigint"
              : "invalid input syntax for type bigint: \"%s\"",
          text);
    }
  }

  private int type(Option option) {
    if (!(option.value() instanceof OptionValue.Type t)) {
      throw new IllegalStateException("AS without a type: option=" + option);
    }
    int type = new TypeNames(ddl.analyzer()).resolve(t.type()).type();
    if (type != TypeOid.INT2 && type != TypeOid.INT4 && type != TypeOid.INT8) {
      throw invalid("sequence type must be smallint, integer, or bigint");
    }
    return type;
  }

  private static SqlException invalid(String format, Object... args) {
    return SqlException.error(SqlState.INVALID_PARAMETER_VALUE, format, args);
  }

  /** {@code old} is null for a new sequence. */
  private Parsed parse(Map<String, Option> options, SequenceShape old, SequenceRow oldRow) {
    boolean fresh = old == null;
    int type = fresh ? TypeOid.INT8 : old.type();
    boolean resetMax = false;
    boolean resetMin = false;
    if (options.containsKey("as")) {
      type = type(options.get("as"));
      if (!fresh) {
        resetMax = old.max() == SequenceShape.typeMax(old.type());
        resetMin = old.min() == SequenceShape.typeMin(old.type());
      }
    }
    String typeName = ddl.analyzer().types().typeName(type);
    Long given = number(options.get("increment"));
    long increment = given != null ? given : fresh ? 1 : old.increment();
    if (increment == 0) {
      throw invalid("INCREMENT must not be zero");
    }
    boolean cycle = !fresh && old.cycle();
    if (options.containsKey("cycle")) {
      cycle = Boolean.parseBoolean(options.get("cycle").value().asText());
    }
    long max =
        limit(options, "maxvalue", fresh || resetMax, fresh ? 0 : old.max(), type, increment);
    if (max > SequenceShape.typeMax(type) || max < SequenceShape.typeMin(type)) {
      throw invalid("MAXVALUE (%d) is out of range for sequence data type %s", max, typeName);
    }
    long min =
        limit(options, "minvalue", fresh || resetMin, fresh ? 0 : old.min(), type, increment);
    if (min > SequenceShape.typeMax(type) || min < SequenceShape.typeMin(type)) {
      throw invalid("MINVALUE (%d) is out of range for sequence data type %s", min, typeName);
    }
    if (min >= max) {
      throw invalid("MINVALUE (%d) must be less than MAXVALUE (%d)", min, max);
    }
    Long startGiven = number(options.get("start"));
    long start = startGiven != null ? startGiven : fresh ? increment > 0 ? min : max : old.start();
    checkBounds("START", start, min, max);
    long value = fresh ? start : oldRow.lastValue();
    boolean called = !fresh && oldRow.called();
    if (options.containsKey("restart")) {
      Long restart = number(options.get("restart"));
      value = restart != null ? restart : start;
      called = false;
    }
    checkBounds("RESTART", value, min, max);
    Long cacheGiven = number(options.get("cache"));
    long cache = cacheGiven != null ? cacheGiven : fresh ? 1 : old.cache();
    if (cache <= 0) {
      throw invalid("CACHE (%d) must be greater than zero", cache);
    }
    return new Parsed(
        new SequenceShape(type, start, increment, max, min, cache, cycle),
        new SequenceRow(value, 0, called));
  }

  private static void checkBounds(String what, long value, long min, long max) {
    if (value < min) {
      throw invalid("%s value (%d) cannot be less than MINVALUE (%d)", what, value, min);
    }
    if (value > max) {
      throw invalid("%s value (%d) cannot be greater than MAXVALUE (%d)", what, value, max);
    }
  }

  private static long limit(
      Map<String, Option> options, String name, boolean reset, long old, int type, long increment) {
    Long given = number(options.get(name));
    if (given != null) {
      return given;
    }
    if (!options.containsKey(name) && !reset) {
      return old;
    }
    boolean max = name.equals("maxvalue");
    if (increment > 0) {
      return max ? SequenceShape.typeMax(type) : 1;
    }
    return max ? -1 : SequenceShape.typeMin(type);
  }

  void alter(SequenceStatement.AlterSequence statement) {
    RelationEntry sequence = ddl.openOrNull(statement.relation(), LockMode.SHARE_ROW_EXCLUSIVE);
    if (sequence == null) {
      if (!statement.ifExists()) {
        throw missing(statement.relation());
      }
      ddl.env
          .notices()
          .notice("relation \"%s\" does not exist, skipping", statement.relation().name());
      return;
    }
    requireSequence(sequence);
    ddl.permissions.requireOwner(sequence);
    alter(sequence, options(statement.options()));
  }

  /** ALTER COLUMN's options for the sequence of an identity column. */
  void alterOwned(int sequence, List<Option> changes) {
    ddl.lock(sequence, LockMode.SHARE_ROW_EXCLUSIVE);
    alter(ddl.relation(sequence), options(changes));
  }

  /** The options that make a sequence like another. */
  static List<Option> optionsLike(Ddl ddl, int sequence) {
    SequenceShape shape = ddl.env.sequences().shape(sequence);
    List<Option> options = new java.util.ArrayList<>();
    options.add(number("increment", shape.increment()));
    options.add(number("maxvalue", shape.max()));
    options.add(number("minvalue", shape.min()));
    options.add(number("start", shape.start()));
    options.add(number("cache", shape.cache()));
    options.add(new Option("cycle", new OptionValue.Text(Boolean.toString(shape.cycle())), -1));
    return options;
  }

  private static Option number(String name, long value) {
    return new Option(name, new OptionValue.Text(Long.toString(value)), -1);
  }

  static SqlException missing(RelationName name) {
    return SqlException.error(SqlState.UNDEFINED_TABLE, "relation \"%s\" does not exist", name);
  }

  private static void requireSequence(RelationEntry relation) {
    if (relation.kind() != 'S') {
      throw SqlException.error(
          SqlState.WRONG_OBJECT_TYPE, "\"%s\" is not a sequence", relation.name());
    }
  }

  private void alter(RelationEntry sequence, Map<String, Option> options) {
    CatalogRow row =
        ddl.editor.get(
            "pg_sequence", CatalogIndexes.SEQUENCE_RELATION, Catalog.unsigned(sequence.oid()));
    SequenceRow current = ddl.env.sequences().store().read(sequence);
    Parsed parsed = parse(options, SequenceShape.of(row), current);
    boolean onlyOwner = options.size() == 1 && options.containsKey("owned_by");
    if (!onlyOwner) {
      ddl.editor.update(row, values -> parsed.shape().into(values, sequence.oid()));
      ddl.step();
      rewrite(sequence.oid(), parsed.row());
    }
    if (options.containsKey("owned_by")) {
      ownedBy(sequence.oid(), options.get("owned_by"));
    }
  }

  private void rewrite(int sequence, SequenceRow row) {
    ddl.lock(sequence, LockMode.ACCESS_EXCLUSIVE);
    new NewFiles(ddl).assign(sequence);
    ddl.env.sequences().store().create(ddl.relation(sequence), row);
    ddl.env.sequences().forgetCached(sequence);
  }

  /** RESTART IDENTITY: back to the start value, undone if the transaction fails. */
  void restart(int sequence) {
    SequenceShape shape = ddl.env.sequences().shape(sequence);
    rewrite(sequence, new SequenceRow(shape.start(), 0, false));
  }

  private void ownedBy(int sequence, Option option) {
    QualifiedName name =
        switch (option.value()) {
          case OptionValue.Name n -> n.name();
          case OptionValue.Text t -> QualifiedName.of(t.value(), option.location());
          default -> throw new IllegalStateException("OWNED BY: option=" + option);
        };
    if (name.parts().size() == 1) {
      if (!name.name().equals("none")) {
        throw SqlException.error(SqlState.SYNTAX_ERROR, "invalid OWNED BY option")
            .withHint("Specify OWNED BY table.column or OWNED BY NONE.");
      }
      disown(sequence);
      return;
    }
    List<String> table = name.parts().subList(0, name.parts().size() - 1);
    RelationEntry relation =
        ddl.open(
            new RelationName(
                null,
                table.size() > 1 ? table.get(table.size() - 2) : null,
                table.getLast(),
                true,
                name.location()),
            LockMode.ACCESS_SHARE);
    if (relation.kind() != 'r') {
      throw SqlException.error(
          SqlState.WRONG_OBJECT_TYPE,
          "sequence cannot be owned by relation \"%s\"",
          relation.name());
    }
    RelationEntry self = ddl.relation(sequence);
    if (relation.owner() != self.owner()) {
      throw SqlException.error(
          SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
          "sequence must have same owner as table it is linked to");
    }
    if (relation.namespace() != self.namespace()) {
      throw SqlException.error(
          SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
          "sequence must be in same schema as table it is linked to");
    }
    ColumnEntry column = relation.column(name.name());
    if (column == null) {
      throw SqlException.error(
          SqlState.UNDEFINED_COLUMN,
          "column \"%s\" of relation \"%s\" does not exist",
          name.name(),
          relation.name());
    }
    disown(sequence);
    own(sequence, relation.oid(), column.number(), Dependencies.AUTO);
  }

  private void disown(int sequence) {
    for (CatalogRow row : ddl.depend.dependencies(ObjectAddress.relation(sequence))) {
      if (row.character("deptype") == Dependencies.INTERNAL) {
        throw SqlException.error(
                SqlState.FEATURE_NOT_SUPPORTED, "cannot change ownership of identity sequence")
            .withDetail(
                "Sequence \"%s\" is linked to table \"%s\".",
                ddl.relation(sequence).name(), ddl.relation(row.oid("refobjid")).name());
      }
      if (row.oid("refclassid") == ObjectAddress.CLASS && row.character("deptype") == 'a') {
        ddl.editor.delete(row);
      }
    }
    ddl.step();
  }

  /** Ties a sequence to a column, so that it goes with it. */
  void own(int sequence, int table, int column, char type) {
    ddl.depend.record(ObjectAddress.relation(sequence), ObjectAddress.column(table, column), type);
    ddl.step();
  }

  /** The sequences that belong to columns of a table. */
  List<Integer> owned(int table) {
    return ddl.depend.dependents(ObjectAddress.relation(table)).stream()
        .filter(row ->
            row.oid("classid") == ObjectAddress.CLASS
                && row.integer("refobjsubid") > 0
                && (row.character("deptype") == 'a' || row.character("deptype") == 'i')
                && ddl.relation(row.oid("objid")).kind() == 'S')
        .map(row -> row.oid("objid"))
        .toList();
  }
}
