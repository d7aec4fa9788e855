package org.postern.executor.analyze;

import java.util.List;
import org.postern.executor.query.Query;
import org.postern.executor.query.RangeTableEntry;

/** Makes queries from others. */
public final class Queries {
  private Queries() {}

  /** A plain SELECT. */
  public static Query select(
      List<RangeTableEntry> rangeTable, Query.From from, List<Query.TargetEntry> targets) {
    return new Query(
        Query.Command.SELECT,
        rangeTable,
        from,
        targets,
        0,
        List.of(),
        null,
        List.of(),
        false,
        List.of(),
        null,
        null,
        false,
        List.of(),
        null,
        List.of(),
        null,
        List.of(),
        false,
        false,
        false);
  }

  /** The query with other targets. */
  public static Query withTargets(Query q, List<Query.TargetEntry> targets) {
    return new Query(
        q.command(),
        q.rangeTable(),
        q.from(),
        targets,
        q.resultRelation(),
        q.groupBy(),
        q.having(),
        q.distinct(),
        q.distinctOn(),
        q.orderBy(),
        q.limitOffset(),
        q.limitCount(),
        q.withTies(),
        q.rowMarks(),
        q.setOperations(),
        q.with(),
        q.onConflict(),
        q.returning(),
        q.hasAggregates(),
        q.hasSubLinks(),
        q.hasSetReturning());
  }
}
