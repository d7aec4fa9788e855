package org.postern.executor.analyze;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.catalog.TypeEntry;
import org.postern.executor.query.Expr;
import org.postern.executor.query.Query;
import org.postern.executor.query.RangeTableEntry;
import org.postern.executor.sql.ast.Alias;
import org.postern.executor.sql.ast.CallExpression;
import org.postern.executor.sql.ast.FromItem;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.RelationName;
import org.postern.executor.sql.ast.TableElement;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** The FROM clause: relations, subqueries, functions and joins, and the names they bring. */
final class FromAnalyzer {
  /** ACCESS SHARE. */
  static final int ACCESS_SHARE = 1;

  private final QueryAnalyzer queries;
  private final ExpressionAnalyzer expressions;

  FromAnalyzer(QueryAnalyzer queries, ExpressionAnalyzer expressions) {
    this.queries = queries;
    this.expressions = expressions;
  }

  /** Analyzes the whole list; afterwards all its names are visible in {@code scope}. */
  List<Query.From.Item> analyze(List<FromItem> list, Scope scope) {
    List<Query.From.Item> items = new ArrayList<>();
    for (FromItem item : list) {
      Result result = item(item, scope);
      checkNameConflicts(scope.items, result.names());
      for (Scope.Item name : result.names()) {
        name.lateralOnly = true;
        name.lateralOk = true;
      }
      scope.items.addAll(result.names());
      items.add(result.item());
    }
    for (Scope.Item name : scope.items) {
      name.lateralOnly = false;
      name.lateralOk = true;
    }
    return items;
  }

  /** An item of the join tree and the names it makes visible. */
  record Result(Query.From.Item item, List<Scope.Item> names) {}

  private static void checkNameConflicts(List<Scope.Item> left, List<Scope.Item> right) {
    for (Scope.Item a : left) {
      for (Scope.Item b : right) {
        if (a.nameVisible
            && b.nameVisible
            && a.name != null
            && a.name.equals(b.name)
            && (a.schema == null || b.schema == null || a.schema.equals(b.schema))) {
          throw SqlException.error(
              SqlState.DUPLICATE_ALIAS, "table name \"%s\" specified more than once", a.name);
        }
      }
    }
  }

  private Result item(FromItem item, Scope scope) {
    return switch (item) {
      case FromItem.Table t -> table(t, scope);
      case FromItem.TableSample t -> new SampleAnalyzer(expressions).analyze(t, scope, this);
      case FromItem.Subquery s -> subquery(s, scope);
      case FromItem.Functions f -> functions(f, scope);
      case FromItem.Join j -> join(j, scope);
      case FromItem.XmlTable x -> throw SqlException.notSupported("XMLTABLE");
    };
  }

  private Result table(FromItem.Table table, Scope scope) {
    RelationName name = table.relation();
    if (name.schema() == null) {
      int level = 0;
      for (Scope s = scope; s != null; s = s.parent, level++) {
        CommonTables.Pending pending = s.commonTables.pending(name.name());
        if (pending != null && new WithAnalyzer(queries).reference(pending, s, table.location())) {
          return selfReference(pending, level, table.alias(), scope);
        }
        Query.CommonTable with = s.commonTables.find(name.name());
        if (with != null) {
          if (with.query().command() != Query.Command.SELECT
              && with.query().returning().isEmpty()) {
            throw SqlException.error(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "WITH query \"%s\" does not have a RETURNING clause",
                    with.name())
                .withPosition(table.location() + 1);
          }
          return commonTable(with, level, table.alias(), scope);
        }
      }
    }
    RelationEntry relation = openTable(name, scope);
    return relation(relation, name, table.alias(), scope, ACCESS_SHARE);
  }

  private Result relation(
      RelationEntry relation, RelationName name, Alias alias, Scope scope, int lockMode) {
    switch (relation.kind()) {
      case 'i', 'I' ->
          throw SqlException.error(
                  SqlState.WRONG_OBJECT_TYPE, "cannot open relation \"%s\"", relation.name())
              .withDetail("This operation is not supported for indexes.")
              .withPosition(name.location() + 1);
      case 'c' ->
          throw SqlException.error(
                  SqlState.WRONG_OBJECT_TYPE, "cannot open relation \"%s\"", relation.name())
              .withDetail("This operation is not supported for composite types.")
              .withPosition(name.location() + 1);
      case 'v' -> {
        Query view = queries.storedQuery(relation);
        return subqueryItem(view, relation, alias, scope);
      }
      case 'm' -> {
        if (!relation.populated()) {
          throw SqlException.error(
                  SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                  "materialized view \"%s\" has not been populated",
                  relation.name())
              .withHint("Use the REFRESH MATERIALIZED VIEW command.");
        }
      }
      default -> {
        // A table, materialized view, sequence or TOAST table.
      }
    }
    Scope.Item item = addTable(relation, alias, scope, lockMode);
    return new Result(new Query.From.Relation(item.relation), List.of(item));
  }

  /** Adds a table to the range table and makes its scope item. */
  Scope.Item addTable(RelationEntry relation, Alias alias, Scope scope, int lockMode) {
    List<String> names = new ArrayList<>();
    for (ColumnEntry column : relation.columns()) {
      names.add(column.dropped() ? "" : column.name());
    }
    names = renamed(names, alias, relation.name());
    String shown = alias == null ? relation.name() : alias.name();
    int index =
        scope.add(
            new RangeTableEntry.Table(
                relation.oid(), relation.kind(), true, shown, List.copyOf(names), lockMode));
    List<Expr> columns = new ArrayList<>();
    for (ColumnEntry column : relation.columns()) {
      columns.add(
          column.dropped()
              ? null
              : new Expr.Var(
                  index,
                  column.number(),
                  column.type(),
                  column.typmod(),
                  column.collation(),
                  0,
                  -1));
    }
    return new Scope.Item(
        shown,
        alias == null ? expressions.catalog.namespaceName(relation.namespace()) : null,
        index,
        relation.rowType(),
        true,
        names,
        Collections.unmodifiableList(columns));
  }

  /** Adds the table beneath an updatable view; the scope item shows the view's columns. */
  Scope.Item addViewTarget(
      RelationEntry view, ViewTargets.Resolved resolved, Alias alias, Scope scope) {
    List<String> tableNames = new ArrayList<>();
    for (ColumnEntry column : resolved.table().columns()) {
      tableNames.add(column.dropped() ? "" : column.name());
    }
    String shown = alias == null ? view.name() : alias.name();
    int index = scope.rangeTable.size() + 1;
    scope.add(
        new RangeTableEntry.Table(
            resolved.table().oid(),
            resolved.table().kind(),
            true,
            shown,
            tableNames,
            ModifyAnalyzer.ROW_EXCLUSIVE,
            null,
            ViewTargets.at(resolved.target(), index)));
    List<String> names = new ArrayList<>();
    view.columns().forEach(column -> names.add(column.name()));
    List<Expr> columns = new ArrayList<>();
    resolved.columns().forEach(column -> columns.add(ViewTargets.at(column, index)));
    return new Scope.Item(
        shown,
        alias == null ? expressions.catalog.namespaceName(view.namespace()) : null,
        index,
        0,
        true,
        names,
        columns);
  }

  private static List<String> renamed(List<String> names, Alias alias, String relation) {
    if (alias == null || alias.columns().isEmpty()) {
      return names;
    }
    List<String> out = new ArrayList<>();
    int next = 0;
    for (String name : names) {
      out.add(
          name.isEmpty() || next >= alias.columns().size() ? name : alias.columns().get(next++));
    }
    if (next < alias.columns().size()) {
      throw SqlException.error(
          SqlState.INVALID_COLUMN_REFERENCE,
          "table \"%s\" has %d columns available but %d columns specified",
          alias.name() == null ? relation : alias.name(),
          next,
          alias.columns().size());
    }
    return out;
  }

  private Result commonTable(Query.CommonTable with, int level, Alias alias, Scope scope) {
    List<Integer> types = new ArrayList<>();
    List<Integer> typmods = new ArrayList<>();
    List<Integer> collations = new ArrayList<>();
    for (Query.TargetEntry t : QueryAnalyzer.outputs(with.query())) {
      types.add(t.expr().type());
      typmods.add(t.expr().typmod());
      collations.add(t.expr().collation());
    }
    String shown = alias == null ? with.name() : alias.name();
    List<String> names = renamed(with.columns(), alias, with.name());
    int index =
        scope.add(
            new RangeTableEntry.CommonTable(
                with.name(), level, false, types, typmods, collations, shown, names));
    Scope.Item item =
        new Scope.Item(
            shown, null, index, 0, false, names, vars(index, types, typmods, collations));
    return new Result(new Query.From.Relation(index), List.of(item));
  }

  private RelationEntry openTable(RelationName name, Scope scope) {
    try {
      return new RelationNames(expressions.env).open(name, ACCESS_SHARE);
    } catch (SqlException e) {
      for (Scope s = scope; s != null; s = s.parent) {
        if (name.schema() == null && s.commonTables.isLater(name.name())) {
          throw e.withDetail(
                  "There is a WITH item named \"%s\", but it cannot be referenced from this part of"
                      + " the query.",
                  name.name())
              .withHint(
                  "Use WITH RECURSIVE, or re-order the WITH items to remove forward references.");
        }
      }
      throw e;
    }
  }

  private Result selfReference(CommonTables.Pending p, int level, Alias alias, Scope scope) {
    String shown = alias == null ? p.source.name() : alias.name();
    List<String> names = renamed(p.names, alias, p.source.name());
    List<Integer> types = new ArrayList<>(p.types);
    List<Integer> typmods = new ArrayList<>(p.typmods);
    List<Integer> collations = new ArrayList<>(p.collations);
    for (int type : p.extraTypes) {
      types.add(type);
      typmods.add(-1);
      collations.add(TypeNames.collation(expressions.catalog, type));
    }
    int index =
        scope.add(
            new RangeTableEntry.CommonTable(
                p.source.name(), level, true, types, typmods, collations, shown, names));
    List<Expr> columns = vars(index, types, typmods, collations).subList(0, p.types.size());
    Scope.Item item = new Scope.Item(shown, null, index, 0, false, names, columns);
    return new Result(new Query.From.Relation(index), List.of(item));
  }

  private static List<Expr> vars(
      int index, List<Integer> types, List<Integer> typmods, List<Integer> collations) {
    List<Expr> vars = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      vars.add(new Expr.Var(index, i + 1, types.get(i), typmods.get(i), collations.get(i), 0, -1));
    }
    return List.copyOf(vars);
  }

  private Result subquery(FromItem.Subquery subquery, Scope scope) {
    if (subquery.alias() == null) {
      throw SqlException.error(SqlState.SYNTAX_ERROR, "subquery in FROM must have an alias")
          .withHint("For example, FROM (SELECT ...) [AS] foo.")
          .withPosition(subquery.location() + 1);
    }
    Query query = queries.fromSubquery(subquery.query(), scope, subquery.lateral());
    Scope.Item item = addSubquery(query, subquery.lateral(), subquery.alias(), scope);
    return new Result(new Query.From.Relation(item.relation), List.of(item));
  }

  private Result subqueryItem(Query query, RelationEntry view, Alias alias, Scope scope) {
    Alias shown = alias == null ? new Alias(view.name(), List.of()) : alias;
    Scope.Item made = addSubquery(query, false, shown, scope, view.oid());
    Scope.Item item =
        new Scope.Item(
            made.name,
            alias == null ? expressions.catalog.namespaceName(view.namespace()) : null,
            made.relation,
            0,
            false,
            made.names,
            made.columns);
    return new Result(new Query.From.Relation(item.relation), List.of(item));
  }

  /** Adds a subquery to the range table. */
  Scope.Item addSubquery(Query query, boolean lateral, Alias alias, Scope scope) {
    return addSubquery(query, lateral, alias, scope, 0);
  }

  private Scope.Item addSubquery(Query query, boolean lateral, Alias alias, Scope scope, int view) {
    List<String> names = new ArrayList<>();
    List<Integer> types = new ArrayList<>();
    List<Integer> typmods = new ArrayList<>();
    List<Integer> collations = new ArrayList<>();
    for (Query.TargetEntry t : QueryAnalyzer.outputs(query)) {
      names.add(t.name());
      types.add(t.expr().type());
      typmods.add(t.expr().typmod());
      collations.add(t.expr().collation());
    }
    names = renamed(names, alias, alias == null ? "" : alias.name());
    String shown = alias == null ? null : alias.name();
    int index = scope.add(new RangeTableEntry.Subquery(query, lateral, shown, names, view));
    return new Scope.Item(
        shown, null, index, 0, false, names, vars(index, types, typmods, collations));
  }

  private Result functions(FromItem.Functions from, Scope scope) {
    List<Expr> calls = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<Integer> types = new ArrayList<>();
    List<Integer> typmods = new ArrayList<>();
    List<Integer> collations = new ArrayList<>();
    String firstName = null;
    boolean scalar = false;
    Scope.Clause outer = scope.clause;
    scope.clause = Scope.Clause.FROM_FUNCTION;
    List<Integer> widths = new ArrayList<>();
    for (FromItem.FunctionSource source : unnested(from)) {
      int before = types.size();
      Expr call = expressions.unknownToText(expressions.analyze(source.call(), scope));
      String name = functionName(source.call());
      firstName = firstName == null ? name : firstName;
      calls.add(call);
      List<TableElement.ColumnDefinition> definitions =
          source.columns().isEmpty() ? from.columns() : source.columns();
      scalar = columnsOf(call, name, definitions, names, types, typmods, collations);
      widths.add(types.size() - before);
    }
    scope.clause = outer;
    if (from.ordinality()) {
      names.add("ordinality");
      types.add(TypeOid.INT8);
      typmods.add(-1);
      collations.add(0);
    }
    Alias alias = from.alias();
    String shown = alias == null ? firstName : alias.name();
    List<String> visible = new ArrayList<>(names);
    if (scalar
        && calls.size() == 1
        && alias != null
        && alias.columns().isEmpty()
        && !namesItsResult(calls.getFirst())) {
      visible.set(0, alias.name());
    }
    visible = renamed(visible, alias, shown);
    int index =
        scope.add(
            new RangeTableEntry.Function(
                List.copyOf(calls),
                List.copyOf(widths),
                List.copyOf(types),
                List.copyOf(typmods),
                List.copyOf(collations),
                from.ordinality(),
                true,
                shown,
                List.copyOf(visible),
                List.copyOf(names)));
    int rowType = scalar && calls.size() == 1 && !from.ordinality() ? -1 : 0;
    Scope.Item item =
        new Scope.Item(
            shown, null, index, rowType, false, visible, vars(index, types, typmods, collations));
    return new Result(new Query.From.Relation(index), List.of(item));
  }

  /** Whether a function has an OUT parameter that names its one column, whatever the alias. */
  private boolean namesItsResult(Expr call) {
    return call instanceof Expr.Call c && new RowColumns(expressions).outParameters(c) != null;
  }

  /** {@code unnest} of several arrays is as many calls side by side. */
  private static List<FromItem.FunctionSource> unnested(FromItem.Functions from) {
    List<FromItem.FunctionSource> sources = new ArrayList<>();
    for (FromItem.FunctionSource source : from.functions()) {
      if (source.call() instanceof CallExpression.FunctionCall f
          && f.name().name().equals("unnest")
          && (f.name().schema() == null || f.name().schema().equals("pg_catalog"))
          && f.args().size() > 1
          && source.columns().isEmpty()
          && !f.variadic()) {
        for (org.postern.executor.sql.ast.Expression arg : f.args()) {
          sources.add(
              new FromItem.FunctionSource(
                  CallExpression.FunctionCall.of(f.name(), List.of(arg), f.form(), f.location()),
                  List.of()));
        }
      } else {
        sources.add(source);
      }
    }
    return sources;
  }

  private static String functionName(org.postern.executor.sql.ast.Expression call) {
    return call instanceof CallExpression.FunctionCall f ? f.name().name() : OutputNames.of(call);
  }

  /** Appends the columns a function gives; returns whether it gives a single scalar one. */
  private boolean columnsOf(
      Expr call,
      String name,
      List<TableElement.ColumnDefinition> definitions,
      List<String> names,
      List<Integer> types,
      List<Integer> typmods,
      List<Integer> collations) {
    if (!definitions.isEmpty()) {
      for (TableElement.ColumnDefinition d : definitions) {
        TypeNames.Typed typed = expressions.typeNames().resolve(d.type());
        names.add(d.name());
        types.add(typed.type());
        typmods.add(typed.typmod());
        collations.add(TypeNames.collation(expressions.catalog, typed.type()));
      }
      return false;
    }
    if (call instanceof Expr.Call c) {
      List<RowColumns.Column> outs = new RowColumns(expressions).outParameters(c);
      if (call.type() == TypeOid.RECORD && outs != null) {
        for (RowColumns.Column out : outs) {
          names.add(out.name());
          types.add(out.type());
          typmods.add(out.typmod());
          collations.add(out.collation());
        }
        return false;
      }
      if (outs != null && outs.size() == 1) {
        name = outs.getFirst().name();
      }
    }
    if (call.type() == TypeOid.RECORD) {
      throw SqlException.error(
              SqlState.SYNTAX_ERROR,
              "a column definition list is required for functions returning \"record\"")
          .withPosition(ExpressionAnalyzer.located(call, -1) + 1);
    }
    TypeEntry type = expressions.catalog.type(expressions.catalog.baseType(call.type()));
    if (type.kind() == 'c') {
      for (ColumnEntry column : expressions.env.relations().relation(type.relation()).columns()) {
        if (!column.dropped()) {
          names.add(column.name());
          types.add(column.type());
          typmods.add(column.typmod());
          collations.add(column.collation());
        }
      }
      return false;
    }
    names.add(name);
    types.add(call.type());
    typmods.add(call.typmod());
    collations.add(call.collation());
    return true;
  }

  private Result join(FromItem.Join join, Scope scope) {
    RecursionContext.Place before =
        join.type() == FromItem.JoinType.RIGHT || join.type() == FromItem.JoinType.FULL
            ? expressions.recursion.enter(RecursionContext.Place.OUTER_JOIN)
            : expressions.recursion.enter(RecursionContext.Place.PLAIN);
    Result left = item(join.left(), scope);
    expressions.recursion.leave(before);
    int mark = scope.items.size();
    boolean lateralOk =
        join.type() == FromItem.JoinType.INNER
            || join.type() == FromItem.JoinType.LEFT
            || join.type() == FromItem.JoinType.CROSS;
    for (Scope.Item name : left.names()) {
      name.lateralOnly = true;
      name.lateralOk = lateralOk;
    }
    scope.items.addAll(left.names());
    RecursionContext.Place outer =
        join.type() == FromItem.JoinType.LEFT || join.type() == FromItem.JoinType.FULL
            ? expressions.recursion.enter(RecursionContext.Place.OUTER_JOIN)
            : expressions.recursion.enter(RecursionContext.Place.PLAIN);
    Result right = item(join.right(), scope);
    expressions.recursion.leave(outer);
    scope.items = new ArrayList<>(scope.items.subList(0, mark));
    checkNameConflicts(left.names(), right.names());
    for (Scope.Item name : left.names()) {
      name.lateralOnly = false;
      name.lateralOk = true;
    }

    List<String> leftNames = new ArrayList<>();
    List<Expr> leftColumns = new ArrayList<>();
    visibleColumns(left.names(), leftNames, leftColumns);
    List<String> rightNames = new ArrayList<>();
    List<Expr> rightColumns = new ArrayList<>();
    visibleColumns(right.names(), rightNames, rightColumns);

    List<String> using = join.using();
    if (join.natural()) {
      Set<String> common = new LinkedHashSet<>(leftNames);
      common.retainAll(new LinkedHashSet<>(rightNames));
      common.remove("");
      using = List.copyOf(common);
    }
    List<String> names = new ArrayList<>();
    List<Expr> columns = new ArrayList<>();
    Expr condition = null;
    if (using != null && !using.isEmpty()) {
      List<Expr> tests = new ArrayList<>();
      Set<String> seen = new LinkedHashSet<>();
      for (String name : using) {
        if (!seen.add(name)) {
          throw SqlException.error(
              SqlState.DUPLICATE_COLUMN,
              "column name \"%s\" appears more than once in USING clause",
              name);
        }
        Expr l = usingColumn(name, leftNames, leftColumns, "left");
        Expr r = usingColumn(name, rightNames, rightColumns, "right");
        tests.add(expressions.infix(QualifiedName.of("=", join.location()), l, r, join.location()));
        names.add(name);
        columns.add(merged(join, l, r));
      }
      condition =
          tests.size() == 1
              ? tests.getFirst()
              : new Expr.Bool(Expr.Bool.Kind.AND, tests, join.location());
      remove(using, leftNames, leftColumns);
      remove(using, rightNames, rightColumns);
    } else if (join.on() != null) {
      Scope inner = new Scope(scope.parent);
      inner.rangeTable.addAll(scope.rangeTable);
      List<Scope.Item> saved = scope.items;
      List<Scope.Item> visible = new ArrayList<>(saved);
      visible.addAll(left.names());
      visible.addAll(right.names());
      scope.items = visible;
      condition = expressions.condition(join.on(), scope, Scope.Clause.JOIN_ON, "JOIN/ON");
      scope.items = saved;
    }
    names.addAll(leftNames);
    columns.addAll(leftColumns);
    names.addAll(rightNames);
    columns.addAll(rightColumns);

    Query.JoinType kind =
        switch (join.type()) {
          case INNER, CROSS -> Query.JoinType.INNER;
          case LEFT -> Query.JoinType.LEFT;
          case RIGHT -> Query.JoinType.RIGHT;
          case FULL -> Query.JoinType.FULL;
        };
    Alias alias = join.alias();
    List<String> visibleNames = renamed(names, alias, "unnamed_join");
    int index =
        scope.add(
            new RangeTableEntry.Join(
                kind,
                Collections.unmodifiableList(columns),
                alias == null ? null : alias.name(),
                visibleNames,
                using == null ? 0 : using.size()));
    Scope.Item own =
        new Scope.Item(
            alias == null ? null : alias.name(), null, index, 0, false, visibleNames, columns);
    own.nameVisible = alias != null;
    List<Scope.Item> out = new ArrayList<>();
    if (alias == null) {
      for (List<Scope.Item> side : List.of(left.names(), right.names())) {
        for (Scope.Item name : side) {
          name.columnsVisible = false;
          out.add(name);
        }
      }
    }
    out.add(own);
    return new Result(new Query.From.Join(kind, left.item(), right.item(), condition, index), out);
  }

  private static void visibleColumns(
      List<Scope.Item> items, List<String> names, List<Expr> columns) {
    for (Scope.Item item : items) {
      if (item.columnsVisible) {
        for (int i = 0; i < item.names.size(); i++) {
          if (item.columns.get(i) != null) {
            names.add(item.names.get(i));
            columns.add(item.columns.get(i));
          }
        }
      }
    }
  }

  private static Expr usingColumn(
      String name, List<String> names, List<Expr> columns, String side) {
    Expr found = null;
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equals(name)) {
        if (found != null) {
          throw SqlException.error(
              SqlState.AMBIGUOUS_COLUMN,
              "common column name \"%s\" appears more than once in %s table",
              name,
              side);
        }
        found = columns.get(i);
      }
    }
    if (found == null) {
      throw SqlException.error(
          SqlState.UNDEFINED_COLUMN,
          "column \"%s\" specified in USING clause does not exist in %s table",
          name,
          side);
    }
    return found;
  }

  private Expr merged(FromItem.Join join, Expr left, Expr right) {
    int type = expressions.coercion.commonType(List.of(left, right), "JOIN/USING", join.location());
    Expr l = expressions.coercion.toCommon(left, type, "JOIN/USING", join.location());
    Expr r = expressions.coercion.toCommon(right, type, "JOIN/USING", join.location());
    return switch (join.type()) {
      case INNER, LEFT, CROSS -> l;
      case RIGHT -> r;
      case FULL ->
          new Expr.Coalesce(
              type,
              -1,
              TypeNames.collation(expressions.catalog, type),
              List.of(l, r),
              join.location());
    };
  }

  private static void remove(List<String> using, List<String> names, List<Expr> columns) {
    for (String name : using) {
      int at = names.indexOf(name);
      names.remove(at);
      columns.remove(at);
    }
  }
}
