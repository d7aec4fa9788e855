package org.postern.executor.expr;

import org.postern.executor.functions.FunctionImpl;
import org.postern.executor.types.Physical;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;

/** What compiling an expression asks of the catalog. */
public interface ExprEnvironment {
  Physical physical(int type);

  /** The code of a function, by oid; throws 42883 or 0A000 where there is none. */
  FunctionImpl function(int oid);

  boolean isStrict(int function);

  /** Whether the function is declared with {@code VARIADIC "any"}. */
  boolean takesAnything(int function);

  boolean isDomain(int type);

  /** Throws 23502 or 23514 when the value breaks a constraint of the domain. */
  void checkDomain(int domain, Object value, EvalContext context);

  /** Text form of a value. */
  Slice output(int type, Object value, TypeContext context);

  /** Value of a text form. */
  Object input(int type, Slice text, int typmod, TypeContext context);

  /** Default B-tree order of a type: negative, zero or positive; arguments not null. */
  int compare(int type, Object left, Object right);
}
