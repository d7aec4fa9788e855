package org.postern.executor.exec;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.postern.executor.expr.EvalContext;
import org.postern.executor.expr.ExprCompiler;
import org.postern.executor.expr.SqlValues;
import org.postern.executor.expr.SubPlanRunner;
import org.postern.executor.plan.Plan;
import org.postern.executor.plan.PlannedStatement;
import org.postern.executor.types.TypeContext;
import org.postern.executor.vector.Batch;
import org.postern.storage.transam.Snapshot;

/**
 * One execution of a planned statement: snapshot, command number, parameters, and the shared
 * results of WITH queries and uncorrelated subplans.
 */
public final class ExecContext implements SubPlanRunner {
  final ExecEnvironment env;
  final Snapshot snapshot;
  final int commandId;
  final EvalContext eval;
  private final PlannedStatement statement;
  private final ExecBuilder builder;
  private final List<ExecNode> subPlans = new ArrayList<>();
  private final List<TupleStore> subPlanResults = new ArrayList<>();
  private final SharedRows[] commonTables;
  private final TupleStore[] workTables;

  private boolean rowByRow;
  private Map<Plan, NodeStats> stats;
  private boolean timed;

  /** Rows inserted, updated or deleted so far. */
  long processed;

  public ExecContext(
      ExecEnvironment env,
      PlannedStatement statement,
      Snapshot snapshot,
      int commandId,
      Object[] externalParams,
      TypeContext types,
      SqlValues sqlValues) {
    this.env = env;
    this.statement = statement;
    this.snapshot = snapshot;
    this.commandId = commandId;
    this.eval =
        new EvalContext(types, externalParams, new Object[statement.paramCount()], this, sqlValues);
    this.builder = new ExecBuilder(this);
    for (int i = 0; i < statement.subPlans().size(); i++) {
      subPlans.add(null);
      subPlanResults.add(null);
    }
    commonTables = new SharedRows[statement.commonTables().size()];
    workTables = new TupleStore[commonTables.length];
  }

  /** Measures every node from now on; {@code timed} with a clock. */
  public Map<Plan, NodeStats> measure(boolean timed) {
    stats = new IdentityHashMap<>();
    this.timed = timed;
    return stats;
  }

  NodeStats statsOf(Plan plan) {
    return stats == null ? null : stats.computeIfAbsent(plan, p -> new NodeStats(timed));
  }

  /** FOR UPDATE locks no row before it is asked for: a cursor reads them one by one. */
  public void lockRowByRow() {
    rowByRow = true;
  }

  boolean locksRowByRow() {
    return rowByRow;
  }

  /** The root node of the statement. */
  public ExecNode open() {
    ExecNode root = builder.build(statement.plan());
    for (PlannedStatement.CommonTable table : statement.commonTables()) {
      if (table.modifies()) {
        return new FinishingExec(root, this);
      }
    }
    return root;
  }

  /** Counts a row changed by {@code plan}; WITH queries do not count. */
  void count(Plan plan) {
    if (plan == statement.plan()) {
      processed++;
    }
  }

  /** What expressions outside of the plan are evaluated in. */
  public EvalContext evalContext() {
    return eval;
  }

  public long processed() {
    return processed;
  }

  ExprCompiler compiler() {
    return new ExprCompiler(env.exprs());
  }

  @Override
  public Rows run(int number) {
    PlannedStatement.SubPlan plan = statement.subPlans().get(number);
    if (plan.params().isEmpty()) {
      TupleStore result = subPlanResults.get(number);
      if (result == null) {
        result = TupleStore.drain(builder.build(plan.plan()), plan.plan().types(), env);
        subPlanResults.set(number, result);
      }
      TupleStore.Reader reader = result.reader();
      return reader::next;
    }
    ExecNode node = subPlans.get(number);
    if (node == null) {
      node = builder.build(plan.plan());
      subPlans.set(number, node);
    } else {
      node.rescan();
    }
    return node::next;
  }

  /** The rows of a WITH query, as they are for the present row of the queries around it. */
  SharedRows commonTable(int number) {
    SharedRows rows = commonTables[number];
    if (rows != null && rows.isStale()) {
      rows.close();
      rows = null;
    }
    if (rows == null) {
      PlannedStatement.CommonTable table = statement.commonTables().get(number);
      rows = new SharedRows(table, builder.build(table.plan()), this);
      commonTables[number] = rows;
    }
    return rows;
  }

  /** Forgets what was computed of WITH queries and subplans. */
  void forget(Plan.Numbers numbers) {
    for (int i = numbers.tablesFrom(); i < numbers.tablesTo(); i++) {
      if (commonTables[i] != null) {
        commonTables[i].close();
        commonTables[i] = null;
      }
    }
    for (int i = numbers.subPlansFrom(); i < numbers.subPlansTo(); i++) {
      if (subPlanResults.get(i) != null) {
        subPlanResults.get(i).close();
        subPlanResults.set(i, null);
      }
    }
  }

  /** Runs the WITH queries that change data and were not read. */
  void finishChanges() {
    for (int i = 0; i < commonTables.length; i++) {
      if (statement.commonTables().get(i).modifies()) {
        commonTable(i);
      }
    }
  }

  TupleStore workTable(int number) {
    return workTables[number];
  }

  void setWorkTable(int number, TupleStore rows) {
    if (workTables[number] != null) {
      workTables[number].close();
    }
    workTables[number] = rows;
  }

  /** Closes the nodes of subplans that are still open. */
  public void close() {
    for (ExecNode node : subPlans) {
      if (node != null) {
        node.close();
      }
    }
    for (TupleStore result : subPlanResults) {
      if (result != null) {
        result.close();
      }
    }
    for (int i = 0; i < commonTables.length; i++) {
      if (commonTables[i] != null) {
        commonTables[i].close();
      }
      if (workTables[i] != null) {
        workTables[i].close();
      }
    }
  }

  /** A batch of one row without columns, to evaluate expressions that read none. */
  static Batch oneRow() {
    Batch batch = new Batch();
    batch.count = 1;
    return batch;
  }
}
