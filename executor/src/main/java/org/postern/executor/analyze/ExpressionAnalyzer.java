package org.postern.executor.analyze;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.OperatorEntry;
import org.postern.executor.catalog.TypeEntry;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.query.Query;
import org.postern.executor.sql.ast.BooleanExpression;
import org.postern.executor.sql.ast.CallExpression;
import org.postern.executor.sql.ast.Constructor;
import org.postern.executor.sql.ast.Conversion;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.Indirection;
import org.postern.executor.sql.ast.Literal;
import org.postern.executor.sql.ast.OperatorExpression;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.sql.ast.Reference;
import org.postern.executor.sql.ast.SubqueryExpression;
import org.postern.executor.types.BitString;
import org.postern.executor.types.Numeric;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Turns expressions of the syntax tree into bound expressions. */
final class ExpressionAnalyzer {
  final AnalyzerEnvironment env;
  final Catalog catalog;
  final Coercion coercion;
  final OperatorResolver operators;
  final RecursionContext recursion = new RecursionContext();
  private final ParamTypes params;
  private final TypeNames typeNames;
  private final CallAnalyzer calls;
  private final ColumnReferences columns;
  private final SubqueryAnalyzer subqueries;

  /** Analyzes a subquery inside {@code scope}; given by the query analyzer. */
  @FunctionalInterface
  interface SubqueryAnalyzer {
    Query analyze(org.postern.executor.sql.ast.SelectStatement select, Scope scope);
  }

  ExpressionAnalyzer(AnalyzerEnvironment env, ParamTypes params, SubqueryAnalyzer subqueries) {
    this.env = env;
    this.catalog = env.catalog();
    this.params = params;
    this.coercion = new Coercion(env, params);
    this.operators = new OperatorResolver(env, coercion);
    this.typeNames = new TypeNames(env);
    this.calls = new CallAnalyzer(this);
    this.columns = new ColumnReferences(this);
    this.subqueries = subqueries;
  }

  /** Binds one expression. An untyped literal stays of type unknown. */
  Expr analyze(Expression expression, Scope scope) {
    return switch (expression) {
      case Literal literal -> literal(literal);
      case Reference.ColumnRef ref -> columns.resolve(ref, scope);
      case Reference.ParamRef ref -> params.reference(ref.number(), ref.location());
      case Reference.CurrentOf ref ->
          throw new IllegalStateException("CURRENT OF outside of a change's WHERE");
      case Reference.DefaultValue ref ->
          throw SqlException.error(SqlState.SYNTAX_ERROR, "DEFAULT is not allowed in this context")
              .withPosition(ref.location() + 1);
      case Indirection indirection -> columns.indirection(indirection, scope);
      case OperatorExpression operator -> operator(operator, scope);
      case BooleanExpression bool -> bool(bool, scope);
      case Conversion.Cast cast -> cast(cast, scope);
      case Conversion.Collate collate -> collate(collate, scope);
      case CallExpression call -> calls.analyze(call, scope);
      case Constructor constructor -> constructor(constructor, scope);
      case SubqueryExpression subquery -> subquery(subquery, scope);
    };
  }

  List<Expr> analyzeAll(List<Expression> expressions, Scope scope) {
    List<Expr> bound = new ArrayList<>();
    for (Expression e : expressions) {
      bound.add(analyze(e, scope));
    }
    return bound;
  }

  /** Binds a condition and makes it boolean. */
  Expr condition(Expression expression, Scope scope, Scope.Clause clause, String construct) {
    Scope.Clause outer = scope.clause;
    scope.clause = clause;
    Expr bound = analyze(expression, scope);
    scope.clause = outer;
    return coercion.toBoolean(bound, construct, located(bound, expression.location()));
  }

  static int located(Expr expr, int fallback) {
    int at = ExprTrees.location(expr);
    return at >= 0 ? at : fallback;
  }

  /** An unknown literal becomes text, as an output column does. */
  Expr unknownToText(Expr expr) {
    return expr.type() == TypeOid.UNKNOWN
        ? coercion.coerce(
            expr,
            TypeOid.TEXT,
            -1,
            Coercion.Context.IMPLICIT,
            Expr.CastForm.IMPLICIT,
            ExprTrees.location(expr))
        : expr;
  }

  TypeNames typeNames() {
    return typeNames;
  }

  Query subqueryOf(org.postern.executor.sql.ast.SelectStatement select, Scope scope) {
    return subqueries.analyze(select, scope);
  }

  private Expr literal(Literal literal) {
    return switch (literal) {
      case Literal.IntegerLiteral l ->
          new Expr.Const(TypeOid.INT4, -1, 0, (long) l.value(), l.location());
      case Literal.NumericLiteral l -> numeric(l);
      case Literal.StringLiteral l ->
          new Expr.Const(TypeOid.UNKNOWN, -1, 0, Slice.utf8(l.value()), l.location());
      case Literal.BooleanLiteral l ->
          new Expr.Const(TypeOid.BOOL, -1, 0, l.value() ? 1L : 0L, l.location());
      case Literal.NullLiteral l -> new Expr.Const(TypeOid.UNKNOWN, -1, 0, null, l.location());
      case Literal.BitStringLiteral l -> {
        BitString bits =
            (BitString)
                catalog
                    .type(TypeOid.BIT)
                    .info()
                    .io()
                    .input((l.hex() ? "x" : "b") + l.digits(), -1, env.types());
        yield new Expr.Const(TypeOid.BIT, -1, 0, bits, l.location());
      }
    };
  }

  private Expr numeric(Literal.NumericLiteral literal) {
    String text = literal.text();
    String digits = text.startsWith("-") ? text.substring(1) : text;
    if (digits.length() <= 19 && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      try {
        long number = Long.parseLong(text);
        int type = number == (int) number ? TypeOid.INT4 : TypeOid.INT8;
        return new Expr.Const(type, -1, 0, number, literal.location());
      } catch (NumberFormatException e) {
        // Too big for a bigint: it is numeric then.
      }
    }
    Numeric value =
        (Numeric) catalog.type(TypeOid.NUMERIC).info().io().input(text, -1, env.types());
    return new Expr.Const(TypeOid.NUMERIC, -1, 0, value, literal.location());
  }

  private Expr operator(OperatorExpression expression, Scope scope) {
    return switch (expression) {
      case OperatorExpression.Unary u -> {
        if (u.operator().schema() == null
            && u.operator().name().equals("-")
            && u.operand() instanceof Literal.IntegerLiteral i) {
          yield new Expr.Const(TypeOid.INT4, -1, 0, -(long) i.value(), u.location());
        }
        Expr operand = analyze(u.operand(), scope);
        if (u.operator().schema() == null
            && u.operator().name().equals("-")
            && operand instanceof Expr.Const c
            && u.operand() instanceof Literal.NumericLiteral n) {
          yield negated(n, c, u.location());
        }
        yield prefix(u.operator(), operand, u.location());
      }
      case OperatorExpression.Binary b -> {
        if (b.left() instanceof Constructor.RowConstructor left
            && b.right() instanceof Constructor.RowConstructor right) {
          yield rowComparison(
              b.operator(),
              analyzeAll(left.fields(), scope),
              analyzeAll(right.fields(), scope),
              b.location());
        }
        if (b.left() instanceof Constructor.RowConstructor left
            && b.right() instanceof SubqueryExpression.Scalar right) {
          scope.hasSubLinks = true;
          RecursionContext.Place before = recursion.enter(RecursionContext.Place.SUBQUERY);
          Query query = subqueries.analyze(right.query(), scope);
          recursion.leave(before);
          yield new SubLinks(this).compareRow(left, b.operator(), query, scope, b.location());
        }
        yield infix(
            b.operator(), analyze(b.left(), scope), analyze(b.right(), scope), b.location());
      }
      case OperatorExpression.Quantified q ->
          quantified(
              q.operator(),
              analyze(q.left(), scope),
              analyze(q.array(), scope),
              q.quantifier() == OperatorExpression.Quantifier.ANY,
              q.location());
      case OperatorExpression.DistinctFrom d -> distinct(d, scope);
      case OperatorExpression.InList in -> inList(in, scope);
      case OperatorExpression.Like like -> like(like, scope);
      case OperatorExpression.Between between -> between(between, scope);
      case OperatorExpression.NullIf n -> nullIf(n, scope);
    };
  }

  /** {@code -2147483648} and {@code -9223372036854775808} are numbers of the smaller type. */
  private Expr negated(Literal.NumericLiteral literal, Expr.Const constant, int location) {
    String text = literal.text();
    if (constant.type() == TypeOid.INT8) {
      return new Expr.Const(TypeOid.INT8, -1, 0, -(Long) constant.value(), location);
    }
    Numeric value =
        (Numeric) catalog.type(TypeOid.NUMERIC).info().io().input("-" + text, -1, env.types());
    return new Expr.Const(TypeOid.NUMERIC, -1, 0, value, location);
  }

  Expr prefix(QualifiedName name, Expr operand, int location) {
    OperatorEntry operator = operators.prefix(name, operand.type(), location);
    return makeOperator(operator, List.of(operand), location);
  }

  Expr infix(QualifiedName name, Expr left, Expr right, int location) {
    OperatorEntry operator = operators.binary(name, left.type(), right.type(), location);
    return makeOperator(operator, List.of(left, right), location);
  }

  private Expr makeOperator(OperatorEntry operator, List<Expr> args, int location) {
    if (operator.function() == 0) {
      throw SqlException.error(
              SqlState.UNDEFINED_FUNCTION, "operator is only a shell: %s", operator.name())
          .withPosition(location + 1);
    }
    List<Integer> declared =
        args.size() == 2 ? List.of(operator.left(), operator.right()) : List.of(operator.right());
    List<Integer> actual = new ArrayList<>();
    for (Expr arg : args) {
      actual.add(arg.type());
    }
    Polymorphism.Resolved resolved =
        new Polymorphism(catalog, coercion).resolve(declared, actual, operator.result());
    List<Expr> converted = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      converted.add(implicitly(args.get(i), resolved.argTypes().get(i)));
    }
    if (catalog.proc(operator.function()).returnsSet()) {
      throw SqlException.notSupported("an operator that returns a set");
    }
    return new Expr.Op(
        operator.oid(),
        operator.function(),
        resolved.resultType(),
        TypeNames.collation(catalog, resolved.resultType()),
        inputCollation(converted),
        false,
        List.copyOf(converted),
        location);
  }

  Expr implicitly(Expr expr, int type) {
    return coercion.coerce(
        expr,
        type,
        -1,
        Coercion.Context.IMPLICIT,
        Expr.CastForm.IMPLICIT,
        ExprTrees.location(expr));
  }

  static int inputCollation(List<Expr> args) {
    int found = 0;
    for (Expr arg : args) {
      if (arg.collation() != 0 && (found == 0 || found == TypeCollations.DEFAULT)) {
        found = arg.collation();
      }
    }
    return found;
  }

  Expr rowComparison(QualifiedName name, List<Expr> left, List<Expr> right, int location) {
    return new RowComparisons(this).compare(name, left, right, location);
  }

  private Expr quantified(QualifiedName name, Expr left, Expr array, boolean any, int location) {
    int elementType = TypeOid.UNKNOWN;
    if (array.type() != TypeOid.UNKNOWN) {
      TypeEntry arrayEntry = catalog.type(catalog.baseType(array.type()));
      elementType = arrayEntry.info().elementOid();
      if (!arrayEntry.isTrueArray()
          && arrayEntry.oid() != TypeOid.OIDVECTOR
          && arrayEntry.oid() != TypeOid.INT2VECTOR) {
        throw SqlException.error(
                SqlState.WRONG_OBJECT_TYPE, "op ANY/ALL (array) requires array on right side")
            .withPosition(location + 1);
      }
    }
    OperatorEntry operator = operators.binary(name, left.type(), elementType, location);
    List<Integer> declared = List.of(operator.left(), operator.right());
    Polymorphism.Resolved resolved =
        new Polymorphism(catalog, coercion)
            .resolve(declared, List.of(left.type(), elementType), operator.result());
    if (resolved.resultType() != TypeOid.BOOL) {
      throw SqlException.error(
              SqlState.WRONG_OBJECT_TYPE, "op ANY/ALL (array) requires operator to yield boolean")
          .withPosition(location + 1);
    }
    int wanted = resolved.argTypes().get(1);
    Expr convertedArray = array;
    if (elementType != wanted) {
      int wantedArray = catalog.type(wanted).info().arrayOid();
      convertedArray = implicitly(array, wantedArray);
    }
    Expr convertedLeft = implicitly(left, resolved.argTypes().get(0));
    return new Expr.ArrayOp(
        operator.oid(),
        operator.function(),
        any,
        inputCollation(List.of(convertedLeft, convertedArray)),
        convertedLeft,
        convertedArray,
        location);
  }

  private Expr distinct(OperatorExpression.DistinctFrom d, Scope scope) {
    Expr result;
    if (d.left() instanceof Literal.NullLiteral || d.right() instanceof Literal.NullLiteral) {
      boolean leftNull = d.left() instanceof Literal.NullLiteral;
      Expr tested = analyze(leftNull ? d.right() : d.left(), scope);
      return new Expr.NullTest(tested, d.negated(), false, d.location());
    }
    if (d.left() instanceof Constructor.RowConstructor l
        && d.right() instanceof Constructor.RowConstructor r) {
      return new RowComparisons(this)
          .distinct(d, analyzeAll(l.fields(), scope), analyzeAll(r.fields(), scope));
    }
    Expr left = analyze(d.left(), scope);
    Expr right = analyze(d.right(), scope);
    Expr.Op equal = (Expr.Op) infix(QualifiedName.of("=", d.location()), left, right, d.location());
    result =
        new Expr.Distinct(
            equal.operator(),
            equal.function(),
            equal.inputCollation(),
            equal.args().get(0),
            equal.args().get(1),
            d.location());
    return d.negated() ? not(result, d.location()) : result;
  }

  static Expr not(Expr expr, int location) {
    return new Expr.Bool(Expr.Bool.Kind.NOT, List.of(expr), location);
  }

  /** {@code x IN (…)}: one array comparison over the constants, ORed with the rest. */
  private Expr inList(OperatorExpression.InList in, Scope scope) {
    QualifiedName name = QualifiedName.of(in.negated() ? "<>" : "=", in.location());
    boolean rows = in.left() instanceof Constructor.RowConstructor;
    if (rows) {
      List<Expr> left = analyzeAll(((Constructor.RowConstructor) in.left()).fields(), scope);
      List<Expr> parts = new ArrayList<>();
      for (Expression item : in.items()) {
        parts.add(
            item instanceof Constructor.RowConstructor row
                ? rowComparison(name, left, analyzeAll(row.fields(), scope), in.location())
                : infix(name, analyze(in.left(), scope), analyze(item, scope), in.location()));
      }
      return combine(parts, in.negated(), in.location());
    }
    Expr left = analyze(in.left(), scope);
    List<Expr> plain = new ArrayList<>();
    List<Expr> other = new ArrayList<>();
    for (Expression item : in.items()) {
      Expr bound = analyze(item, scope);
      (containsVars(bound) ? other : plain).add(bound);
    }
    List<Expr> parts = new ArrayList<>();
    if (plain.size() > 1) {
      List<Expr> all = new ArrayList<>(plain);
      all.add(0, left);
      int common = coercion.commonType(all, null, in.location());
      int arrayType =
          common == 0 || common == TypeOid.RECORD ? 0 : catalog.type(common).info().arrayOid();
      if (arrayType != 0) {
        List<Expr> elements = new ArrayList<>();
        for (Expr e : plain) {
          elements.add(coercion.toCommon(e, common, "IN", in.location()));
        }
        Expr array =
            new Expr.Array(
                arrayType,
                common,
                TypeNames.collation(catalog, common),
                List.copyOf(elements),
                false,
                -1);
        parts.add(quantified(name, left, array, !in.negated(), in.location()));
        plain = List.of();
      }
    }
    for (Expr e : plain) {
      parts.add(coercion.toBoolean(infix(name, left, e, in.location()), "IN", in.location()));
    }
    for (Expr e : other) {
      parts.add(coercion.toBoolean(infix(name, left, e, in.location()), "IN", in.location()));
    }
    return combine(parts, in.negated(), in.location());
  }

  private static Expr combine(List<Expr> parts, boolean and, int location) {
    return parts.size() == 1
        ? parts.getFirst()
        : new Expr.Bool(and ? Expr.Bool.Kind.AND : Expr.Bool.Kind.OR, parts, location);
  }

  private static boolean containsVars(Expr expr) {
    boolean[] found = new boolean[1];
    ExprTrees.walk(expr, e -> found[0] |= e instanceof Expr.Var || e instanceof Expr.SubLink);
    return found[0];
  }

  private Expr like(OperatorExpression.Like like, Scope scope) {
    Expr left = analyze(like.left(), scope);
    Expr pattern = analyze(like.pattern(), scope);
    String operator;
    switch (like.kind()) {
      case LIKE -> operator = like.negated() ? "!~~" : "~~";
      case ILIKE -> operator = like.negated() ? "!~~*" : "~~*";
      case SIMILAR_TO -> operator = like.negated() ? "!~" : "~";
      default -> throw new AssertionError(like.kind());
    }
    if (like.kind() == OperatorExpression.LikeKind.SIMILAR_TO) {
      List<Expr> args = new ArrayList<>(List.of(pattern));
      if (like.escape() != null) {
        args.add(analyze(like.escape(), scope));
      }
      pattern =
          calls.systemCall("similar_to_escape", args, Expr.CastForm.CALL, like.location(), scope);
    } else if (like.escape() != null) {
      pattern =
          calls.systemCall(
              "like_escape",
              List.of(pattern, analyze(like.escape(), scope)),
              Expr.CastForm.CALL,
              like.location(),
              scope);
    }
    return infix(QualifiedName.of(operator, like.location()), left, pattern, like.location());
  }

  private Expr between(OperatorExpression.Between b, Scope scope) {
    Expr value = analyze(b.value(), scope);
    Expr low = analyze(b.low(), scope);
    Expr high = analyze(b.high(), scope);
    Expr result = range(value, low, high, b.negated(), b.location());
    if (b.symmetric()) {
      Expr swapped = range(value, high, low, b.negated(), b.location());
      result =
          new Expr.Bool(
              b.negated() ? Expr.Bool.Kind.AND : Expr.Bool.Kind.OR,
              List.of(result, swapped),
              b.location());
    }
    return result;
  }

  private Expr range(Expr value, Expr low, Expr high, boolean negated, int location) {
    Expr a = infix(QualifiedName.of(negated ? "<" : ">=", location), value, low, location);
    Expr b = infix(QualifiedName.of(negated ? ">" : "<=", location), value, high, location);
    return new Expr.Bool(negated ? Expr.Bool.Kind.OR : Expr.Bool.Kind.AND, List.of(a, b), location);
  }

  private Expr nullIf(OperatorExpression.NullIf n, Scope scope) {
    Expr.Op equal =
        (Expr.Op)
            infix(
                QualifiedName.of("=", n.location()),
                analyze(n.left(), scope),
                analyze(n.right(), scope),
                n.location());
    if (equal.type() != TypeOid.BOOL) {
      throw SqlException.error(
              SqlState.DATATYPE_MISMATCH, "%s requires = operator to yield boolean", "NULLIF")
          .withPosition(n.location() + 1);
    }
    Expr first = equal.args().get(0);
    return new Expr.NullIf(
        equal.operator(),
        equal.function(),
        first.type(),
        first.typmod(),
        first.collation(),
        equal.inputCollation(),
        first,
        equal.args().get(1),
        n.location());
  }

  private Expr bool(BooleanExpression expression, Scope scope) {
    return switch (expression) {
      case BooleanExpression.And e ->
          new Expr.Bool(Expr.Bool.Kind.AND, booleans(e.args(), "AND", scope), e.location());
      case BooleanExpression.Or e ->
          new Expr.Bool(Expr.Bool.Kind.OR, booleans(e.args(), "OR", scope), e.location());
      case BooleanExpression.Not e ->
          new Expr.Bool(Expr.Bool.Kind.NOT, booleans(List.of(e.arg()), "NOT", scope), e.location());
      case BooleanExpression.NullTest e -> {
        Expr arg = unknownToText(analyze(e.arg(), scope));
        boolean row = arg.type() == TypeOid.RECORD || catalog.type(arg.type()).kind() == 'c';
        yield new Expr.NullTest(arg, !e.negated(), row, e.location());
      }
      case BooleanExpression.BooleanTest e -> {
        Expr.BoolTest.Kind kind =
            switch (e.truth()) {
              case TRUE ->
                  e.negated() ? Expr.BoolTest.Kind.IS_NOT_TRUE : Expr.BoolTest.Kind.IS_TRUE;
              case FALSE ->
                  e.negated() ? Expr.BoolTest.Kind.IS_NOT_FALSE : Expr.BoolTest.Kind.IS_FALSE;
              case UNKNOWN ->
                  e.negated() ? Expr.BoolTest.Kind.IS_NOT_UNKNOWN : Expr.BoolTest.Kind.IS_UNKNOWN;
            };
        String words = "IS " + (e.negated() ? "NOT " : "") + e.truth().name();
        Expr arg = analyze(e.arg(), scope);
        yield new Expr.BoolTest(
            coercion.toBoolean(arg, words, located(arg, e.location())), kind, e.location());
      }
    };
  }

  private List<Expr> booleans(List<Expression> args, String construct, Scope scope) {
    List<Expr> bound = new ArrayList<>();
    for (Expression arg : args) {
      Expr e = analyze(arg, scope);
      bound.add(coercion.toBoolean(e, construct, located(e, arg.location())));
    }
    return List.copyOf(bound);
  }

  private Expr cast(Conversion.Cast cast, Scope scope) {
    TypeNames.Typed target = typeNames.resolve(cast.type());
    if (cast.type().setOf()) {
      throw SqlException.error(SqlState.INVALID_TABLE_DEFINITION, "cannot cast to setof")
          .withPosition(cast.location() + 1);
    }
    if (cast.arg() instanceof Constructor.ArrayConstructor array) {
      TypeEntry entry = catalog.type(catalog.baseType(target.type()));
      if (entry.isTrueArray()) {
        Expr built = array(array, scope, entry.oid());
        return explicit(built, target, cast);
      }
    }
    return explicit(analyze(cast.arg(), scope), target, cast);
  }

  private Expr explicit(Expr arg, TypeNames.Typed target, Conversion.Cast cast) {
    Expr converted =
        coercion.toTarget(
            arg,
            target.type(),
            target.typmod(),
            Coercion.Context.EXPLICIT,
            Expr.CastForm.EXPLICIT,
            cast.location());
    if (converted == null) {
      throw SqlException.error(
              SqlState.CANNOT_COERCE,
              "cannot cast type %s to %s",
              coercion.name(arg.type()),
              coercion.name(target.type()))
          .withPosition(cast.location() + 1);
    }
    return converted;
  }

  private Expr collate(Conversion.Collate collate, Scope scope) {
    Expr arg = unknownToText(analyze(collate.arg(), scope));
    if (catalog.type(arg.type()).collation() == 0) {
      throw SqlException.error(
              SqlState.DATATYPE_MISMATCH,
              "collations are not supported by type %s",
              coercion.name(arg.type()))
          .withPosition(collate.location() + 1);
    }
    int collation = new TypeCollations(env).resolve(collate.collation());
    return new Expr.Relabel(
        arg, arg.type(), arg.typmod(), collation, Expr.CastForm.EXPLICIT, collate.location());
  }

  private Expr constructor(Constructor constructor, Scope scope) {
    return switch (constructor) {
      case Constructor.ArrayConstructor a -> array(a, scope, 0);
      case Constructor.RowConstructor r -> row(r, scope);
      case Constructor.Case c -> caseExpression(c, scope);
    };
  }

  private Expr row(Constructor.RowConstructor row, Scope scope) {
    List<Expr> fields = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Expression field : row.fields()) {
      for (Expr bound : columns.expandStar(field, scope)) {
        fields.add(unknownToText(bound));
        names.add("f" + fields.size());
      }
    }
    return new Expr.Row(TypeOid.RECORD, List.copyOf(fields), List.copyOf(names), row.location());
  }

  /** {@code wanted} is the array type of an enclosing cast, 0 for none. */
  private Expr array(Constructor.ArrayConstructor array, Scope scope, int wanted) {
    List<Expr> elements = new ArrayList<>();
    boolean nested = false;
    for (Expression e : array.elements()) {
      if (e instanceof Constructor.ArrayConstructor inner) {
        elements.add(array(inner, scope, wanted));
        nested = true;
      } else {
        Expr bound = analyze(e, scope);
        if (bound.type() != TypeOid.UNKNOWN && catalog.type(bound.type()).isTrueArray()) {
          nested = true;
        }
        elements.add(bound);
      }
    }
    int elementType;
    int arrayType;
    if (wanted != 0) {
      arrayType = wanted;
      elementType = nested ? wanted : catalog.type(wanted).info().elementOid();
    } else {
      if (elements.isEmpty()) {
        throw SqlException.error(
                SqlState.INDETERMINATE_DATATYPE, "cannot determine type of empty array")
            .withHint("Explicitly cast to the desired type, for example ARRAY[]::integer[].")
            .withPosition(array.location() + 1);
      }
      int common = coercion.commonType(elements, "ARRAY", array.location());
      elementType = common;
      if (nested) {
        arrayType = common;
      } else {
        arrayType = catalog.type(common).info().arrayOid();
        if (arrayType == 0) {
          throw SqlException.error(
                  SqlState.UNDEFINED_OBJECT,
                  "could not find array type for data type %s",
                  coercion.name(common))
              .withPosition(array.location() + 1);
        }
      }
    }
    List<Expr> converted = new ArrayList<>();
    for (Expr e : elements) {
      Expr c =
          wanted != 0
              ? coercion.toTarget(
                  e,
                  elementType,
                  -1,
                  Coercion.Context.EXPLICIT,
                  Expr.CastForm.EXPLICIT,
                  array.location())
              : coercion.toCommon(e, elementType, "ARRAY", array.location());
      if (c == null) {
        throw SqlException.error(
                SqlState.CANNOT_COERCE,
                "cannot cast type %s to %s",
                coercion.name(e.type()),
                coercion.name(elementType))
            .withPosition(located(e, array.location()) + 1);
      }
      converted.add(c);
    }
    int scalar = nested ? catalog.type(elementType).info().elementOid() : elementType;
    return new Expr.Array(
        arrayType,
        scalar,
        TypeNames.collation(catalog, scalar),
        List.copyOf(converted),
        nested,
        array.location());
  }

  private Expr caseExpression(Constructor.Case c, Scope scope) {
    Expr arg = null;
    Expr test = null;
    if (c.arg() != null) {
      arg = unknownToText(analyze(c.arg(), scope));
      test = new Expr.CaseTest(arg.type(), arg.typmod(), arg.collation());
    }
    List<Expr> conditions = new ArrayList<>();
    List<Expr> results = new ArrayList<>();
    for (Constructor.When when : c.whens()) {
      Expr condition = analyze(when.condition(), scope);
      if (test != null) {
        condition = infix(QualifiedName.of("=", when.location()), test, condition, when.location());
      }
      conditions.add(
          coercion.toBoolean(
              condition, "CASE/WHEN", located(condition, when.condition().location())));
      results.add(analyze(when.result(), scope));
    }
    Expr otherwise =
        c.otherwise() == null ? Expr.Const.ofNull(TypeOid.UNKNOWN) : analyze(c.otherwise(), scope);
    List<Expr> all = new ArrayList<>();
    all.add(otherwise);
    all.addAll(results);
    int type = coercion.commonType(all, "CASE", c.location());
    List<Expr.Case.When> whens = new ArrayList<>();
    for (int i = 0; i < conditions.size(); i++) {
      whens.add(
          new Expr.Case.When(
              conditions.get(i),
              coercion.toCommon(results.get(i), type, "CASE/WHEN", c.location())));
    }
    return new Expr.Case(
        type,
        -1,
        TypeNames.collation(catalog, type),
        arg,
        List.copyOf(whens),
        coercion.toCommon(otherwise, type, "CASE/ELSE", c.location()),
        c.location());
  }

  private Expr subquery(SubqueryExpression expression, Scope scope) {
    scope.hasSubLinks = true;
    RecursionContext.Place before = recursion.enter(RecursionContext.Place.SUBQUERY);
    Query query = subqueries.analyze(expression.query(), scope);
    recursion.leave(before);
    return new SubLinks(this).build(expression, query, scope);
  }
}
