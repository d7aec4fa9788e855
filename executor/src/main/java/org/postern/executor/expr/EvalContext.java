package org.postern.executor.expr;

import org.postern.executor.functions.CallContext;
import org.postern.executor.types.TypeContext;

/** What one execution of a statement lends to its expressions. */
public final class EvalContext {
  private final TypeContext types;
  private final Object[] externalParams;
  private final Object[] executorParams;
  private final SubPlanRunner subPlans;
  private final SqlValues sqlValues;

  public EvalContext(
      TypeContext types,
      Object[] externalParams,
      Object[] executorParams,
      SubPlanRunner subPlans,
      SqlValues sqlValues) {
    this.types = types;
    this.externalParams = externalParams;
    this.executorParams = executorParams;
    this.subPlans = subPlans;
    this.sqlValues = sqlValues;
  }

  /** A context without parameters, subplans or session: for folding constants. */
  public static EvalContext constant(TypeContext types) {
    return new EvalContext(types, new Object[0], new Object[0], null, null);
  }

  public TypeContext types() {
    return types;
  }

  /** The value of client parameter {@code $number}, 1-based. */
  public Object external(int number) {
    return externalParams[number - 1];
  }

  public Object executor(int slot) {
    return executorParams[slot];
  }

  public void setExecutor(int slot, Object value) {
    executorParams[slot] = value;
  }

  public SubPlanRunner subPlans() {
    return subPlans;
  }

  public SqlValues sqlValues() {
    return sqlValues;
  }

  /** The call context of one expression node. */
  CallContext call(int[] argumentTypes, int resultType) {
    return new Call(types, argumentTypes, resultType);
  }

  private record Call(TypeContext types, int[] arguments, int resultType) implements CallContext {
    @Override
    public int argumentType(int index) {
      return arguments[index];
    }
  }
}
