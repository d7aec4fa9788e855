package org.postern.executor.analyze;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.query.Query;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.SortItem;
import org.postern.executor.sql.ast.WindowDefinition;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * The windows of a query: those of its WINDOW clause, then those written after OVER.
 *
 * <p>Source: PostgreSQL documentation, section 4.2.8 "Window Function Calls".
 */
final class WindowAnalyzer {
  private final ExpressionAnalyzer expressions;
  private final Scope scope;

  WindowAnalyzer(ExpressionAnalyzer expressions, Scope scope) {
    this.expressions = expressions;
    this.scope = scope;
  }

  /** The index of the window a call is over; a window written alike is the same one. */
  static int indexOf(WindowDefinition over, Scope scope) {
    if (over.name() != null) {
      for (int i = 0; i < scope.windows.size(); i++) {
        if (over.name().equals(scope.windows.get(i).name())) {
          return i;
        }
      }
      throw missing(over.name(), over.location());
    }
    for (int i = 0; i < scope.windows.size(); i++) {
      WindowDefinition other = scope.windows.get(i);
      if (other.name() == null && other == over) {
        return i;
      }
    }
    scope.windows.add(over);
    return scope.windows.size() - 1;
  }

  private static SqlException missing(String name, int location) {
    return SqlException.error(SqlState.UNDEFINED_OBJECT, "window \"%s\" does not exist", name)
        .withPosition(location + 1);
  }

  private static SqlException wrong(int location, String message, Object... args) {
    return SqlException.error(SqlState.WINDOWING_ERROR, message, args).withPosition(location + 1);
  }

  List<Query.Window> analyze() {
    List<Query.Window> made = new ArrayList<>();
    for (int i = 0; i < scope.windows.size(); i++) {
      WindowDefinition definition = scope.windows.get(i);
      checkName(definition, i);
      made.add(window(definition, i, made));
    }
    return List.copyOf(made);
  }

  private void checkName(WindowDefinition definition, int at) {
    for (int i = 0; i < at; i++) {
      if (definition.name() != null && definition.name().equals(scope.windows.get(i).name())) {
        throw wrong(definition.location(), "window \"%s\" is already defined", definition.name());
      }
    }
  }

  private Query.Window window(WindowDefinition d, int at, List<Query.Window> before) {
    WindowDefinition baseDefinition = null;
    Query.Window base = null;
    if (d.base() != null) {
      for (int i = 0; i < at; i++) {
        if (d.base().equals(scope.windows.get(i).name())) {
          baseDefinition = scope.windows.get(i);
          base = before.get(i);
        }
      }
      if (base == null) {
        throw missing(d.base(), d.location());
      }
    }
    scope.clause = Scope.Clause.WINDOW_ORDER;
    List<Query.Window.OrderKey> order = new ArrayList<>();
    for (SortItem item : d.orderBy()) {
      Expr key = expressions.unknownToText(expressions.analyze(item.value(), scope));
      SortKeys.Resolved sort = new SortKeys(expressions).resolve(key, item);
      if (order.stream().noneMatch(k -> ExprTrees.same(k.expr(), key))) {
        order.add(
            new Query.Window.OrderKey(
                key, sort.sortOperator(), sort.descending(), sort.nullsFirst()));
      }
    }
    scope.clause = Scope.Clause.WINDOW_PARTITION;
    List<Expr> partition = new ArrayList<>();
    for (Expression item : d.partitionBy()) {
      Expr key = expressions.unknownToText(expressions.analyze(item, scope));
      expressions.operators.requireOrdering(key.type(), ExprTrees.location(key));
      if (partition.stream().noneMatch(k -> ExprTrees.same(k, key))) {
        partition.add(key);
      }
    }
    scope.clause = Scope.Clause.NONE;
    if (base != null) {
      if (!partition.isEmpty()) {
        throw wrong(d.location(), "cannot override PARTITION BY clause of window \"%s\"", d.base());
      }
      partition = base.partitionBy();
      if (!order.isEmpty() && !base.orderBy().isEmpty()) {
        throw wrong(d.location(), "cannot override ORDER BY clause of window \"%s\"", d.base());
      }
      if (baseDefinition.frame() != null) {
        SqlException e =
            wrong(
                d.location(), "cannot copy window \"%s\" because it has a frame clause", d.base());
        boolean plain = d.name() == null && d.orderBy().isEmpty() && d.frame() == null;
        throw plain ? e.withHint("Omit the parentheses in this OVER clause.") : e;
      }
      if (order.isEmpty()) {
        order = base.orderBy();
      }
    }
    return new Query.Window(List.copyOf(partition), List.copyOf(order), frame(d, order));
  }

  private Query.Frame frame(WindowDefinition d, List<Query.Window.OrderKey> order) {
    WindowDefinition.Frame frame = d.frame();
    if (frame == null) {
      return Query.Frame.standard();
    }
    boolean offsets =
        frame.start().offset() != null || (frame.end() != null && frame.end().offset() != null);
    if (frame.mode() == WindowDefinition.FrameMode.RANGE && offsets && order.size() != 1) {
      throw wrong(
          d.location(),
          "RANGE with offset PRECEDING/FOLLOWING requires exactly one ORDER BY column");
    }
    if (frame.mode() == WindowDefinition.FrameMode.GROUPS && order.isEmpty()) {
      throw wrong(d.location(), "GROUPS mode requires an ORDER BY clause");
    }
    Query.Frame.Bound start = bound(frame.start(), frame.mode(), order);
    Query.Frame.Bound end =
        frame.end() == null
            ? new Query.Frame.Bound(Query.Frame.Kind.CURRENT_ROW, null, 0)
            : bound(frame.end(), frame.mode(), order);
    return new Query.Frame(
        Query.Frame.Mode.valueOf(frame.mode().name()),
        start,
        end,
        Query.Frame.Exclusion.valueOf(frame.exclusion().name()));
  }

  private Query.Frame.Bound bound(
      WindowDefinition.Bound bound,
      WindowDefinition.FrameMode mode,
      List<Query.Window.OrderKey> order) {
    Query.Frame.Kind kind =
        switch (bound.kind()) {
          case UNBOUNDED_PRECEDING -> Query.Frame.Kind.UNBOUNDED_PRECEDING;
          case OFFSET_PRECEDING -> Query.Frame.Kind.PRECEDING;
          case CURRENT_ROW -> Query.Frame.Kind.CURRENT_ROW;
          case OFFSET_FOLLOWING -> Query.Frame.Kind.FOLLOWING;
          case UNBOUNDED_FOLLOWING -> Query.Frame.Kind.UNBOUNDED_FOLLOWING;
        };
    if (bound.offset() == null) {
      return new Query.Frame.Bound(kind, null, 0);
    }
    String words = mode.name();
    scope.clause =
        switch (mode) {
          case RANGE -> Scope.Clause.WINDOW_RANGE;
          case ROWS -> Scope.Clause.WINDOW_ROWS;
          case GROUPS -> Scope.Clause.WINDOW_GROUPS;
        };
    Expr offset = expressions.analyze(bound.offset(), scope);
    scope.clause = Scope.Clause.NONE;
    int inRange = 0;
    if (mode == WindowDefinition.FrameMode.RANGE) {
      inRange = rangeOffsetType(order.getFirst().expr(), offset);
      offset = expressions.implicitly(offset, inRange);
    } else {
      offset =
          expressions.coercion.toSpecific(
              offset,
              TypeOid.INT8,
              words,
              ExpressionAnalyzer.located(offset, bound.offset().location()));
    }
    ExprTrees.walk(
        offset,
        e -> {
          if (e instanceof Expr.Var v && v.levelsUp() == 0) {
            throw SqlException.error(
                    SqlState.INVALID_COLUMN_REFERENCE,
                    "argument of %s must not contain variables",
                    words)
                .withPosition(v.location() + 1);
          }
        });
    return new Query.Frame.Bound(kind, offset, inRange);
  }

  /** The type an offset of RANGE has for an ordering column of this type. */
  private int rangeOffsetType(Expr key, Expr offset) {
    int base = expressions.catalog.baseType(key.type());
    int column = base == TypeOid.VARCHAR ? TypeOid.TEXT : base;
    List<Integer> candidates =
        switch (column) {
          case TypeOid.INT2, TypeOid.INT4 -> List.of(TypeOid.INT2, TypeOid.INT4, TypeOid.INT8);
          case TypeOid.INT8 -> List.of(TypeOid.INT8);
          case TypeOid.FLOAT4, TypeOid.FLOAT8 -> List.of(TypeOid.FLOAT8);
          case TypeOid.NUMERIC -> List.of(TypeOid.NUMERIC);
          case TypeOid.DATE,
              TypeOid.TIME,
              TypeOid.TIMETZ,
              TypeOid.TIMESTAMP,
              TypeOid.TIMESTAMPTZ,
              TypeOid.INTERVAL ->
              List.of(TypeOid.INTERVAL);
          default -> List.of();
        };
    int location = ExpressionAnalyzer.located(offset, -1);
    if (candidates.isEmpty()) {
      throw SqlException.error(
              SqlState.FEATURE_NOT_SUPPORTED,
              "RANGE with offset PRECEDING/FOLLOWING is not supported for column type %s",
              expressions.coercion.name(column))
          .withPosition(location + 1);
    }
    if (candidates.contains(offset.type())) {
      return offset.type();
    }
    if (offset.type() == TypeOid.UNKNOWN) {
      return candidates.contains(column) ? column : candidates.getFirst();
    }
    List<Integer> fitting = new ArrayList<>();
    for (int candidate : candidates) {
      if (expressions.coercion.canCoerce(offset.type(), candidate, Coercion.Context.IMPLICIT)) {
        fitting.add(candidate);
      }
    }
    if (fitting.isEmpty()) {
      throw SqlException.error(
              SqlState.FEATURE_NOT_SUPPORTED,
              "RANGE with offset PRECEDING/FOLLOWING is not supported for column type %s and"
                  + " offset type %s",
              expressions.coercion.name(column),
              expressions.coercion.name(offset.type()))
          .withHint("Cast the offset value to an appropriate type.")
          .withPosition(location + 1);
    }
    return fitting.getLast();
  }
}
