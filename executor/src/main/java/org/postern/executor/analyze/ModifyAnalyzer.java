package org.postern.executor.analyze;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.query.Expr;
import org.postern.executor.query.Query;
import org.postern.executor.query.QueryBuilder;
import org.postern.executor.query.RangeTableEntry;
import org.postern.executor.sql.ast.Alias;
import org.postern.executor.sql.ast.Constructor;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.FromItem;
import org.postern.executor.sql.ast.Indirection;
import org.postern.executor.sql.ast.ModifyStatement;
import org.postern.executor.sql.ast.QueryBody;
import org.postern.executor.sql.ast.Reference;
import org.postern.executor.sql.ast.RelationName;
import org.postern.executor.sql.ast.SelectItem;
import org.postern.executor.sql.ast.SetClause;
import org.postern.executor.sql.ast.SubqueryExpression;
import org.postern.executor.sql.ast.TargetColumn;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * INSERT, UPDATE and DELETE. The result's target list holds one entry per stored column for INSERT
 * (defaults filled in) and one per assigned column for UPDATE.
 */
final class ModifyAnalyzer {
  /** ROW EXCLUSIVE. */
  static final int ROW_EXCLUSIVE = 3;

  private final QueryAnalyzer queries;
  private final AnalyzerEnvironment env;
  private final ExpressionAnalyzer expressions;
  private Scope parent;

  ModifyAnalyzer(QueryAnalyzer queries, AnalyzerEnvironment env) {
    this.queries = queries;
    this.env = env;
    this.expressions = queries.expressions;
  }

  /** {@code parent}: the level whose WITH the statement is part of, null for none. */
  Query analyze(ModifyStatement statement, Scope parent) {
    this.parent = parent;
    return switch (statement) {
      case ModifyStatement.Insert s -> insert(s);
      case ModifyStatement.Update s -> update(s);
      case ModifyStatement.Delete s -> delete(s);
      case ModifyStatement.Merge s ->
          new MergeAnalyzer(this, queries, expressions).analyze(s, new Scope(parent));
    };
  }

  ChangeTarget target(RelationName name, String aliasName, Query.Command command, Scope scope) {
    RelationEntry relation = new RelationNames(env).open(name, ROW_EXCLUSIVE);
    Alias alias = aliasName == null ? null : new Alias(aliasName, List.of());
    switch (relation.kind()) {
      case 'r', 'p' -> {
        return ChangeTarget.table(
            relation, queries.from.addTable(relation, alias, scope, ROW_EXCLUSIVE));
      }
      case 'v' -> {
        ViewTargets.Resolved resolved = ViewTargets.resolve(relation, command, queries, env);
        Scope.Item item = queries.from.addViewTarget(relation, resolved, alias, scope);
        return new ChangeTarget(relation, resolved.table(), resolved, item, env.relations());
      }
      case 'S' ->
          throw SqlException.error(
              SqlState.WRONG_OBJECT_TYPE, "cannot change sequence \"%s\"", relation.name());
      case 't' ->
          throw SqlException.error(
              SqlState.WRONG_OBJECT_TYPE, "cannot change TOAST relation \"%s\"", relation.name());
      case 'm' ->
          throw SqlException.error(
              SqlState.WRONG_OBJECT_TYPE,
              "cannot change materialized view \"%s\"",
              relation.name());
      default ->
          throw SqlException.error(
                  SqlState.WRONG_OBJECT_TYPE, "cannot open relation \"%s\"", relation.name())
              .withPosition(name.location() + 1);
    }
  }

  private Query insert(ModifyStatement.Insert insert) {
    Scope scope = new Scope(parent);
    queries.with(insert.with(), scope);
    ChangeTarget change = target(insert.relation(), insert.alias(), Query.Command.INSERT, scope);
    RelationEntry relation = change.table();
    Scope.Item target = change.item();
    List<ColumnEntry> columns = insertColumns(insert, change);

    List<Expr> values = new ArrayList<>();
    List<Query.From.Item> from = new ArrayList<>();
    if (insert.source() == null) {
      columns = List.of();
    } else if (insert.source().body() instanceof QueryBody.Values rows
        && insert.source().with() == null
        && insert.source().orderBy().isEmpty()
        && insert.source().limit() == null
        && insert.source().offset() == null) {
      List<List<Expr>> bound = new ValuesRows(expressions).bind(rows, scope, true);
      columns = checkWidth(insert, columns, bound.getFirst(), rows.location());
      if (bound.size() == 1) {
        for (int i = 0; i < columns.size(); i++) {
          values.add(
              isPartial(insert, i)
                  ? bound.getFirst().get(i)
                  : stored(bound.getFirst().get(i), change, columns.get(i), insert));
        }
      } else {
        int index = multiRow(bound, columns, change, insert, scope);
        from.add(new Query.From.Relation(index));
        for (int i = 0; i < columns.size(); i++) {
          ColumnEntry c = columns.get(i);
          values.add(new Expr.Var(index, i + 1, c.type(), c.typmod(), c.collation(), 0, -1));
        }
      }
    } else {
      Scope inner = new Scope(parent);
      inner.commonTables = scope.commonTables;
      Query query = queries.select(insert.source(), inner, false);
      Scope.Item item =
          queries.from.addSubquery(query, false, QueryAnalyzer.alias("*SELECT*"), scope);
      from.add(new Query.From.Relation(item.relation));
      columns = checkWidth(insert, columns, item.columns, insert.source().location());
      List<Query.TargetEntry> outputs = QueryAnalyzer.outputs(query);
      for (int i = 0; i < columns.size(); i++) {
        Expr output = outputs.get(i).expr();
        Expr source =
            output instanceof Expr.Const c && c.type() == TypeOid.UNKNOWN ? c : item.columns.get(i);
        values.add(isPartial(insert, i) ? source : stored(source, change, columns.get(i), insert));
      }
    }
    List<Query.TargetEntry> targets = new ArrayList<>();
    for (ColumnEntry column : relation.columns()) {
      if (column.dropped()) {
        continue;
      }
      int at = indexOf(columns, column);
      Expr value;
      if (at < 0) {
        value = columnDefault(change, column);
      } else if (insert.columns().isEmpty() || insert.columns().get(at).steps().isEmpty()) {
        value = values.get(at);
      } else {
        value = fromParts(insert, columns, column, values, scope);
      }
      int origin = at >= 0 ? 0 : Query.TargetEntry.DEFAULTED;
      targets.add(
          new Query.TargetEntry(value, column.number(), column.name(), 0, 0, origin, false));
    }
    Query.OnConflict onConflict =
        insert.onConflict() == null
            ? null
            : new OnConflictAnalyzer(this, queries, env)
                .analyze(insert.onConflict(), change, scope);
    List<Query.TargetEntry> returning = returning(insert.returning(), target, List.of(), scope);
    return query(
        Query.Command.INSERT,
        scope,
        new Query.From(from, null),
        targets,
        target.relation,
        onConflict,
        returning);
  }

  /** The value of a column of which only parts are given. */
  private Expr fromParts(
      ModifyStatement.Insert insert,
      List<ColumnEntry> columns,
      ColumnEntry column,
      List<Expr> values,
      Scope scope) {
    Expr value = new Expr.Const(column.type(), column.typmod(), column.collation(), null, -1);
    for (int i = 0; i < columns.size(); i++) {
      TargetColumn target = insert.columns().get(i);
      if (columns.get(i).number() == column.number()) {
        value =
            new PartialAssignments(expressions, scope, column.name(), target.location())
                .assign(value, column.type(), target.steps(), values.get(i));
      }
    }
    return value;
  }

  private static int indexOf(List<ColumnEntry> columns, ColumnEntry column) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).number() == column.number()) {
        return i;
      }
    }
    return -1;
  }

  private List<ColumnEntry> insertColumns(ModifyStatement.Insert insert, ChangeTarget target) {
    return insertColumns(insert.columns(), target);
  }

  List<ColumnEntry> insertColumns(List<TargetColumn> given, ChangeTarget target) {
    List<ColumnEntry> columns = new ArrayList<>();
    if (given.isEmpty()) {
      return target.allColumns();
    }
    Set<String> seen = new HashSet<>();
    for (TargetColumn named : given) {
      columns.add(target.column(named, Query.Command.INSERT));
      if (!seen.add(named.name()) && named.steps().isEmpty()) {
        throw SqlException.error(
                SqlState.DUPLICATE_COLUMN, "column \"%s\" specified more than once", named.name())
            .withPosition(named.location() + 1);
      }
    }
    return columns;
  }

  private List<ColumnEntry> checkWidth(
      ModifyStatement.Insert insert, List<ColumnEntry> columns, List<Expr> row, int location) {
    if (row.size() > columns.size()) {
      throw SqlException.error(
              SqlState.SYNTAX_ERROR, "INSERT has more expressions than target columns")
          .withPosition(ExpressionAnalyzer.located(row.get(columns.size()), location) + 1);
    }
    if (row.size() < columns.size()) {
      if (!insert.columns().isEmpty()) {
        throw SqlException.error(
                SqlState.SYNTAX_ERROR, "INSERT has more target columns than expressions")
            .withPosition(insert.columns().get(row.size()).location() + 1);
      }
      return columns.subList(0, row.size());
    }
    return columns;
  }

  private static boolean isPartial(ModifyStatement.Insert insert, int at) {
    return !insert.columns().isEmpty() && !insert.columns().get(at).steps().isEmpty();
  }

  private int multiRow(
      List<List<Expr>> rows,
      List<ColumnEntry> columns,
      ChangeTarget target,
      ModifyStatement.Insert insert,
      Scope scope) {
    for (int i = 0; i < columns.size(); i++) {
      if (isPartial(insert, i)) {
        throw SqlException.notSupported("several rows of VALUES for parts of a column");
      }
    }
    List<List<Expr>> stored = new ArrayList<>();
    for (List<Expr> row : rows) {
      List<Expr> converted = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        converted.add(stored(row.get(i), target, columns.get(i), insert));
      }
      stored.add(List.copyOf(converted));
    }
    List<Integer> types = new ArrayList<>();
    List<Integer> typmods = new ArrayList<>();
    List<Integer> collations = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (ColumnEntry column : columns) {
      types.add(column.type());
      typmods.add(column.typmod());
      collations.add(column.collation());
      names.add(column.name());
    }
    return scope.add(
        new RangeTableEntry.Values(
            List.copyOf(stored), types, typmods, collations, false, "*VALUES*", names));
  }

  private Expr stored(
      Expr value, ChangeTarget target, ColumnEntry column, ModifyStatement.Insert insert) {
    boolean isDefault = value instanceof Expr.Default;
    target.requireAssignable(column);
    if (column.identity() == 'a'
        && !isDefault
        && insert.overriding() == ModifyStatement.Overriding.NONE) {
      throw SqlException.error(
              SqlState.GENERATED_ALWAYS,
              "cannot insert a non-DEFAULT value into column \"%s\"",
              column.name())
          .withDetail(
              "Column \"%s\" is an identity column defined as GENERATED ALWAYS.", column.name())
          .withHint("Use OVERRIDING SYSTEM VALUE to override.");
    }
    if (column.generated() == 's' && !isDefault) {
      throw SqlException.error(
              SqlState.GENERATED_ALWAYS,
              "cannot insert a non-DEFAULT value into column \"%s\"",
              column.name())
          .withDetail("Column \"%s\" is a generated column.", column.name());
    }
    boolean overridden =
        column.identity() != 0 && insert.overriding() == ModifyStatement.Overriding.USER_VALUE;
    return isDefault || overridden ? columnDefault(target, column) : assign(value, column);
  }

  Expr assign(Expr value, ColumnEntry column) {
    return Assignments.coerce(
        expressions, value, column.name(), column.type(), column.typmod(), false);
  }

  /** The column's default, or NULL; NULL too for a generated column, which is computed later. */
  Expr columnDefault(ChangeTarget target, ColumnEntry column) {
    Expr own = target.viewDefault(column);
    if (own != null) {
      return own;
    }
    RelationEntry relation = target.table();
    Expr value =
        (column.hasDefault()
                    || column.identity() != 0
                    || env.catalog().type(column.type()).kind() == 'd')
                && column.generated() == 0
            ? env.relations().columnDefault(relation.oid(), column.number())
            : null;
    if (value != null) {
      return value;
    }
    Expr nothing = new Expr.Const(column.type(), column.typmod(), column.collation(), null, -1);
    return env.catalog().type(column.type()).kind() == 'd'
        ? new Expr.Relabel(
            new Expr.Const(env.catalog().baseType(column.type()), -1, column.collation(), null, -1),
            column.type(),
            -1,
            column.collation(),
            Expr.CastForm.IMPLICIT,
            -1)
        : nothing;
  }

  private Query update(ModifyStatement.Update update) {
    Scope scope = new Scope(parent);
    queries.with(update.with(), scope);
    ChangeTarget change = target(update.relation(), update.alias(), Query.Command.UPDATE, scope);
    Scope.Item target = change.item();
    List<Query.From.Item> from = fromWithTarget(update.from(), target, scope);
    List<Query.TargetEntry> targets = assignments(update.assignments(), change, scope);
    Expr where = where(update.where(), target, change.table(), scope);
    List<Query.TargetEntry> returning = returning(update.returning(), null, List.of(), scope);
    return query(
        Query.Command.UPDATE,
        scope,
        new Query.From(from, change.where(where)),
        targets,
        target.relation,
        null,
        returning);
  }

  private Expr where(Expression where, Scope.Item target, RelationEntry relation, Scope scope) {
    return switch (where) {
      case null -> null;
      case Reference.CurrentOf c ->
          new Expr.CurrentOf(
              c.cursor(),
              c.parameter() == null ? 0 : c.parameter(),
              relation.oid(),
              target.relation);
      default -> expressions.condition(where, scope, Scope.Clause.WHERE, "WHERE");
    };
  }

  private List<Query.From.Item> fromWithTarget(
      List<FromItem> from, Scope.Item target, Scope scope) {
    List<Query.From.Item> items = new ArrayList<>();
    items.add(new Query.From.Relation(target.relation));
    items.addAll(queries.from.analyze(from, scope));
    for (Scope.Item item : scope.items) {
      if (item.nameVisible && item.name != null && item.name.equals(target.name)) {
        throw SqlException.error(
            SqlState.DUPLICATE_ALIAS, "table name \"%s\" specified more than once", target.name);
      }
    }
    scope.items.add(0, target);
    return items;
  }

  /** The SET list: one entry per column, converted to its type. */
  List<Query.TargetEntry> assignments(List<SetClause> clauses, ChangeTarget relation, Scope scope) {
    List<Query.TargetEntry> targets = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    scope.clause = Scope.Clause.UPDATE_SOURCE;
    for (SetClause clause : clauses) {
      switch (clause) {
        case SetClause.SetColumn s -> add(targets, s.target(), s.value(), relation, scope);
        case SetClause.SetColumns s -> {
          if (s.source() instanceof SubqueryExpression.Scalar subquery) {
            fromSubquery(s, subquery, relation, scope, targets);
            continue;
          }
          if (!(s.source() instanceof Constructor.RowConstructor row)) {
            throw SqlException.error(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "source for a multiple-column UPDATE item must be a sub-SELECT or ROW()"
                        + " expression")
                .withPosition(s.source().location() + 1);
          }
          if (row.fields().size() != s.targets().size()) {
            throw SqlException.error(
                    SqlState.SYNTAX_ERROR, "number of columns does not match number of values")
                .withPosition(s.location() + 1);
          }
          for (int i = 0; i < s.targets().size(); i++) {
            add(targets, s.targets().get(i), row.fields().get(i), relation, scope);
          }
        }
      }
    }
    scope.clause = Scope.Clause.NONE;
    for (Query.TargetEntry t : targets) {
      if (!seen.add(t.column())) {
        throw SqlException.error(
            SqlState.SYNTAX_ERROR, "multiple assignments to same column \"%s\"", t.name());
      }
    }
    return targets;
  }

  /** Adds an assignment; several to parts of one column come together. */
  private void add(
      List<Query.TargetEntry> targets,
      TargetColumn target,
      Expression value,
      ChangeTarget relation,
      Scope scope) {
    ColumnEntry column = relation.column(target, Query.Command.UPDATE);
    if (value instanceof Reference.DefaultValue) {
      if (!target.steps().isEmpty()) {
        throw SqlException.error(
                SqlState.FEATURE_NOT_SUPPORTED,
                target.steps().getFirst() instanceof Indirection.Field
                    ? "cannot set a subfield to DEFAULT"
                    : "cannot set an array element to DEFAULT")
            .withPosition(target.location() + 1);
      }
      targets.add(entry(column, columnDefault(relation, column)));
      return;
    }
    checkAssignable(column);
    addValue(targets, target, column, expressions.analyze(value, scope), scope);
  }

  private static void checkAssignable(ColumnEntry column) {
    if (column.identity() == 'a' || column.generated() != 0) {
      throw SqlException.error(
              SqlState.GENERATED_ALWAYS,
              "column \"%s\" can only be updated to DEFAULT",
              column.name())
          .withDetail(
              column.generated() != 0
                  ? "Column \"%s\" is a generated column."
                  : "Column \"%s\" is an identity column defined as GENERATED ALWAYS.",
              column.name());
    }
  }

  private void addValue(
      List<Query.TargetEntry> targets,
      TargetColumn target,
      ColumnEntry column,
      Expr value,
      Scope scope) {
    if (target.steps().isEmpty()) {
      targets.add(entry(column, assign(value, column)));
      return;
    }
    Expr base = null;
    for (Query.TargetEntry other : List.copyOf(targets)) {
      boolean partial =
          other.expr() instanceof Expr.FieldStore || other.expr() instanceof Expr.SubscriptStore;
      if (other.column() == column.number() && partial) {
        base = other.expr();
        targets.remove(other);
      }
    }
    if (base == null) {
      Expr found = scope.items.getFirst().column(target.name(), target.location());
      base =
          found == null
              ? new Expr.Const(column.type(), column.typmod(), column.collation(), null, -1)
              : found;
    }
    targets.add(
        entry(
            column,
            new PartialAssignments(expressions, scope, column.name(), target.location())
                .assign(base, column.type(), target.steps(), value)));
  }

  private static Query.TargetEntry entry(ColumnEntry column, Expr value) {
    return new Query.TargetEntry(value, column.number(), column.name(), 0, 0, 0, false);
  }

  /** {@code (a, b) = (SELECT …)}: each column takes a field of the subquery's only row. */
  private void fromSubquery(
      SetClause.SetColumns clause,
      SubqueryExpression.Scalar subquery,
      ChangeTarget relation,
      Scope scope,
      List<Query.TargetEntry> targets) {
    scope.hasSubLinks = true;
    Query query = expressions.subqueryOf(subquery.query(), scope);
    List<Query.TargetEntry> outputs = QueryAnalyzer.outputs(query);
    if (outputs.size() != clause.targets().size()) {
      throw SqlException.error(
              SqlState.SYNTAX_ERROR, "number of columns does not match number of values")
          .withPosition(clause.location() + 1);
    }
    Expr row = SubLinks.wholeRow(query, subquery.location());
    for (int i = 0; i < outputs.size(); i++) {
      Expr output = outputs.get(i).expr();
      ColumnEntry column = relation.column(clause.targets().get(i), Query.Command.UPDATE);
      checkAssignable(column);
      addValue(
          targets,
          clause.targets().get(i),
          column,
          new Expr.Field(row, i + 1, output.type(), output.typmod(), output.collation()),
          scope);
    }
  }

  private Query delete(ModifyStatement.Delete delete) {
    Scope scope = new Scope(parent);
    queries.with(delete.with(), scope);
    ChangeTarget change = target(delete.relation(), delete.alias(), Query.Command.DELETE, scope);
    Scope.Item target = change.item();
    List<Query.From.Item> from = fromWithTarget(delete.using(), target, scope);
    Expr where = where(delete.where(), target, change.table(), scope);
    List<Query.TargetEntry> returning = returning(delete.returning(), null, List.of(), scope);
    return query(
        Query.Command.DELETE,
        scope,
        new Query.From(from, change.where(where)),
        List.of(),
        target.relation,
        null,
        returning);
  }

  /** {@code only}: the relation visible alone, or null for what the scope already shows. */
  private List<Query.TargetEntry> returning(
      List<SelectItem> items, Scope.Item only, List<Scope.Item> more, Scope scope) {
    if (items.isEmpty()) {
      return List.of();
    }
    if (only != null) {
      scope.items = new ArrayList<>(List.of(only));
      scope.items.addAll(more);
    }
    TargetList targets = new TargetList(queries, expressions, scope);
    scope.clause = Scope.Clause.RETURNING;
    targets.addAll(items, new ColumnReferences(expressions));
    targets.finish();
    scope.clause = Scope.Clause.NONE;
    return targets.entries();
  }

  private static Query query(
      Query.Command command,
      Scope scope,
      Query.From from,
      List<Query.TargetEntry> targets,
      int resultRelation,
      Query.OnConflict onConflict,
      List<Query.TargetEntry> returning) {
    QueryBuilder made = new QueryBuilder();
    made.command = command;
    made.rangeTable = scope.rangeTable;
    made.from = from;
    made.targets = targets;
    made.resultRelation = resultRelation;
    made.with = scope.commonTables.list();
    made.onConflict = onConflict;
    made.returning = returning;
    made.hasSubLinks = scope.hasSubLinks;
    return made.build();
  }
}
