package org.postern.executor.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.executor.query.Query;
import org.postern.executor.query.RangeTableEntry;

/** Plans one statement: gives out subplan, WITH and parameter numbers that all its levels share. */
public final class StatementPlanner {
  final PlannerEnvironment env;
  private final List<PlannedStatement.SubPlan> subPlans = new ArrayList<>();
  private final List<PlannedStatement.CommonTable> commonTables = new ArrayList<>();
  private final Map<Integer, Integer> tables = new LinkedHashMap<>();
  private int params;

  public StatementPlanner(PlannerEnvironment env) {
    this.env = env;
  }

  public PlannedStatement plan(Query query) {
    QueryPlanner planner = new QueryPlanner(this, null, query);
    Plan plan =
        query.command() == Query.Command.SELECT
            ? planner.planSelect()
            : new ModifyPlanner(this, planner, query).plan();
    List<Query.TargetEntry> targets =
        query.command() == Query.Command.SELECT ? query.targets() : query.returning();
    List<PlannedStatement.TableUse> uses = new ArrayList<>();
    tables.forEach((table, mode) -> uses.add(new PlannedStatement.TableUse(table, mode)));
    return new PlannedStatement(
        query.command(),
        plan,
        List.copyOf(subPlans),
        List.copyOf(commonTables),
        params,
        PlannedStatement.OutputColumn.of(targets),
        List.copyOf(uses),
        AccessCollector.collect(query, env.catalog(), env.relations()));
  }

  int newParam() {
    return params++;
  }

  int addSubPlan(Plan plan, List<Integer> usedParams) {
    subPlans.add(new PlannedStatement.SubPlan(plan, List.copyOf(usedParams)));
    return subPlans.size() - 1;
  }

  /** The numbers given out by planning something. */
  Plan.Numbers numbers(Runnable planning) {
    int tables = commonTables.size();
    int plans = subPlans.size();
    planning.run();
    return new Plan.Numbers(tables, commonTables.size(), plans, subPlans.size());
  }

  /** The number of a WITH query that is planned next. */
  int reserveCommonTable() {
    commonTables.add(null);
    return commonTables.size() - 1;
  }

  void setCommonTable(int number, PlannedStatement.CommonTable table) {
    commonTables.set(number, table);
  }

  /** Null while it is being planned. */
  PlannedStatement.CommonTable commonTable(int number) {
    return commonTables.get(number);
  }

  void use(RangeTableEntry.Table table) {
    tables.merge(table.relation(), table.lockMode(), Math::max);
  }
}
