package org.postern.executor.exec;

import java.util.Collections;
import java.util.Iterator;
import org.postern.executor.expr.Evaluator;
import org.postern.executor.functions.CallContext;
import org.postern.executor.functions.FunctionImpl;
import org.postern.executor.query.Expr;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.json.RowShape;
import org.postern.executor.vector.Batch;

/** A call that may return a set; one that does not gives its single value. */
final class SetCall {
  private final ExecContext context;
  private final Evaluator scalar;
  private final FunctionImpl.SetReturning function;
  private final Evaluator[] args;
  private final Call call;
  private final boolean strict;
  private final boolean strictSet;

  private record Call(TypeContext types, int[] arguments, int resultType, RowShape resultRow)
      implements CallContext {
    @Override
    public int argumentType(int index) {
      return arguments[index];
    }
  }

  /** {@code shape}: the columns expected of a function returning record, or null. */
  SetCall(Expr expr, ExecContext context, RowShape shape) {
    this.context = context;
    FunctionImpl.SetReturning set =
        expr instanceof Expr.Call c
            ? called(context.env.exprs().function(c.function()), shape)
            : null;
    if (set != null && expr instanceof Expr.Call c) {
      this.scalar = null;
      this.function = set;
      this.args = context.compiler().compileAll(c.args());
      int[] types = new int[c.args().size()];
      for (int i = 0; i < types.length; i++) {
        types[i] = c.args().get(i).type();
      }
      this.call = new Call(context.eval.types(), types, c.type(), shape);
      this.strict = context.env.exprs().isStrict(c.function());
      this.strictSet =
          context.env.exprs().function(c.function()) instanceof FunctionImpl.SetReturning;
    } else {
      this.scalar = context.compiler().compile(expr);
      this.function = null;
      this.args = null;
      this.call = null;
      this.strict = false;
      this.strictSet = false;
    }
  }

  /** The function as one that returns a set; null when it is to be computed as an expression. */
  private static FunctionImpl.SetReturning called(FunctionImpl impl, RowShape shape) {
    return switch (impl) {
      case FunctionImpl.SetReturning set -> set;
      case FunctionImpl.General one when shape != null ->
          new FunctionImpl.SetReturning(
              (args, call) -> Collections.singletonList(one.code().apply(args, call)).iterator());
      default -> null;
    };
  }

  boolean returnsSet() {
    return function != null;
  }

  /** The values for one input row. */
  Iterator<Object> start(Batch input, int row) {
    if (scalar != null) {
      Object value = scalar.eval(only(input, row), context.eval).get(row);
      return Collections.singletonList(value).iterator();
    }
    Object[] values = new Object[args.length];
    Batch one = only(input, row);
    for (int i = 0; i < args.length; i++) {
      values[i] = args[i].eval(one, context.eval).get(row);
      if (values[i] == null && strict) {
        return strictSet ? Collections.emptyIterator() : Collections.singletonList(null).iterator();
      }
    }
    return function.code().apply(values, call);
  }

  static Batch only(Batch input, int row) {
    Batch one = new Batch(input.columns);
    one.count = input.count;
    one.selection = new int[] {row};
    one.selected = 1;
    return one;
  }
}
