package org.postern.executor.analyze;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.ProcEntry;
import org.postern.executor.catalog.TypeEntry;
import org.postern.executor.query.Expr;
import org.postern.executor.query.Query;
import org.postern.executor.query.RangeTableEntry;
import org.postern.executor.types.TypeOid;

/**
 * The fields that a composite expression is known to have: those of a row constructor, of a named
 * composite type, or of a function with several OUT parameters.
 *
 * <p>Source: PostgreSQL documentation, "Using Composite Types in Queries".
 */
final class RowColumns {
  private final ExpressionAnalyzer expressions;

  RowColumns(ExpressionAnalyzer expressions) {
    this.expressions = expressions;
  }

  /** A field; {@code number} is its 1-based place in the row value. */
  record Column(String name, int number, int type, int typmod, int collation) {
    Expr of(Expr row) {
      return new Expr.Field(row, number, type, typmod, collation);
    }
  }

  /** The relations that columns of an expression belong to, from the inside out. */
  private record Level(List<RangeTableEntry> entries, List<Query.CommonTable> with, Level outer) {
    static Level of(Scope scope) {
      return scope == null
          ? null
          : new Level(scope.rangeTable, scope.commonTables.list(), of(scope.parent));
    }

    Level of(Query query) {
      return new Level(query.rangeTable(), query.with(), this);
    }
  }

  /** The fields, or null where the expression is no row or its fields are not known. */
  List<Column> of(Expr row, Scope scope) {
    return of(row, Level.of(scope));
  }

  private List<Column> of(Expr row, Level level) {
    if (row.type() == TypeOid.RECORD) {
      return switch (row) {
        case Expr.Row made -> ofConstructor(made);
        case Expr.Call call -> outParameters(call);
        case Expr.Var column -> ofVariable(column, level);
        case Expr.SubLink link when link.kind() == Expr.SubLink.Kind.SCALAR ->
            of(QueryAnalyzer.outputs(link.query()).getFirst().expr(), level.of(link.query()));
        default -> null;
      };
    }
    if (row.type() == TypeOid.UNKNOWN) {
      return null;
    }
    TypeEntry type = expressions.catalog.type(expressions.catalog.baseType(row.type()));
    return type.kind() == 'c' ? ofRelation(type.relation()) : null;
  }

  /** A column of type record has the fields of what computes it. */
  private List<Column> ofVariable(Expr.Var column, Level from) {
    Level level = from;
    for (int i = 0; i < column.levelsUp() && level != null; i++) {
      level = level.outer();
    }
    if (level == null || column.column() <= 0) {
      return null;
    }
    return switch (level.entries().get(column.relation() - 1)) {
      case RangeTableEntry.Subquery s -> ofOutput(s.query(), column.column(), level);
      case RangeTableEntry.Join j -> of(j.vars().get(column.column() - 1), level);
      case RangeTableEntry.Values v -> of(v.rows().getFirst().get(column.column() - 1), level);
      case RangeTableEntry.CommonTable c -> {
        Level home = level;
        for (int i = 0; i < c.levelsUp() && home != null; i++) {
          home = home.outer();
        }
        List<Column> found = null;
        for (Query.CommonTable with : home == null ? List.<Query.CommonTable>of() : home.with()) {
          if (with.name().equals(c.name())) {
            found = ofOutput(with.query(), column.column(), home);
          }
        }
        yield found;
      }
      default -> null;
    };
  }

  private List<Column> ofOutput(Query query, int column, Level level) {
    return of(QueryAnalyzer.outputs(query).get(column - 1).expr(), level.of(query));
  }

  private static List<Column> ofConstructor(Expr.Row row) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < row.fields().size(); i++) {
      Expr field = row.fields().get(i);
      columns.add(
          new Column(row.names().get(i), i + 1, field.type(), field.typmod(), field.collation()));
    }
    return columns;
  }

  private List<Column> ofRelation(int relation) {
    List<Column> columns = new ArrayList<>();
    for (ColumnEntry c : expressions.env.relations().relation(relation).columns()) {
      if (!c.dropped()) {
        columns.add(new Column(c.name(), c.number(), c.type(), c.typmod(), c.collation()));
      }
    }
    return columns;
  }

  /** The OUT parameters of a function whose result they make up, or null. */
  List<Column> outParameters(Expr.Call call) {
    ProcEntry proc = expressions.catalog.proc(call.function());
    List<Integer> actual = new ArrayList<>();
    for (Expr arg : call.args()) {
      actual.add(arg.type());
    }
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < proc.argModes().size(); i++) {
      char mode = proc.argModes().get(i);
      if (mode == 'o' || mode == 'b' || mode == 't') {
        int type = resolved(proc, actual, proc.allArgTypes().get(i));
        boolean named = i < proc.argNames().size() && !proc.argNames().get(i).isEmpty();
        int number = columns.size() + 1;
        String name = named ? proc.argNames().get(i) : "column" + number;
        columns.add(
            new Column(name, number, type, -1, TypeNames.collation(expressions.catalog, type)));
      }
    }
    return columns.isEmpty() ? null : columns;
  }

  private int resolved(ProcEntry proc, List<Integer> actual, int declared) {
    if (expressions.catalog.type(declared).kind() != 'p'
        || actual.size() != proc.argTypes().size()) {
      return declared;
    }
    return new Polymorphism(expressions.catalog, expressions.coercion)
        .resolve(proc.argTypes(), actual, declared)
        .resultType();
  }
}
