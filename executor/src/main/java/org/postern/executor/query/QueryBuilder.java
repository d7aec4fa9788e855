package org.postern.executor.query;

import java.util.List;

/** A query in the making: every part has the value it has where a statement does not name it. */
public final class QueryBuilder {
  public Query.Command command = Query.Command.SELECT;
  public List<RangeTableEntry> rangeTable = List.of();
  public Query.From from = new Query.From(List.of(), null);
  public List<Query.TargetEntry> targets = List.of();
  public int resultRelation;
  public List<Query.SortGroup> groupBy = List.of();
  public List<List<Integer>> groupingSets;
  public Expr having;
  public List<Query.Window> windows = List.of();
  public List<Query.SortGroup> distinct = List.of();
  public boolean distinctOn;
  public List<Query.SortGroup> orderBy = List.of();
  public Expr limitOffset;
  public Expr limitCount;
  public boolean withTies;
  public List<Query.RowMark> rowMarks = List.of();
  public Query.SetOperation setOperations;
  public List<Query.CommonTable> with = List.of();
  public Query.OnConflict onConflict;
  public List<Query.MergeAction> mergeActions = List.of();
  public List<Query.TargetEntry> returning = List.of();
  public boolean hasAggregates;
  public boolean hasSubLinks;
  public boolean hasSetReturning;

  public QueryBuilder() {}

  /** Starts from a finished query. */
  public QueryBuilder(Query q) {
    command = q.command();
    rangeTable = q.rangeTable();
    from = q.from();
    targets = q.targets();
    resultRelation = q.resultRelation();
    groupBy = q.groupBy();
    groupingSets = q.groupingSets();
    having = q.having();
    windows = q.windows();
    distinct = q.distinct();
    distinctOn = q.distinctOn();
    orderBy = q.orderBy();
    limitOffset = q.limitOffset();
    limitCount = q.limitCount();
    withTies = q.withTies();
    rowMarks = q.rowMarks();
    setOperations = q.setOperations();
    with = q.with();
    onConflict = q.onConflict();
    mergeActions = q.mergeActions();
    returning = q.returning();
    hasAggregates = q.hasAggregates();
    hasSubLinks = q.hasSubLinks();
    hasSetReturning = q.hasSetReturning();
  }

  public Query build() {
    return new Query(
        command,
        List.copyOf(rangeTable),
        from,
        List.copyOf(targets),
        resultRelation,
        groupBy,
        groupingSets,
        having,
        windows,
        distinct,
        distinctOn,
        orderBy,
        limitOffset,
        limitCount,
        withTies,
        rowMarks,
        setOperations,
        List.copyOf(with),
        onConflict,
        mergeActions,
        returning,
        hasAggregates,
        hasSubLinks,
        hasSetReturning);
  }
}
