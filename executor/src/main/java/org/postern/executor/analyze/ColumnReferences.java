package org.postern.executor.analyze;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.catalog.TypeEntry;
import org.postern.executor.query.Expr;
import org.postern.executor.query.RangeTableEntry;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.Indirection;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.Reference;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Column names, qualified names, fields of composites, subscripts, and stars. */
final class ColumnReferences {
  private final ExpressionAnalyzer expressions;

  ColumnReferences(ExpressionAnalyzer expressions) {
    this.expressions = expressions;
  }

  Expr resolve(Reference.ColumnRef ref, Scope scope) {
    if (ref.star() && !ref.names().isEmpty()) {
      return wholeRow(findRelation(ref.names(), scope, ref.location()), ref.location());
    }
    if (ref.star()) {
      Expr row = ref.names().isEmpty() ? null : starAsRow(ref, scope);
      if (row != null) {
        return row;
      }
      throw SqlException.error(
              SqlState.SYNTAX_ERROR, "row expansion via \"*\" is not supported here")
          .withPosition(ref.location() + 1);
    }
    List<String> names = ref.names();
    int location = ref.location();
    if (scope.clause == Scope.Clause.DEFAULT) {
      throw SqlException.error(
              SqlState.FEATURE_NOT_SUPPORTED, "cannot use column reference in DEFAULT expression")
          .withPosition(location + 1);
    }
    if (names.size() == 1) {
      Expr column = scope.column(names.getFirst(), location);
      if (column != null) {
        return column;
      }
      Scope.Found relation = scope.relation(null, names.getFirst(), location);
      if (relation != null) {
        return wholeRow(relation, location);
      }
      throw Suggestions.hint(
          SqlException.error(
                  SqlState.UNDEFINED_COLUMN, "column \"%s\" does not exist", names.getFirst())
              .withPosition(location + 1),
          scope,
          null,
          names.getFirst());
    }
    String column = names.getLast();
    List<String> qualifier = names.subList(0, names.size() - 1);
    Scope.Found relation = findRelation(qualifier, scope, location);
    Expr found = relation.column(column, location);
    if (found != null) {
      return found;
    }
    if (relation.item().rowType != 0) {
      Expr asFunction = functionOnRow(relation, column, scope, location);
      if (asFunction != null) {
        return asFunction;
      }
    }
    throw Suggestions.hint(
        SqlException.error(
                SqlState.UNDEFINED_COLUMN,
                "column %s.%s does not exist",
                qualifier.getLast(),
                column)
            .withPosition(location + 1),
        scope,
        qualifier.getLast(),
        column);
  }

  /** {@code table.*} where one value is wanted: the row of a table or of ON CONFLICT, or null. */
  private Expr starAsRow(Reference.ColumnRef ref, Scope scope) {
    Scope.Found found = findRelation(ref.names(), scope, ref.location());
    Scope.Item item = found.item();
    boolean table = item.rowType > 0 && item.systemColumns;
    return table || "excluded".equals(item.name) ? wholeRow(found, ref.location()) : null;
  }

  private Expr functionOnRow(Scope.Found relation, String name, Scope scope, int location) {
    Expr row = wholeRow(relation, location);
    return new CallAnalyzer(expressions)
        .callOrNull(QualifiedName.of(name, location), List.of(row), scope, location);
  }

  private Scope.Found findRelation(List<String> qualifier, Scope scope, int location) {
    String name = qualifier.getLast();
    String schema = qualifier.size() > 1 ? qualifier.get(qualifier.size() - 2) : null;
    if (qualifier.size() > 2 && !qualifier.getFirst().equals(expressions.env.database())) {
      throw SqlException.error(
              SqlState.FEATURE_NOT_SUPPORTED,
              "cross-database references are not implemented: %s",
              String.join(".", qualifier))
          .withPosition(location + 1);
    }
    Scope.Found found = scope.relation(schema, name, location);
    if (found == null) {
      throw missingRelation(name, scope, location);
    }
    return found;
  }

  private SqlException missingRelation(String name, Scope scope, int location) {
    RelationEntry meant = new RelationNames(expressions.env).find(null, name);
    for (Scope s = scope; s != null; s = s.parent) {
      for (RangeTableEntry entry : s.rangeTable) {
        boolean same =
            meant != null
                && entry instanceof RangeTableEntry.Table t
                && t.relation() == meant.oid();
        if (!same && !name.equals(entry.alias())) {
          continue;
        }
        SqlException error =
            SqlException.error(
                    SqlState.UNDEFINED_TABLE,
                    "invalid reference to FROM-clause entry for table \"%s\"",
                    name)
                .withPosition(location + 1);
        boolean hasAlias =
            !name.equals(entry.alias()) && scope.relation(null, entry.alias(), location) != null;
        return hasAlias
            ? error.withHint(
                "Perhaps you meant to reference the table alias \"%s\".", entry.alias())
            : error.withHint(
                "There is an entry for table \"%s\", but it cannot be referenced from this part"
                    + " of the query.",
                entry.alias());
      }
    }
    return SqlException.error(
            SqlState.UNDEFINED_TABLE, "missing FROM-clause entry for table \"%s\"", name)
        .withPosition(location + 1);
  }

  private Expr wholeRow(Scope.Found found, int location) {
    Scope.Item item = found.item();
    if (item.rowType != 0 && item.systemColumns) {
      return new Expr.Var(item.relation, 0, item.rowType, -1, 0, found.level(), location);
    }
    List<Expr> fields = new ArrayList<>();
    for (Expr column : item.columns) {
      if (column != null) {
        fields.add(Scope.at(column, found.level(), location));
      }
    }
    if (item.rowType == -1) {
      return fields.getFirst();
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < item.names.size(); i++) {
      if (item.columns.get(i) != null) {
        names.add(item.names.get(i));
      }
    }
    return new Expr.Row(TypeOid.RECORD, List.copyOf(fields), List.copyOf(names), location);
  }

  Expr indirection(Indirection indirection, Scope scope) {
    Expr base = expressions.analyze(indirection.base(), scope);
    List<Indirection.Step> steps = indirection.steps();
    int i = 0;
    while (i < steps.size()) {
      switch (steps.get(i)) {
        case Indirection.Field f -> {
          base = field(base, f.name(), scope, indirection.location());
          i++;
        }
        case Indirection.AllFields all ->
            throw SqlException.error(
                    SqlState.SYNTAX_ERROR, "row expansion via \"*\" is not supported here")
                .withPosition(indirection.location() + 1);
        default -> {
          int end = i;
          while (end < steps.size()
              && (steps.get(end) instanceof Indirection.Subscript
                  || steps.get(end) instanceof Indirection.Slice)) {
            end++;
          }
          base = subscript(base, steps.subList(i, end), scope, indirection.location());
          i = end;
        }
      }
    }
    return base;
  }

  private Expr field(Expr row, String name, Scope scope, int location) {
    List<RowColumns.Column> columns = new RowColumns(expressions).of(row, scope);
    if (columns != null) {
      for (RowColumns.Column column : columns) {
        if (column.name().equals(name)) {
          return column.of(row);
        }
      }
    }
    Expr call =
        new CallAnalyzer(expressions)
            .callOrNull(QualifiedName.of(name, location), List.of(row), scope, location);
    if (call != null) {
      return call;
    }
    if (row.type() == TypeOid.RECORD) {
      throw SqlException.error(
              SqlState.UNDEFINED_COLUMN,
              "could not identify column \"%s\" in record data type",
              name)
          .withPosition(location + 1);
    }
    if (columns != null) {
      throw SqlException.error(
              SqlState.UNDEFINED_COLUMN,
              "column \"%s\" not found in data type %s",
              name,
              expressions.coercion.name(row.type()))
          .withPosition(location + 1);
    }
    throw SqlException.error(
            SqlState.WRONG_OBJECT_TYPE,
            "column notation .%s applied to type %s, which is not a composite type",
            name,
            row.type() == TypeOid.UNKNOWN ? "unknown" : expressions.coercion.name(row.type()))
        .withPosition(location + 1);
  }

  private Expr subscript(Expr container, List<Indirection.Step> steps, Scope scope, int location) {
    int containerType = expressions.catalog.baseType(container.type());
    if (containerType == TypeOid.JSONB) {
      return new JsonbSubscripts(expressions, scope).read(container, steps, location);
    }
    TypeEntry type = expressions.catalog.type(containerType);
    boolean vector = containerType == TypeOid.OIDVECTOR || containerType == TypeOid.INT2VECTOR;
    if (!type.isTrueArray() && !vector) {
      throw SqlException.error(
              SqlState.DATATYPE_MISMATCH,
              "cannot subscript type %s because it does not support subscripting",
              expressions.coercion.name(container.type()))
          .withPosition(ExpressionAnalyzer.located(container, location) + 1);
    }
    int element = type.info().elementOid();
    boolean slice = steps.stream().anyMatch(s -> s instanceof Indirection.Slice);
    List<Expr> upper = new ArrayList<>();
    List<Expr> lower = new ArrayList<>();
    for (Indirection.Step step : steps) {
      switch (step) {
        case Indirection.Subscript s -> {
          upper.add(index(s.index(), scope));
          if (slice) {
            lower.add(Coercion.integer(1));
          }
        }
        case Indirection.Slice s -> {
          upper.add(s.upper() == null ? null : index(s.upper(), scope));
          lower.add(s.lower() == null ? null : index(s.lower(), scope));
        }
        default -> throw new AssertionError(step);
      }
    }
    int result = slice ? containerType : element;
    return new Expr.Subscript(
        container,
        java.util.Collections.unmodifiableList(upper),
        java.util.Collections.unmodifiableList(lower),
        slice,
        element,
        result,
        container.typmod(),
        TypeNames.collation(expressions.catalog, result),
        location);
  }

  Expr index(Expression expression, Scope scope) {
    Expr index = expressions.analyze(expression, scope);
    Expr converted =
        expressions.coercion.toTarget(
            index,
            TypeOid.INT4,
            -1,
            Coercion.Context.ASSIGNMENT,
            Expr.CastForm.IMPLICIT,
            expression.location());
    if (converted == null) {
      throw SqlException.error(SqlState.DATATYPE_MISMATCH, "array subscript must have type integer")
          .withPosition(expression.location() + 1);
    }
    return converted;
  }

  /** A select item or row field: a star becomes its columns, anything else itself. */
  List<Expr> expandStar(Expression expression, Scope scope) {
    List<NamedExpr> named = expandNamed(expression, scope);
    if (named == null) {
      return List.of(expressions.analyze(expression, scope));
    }
    List<Expr> out = new ArrayList<>();
    for (NamedExpr n : named) {
      out.add(n.expr());
    }
    return out;
  }

  /** A column of an expanded star. */
  record NamedExpr(String name, Expr expr) {}

  /** The columns a star stands for, or null when the expression is no star. */
  List<NamedExpr> expandNamed(Expression expression, Scope scope) {
    if (expression instanceof Reference.ColumnRef ref && ref.star()) {
      return ref.names().isEmpty() ? allColumns(ref, scope) : relationColumns(ref, scope);
    }
    if (expression instanceof Indirection indirection
        && indirection.steps().getLast() instanceof Indirection.AllFields) {
      List<Indirection.Step> before =
          indirection.steps().subList(0, indirection.steps().size() - 1);
      Expr row =
          before.isEmpty()
              ? expressions.analyze(indirection.base(), scope)
              : indirection(
                  new Indirection(indirection.base(), before, indirection.location()), scope);
      return rowFields(row, scope, indirection.location());
    }
    return null;
  }

  private List<NamedExpr> allColumns(Reference.ColumnRef ref, Scope scope) {
    List<NamedExpr> out = new ArrayList<>();
    boolean any = false;
    for (Scope.Item item : scope.items) {
      if (!item.columnsVisible || item.lateralOnly) {
        continue;
      }
      any = true;
      addAll(item, 0, ref.location(), out);
    }
    if (!any) {
      throw SqlException.error(
              SqlState.SYNTAX_ERROR, "SELECT * with no tables specified is not valid")
          .withPosition(ref.location() + 1);
    }
    return out;
  }

  private List<NamedExpr> relationColumns(Reference.ColumnRef ref, Scope scope) {
    List<NamedExpr> out = new ArrayList<>();
    if (ref.names().size() == 1) {
      Scope.Found found = scope.relation(null, ref.names().getFirst(), ref.location());
      if (found == null) {
        Expr column = scope.column(ref.names().getFirst(), ref.location());
        if (column != null) {
          return rowFields(column, scope, ref.location());
        }
        throw missingRelation(ref.names().getFirst(), scope, ref.location());
      }
      addAll(found.item(), found.level(), ref.location(), out);
      return out;
    }
    Scope.Found found = findRelation(ref.names(), scope, ref.location());
    addAll(found.item(), found.level(), ref.location(), out);
    return out;
  }

  private static void addAll(Scope.Item item, int level, int location, List<NamedExpr> out) {
    for (int i = 0; i < item.names.size(); i++) {
      if (item.columns.get(i) != null) {
        out.add(new NamedExpr(item.names.get(i), Scope.at(item.columns.get(i), level, location)));
      }
    }
  }

  private List<NamedExpr> rowFields(Expr row, Scope scope, int location) {
    List<NamedExpr> out = new ArrayList<>();
    List<RowColumns.Column> columns = new RowColumns(expressions).of(row, scope);
    if (columns == null) {
      if (row.type() == TypeOid.RECORD) {
        throw SqlException.error(SqlState.WRONG_OBJECT_TYPE, "record type has not been registered")
            .withPosition(location + 1);
      }
      throw SqlException.error(
              SqlState.WRONG_OBJECT_TYPE,
              "type %s is not composite",
              row.type() == TypeOid.UNKNOWN ? "unknown" : expressions.coercion.name(row.type()))
          .withPosition(location + 1);
    }
    for (RowColumns.Column column : columns) {
      out.add(new NamedExpr(column.name(), column.of(row)));
    }
    return out;
  }
}
