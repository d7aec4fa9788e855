package org.postern.executor.analyze;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.query.Expr;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Types of the client's parameters. Given ones are fixed; an open one gets its type from the first
 * place that demands one, and every other place must agree.
 */
public final class ParamTypes {
  private final List<Integer> types = new ArrayList<>();
  private final boolean open;

  /** {@code open}: whether parameters beyond those given, or given as 0, may be inferred. */
  public ParamTypes(List<Integer> given, boolean open) {
    types.addAll(given);
    this.open = open;
  }

  /** No parameters at all, as in a simple query. */
  public static ParamTypes none() {
    return new ParamTypes(List.of(), false);
  }

  Expr.Param reference(int number, int location) {
    if (number <= 0 || number > 65535 || (!open && number > types.size())) {
      throw SqlException.error(SqlState.UNDEFINED_PARAMETER, "there is no parameter $%d", number)
          .withPosition(location + 1);
    }
    while (types.size() < number) {
      types.add(0);
    }
    int type = types.get(number - 1);
    if (type == 0) {
      types.set(number - 1, TypeOid.UNKNOWN);
      type = TypeOid.UNKNOWN;
    }
    return new Expr.Param(Expr.Param.Kind.EXTERNAL, number, type, -1, 0, location);
  }

  /** Fixes an open parameter's type; returns the reference with it. */
  Expr.Param resolve(Expr.Param param, int type, int collation) {
    int known = types.get(param.number() - 1);
    if (known == TypeOid.UNKNOWN) {
      types.set(param.number() - 1, type);
    } else if (known != type) {
      throw SqlException.error(
              SqlState.AMBIGUOUS_PARAMETER,
              "inconsistent types deduced for parameter $%d",
              param.number())
          .withPosition(param.location() + 1);
    }
    return new Expr.Param(
        Expr.Param.Kind.EXTERNAL, param.number(), type, -1, collation, param.location());
  }

  /** All types after analysis; throws 42P18 when one is still open. */
  public List<Integer> resolved() {
    for (int i = 0; i < types.size(); i++) {
      int type = types.get(i);
      if (type == 0 || type == TypeOid.UNKNOWN) {
        throw SqlException.error(
            SqlState.INDETERMINATE_DATATYPE,
            "could not determine data type of parameter $%d",
            i + 1);
      }
    }
    return List.copyOf(types);
  }
}
