package org.postern.executor.expr;

import java.util.Arrays;
import java.util.List;
import org.postern.executor.functions.FunctionImpl;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.Physical;
import org.postern.executor.types.TypeOid;
import org.postern.executor.vector.DoubleVector;
import org.postern.executor.vector.LongVector;
import org.postern.executor.vector.Vectors;
import org.postern.storage.error.SqlException;

/**
 * Makes evaluators from bound expressions whose columns are {@link Expr.Slot}s.
 *
 * <p>An evaluator holds its output vector: compile once per node and execution, never share.
 */
public final class ExprCompiler {
  /** The oid of {@code format(text, VARIADIC "any")}, which takes a null array as an empty one. */
  private static final int FORMAT = 3539;

  private final ExprEnvironment env;
  private Logic.TestValue caseTest;
  private SubPlanEvaluators.Columns subPlanColumns;
  private java.util.Map<Integer, Evaluator> shared;
  private boolean sharing;
  private int round;

  public ExprCompiler(ExprEnvironment env) {
    this.env = env;
  }

  public Evaluator[] compileAll(List<Expr> exprs) {
    Evaluator[] compiled = new Evaluator[exprs.size()];
    for (int i = 0; i < compiled.length; i++) {
      compiled[i] = compile(exprs.get(i));
    }
    return compiled;
  }

  public Evaluator compile(Expr expr) {
    return switch (expr) {
      case Expr.Slot e -> new SimpleEvaluators.Column(e.column());
      case Expr.Const e -> new SimpleEvaluators.Constant(env.physical(e.type()), e.value());
      case Expr.Param e -> SimpleEvaluators.param(e, env.physical(e.type()));
      case Expr.Call e ->
          e.variadic() && env.takesAnything(e.function())
              ? spread(e)
              : call(e.function(), e.args(), e.type());
      case Expr.Op e -> call(e.function(), e.args(), e.type());
      case Expr.Distinct e -> distinct(e);
      case Expr.NullIf e -> nullIf(e);
      case Expr.ArrayOp e -> arrayOp(e);
      case Expr.Bool e -> bool(e);
      case Expr.NullTest e ->
          e.row()
              ? CompositeEvaluators.rowNullTest(compile(e.arg()), e.isNull())
              : new Logic.IsNull(compile(e.arg()), e.isNull(), new LongVector(4));
      case Expr.BoolTest e -> new Logic.Test(compile(e.arg()), e.kind(), new LongVector(4));
      case Expr.Case e -> caseOf(e);
      case Expr.CaseTest e -> {
        if (caseTest == null) {
          throw new IllegalStateException("CASE test value outside of its expression");
        }
        yield caseTest;
      }
      case Expr.Coalesce e ->
          new Logic.Coalesce(compileAll(e.args()), Vectors.create(env.physical(e.type()), 4));
      case Expr.MinMax e -> minMax(e);
      case Expr.Relabel e -> relabel(e);
      case Expr.CoerceViaIo e -> viaIo(e);
      case Expr.ArrayCoerce e -> arrayCoerce(e);
      case Expr.Array e ->
          ArrayEvaluators.constructor(compileAll(e.elements()), e.elementType(), e.nested());
      case Expr.Row e ->
          CompositeEvaluators.row(
              compileAll(e.fields()),
              e.type(),
              types(e.fields()),
              e.type() == TypeOid.RECORD ? e.names().toArray(String[]::new) : null);
      case Expr.RowCompare e -> rowCompare(e);
      case Expr.Field e ->
          CompositeEvaluators.field(compile(e.arg()), e.field() - 1, env.physical(e.type()));
      case Expr.Subscript e -> subscript(e);
      case Expr.SqlValue e ->
          new SimpleEvaluators.PerRun(
              env.physical(e.type()), context -> context.sqlValues().value(e));
      case Expr.NextValue e -> new SimpleEvaluators.NextValue(e.sequence());
      case Expr.SubPlan e -> subPlan(e);
      case Expr.SubLinkColumn e -> {
        if (subPlanColumns == null) {
          throw new IllegalStateException("subquery column outside of its test");
        }
        yield subPlanColumns.column(e.column());
      }
      case Expr.CurrentOf e ->
          new SimpleEvaluators.PerRun(
              Physical.OBJECT,
              context ->
                  context
                      .sqlValues()
                      .currentOf(
                          e.param() == 0 ? e.cursor() : String.valueOf(context.external(e.param())),
                          e.table()));
      case Expr.FieldStore e -> fieldStore(e);
      case Expr.SubscriptStore e -> subscriptStore(e);
      case Expr.Var e -> throw unplanned(e);
      case Expr.WindowCall e -> throw unplanned(e);
      case Expr.Grouping e -> throw unplanned(e);
      case Expr.SubLink e -> throw unplanned(e);
      case Expr.Aggregate e -> throw unplanned(e);
      case Expr.Default e -> throw unplanned(e);
    };
  }

  private static IllegalStateException unplanned(Expr expr) {
    return new IllegalStateException("expression was not planned: expr=" + expr);
  }

  private static int[] types(List<Expr> exprs) {
    int[] types = new int[exprs.size()];
    for (int i = 0; i < types.length; i++) {
      types[i] = exprs.get(i).type();
    }
    return types;
  }

  /** A call by function oid, in the cheapest form the function offers. */
  Evaluator call(int function, List<Expr> args, int resultType) {
    return call(function, compileAll(args), types(args), resultType);
  }

  /** {@code VARIADIC array} given to a function of any arguments: its elements are those. */
  private Evaluator spread(Expr.Call e) {
    int fixed = e.args().size() - 1;
    int[] types = types(e.args());
    boolean nullIsNothing = e.function() == FORMAT;
    SimpleEvaluators.PerRow.Code code =
        switch (env.function(e.function())) {
          case FunctionImpl.General f -> (values, call, context) -> f.code().apply(values, call);
          default -> throw new IllegalStateException("no variadic form: " + e.function());
        };
    return new SimpleEvaluators.PerRow(
        env.physical(e.type()),
        compileAll(e.args()),
        types,
        e.type(),
        env.isStrict(e.function()),
        (values, call, context) -> {
          ArrayValue array = (ArrayValue) values[fixed];
          if (array == null && !nullIsNothing) {
            return null;
          }
          int count = array == null ? 0 : array.size();
          Object[] all = Arrays.copyOf(values, fixed + count);
          int[] allTypes = Arrays.copyOf(types, fixed + count);
          for (int i = 0; i < count; i++) {
            all[fixed + i] = array.elements()[i];
            allTypes[fixed + i] = array.elementType();
          }
          return code.apply(all, context.call(allTypes, e.type()), context);
        });
  }

  private Evaluator call(int function, Evaluator[] args, int[] argTypes, int resultType) {
    FunctionImpl impl = env.function(function);
    Physical physical = env.physical(resultType);
    return switch (impl) {
      case FunctionImpl.Long1 f -> new PrimitiveCalls.Long1(f.code(), args[0], new LongVector(4));
      case FunctionImpl.Long2 f ->
          new PrimitiveCalls.Long2(f.code(), args[0], args[1], new LongVector(4));
      case FunctionImpl.LongCompare f -> new CompareKernels.Longs(f.op(), args[0], args[1]);
      case FunctionImpl.Double1 f ->
          new PrimitiveCalls.Double1(f.code(), args[0], new DoubleVector(4));
      case FunctionImpl.Double2 f ->
          new PrimitiveCalls.Double2(f.code(), args[0], args[1], new DoubleVector(4));
      case FunctionImpl.DoubleCompare f -> new CompareKernels.Doubles(f.op(), args[0], args[1]);
      case FunctionImpl.BytesCompare f -> new CompareKernels.ByteStrings(f.op(), args[0], args[1]);
      case FunctionImpl.General f ->
          new SimpleEvaluators.PerRow(
              physical,
              args,
              argTypes,
              resultType,
              env.isStrict(function),
              (values, call, context) -> f.code().apply(values, call));
      case FunctionImpl.SetReturning f ->
          throw SqlException.error(
              org.postern.storage.error.SqlState.FEATURE_NOT_SUPPORTED,
              "set-valued function called in context that cannot accept a set");
    };
  }

  private Evaluator distinct(Expr.Distinct e) {
    Evaluator left = compile(e.left());
    Evaluator right = compile(e.right());
    SimpleEvaluators.PerRow.Code equal =
        scalarFunction(e.function(), e.left().type(), e.right().type(), TypeOid.BOOL);
    return new SimpleEvaluators.PerRow(
        Physical.LONG,
        new Evaluator[] {left, right},
        new int[] {e.left().type(), e.right().type()},
        TypeOid.BOOL,
        false,
        (values, call, context) -> {
          if (values[0] == null || values[1] == null) {
            return values[0] == values[1] ? 0L : 1L;
          }
          return 1L - (Long) equal.apply(values, call, context);
        });
  }

  private Evaluator nullIf(Expr.NullIf e) {
    SimpleEvaluators.PerRow.Code equal =
        scalarFunction(e.function(), e.left().type(), e.right().type(), TypeOid.BOOL);
    return new SimpleEvaluators.PerRow(
        env.physical(e.type()),
        new Evaluator[] {compile(e.left()), compile(e.right())},
        new int[] {e.left().type(), e.right().type()},
        e.type(),
        false,
        (values, call, context) -> {
          if (values[0] == null || values[1] == null) {
            return values[0];
          }
          Object first = values[0];
          return (Long) equal.apply(values, call, context) != 0 ? null : first;
        });
  }

  /** A binary function as code over two scalars. */
  SimpleEvaluators.PerRow.Code scalarFunction(
      int function, int leftType, int rightType, int resultType) {
    return switch (env.function(function)) {
      case FunctionImpl.General f -> (values, call, context) -> f.code().apply(values, call);
      case FunctionImpl.Long2 f ->
          (values, call, context) -> f.code().apply((Long) values[0], (Long) values[1]);
      case FunctionImpl.LongCompare f ->
          (values, call, context) ->
              f.op().holds(Long.compare((Long) values[0], (Long) values[1])) ? 1L : 0L;
      case FunctionImpl.DoubleCompare f ->
          (values, call, context) ->
              f.op().holds(compareDoubles((Double) values[0], (Double) values[1])) ? 1L : 0L;
      case FunctionImpl.BytesCompare f ->
          (values, call, context) ->
              f.op()
                      .holds(
                          ((org.postern.executor.types.Slice) values[0])
                              .compareTo((org.postern.executor.types.Slice) values[1]))
                  ? 1L
                  : 0L;
      case FunctionImpl.Double2 f ->
          (values, call, context) -> f.code().apply((Double) values[0], (Double) values[1]);
      case FunctionImpl.Long1 f -> throw new IllegalStateException("not a binary function");
      case FunctionImpl.Double1 f -> throw new IllegalStateException("not a binary function");
      case FunctionImpl.SetReturning f -> throw new IllegalStateException("not a binary function");
    };
  }

  private static int compareDoubles(double a, double b) {
    return a == b ? 0 : Double.compare(a, b);
  }

  private Evaluator arrayOp(Expr.ArrayOp e) {
    SimpleEvaluators.PerRow.Code compare =
        scalarFunction(e.function(), e.left().type(), 0, TypeOid.BOOL);
    boolean strict = env.isStrict(e.function());
    return ArrayEvaluators.quantified(
        compile(e.left()),
        compile(e.array()),
        new int[] {e.left().type(), e.array().type()},
        e.any(),
        strict,
        compare);
  }

  private Evaluator bool(Expr.Bool e) {
    return switch (e.kind()) {
      case NOT -> new Logic.Not(compile(e.args().getFirst()), new LongVector(4));
      case AND -> new Logic.Connective(true, compileAll(e.args()), new LongVector(4));
      case OR -> new Logic.Connective(false, compileAll(e.args()), new LongVector(4));
    };
  }

  private Evaluator caseOf(Expr.Case e) {
    Evaluator arg = e.arg() == null ? null : compile(e.arg());
    Logic.TestValue outer = caseTest;
    Logic.TestValue test = new Logic.TestValue();
    caseTest = e.arg() == null ? outer : test;
    Evaluator[] conditions = new Evaluator[e.whens().size()];
    for (int i = 0; i < conditions.length; i++) {
      conditions[i] = compile(e.whens().get(i).condition());
    }
    caseTest = outer;
    Evaluator[] results = new Evaluator[conditions.length];
    for (int i = 0; i < results.length; i++) {
      results[i] = compile(e.whens().get(i).result());
    }
    return new Logic.Case(
        arg, test, conditions, results, compile(e.otherwise()), env.physical(e.type()));
  }

  private Evaluator minMax(Expr.MinMax e) {
    int type = e.type();
    boolean greatest = e.greatest();
    return new SimpleEvaluators.PerRow(
        env.physical(type),
        compileAll(e.args()),
        types(e.args()),
        type,
        false,
        (values, call, context) -> {
          Object best = null;
          for (Object value : values) {
            if (value != null && (best == null || env.compare(type, value, best) > 0 == greatest)) {
              best = best != null && env.compare(type, value, best) == 0 ? best : value;
            }
          }
          return best;
        });
  }

  private Evaluator relabel(Expr.Relabel e) {
    Evaluator arg = compile(e.arg());
    if (env.physical(e.arg().type()) != env.physical(e.type())) {
      throw new IllegalStateException(
          "relabel between physical forms: from=" + e.arg().type() + ", to=" + e.type());
    }
    return env.isDomain(e.type())
        ? new SimpleEvaluators.PerRow(
            env.physical(e.type()),
            new Evaluator[] {arg},
            new int[] {e.arg().type()},
            e.type(),
            false,
            (values, call, context) -> {
              env.checkDomain(e.type(), values[0], context);
              return values[0];
            })
        : arg;
  }

  private Evaluator viaIo(Expr.CoerceViaIo e) {
    int from = e.arg().type();
    int to = e.type();
    return new SimpleEvaluators.PerRow(
        env.physical(to),
        new Evaluator[] {compile(e.arg())},
        new int[] {from},
        to,
        true,
        (values, call, context) ->
            env.input(to, env.output(from, values[0], context.types()), -1, context.types()));
  }

  private Evaluator arrayCoerce(Expr.ArrayCoerce e) {
    Logic.TestValue outer = caseTest;
    Logic.TestValue test = new Logic.TestValue();
    caseTest = test;
    Evaluator element = compile(e.element());
    caseTest = outer;
    int fromElement = firstCaseTest(e.element());
    return ArrayEvaluators.coerce(
        compile(e.arg()),
        e.arg().type(),
        element,
        test,
        env.physical(fromElement),
        e.element().type(),
        e.type());
  }

  private static int firstCaseTest(Expr element) {
    int[] found = {0};
    ExprTrees.walk(
        element,
        x -> {
          if (x instanceof Expr.CaseTest t && found[0] == 0) {
            found[0] = t.type();
          }
        });
    return found[0];
  }

  private Evaluator rowCompare(Expr.RowCompare e) {
    int width = e.left().size();
    List<Expr> all = new java.util.ArrayList<>(e.left());
    all.addAll(e.right());
    int[] types = types(e.left());
    org.postern.executor.functions.CompareOp op =
        switch (e.operator()) {
          case "<" -> org.postern.executor.functions.CompareOp.LT;
          case "<=" -> org.postern.executor.functions.CompareOp.LE;
          case ">" -> org.postern.executor.functions.CompareOp.GT;
          default -> org.postern.executor.functions.CompareOp.GE;
        };
    return new SimpleEvaluators.PerRow(
        Physical.LONG,
        compileAll(all),
        types(all),
        TypeOid.BOOL,
        false,
        (values, call, context) -> {
          int comparison = 0;
          for (int i = 0; i < width && comparison == 0; i++) {
            if (values[i] == null || values[width + i] == null) {
              return null;
            }
            comparison = env.compare(types[i], values[i], values[width + i]);
          }
          return op.holds(comparison) ? 1L : 0L;
        });
  }

  private Evaluator subscript(Expr.Subscript e) {
    if (e.elementType() == 0) {
      return JsonbEvaluators.subscript(compile(e.container()), compileAll(e.upper()));
    }
    Evaluator[] upper = optional(e.upper());
    Evaluator[] lower = optional(e.lower());
    return ArrayEvaluators.subscript(
        compile(e.container()), upper, lower, e.slice(), env.physical(e.type()), e.type());
  }

  private Evaluator fieldStore(Expr.FieldStore e) {
    return CompositeEvaluators.store(
        compile(e.arg()),
        compileAll(e.values()),
        e.fields().stream().mapToInt(f -> f - 1).toArray(),
        e.type(),
        e.fieldTypes().stream().mapToInt(Integer::intValue).toArray());
  }

  private Evaluator subscriptStore(Expr.SubscriptStore e) {
    if (e.elementType() == 0) {
      return JsonbEvaluators.store(
          compile(e.container()), compileAll(e.upper()), compile(e.value()));
    }
    return ArrayEvaluators.store(
        compile(e.container()),
        optional(e.upper()),
        optional(e.lower()),
        e.slice(),
        e.elementType(),
        compile(e.value()));
  }

  private Evaluator[] optional(List<Expr> exprs) {
    Evaluator[] out = new Evaluator[exprs.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = exprs.get(i) == null ? null : compile(exprs.get(i));
    }
    return out;
  }

  private Evaluator subPlan(Expr.SubPlan e) {
    SubPlanEvaluators.Columns outer = subPlanColumns;
    SubPlanEvaluators.Columns columns = new SubPlanEvaluators.Columns();
    subPlanColumns = columns;
    Evaluator test = e.test() == null ? null : compile(e.test());
    subPlanColumns = outer;
    Evaluator made =
        SubPlanEvaluators.create(e, compileAll(e.args()), test, columns, env.physical(e.type()));
    if (e.kind() != Expr.SubLink.Kind.ROW || !sharing) {
      return made;
    }
    if (shared == null) {
      shared = new java.util.HashMap<>();
    }
    return shared.computeIfAbsent(e.plan(), number -> new Logic.Memo(made, this::round));
  }

  private int round() {
    return round;
  }

  /**
   * From now on subqueries whose row several expressions take apart run once for all of them,
   * between two calls of {@link #nextRound}.
   */
  public void shareRows() {
    sharing = true;
  }

  /** The input has changed: what was shared is computed anew. */
  public void nextRound() {
    round++;
  }
}
