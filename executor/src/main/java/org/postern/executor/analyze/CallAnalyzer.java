package org.postern.executor.analyze;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.ProcEntry;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.sql.ast.CallExpression;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.SortItem;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Function calls, aggregates, and the call-like forms of the grammar. */
final class CallAnalyzer {
  private final ExpressionAnalyzer expressions;
  private final Catalog catalog;
  private final FunctionResolver functions;

  CallAnalyzer(ExpressionAnalyzer expressions) {
    this.expressions = expressions;
    this.catalog = expressions.catalog;
    this.functions = new FunctionResolver(expressions.env, expressions.coercion);
  }

  Expr analyze(CallExpression call, Scope scope) {
    return switch (call) {
      case CallExpression.FunctionCall c -> function(c, scope);
      case CallExpression.NamedArgument n ->
          throw SqlException.error(
                  SqlState.SYNTAX_ERROR, "named argument is not allowed in this context")
              .withPosition(n.location() + 1);
      case CallExpression.SqlValueFunction v -> sqlValue(v);
      case CallExpression.Grouping g -> grouping(g, scope);
      case CallExpression.Coalesce c -> coalesce(c, scope);
      case CallExpression.MinMax m -> minMax(m, scope);
      case CallExpression.XmlFunction x -> throw SqlException.notSupported("XML");
      case CallExpression.XmlSerialize x -> throw SqlException.notSupported("XMLSERIALIZE");
    };
  }

  /** A call of a function of pg_catalog with bound arguments. */
  Expr systemCall(String name, List<Expr> args, Expr.CastForm form, int location, Scope scope) {
    Expr call = callOrNull(QualifiedName.system(name, location), args, scope, location);
    if (call == null) {
      throw missing(name, types(args), List.of(), location, false);
    }
    return call;
  }

  /** A plain call with bound arguments, or null where no function fits. */
  Expr callOrNull(QualifiedName name, List<Expr> args, Scope scope, int location) {
    List<Integer> types = types(args);
    FunctionResolver.Choice choice =
        functions.choose(
            functions.candidates(name.schema(), name.name(), args.size(), List.of(), false), types);
    if (choice.candidate() == null || choice.candidate().proc().kind() != 'f') {
      return null;
    }
    return makeCall(choice.candidate(), args, false, Expr.CastForm.CALL, scope, location);
  }

  private static List<Integer> types(List<Expr> args) {
    List<Integer> types = new ArrayList<>();
    for (Expr arg : args) {
      types.add(arg.type());
    }
    return types;
  }

  private Expr function(CallExpression.FunctionCall call, Scope scope) {
    if (call.withinGroup()) {
      throw SqlException.notSupported("WITHIN GROUP");
    }
    List<Expr> args = new ArrayList<>();
    List<String> argNames = new ArrayList<>();
    for (Expression arg : call.args()) {
      if (arg instanceof CallExpression.NamedArgument named) {
        if (argNames.contains(named.name())) {
          throw SqlException.error(
                  SqlState.SYNTAX_ERROR, "argument name \"%s\" used more than once", named.name())
              .withPosition(named.location() + 1);
        }
        argNames.add(named.name());
        args.add(expressions.analyze(named.value(), scope));
      } else if (!argNames.isEmpty()) {
        throw SqlException.error(
                SqlState.SYNTAX_ERROR, "positional argument cannot follow named argument")
            .withPosition(arg.location() + 1);
      } else {
        args.add(expressions.analyze(arg, scope));
      }
    }
    List<Integer> types = types(args);
    QualifiedName name = call.name();
    FunctionResolver.Choice choice =
        functions.choose(
            functions.candidates(
                name.schema(), name.name(), args.size(), argNames, call.variadic()),
            types);
    boolean plain =
        call.over() == null
            && !call.star()
            && !call.distinct()
            && call.orderBy().isEmpty()
            && call.filter() == null;
    if (choice.candidate() == null || !choice.candidate().argTypes().equals(types)) {
      Expr cast = plain && argNames.isEmpty() ? castCall(call, args, choice) : null;
      if (cast != null) {
        return cast;
      }
    }
    if (choice.candidate() == null) {
      throw missing(name.toString(), types, argNames, call.location(), choice.ambiguous());
    }
    ProcEntry proc = choice.candidate().proc();
    if (call.over() != null) {
      return new WindowCalls(expressions).bind(call, proc, this, choice.candidate(), args, scope);
    }
    return switch (proc.kind()) {
      case 'a' -> aggregate(call, choice.candidate(), args, scope);
      case 'w' ->
          throw SqlException.error(
                  SqlState.WRONG_OBJECT_TYPE,
                  "window function %s requires an OVER clause",
                  name.name())
              .withPosition(call.location() + 1);
      case 'p' ->
          throw SqlException.error(
                  SqlState.WRONG_OBJECT_TYPE,
                  "%s is a procedure",
                  functions.signature(name.toString(), types, argNames))
              .withHint("To call a procedure, use CALL.")
              .withPosition(call.location() + 1);
      default -> {
        notAggregate(call, name);
        if (call.variadic() && proc.variadic() == TypeOid.ANY) {
          requireArray(args.getLast(), call.args().getLast().location());
        }
        yield makeCall(
            choice.candidate(), args, call.variadic(), Expr.CastForm.CALL, scope, call.location());
      }
    };
  }

  private void requireArray(Expr arg, int location) {
    if (arg.type() == TypeOid.UNKNOWN
        || !catalog.type(catalog.baseType(arg.type())).isTrueArray()) {
      throw SqlException.error(SqlState.DATATYPE_MISMATCH, "VARIADIC argument must be an array")
          .withPosition(ExpressionAnalyzer.located(arg, location) + 1);
    }
  }

  private static void notAggregate(CallExpression.FunctionCall call, QualifiedName name) {
    String wrong = null;
    if (call.star()) {
      throw SqlException.error(
              SqlState.WRONG_OBJECT_TYPE,
              "%s(*) specified, but %s is not an aggregate function",
              name,
              name)
          .withPosition(call.location() + 1);
    }
    if (call.distinct()) {
      wrong = "DISTINCT";
    } else if (!call.orderBy().isEmpty()) {
      wrong = "ORDER BY";
    } else if (call.filter() != null) {
      wrong = "FILTER";
    }
    if (wrong != null) {
      throw SqlException.error(
              SqlState.WRONG_OBJECT_TYPE,
              "%s specified, but %s is not an aggregate function",
              wrong,
              name)
          .withPosition(call.location() + 1);
    }
  }

  /** {@code type(arg)}: a cast in the clothes of a call. */
  private Expr castCall(
      CallExpression.FunctionCall call, List<Expr> args, FunctionResolver.Choice choice) {
    if (args.size() != 1) {
      return null;
    }
    int target = functions.castTarget(call.name().schema(), call.name().name());
    if (target == 0) {
      return null;
    }
    Expr arg = args.getFirst();
    Coercion.Path path =
        arg.type() == TypeOid.UNKNOWN
            ? new Coercion.Path.ThroughText()
            : expressions.coercion.findPath(arg.type(), target, Coercion.Context.EXPLICIT);
    boolean allowed =
        arg.type() == TypeOid.UNKNOWN
            || path instanceof Coercion.Path.Relabel
            || (path instanceof Coercion.Path.ThroughText
                && catalog.type(target).info().category() != 'S');
    if (!allowed || (choice.candidate() != null && arg.type() != TypeOid.UNKNOWN)) {
      return null;
    }
    return expressions.coercion.coerce(
        arg, target, -1, Coercion.Context.EXPLICIT, Expr.CastForm.CALL, call.location());
  }

  private SqlException missing(
      String name, List<Integer> types, List<String> argNames, int location, boolean ambiguous) {
    String signature = functions.signature(name, types, argNames);
    if (ambiguous) {
      return SqlException.error(SqlState.AMBIGUOUS_FUNCTION, "function %s is not unique", signature)
          .withHint(
              "Could not choose a best candidate function. You might need to add explicit type"
                  + " casts.")
          .withPosition(location + 1);
    }
    return SqlException.error(SqlState.UNDEFINED_FUNCTION, "function %s does not exist", signature)
        .withHint(
            "No function matches the given name and argument types. You might need to add explicit"
                + " type casts.")
        .withPosition(location + 1);
  }

  /** The arguments in the function's order, converted, defaults filled in. */
  record Bound(List<Expr> args, int resultType) {}

  Bound bind(FunctionResolver.Candidate candidate, List<Expr> args, int location) {
    ProcEntry proc = candidate.proc();
    List<Integer> actual = types(args);
    Polymorphism.Resolved resolved =
        new Polymorphism(catalog, expressions.coercion)
            .resolve(candidate.argTypes(), actual, proc.resultType());
    List<Expr> converted = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      converted.add(expressions.implicitly(args.get(i), resolved.argTypes().get(i)));
    }
    if (candidate.expanded()) {
      int fixed = proc.argTypes().size() - 1;
      if (proc.variadic() != TypeOid.ANY) {
        int element = resolved.argTypes().get(fixed);
        int arrayType = catalog.type(element).info().arrayOid();
        Expr array =
            new Expr.Array(
                arrayType,
                element,
                TypeNames.collation(catalog, element),
                List.copyOf(converted.subList(fixed, converted.size())),
                false,
                location);
        converted = new ArrayList<>(converted.subList(0, fixed));
        converted.add(array);
      }
      return new Bound(List.copyOf(converted), resolved.resultType());
    }
    if (candidate.defaultsUsed() == 0 && inOrder(candidate.order())) {
      return new Bound(List.copyOf(converted), resolved.resultType());
    }
    List<Expr> ordered = new ArrayList<>();
    int declared = proc.argTypes().size();
    for (int i = 0; i < declared; i++) {
      int from = candidate.order()[i];
      ordered.add(from >= 0 ? converted.get(from) : defaultArgument(proc, i));
    }
    return new Bound(List.copyOf(ordered), resolved.resultType());
  }

  private static boolean inOrder(int[] order) {
    for (int i = 0; i < order.length; i++) {
      if (order[i] != i) {
        return false;
      }
    }
    return true;
  }

  private Expr defaultArgument(ProcEntry proc, int position) {
    int first = proc.argTypes().size() - proc.defaults();
    return new ArgumentDefaults(expressions).get(proc, position - first, position);
  }

  private Expr makeCall(
      FunctionResolver.Candidate candidate,
      List<Expr> args,
      boolean variadic,
      Expr.CastForm form,
      Scope scope,
      int location) {
    ProcEntry proc = candidate.proc();
    Bound bound = bind(candidate, args, location);
    if (proc.returnsSet()) {
      scope.hasSetReturning = true;
      SetReturningPlaces.check(scope, bound.args(), location);
      switch (scope.clause) {
        case WHERE,
            HAVING,
            JOIN_ON,
            LIMIT,
            OFFSET,
            CHECK,
            DEFAULT,
            INDEX,
            INDEX_PREDICATE,
            FILTER ->
            throw SqlException.error(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "set-returning functions are not allowed in %s",
                    scope.clause.words())
                .withPosition(location + 1);
        default -> {
          // Allowed in the select list and its kin.
        }
      }
    }
    return new Expr.Call(
        proc.oid(),
        bound.resultType(),
        -1,
        TypeNames.collation(catalog, bound.resultType()),
        ExpressionAnalyzer.inputCollation(bound.args()),
        proc.returnsSet(),
        variadic || (candidate.expanded() && proc.variadic() != TypeOid.ANY),
        form,
        bound.args(),
        location);
  }

  private Expr aggregate(
      CallExpression.FunctionCall call,
      FunctionResolver.Candidate candidate,
      List<Expr> args,
      Scope scope) {
    ProcEntry proc = candidate.proc();
    if (args.isEmpty() && !call.star()) {
      throw SqlException.error(
              SqlState.WRONG_OBJECT_TYPE,
              "%s(*) must be used to call a parameterless aggregate function",
              call.name())
          .withPosition(call.location() + 1);
    }
    CatalogRow row = catalog.aggregate(proc.oid());
    if (row != null && row.character("aggkind") != 'n') {
      throw SqlException.error(
              SqlState.WRONG_OBJECT_TYPE,
              "WITHIN GROUP is required for ordered-set aggregate %s",
              call.name())
          .withPosition(call.location() + 1);
    }
    Bound bound = bind(candidate, args, call.location());
    SetReturningPlaces.refuse(bound.args(), "aggregate");
    for (Expr arg : bound.args()) {
      ExprTrees.walk(
          arg,
          e -> {
            if (e instanceof Expr.Aggregate inner && inner.levelsUp() == 0) {
              throw SqlException.error(
                      SqlState.GROUPING_ERROR, "aggregate function calls cannot be nested")
                  .withPosition(inner.location() + 1);
            }
            if (e instanceof Expr.WindowCall inner) {
              throw SqlException.error(
                      SqlState.GROUPING_ERROR,
                      "aggregate function calls cannot contain window function calls")
                  .withPosition(inner.location() + 1);
            }
          });
    }
    Expr filter =
        call.filter() == null
            ? null
            : expressions.condition(call.filter(), scope, Scope.Clause.FILTER, "FILTER");
    List<Expr.Aggregate.SortKey> order = new ArrayList<>();
    for (SortItem item : call.orderBy()) {
      Expr key = expressions.unknownToText(expressions.analyze(item.value(), scope));
      SortKeys.Resolved sort = new SortKeys(expressions).resolve(key, item);
      order.add(
          new Expr.Aggregate.SortKey(
              key, sort.sortOperator(), sort.descending(), sort.nullsFirst()));
    }
    int level = level(bound.args());
    Scope owner = scope;
    for (int i = 0; i < level && owner.parent != null; i++) {
      owner = owner.parent;
    }
    checkAllowed(owner, call.location(), "aggregate functions");
    owner.hasAggregates = true;
    return new Expr.Aggregate(
        proc.oid(),
        bound.resultType(),
        TypeNames.collation(catalog, bound.resultType()),
        ExpressionAnalyzer.inputCollation(bound.args()),
        List.of(),
        bound.args(),
        List.copyOf(order),
        call.distinct(),
        filter,
        call.star(),
        call.variadic(),
        level,
        call.location());
  }

  /** An aggregate belongs to the innermost level its columns come from. */
  private static int level(List<Expr> args) {
    int[] lowest = {Integer.MAX_VALUE};
    for (Expr arg : args) {
      ExprTrees.walk(
          arg,
          e -> {
            if (e instanceof Expr.Var v) {
              lowest[0] = Math.min(lowest[0], v.levelsUp());
            }
          });
    }
    return lowest[0] == Integer.MAX_VALUE ? 0 : lowest[0];
  }

  private void checkAllowed(Scope scope, int location, String what) {
    if (expressions.recursion.current != null
        && expressions.recursion.current.state == CommonTables.State.RECURSIVE_TERM
        && expressions.recursion.isInTerm(scope)) {
      throw SqlException.error(
              SqlState.INVALID_RECURSION,
              "%s are not allowed in a recursive query's recursive term",
              what)
          .withPosition(location + 1);
    }
    String words =
        switch (scope.clause) {
          case WHERE, GROUP_BY, FILTER, VALUES, RETURNING, LIMIT, OFFSET, JOIN_ON ->
              scope.clause.words();
          case FROM_FUNCTION, CHECK, DEFAULT, GENERATED, INDEX, INDEX_PREDICATE ->
              scope.clause.words();
          case WINDOW_RANGE, WINDOW_ROWS, WINDOW_GROUPS, MERGE_WHEN -> scope.clause.words();
          case UPDATE_SOURCE -> "UPDATE";
          default -> null;
        };
    if (words != null) {
      throw SqlException.error(SqlState.GROUPING_ERROR, "%s are not allowed in %s", what, words)
          .withPosition(location + 1);
    }
  }

  private Expr grouping(CallExpression.Grouping g, Scope scope) {
    if (g.args().size() > 31) {
      throw SqlException.error(
              SqlState.TOO_MANY_ARGUMENTS, "GROUPING must have fewer than 32 arguments")
          .withPosition(g.location() + 1);
    }
    List<Expr> args = expressions.analyzeAll(g.args(), scope);
    int level = level(args);
    Scope owner = scope;
    for (int i = 0; i < level && owner.parent != null; i++) {
      owner = owner.parent;
    }
    checkAllowed(owner, g.location(), "grouping operations");
    owner.hasAggregates = true;
    return new Expr.Grouping(List.copyOf(args), level, g.location());
  }

  private Expr sqlValue(CallExpression.SqlValueFunction v) {
    Expr.SqlValue.Kind kind = Expr.SqlValue.Kind.valueOf(v.function().name());
    int type =
        switch (kind) {
          case CURRENT_DATE -> TypeOid.DATE;
          case CURRENT_TIME -> TypeOid.TIMETZ;
          case CURRENT_TIMESTAMP -> TypeOid.TIMESTAMPTZ;
          case LOCALTIME -> TypeOid.TIME;
          case LOCALTIMESTAMP -> TypeOid.TIMESTAMP;
          case CURRENT_ROLE, CURRENT_USER, USER, SESSION_USER, CURRENT_CATALOG, CURRENT_SCHEMA ->
              TypeOid.NAME;
        };
    int typmod = v.precision() == null ? -1 : Math.min(v.precision(), 6);
    return new Expr.SqlValue(kind, type, typmod, TypeNames.collation(catalog, type), v.location());
  }

  private Expr coalesce(CallExpression.Coalesce c, Scope scope) {
    List<Expr> args = expressions.analyzeAll(c.args(), scope);
    int type = expressions.coercion.commonType(args, "COALESCE", c.location());
    List<Expr> converted = new ArrayList<>();
    for (Expr arg : args) {
      converted.add(expressions.coercion.toCommon(arg, type, "COALESCE", c.location()));
    }
    return new Expr.Coalesce(
        type, -1, TypeNames.collation(catalog, type), List.copyOf(converted), c.location());
  }

  private Expr minMax(CallExpression.MinMax m, Scope scope) {
    String name = m.greatest() ? "GREATEST" : "LEAST";
    List<Expr> args = expressions.analyzeAll(m.args(), scope);
    int type = expressions.coercion.commonType(args, name, m.location());
    List<Expr> converted = new ArrayList<>();
    for (Expr arg : args) {
      converted.add(expressions.coercion.toCommon(arg, type, name, m.location()));
    }
    expressions.operators.requireOrdering(type, m.location());
    return new Expr.MinMax(
        m.greatest(),
        type,
        -1,
        TypeNames.collation(catalog, type),
        ExpressionAnalyzer.inputCollation(converted),
        List.copyOf(converted),
        m.location());
  }
}
