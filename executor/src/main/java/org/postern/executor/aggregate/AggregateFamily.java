package org.postern.executor.aggregate;

import org.postern.executor.types.TypeInfo;

/** Makes aggregators by the names of the transition and final functions in pg_aggregate. */
@FunctionalInterface
public interface AggregateFamily {
  /**
   * A new aggregator, or null when this family does not have it. {@code finalFunction} is "-" for
   * none; {@code argType} is the first argument's type, null without arguments.
   */
  Aggregator create(String transition, String finalFunction, TypeInfo argType);
}
