package org.postern.executor.command;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.analyze.QueryAnalyzer;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.catalog.TypeEntry;
import org.postern.executor.query.Expr;
import org.postern.executor.sql.ast.CallExpression;
import org.postern.executor.sql.ast.Conversion;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.IndexElement;
import org.postern.executor.sql.ast.SortItem;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Resolves what CREATE INDEX lists: columns, expressions, operator classes, collations. */
final class IndexKeys {
  private static final int MAX_COLUMNS = 32;

  private final Ddl ddl;
  private final RelationEntry table;

  IndexKeys(Ddl ddl, RelationEntry table) {
    this.ddl = ddl;
    this.table = table;
  }

  /** Keys and, behind them, included columns. */
  List<IndexDefinition.Key> resolve(List<IndexElement> keys, List<IndexElement> included) {
    if (keys.size() + included.size() > MAX_COLUMNS) {
      throw SqlException.error(
          SqlState.TOO_MANY_COLUMNS, "cannot use more than %d columns in an index", MAX_COLUMNS);
    }
    List<String> names = new ArrayList<>();
    List<IndexDefinition.Key> resolved = new ArrayList<>();
    for (IndexElement element : keys) {
      resolved.add(key(element, unique(name(element), names)));
    }
    for (IndexElement element : included) {
      Ddl.refuse(element.column() == null, "an expression as included column");
      resolved.add(included(element.column(), unique(element.column(), names)));
    }
    return resolved;
  }

  /** Keys of a constraint, by column name, with default operator classes. */
  List<IndexDefinition.Key> columns(List<String> keys, List<String> included) {
    List<IndexDefinition.Key> resolved = new ArrayList<>();
    for (String name : keys) {
      ColumnEntry column = table.column(name);
      resolved.add(
          IndexDefinition.Key.column(
              column.number(), name, defaultOpclass(column.type()), column.collation()));
    }
    for (String name : included) {
      resolved.add(included(name, name));
    }
    return resolved;
  }

  private IndexDefinition.Key included(String column, String name) {
    ColumnEntry entry = table.column(column);
    if (entry == null) {
      throw missing(column);
    }
    return IndexDefinition.Key.column(entry.number(), name, 0, 0);
  }

  private static String name(IndexElement element) {
    return element.column() != null ? element.column() : suggested(element.expression());
  }

  /** The name an expression gives its index column. */
  private static String suggested(Expression expression) {
    return switch (expression) {
      case CallExpression.FunctionCall c -> c.name().name();
      case CallExpression.Coalesce c -> "coalesce";
      case CallExpression.MinMax m -> m.greatest() ? "greatest" : "least";
      case Conversion.Cast c -> {
        String inner = suggested(c.arg());
        yield inner.equals("expr") ? c.type().names().getLast() : inner;
      }
      case Conversion.Collate c -> suggested(c.arg());
      case org.postern.executor.sql.ast.Reference.ColumnRef r when !r.star() -> r.names().getLast();
      default -> "expr";
    };
  }

  private static String unique(String name, List<String> taken) {
    String free = name;
    for (int i = 1; taken.contains(free); i++) {
      String number = Integer.toString(i);
      free = ObjectNames.clip(name, ObjectNames.MAX_BYTES - number.length()) + number;
    }
    taken.add(free);
    return free;
  }

  private SqlException missing(String column) {
    return SqlException.error(SqlState.UNDEFINED_COLUMN, "column \"%s\" does not exist", column);
  }

  private IndexDefinition.Key key(IndexElement element, String name) {
    Ddl.refuse(!element.operatorClassOptions().isEmpty(), "operator class parameters");
    int number = 0;
    Expr expression = null;
    int type;
    int collation;
    if (element.column() != null) {
      ColumnEntry column = table.column(element.column());
      if (column == null) {
        if (List.of("ctid", "xmin", "cmin", "xmax", "cmax", "tableoid")
            .contains(element.column())) {
          throw SqlException.error(
              SqlState.FEATURE_NOT_SUPPORTED, "index creation on system columns is not supported");
        }
        throw missing(element.column());
      }
      number = column.number();
      type = column.type();
      collation = column.collation();
    } else {
      expression =
          ddl.queries()
              .analyzeTableExpression(
                  element.expression(), table, QueryAnalyzer.TableExpression.INDEX);
      if (expression instanceof Expr.Var v && v.column() > 0) {
        number = v.column();
        expression = null;
        type = v.type();
        collation = v.collation();
      } else {
        requireImmutable(expression, "functions in index expression must be marked IMMUTABLE");
        type = expression.type();
        collation = expression.collation();
      }
    }
    TypeEntry typeEntry = ddl.catalog.type(type);
    if (element.collation() != null) {
      collation = new ColumnTypes(ddl).collation(typeEntry, element.collation());
    }
    int opclass =
        element.operatorClass() == null
            ? defaultOpclass(type)
            : new OperatorClasses(ddl).named(element.operatorClass(), type);
    boolean descending = element.direction() == SortItem.Direction.DESCENDING;
    boolean nullsFirst =
        switch (element.nulls()) {
          case FIRST -> true;
          case LAST -> false;
          case DEFAULT -> descending;
        };
    int option = (descending ? 1 : 0) | (nullsFirst ? 2 : 0);
    return new IndexDefinition.Key(number, expression, name, opclass, collation, option);
  }

  private int defaultOpclass(int type) {
    int opclass = ddl.catalog.defaultOpclass(type, Catalog.BTREE);
    if (opclass == 0) {
      throw SqlException.error(
              SqlState.UNDEFINED_OBJECT,
              "data type %s has no default operator class for access method \"btree\"",
              ddl.analyzer().types().typeName(type))
          .withHint(
              "You must specify an operator class for the index or define a default operator"
                  + " class for the data type.");
    }
    return opclass;
  }

  /** The predicate of a partial index. */
  Expr predicate(Expression where) {
    if (where == null) {
      return null;
    }
    Expr condition =
        ddl.queries()
            .analyzeTableExpression(where, table, QueryAnalyzer.TableExpression.INDEX_PREDICATE);
    requireImmutable(condition, "functions in index predicate must be marked IMMUTABLE");
    return condition;
  }

  private void requireImmutable(Expr expr, String message) {
    if (!Immutability.holds(ddl.catalog, expr)) {
      throw SqlException.error(SqlState.INVALID_OBJECT_DEFINITION, message);
    }
  }
}
