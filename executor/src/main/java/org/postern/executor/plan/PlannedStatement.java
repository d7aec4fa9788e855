package org.postern.executor.plan;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.query.Expr;
import org.postern.executor.query.Query;

/**
 * A complete plan. {@code subPlans} are the subqueries of expressions by number, {@code
 * commonTables} the WITH queries, {@code paramCount} the executor's parameter slots, {@code tables}
 * what must be locked before it runs again, {@code access} the privileges it needs.
 */
public record PlannedStatement(
    Query.Command command,
    Plan plan,
    List<SubPlan> subPlans,
    List<CommonTable> commonTables,
    int paramCount,
    List<OutputColumn> output,
    List<TableUse> tables,
    StatementAccess access) {

  /** A subquery; one without parameters from outside is run once per execution. */
  public record SubPlan(Plan plan, List<Integer> params) {}

  /** A WITH query; {@code params} are the parameters it reads of the queries around it. */
  public record CommonTable(Plan plan, List<Integer> params, boolean modifies) {}

  /** A column of the result; origin 0 where it is no plain table column. */
  public record OutputColumn(
      String name, int type, int typmod, int collation, int originTable, int originColumn) {

    /** The columns that a query's target list gives. */
    public static List<OutputColumn> of(List<Query.TargetEntry> targets) {
      List<OutputColumn> columns = new ArrayList<>();
      for (Query.TargetEntry t : targets) {
        if (!t.junk()) {
          Expr e = t.expr();
          columns.add(
              new OutputColumn(
                  t.name(),
                  e.type(),
                  e.typmod(),
                  e.collation(),
                  t.originTable(),
                  t.originColumn()));
        }
      }
      return List.copyOf(columns);
    }
  }

  /** A table and the lock its use takes. */
  public record TableUse(int table, int lockMode) {}

  /** Whether running it may change rows. */
  public boolean isReadOnly() {
    if (command != Query.Command.SELECT) {
      return false;
    }
    for (CommonTable table : commonTables) {
      if (table.modifies()) {
        return false;
      }
    }
    return true;
  }
}
