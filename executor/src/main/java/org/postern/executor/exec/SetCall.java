package org.postern.executor.exec;

import java.util.Collections;
import java.util.Iterator;
import org.postern.executor.expr.Evaluator;
import org.postern.executor.functions.CallContext;
import org.postern.executor.functions.FunctionImpl;
import org.postern.executor.query.Expr;
import org.postern.executor.types.TypeContext;
import org.postern.executor.vector.Batch;

/** A call that may return a set; one that does not gives its single value. */
final class SetCall {
  private final ExecContext context;
  private final Evaluator scalar;
  private final FunctionImpl.SetReturning function;
  private final Evaluator[] args;
  private final Call call;
  private final boolean strict;

  private record Call(TypeContext types, int[] arguments, int resultType) implements CallContext {
    @Override
    public int argumentType(int index) {
      return arguments[index];
    }
  }

  SetCall(Expr expr, ExecContext context) {
    this.context = context;
    if (expr instanceof Expr.Call c
        && context.env.exprs().function(c.function()) instanceof FunctionImpl.SetReturning set) {
      this.scalar = null;
      this.function = set;
      this.args = context.compiler().compileAll(c.args());
      int[] types = new int[c.args().size()];
      for (int i = 0; i < types.length; i++) {
        types[i] = c.args().get(i).type();
      }
      this.call = new Call(context.eval.types(), types, c.type());
      this.strict = context.env.exprs().isStrict(c.function());
    } else {
      this.scalar = context.compiler().compile(expr);
      this.function = null;
      this.args = null;
      this.call = null;
      this.strict = false;
    }
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
        return Collections.emptyIterator();
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
