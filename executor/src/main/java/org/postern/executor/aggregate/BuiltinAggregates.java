package org.postern.executor.aggregate;

import java.util.List;

/** The families of the built-in aggregates. */
public final class BuiltinAggregates {
  private BuiltinAggregates() {}

  public static List<AggregateFamily> all() {
    return List.of(
        new CoreAggregates(),
        new CollectingAggregates(),
        new JsonAggregates(),
        new RangeAggregates(),
        new StatisticAggregates(),
        new FoldAggregates());
  }
}
