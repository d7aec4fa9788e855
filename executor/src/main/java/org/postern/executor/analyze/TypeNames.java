package org.postern.executor.analyze;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.catalog.TypeEntry;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.Literal;
import org.postern.executor.sql.ast.Reference;
import org.postern.executor.sql.ast.TypeName;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Resolves type names to oids and modifiers, and prints types for messages. */
public final class TypeNames {
  private final AnalyzerEnvironment env;

  public TypeNames(AnalyzerEnvironment env) {
    this.env = env;
  }

  /** A type with its modifier, -1 for none. */
  public record Typed(int type, int typmod) {}

  /** Resolves {@code name}; throws 42704 where there is no such type. */
  public Typed resolve(TypeName name) {
    Typed found = resolveOrNull(name);
    if (found == null) {
      throw SqlException.error(SqlState.UNDEFINED_OBJECT, "type \"%s\" does not exist", text(name))
          .withPosition(name.location() + 1);
    }
    TypeEntry entry = env.catalog().type(found.type());
    if (!entry.defined()) {
      throw SqlException.error(SqlState.UNDEFINED_OBJECT, "type \"%s\" is only a shell", text(name))
          .withPosition(name.location() + 1);
    }
    return found;
  }

  /** Resolves {@code name}, or gives null. */
  public Typed resolveOrNull(TypeName name) {
    if (name.columnType()) {
      return columnType(name);
    }
    int oid = lookup(name.names());
    if (oid == 0) {
      return null;
    }
    int typmod = typmod(name, oid);
    if (!name.arrayBounds().isEmpty()) {
      int array = env.catalog().type(oid).info().arrayOid();
      if (array == 0) {
        throw SqlException.error(
            SqlState.UNDEFINED_OBJECT,
            "could not find array type for data type %s",
            env.types().typeName(oid));
      }
      oid = array;
    }
    return new Typed(oid, typmod);
  }

  private int lookup(List<String> names) {
    String name = names.getLast();
    if (names.size() > 1) {
      String schema = names.get(names.size() - 2);
      int namespace = new RelationNames(env).namespace(schema);
      if (namespace == 0) {
        throw SqlException.error(
            SqlState.INVALID_SCHEMA_NAME, "schema \"%s\" does not exist", schema);
      }
      env.schemas().require(namespace, -1);
      return env.catalog().typeByName(namespace, name);
    }
    for (int namespace : env.searchPath().effective()) {
      int oid = env.catalog().typeByName(namespace, name);
      if (oid != 0) {
        return oid;
      }
    }
    return 0;
  }

  private Typed columnType(TypeName name) {
    List<String> parts = name.names();
    String columnName = parts.getLast();
    List<String> table = parts.subList(0, parts.size() - 1);
    RelationEntry relation =
        new RelationNames(env)
            .find(table.size() > 1 ? table.get(table.size() - 2) : null, table.getLast());
    if (relation == null) {
      throw SqlException.error(
              SqlState.UNDEFINED_TABLE, "relation \"%s\" does not exist", String.join(".", table))
          .withPosition(name.location() + 1);
    }
    ColumnEntry column = relation.column(columnName);
    if (column == null) {
      throw SqlException.error(
              SqlState.UNDEFINED_COLUMN,
              "column \"%s\" of relation \"%s\" does not exist",
              columnName,
              relation.name())
          .withPosition(name.location() + 1);
    }
    return new Typed(column.type(), column.typmod());
  }

  private int typmod(TypeName name, int oid) {
    if (name.modifiers().isEmpty()) {
      return -1;
    }
    TypeEntry type = env.catalog().type(oid);
    List<String> args = new ArrayList<>();
    for (Expression modifier : name.modifiers()) {
      args.add(modifierText(modifier, name));
    }
    if (!type.info().io().hasTypmod()) {
      throw SqlException.error(
              SqlState.SYNTAX_ERROR, "type modifier is not allowed for type \"%s\"", text(name))
          .withPosition(name.location() + 1);
    }
    try {
      return type.info().io().typmodIn(args.toArray(String[]::new));
    } catch (SqlException e) {
      throw e.position() == 0 ? e.withPosition(name.location() + 1) : e;
    }
  }

  private static String modifierText(Expression modifier, TypeName name) {
    return switch (modifier) {
      case Literal.IntegerLiteral i -> Integer.toString(i.value());
      case Literal.NumericLiteral n -> n.text();
      case Literal.StringLiteral s -> s.value();
      case Reference.ColumnRef c when c.names().size() == 1 && !c.star() -> c.names().getFirst();
      case org.postern.executor.sql.ast.OperatorExpression.Unary u
          when u.operator().name().equals("-") && u.operand() instanceof Literal.IntegerLiteral i ->
          "-" + i.value();
      default ->
          throw SqlException.error(
                  SqlState.SYNTAX_ERROR, "type modifiers must be simple constants or identifiers")
              .withPosition(name.location() + 1);
    };
  }

  private static String text(TypeName name) {
    String base = String.join(".", name.names());
    if (name.names().size() == 2 && name.names().getFirst().equals("pg_catalog")) {
      base = name.names().getLast();
    }
    return name.arrayBounds().isEmpty() ? base : base + "[]";
  }

  /** The collation a value of this type has by itself. */
  public static int collation(Catalog catalog, int type) {
    return type == TypeOid.UNKNOWN ? 0 : catalog.type(type).collation();
  }
}
