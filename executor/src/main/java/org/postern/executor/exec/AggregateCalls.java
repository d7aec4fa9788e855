package org.postern.executor.exec;

import java.util.List;
import org.postern.executor.aggregate.AggregateFamily;
import org.postern.executor.aggregate.Aggregator;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.functions.CallContext;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeInfo;
import org.postern.storage.error.SqlException;

/** Finds the code of aggregates. */
final class AggregateCalls {
  private final ExecContext context;

  AggregateCalls(ExecContext context) {
    this.context = context;
  }

  private record Context(TypeContext types, List<Integer> arguments, int resultType)
      implements CallContext {
    @Override
    public int argumentType(int index) {
      return arguments.get(index);
    }
  }

  CallContext context(List<Integer> argTypes, int type) {
    return new Context(context.eval.types(), argTypes, type);
  }

  /** A new aggregator without groups. */
  Aggregator create(int function, List<Integer> argTypes) {
    Catalog catalog = context.env.catalog();
    CatalogRow row = catalog.aggregate(function);
    String transition = catalog.proc(row.oid("aggtransfn")).source();
    int finalFunction = row.oid("aggfinalfn");
    String finalName = finalFunction == 0 ? "-" : catalog.proc(finalFunction).source();
    TypeInfo argType =
        argTypes.isEmpty() ? null : catalog.type(catalog.baseType(argTypes.getFirst())).info();
    for (AggregateFamily family : context.env.aggregates()) {
      Aggregator made = family.create(transition, finalName, argType);
      if (made != null) {
        return made;
      }
    }
    throw SqlException.notSupported("aggregate function " + catalog.proc(function).name());
  }
}
