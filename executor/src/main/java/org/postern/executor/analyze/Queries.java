package org.postern.executor.analyze;

import java.util.List;
import org.postern.executor.query.Query;
import org.postern.executor.query.QueryBuilder;
import org.postern.executor.query.RangeTableEntry;

/** Makes queries from others. */
public final class Queries {
  private Queries() {}

  /** A plain SELECT. */
  public static Query select(
      List<RangeTableEntry> rangeTable, Query.From from, List<Query.TargetEntry> targets) {
    QueryBuilder made = new QueryBuilder();
    made.rangeTable = rangeTable;
    made.from = from;
    made.targets = targets;
    return made.build();
  }

  /** The query with other targets. */
  public static Query withTargets(Query q, List<Query.TargetEntry> targets) {
    QueryBuilder made = new QueryBuilder(q);
    made.targets = targets;
    return made.build();
  }
}
