package org.postern.executor.plan;

import java.util.List;
import org.postern.executor.query.Expr;
import org.postern.executor.query.Query;
import org.postern.executor.query.RangeTableEntry;

/**
 * A node of a plan. Expressions refer to columns of the node's input by {@link Expr.Slot}; a join's
 * input is its left columns followed by its right ones.
 *
 * <p>{@code types} are the type oids of the output columns; {@code rows} and {@code cost} the
 * planner's estimates, in rows and in page fetches.
 */
public sealed interface Plan {
  List<Integer> types();

  double rows();

  double cost();

  /** The estimates every node carries. */
  record Estimate(double rows, double cost) {}

  /** One row without columns, or none when {@code condition} is not true. */
  record Result(Expr condition, Estimate estimate) implements Plan {
    @Override
    public List<Integer> types() {
      return List.of();
    }

    @Override
    public double rows() {
      return estimate.rows();
    }

    @Override
    public double cost() {
      return estimate.cost();
    }
  }

  /**
   * Reads a table from end to end. {@code columns} are the attribute numbers read, in output order;
   * -1 is the row's tid, -6 the table's oid, 0 the whole row. {@code sample} null reads all rows.
   */
  record SeqScan(
      int table,
      String alias,
      Sample sample,
      List<Integer> columns,
      List<Integer> types,
      Expr filter,
      Estimate estimate)
      implements Plan {
    @Override
    public double rows() {
      return estimate.rows();
    }

    @Override
    public double cost() {
      return estimate.cost();
    }
  }

  /** One condition of an index scan: {@code index column op value}; value null for null tests. */
  record IndexCondition(int column, Kind kind, Expr value, Expr original) {
    /** The comparison, from the index column's side. */
    public enum Kind {
      LESS,
      LESS_EQUAL,
      EQUAL,
      GREATER_EQUAL,
      GREATER,
      EQUAL_ANY,
      IS_NULL,
      IS_NOT_NULL
    }
  }

  /** Finds rows through an index; {@code filter} is checked on the rows found. */
  record IndexScan(
      int table,
      String alias,
      int index,
      String indexName,
      List<IndexCondition> conditions,
      boolean backward,
      List<Integer> columns,
      List<Integer> types,
      Expr filter,
      Estimate estimate)
      implements Plan {
    @Override
    public double rows() {
      return estimate.rows();
    }

    @Override
    public double cost() {
      return estimate.cost();
    }
  }

  /** A part of a table's rows, by chance. */
  record Sample(RangeTableEntry.Sample.Method method, Expr percentage, Expr repeatable) {}

  /** Fetches rows by their tids: each of {@code tids} gives a tid or an array of them. */
  record TidScan(
      int table,
      String alias,
      List<Expr> tids,
      List<Integer> columns,
      List<Integer> types,
      Expr filter,
      Estimate estimate)
      implements Plan {
    @Override
    public double rows() {
      return estimate.rows();
    }

    @Override
    public double cost() {
      return estimate.cost();
    }
  }

  /** Rows of constant expressions. */
  record ValuesScan(
      String alias, List<List<Expr>> values, List<Integer> types, Expr filter, Estimate estimate)
      implements Plan {
    @Override
    public double rows() {
      return estimate.rows();
    }

    @Override
    public double cost() {
      return estimate.cost();
    }
  }

  /** Functions in FROM, side by side. */
  record FunctionScan(
      String alias,
      List<Expr> calls,
      List<Integer> widths,
      boolean ordinality,
      List<Integer> types,
      List<Integer> typmods,
      List<String> names,
      Expr filter,
      Estimate estimate)
      implements Plan {
    @Override
    public double rows() {
      return estimate.rows();
    }

    @Override
    public double cost() {
      return estimate.cost();
    }
  }

  /** Reads the shared result of WITH query number {@code commonTable} of the statement. */
  record CommonTableScan(
      int commonTable, String alias, List<Integer> types, Expr filter, Estimate estimate)
      implements Plan {
    @Override
    public double rows() {
      return estimate.rows();
    }

    @Override
    public double cost() {
      return estimate.cost();
    }
  }

  /** Reads the last round's rows of the recursive WITH query {@code commonTable}. */
  record WorkTableScan(
      int commonTable, String alias, List<Integer> types, Expr filter, Estimate estimate)
      implements Plan {
    @Override
    public double rows() {
      return estimate.rows();
    }

    @Override
    public double cost() {
      return estimate.cost();
    }
  }

  /**
   * The rows of {@code start}, then of {@code step} over the rows found last until it has none.
   * {@code inStep} are the WITH queries and subplans planned inside the step, which are computed
   * anew in each round.
   */
  record RecursiveUnion(
      int commonTable,
      boolean all,
      Plan start,
      Plan step,
      Numbers inStep,
      List<Integer> types,
      Estimate estimate)
      implements Plan {
    @Override
    public double rows() {
      return estimate.rows();
    }

    @Override
    public double cost() {
      return estimate.cost();
    }
  }

  /** Ranges of WITH queries and of subplans of the statement. */
  record Numbers(int tablesFrom, int tablesTo, int subPlansFrom, int subPlansTo) {}

  /** Keeps the rows for which the condition is true. */
  record Filter(Plan input, Expr condition, Estimate estimate) implements Plan {
    @Override
    public List<Integer> types() {
      return input.types();
    }

    @Override
    public double rows() {
      return estimate.rows();
    }

    @Override
    public double cost() {
      return estimate.cost();
    }
  }

  /** Computes new columns from the input's. */
  record Project(Plan input, List<Expr> exprs, List<Integer> types, Estimate estimate)
      implements Plan {
    @Override
    public double rows() {
      return estimate.rows();
    }

    @Override
    public double cost() {
      return estimate.cost();
    }
  }

  /** As Project, with set-returning calls among the expressions, run in lockstep. */
  record ProjectSet(Plan input, List<Expr> exprs, List<Integer> types, Estimate estimate)
      implements Plan {
    @Override
    public double rows() {
      return estimate.rows();
    }

    @Override
    public double cost() {
      return estimate.cost();
    }
  }

  /**
   * For each left row runs the right side, after setting {@code params} from the left row. {@code
   * condition} is over left and right columns.
   */
  record NestedLoop(
      Query.JoinType kind,
      Plan left,
      Plan right,
      List<Integer> params,
      List<Expr> args,
      Expr condition,
      List<Integer> types,
      Estimate estimate)
      implements Plan {
    @Override
    public double rows() {
      return estimate.rows();
    }

    @Override
    public double cost() {
      return estimate.cost();
    }
  }

  /** Joins by equal keys through a hash table of the right side. */
  record HashJoin(
      Query.JoinType kind,
      Plan left,
      Plan right,
      List<Expr> leftKeys,
      List<Expr> rightKeys,
      List<Integer> keyTypes,
      Expr condition,
      List<Integer> types,
      Estimate estimate)
      implements Plan {
    @Override
    public double rows() {
      return estimate.rows();
    }

    @Override
    public double cost() {
      return estimate.cost();
    }
  }

  /** A sort key: an input column and its order. */
  record SortKey(int column, int type, boolean descending, boolean nullsFirst) {}

  /** Sorts; {@code limit} non-null keeps only so many of the first rows. */
  record Sort(Plan input, List<SortKey> keys, Expr limit, Estimate estimate) implements Plan {
    @Override
    public List<Integer> types() {
      return input.types();
    }

    @Override
    public double rows() {
      return estimate.rows();
    }

    @Override
    public double cost() {
      return estimate.cost();
    }
  }

  /**
   * Groups by the input columns {@code keys} and aggregates. Output: the keys, then one column per
   * aggregate, then one per GROUPING(). Without keys there is exactly one output row.
   *
   * <p>{@code sets} are grouping sets as positions in {@code keys}, null for the one set of all;
   * keys outside of a row's set are null. {@code groupings} are GROUPING()'s arguments as such
   * positions.
   */
  record Aggregate(
      Plan input,
      List<Integer> keys,
      List<List<Integer>> sets,
      List<AggregateCall> calls,
      List<List<Integer>> groupings,
      List<Integer> types,
      Estimate estimate)
      implements Plan {
    public Aggregate(
        Plan input,
        List<Integer> keys,
        List<AggregateCall> calls,
        List<Integer> types,
        Estimate estimate) {
      this(input, keys, null, calls, List.of(), types, estimate);
    }

    @Override
    public double rows() {
      return estimate.rows();
    }

    @Override
    public double cost() {
      return estimate.cost();
    }
  }

  /** One aggregate over input columns; {@code filter} -1 for none. */
  record AggregateCall(
      int function,
      int type,
      List<Integer> args,
      List<Integer> argTypes,
      boolean distinct,
      List<SortKey> order,
      int filter) {}

  /**
   * Window functions of one window over input sorted by {@code partition}, then {@code order}.
   * Output: the input's columns, then one per call.
   */
  record WindowAgg(
      Plan input,
      List<Integer> partition,
      List<SortKey> order,
      Query.Frame frame,
      List<WindowFunction> calls,
      List<Integer> types,
      Estimate estimate)
      implements Plan {
    @Override
    public double rows() {
      return estimate.rows();
    }

    @Override
    public double cost() {
      return estimate.cost();
    }
  }

  /** One call over a window: {@code args} and {@code filter} (-1 for none) are input columns. */
  record WindowFunction(
      int function,
      int type,
      List<Integer> args,
      List<Integer> argTypes,
      int filter,
      boolean aggregate) {}

  /** Removes rows equal in the first key columns, keeping the first of each. Input is sorted. */
  record Unique(Plan input, List<Integer> keys, Estimate estimate) implements Plan {
    @Override
    public List<Integer> types() {
      return input.types();
    }

    @Override
    public double rows() {
      return estimate.rows();
    }

    @Override
    public double cost() {
      return estimate.cost();
    }
  }

  /** OFFSET and LIMIT; either may be null. */
  record Limit(Plan input, Expr offset, Expr count, List<Integer> tieKeys, Estimate estimate)
      implements Plan {
    @Override
    public List<Integer> types() {
      return input.types();
    }

    @Override
    public double rows() {
      return estimate.rows();
    }

    @Override
    public double cost() {
      return estimate.cost();
    }
  }

  /** One input after the other. */
  record Append(List<Plan> inputs, List<Integer> types, Estimate estimate) implements Plan {
    @Override
    public double rows() {
      return estimate.rows();
    }

    @Override
    public double cost() {
      return estimate.cost();
    }
  }

  /** UNION, INTERSECT or EXCEPT by hashing whole rows. */
  record SetOp(
      Query.SetOperation.Kind kind,
      boolean all,
      Plan left,
      Plan right,
      List<Integer> types,
      Estimate estimate)
      implements Plan {
    @Override
    public double rows() {
      return estimate.rows();
    }

    @Override
    public double cost() {
      return estimate.cost();
    }
  }

  /** Locks rows; {@code tids} are the columns with their tids. */
  record LockRows(Plan input, List<LockTarget> targets, Expr recheck, Estimate estimate)
      implements Plan {
    @Override
    public List<Integer> types() {
      return input.types();
    }

    @Override
    public double rows() {
      return estimate.rows();
    }

    @Override
    public double cost() {
      return estimate.cost();
    }
  }

  /** A table whose rows are locked or changed: {@code columns} maps attributes to input columns. */
  record LockTarget(
      int table,
      int tidColumn,
      List<TableColumn> columns,
      Query.RowMark.Strength strength,
      Query.RowMark.Wait waiting) {}

  /** Attribute {@code number} of a table is input column {@code column}. */
  record TableColumn(int number, int column) {}

  /**
   * INSERT: {@code values} has one expression per attribute number 1..n of the table (null for a
   * dropped one) over the input. {@code returning} is over the new row's attributes.
   */
  record Insert(
      int table,
      Plan input,
      List<Expr> values,
      ConflictAction conflict,
      List<ViewCheck> checks,
      List<Expr> returning,
      List<Integer> types,
      Estimate estimate)
      implements Plan {
    @Override
    public double rows() {
      return estimate.rows();
    }

    @Override
    public double cost() {
      return estimate.cost();
    }
  }

  /** WITH CHECK OPTION of a view: a condition over the new row's attributes, its tid and oid. */
  record ViewCheck(String view, Expr condition) {}

  /**
   * ON CONFLICT: expressions are over the existing row's attributes followed by the proposed row's.
   * {@code set} has one expression per attribute; null as a whole for DO NOTHING.
   */
  record ConflictAction(List<Integer> indexes, List<Expr> set, List<Integer> changed, Expr where) {}

  /**
   * UPDATE: {@code values} has one expression per attribute over the input. {@code recheck} is the
   * statement's whole condition over the input, for rows that changed meanwhile.
   */
  record Update(
      LockTarget target,
      Plan input,
      List<Expr> values,
      List<Integer> changed,
      Expr recheck,
      List<ViewCheck> checks,
      List<Expr> returning,
      List<Integer> types,
      Estimate estimate)
      implements Plan {
    @Override
    public double rows() {
      return estimate.rows();
    }

    @Override
    public double cost() {
      return estimate.cost();
    }
  }

  /**
   * MERGE: input rows are source rows with their target row's columns, null where there is none;
   * {@code recheck} is the join's condition.
   */
  record Merge(
      LockTarget target,
      Plan input,
      List<MergeAction> actions,
      Expr recheck,
      List<Integer> types,
      Estimate estimate)
      implements Plan {
    @Override
    public double rows() {
      return estimate.rows();
    }

    @Override
    public double cost() {
      return estimate.cost();
    }
  }

  /** One WHEN of MERGE; {@code values} as in {@link Update} or {@link Insert}. */
  record MergeAction(
      boolean matched,
      Query.Command command,
      Expr condition,
      List<Expr> values,
      List<Integer> changed) {}

  /** DELETE: see {@link Update}. {@code returning} of both is over the input. */
  record Delete(
      LockTarget target,
      Plan input,
      Expr recheck,
      List<Expr> returning,
      List<Integer> types,
      Estimate estimate)
      implements Plan {
    @Override
    public double rows() {
      return estimate.rows();
    }

    @Override
    public double cost() {
      return estimate.cost();
    }
  }
}
