package org.postern.executor.query;

import java.util.List;

/**
 * An analyzed statement of the data language: one SELECT, INSERT, UPDATE or DELETE with all it
 * refers to.
 *
 * <p>Range table indexes are 1-based as in PostgreSQL. {@code resultRelation} is 0 for SELECT.
 * Target entries marked junk serve sorting and grouping and are not returned. {@code groupingSets}
 * is null for a plain GROUP BY; otherwise each set lists the sort groups of its columns, all of
 * which are in {@code groupBy}.
 */
public record Query(
    Command command,
    List<RangeTableEntry> rangeTable,
    From from,
    List<TargetEntry> targets,
    int resultRelation,
    List<SortGroup> groupBy,
    List<List<Integer>> groupingSets,
    Expr having,
    List<Window> windows,
    List<SortGroup> distinct,
    boolean distinctOn,
    List<SortGroup> orderBy,
    Expr limitOffset,
    Expr limitCount,
    boolean withTies,
    List<RowMark> rowMarks,
    SetOperation setOperations,
    List<CommonTable> with,
    OnConflict onConflict,
    List<MergeAction> mergeActions,
    List<TargetEntry> returning,
    boolean hasAggregates,
    boolean hasSubLinks,
    boolean hasSetReturning) {

  /** What the statement does. */
  public enum Command {
    SELECT,
    INSERT,
    UPDATE,
    DELETE,
    MERGE
  }

  /**
   * An output column. {@code column} is the target's attribute number for INSERT and UPDATE, the
   * position for SELECT; {@code sortGroup} numbers the entry for ORDER BY and GROUP BY (0 none).
   */
  public record TargetEntry(
      Expr expr,
      int column,
      String name,
      int sortGroup,
      int originTable,
      int originColumn,
      boolean junk) {
    /** As {@code originColumn} of INSERT: the statement does not name the column. */
    public static final int DEFAULTED = -1;
  }

  /** A sorting or grouping key: refers to the target whose sortGroup is {@code target}. */
  public record SortGroup(
      int target, int equalOperator, int sortOperator, boolean descending, boolean nullsFirst) {}

  /** The FROM list with its WHERE condition (null: none). */
  public record From(List<Item> items, Expr where) {
    /** A relation or a join of two items. */
    public sealed interface Item {}

    /** The range table entry {@code relation}. */
    public record Relation(int relation) implements Item {}

    /** A join; {@code relation} is the join's own range table entry. */
    public record Join(JoinType kind, Item left, Item right, Expr condition, int relation)
        implements Item {}
  }

  /** Kinds of join; RIGHT is turned to LEFT by the planner. */
  public enum JoinType {
    INNER,
    LEFT,
    RIGHT,
    FULL,
    SEMI,
    ANTI
  }

  /** FOR UPDATE and its kin on one relation. */
  public record RowMark(int relation, Strength strength, Wait waiting) {
    /** The four strengths, weakest first. */
    public enum Strength {
      KEY_SHARE,
      SHARE,
      NO_KEY_UPDATE,
      UPDATE
    }

    /** What to do with a locked row. */
    public enum Wait {
      BLOCK,
      SKIP,
      ERROR
    }
  }

  /** UNION, INTERSECT, EXCEPT over subqueries in the range table. */
  public sealed interface SetOperation {
    /** The subquery of range table entry {@code relation}. */
    record Leaf(int relation) implements SetOperation {}

    /** An operation; types are those of the result's columns. */
    record Node(
        Kind kind,
        boolean all,
        SetOperation left,
        SetOperation right,
        List<Integer> types,
        List<Integer> typmods,
        List<Integer> collations,
        List<SortGroup> keys)
        implements SetOperation {}

    /** Which operation. */
    enum Kind {
      UNION,
      INTERSECT,
      EXCEPT
    }
  }

  /** WITH name AS (query). A recursive one is a set operation whose right side refers to it. */
  public record CommonTable(
      String name, Query query, List<String> columns, boolean recursive, Boolean materialized) {}

  /** A window: how its rows are parted, ordered and framed. Calls refer to it by position. */
  public record Window(List<Expr> partitionBy, List<OrderKey> orderBy, Frame frame) {
    /** One key of the order inside a partition. */
    public record OrderKey(Expr expr, int sortOperator, boolean descending, boolean nullsFirst) {}
  }

  /** Which rows around the current one a window function sees. */
  public record Frame(Mode mode, Bound start, Bound end, Exclusion exclusion) {
    /** What offsets count. */
    public enum Mode {
      RANGE,
      ROWS,
      GROUPS
    }

    /** Kinds of bounds. */
    public enum Kind {
      UNBOUNDED_PRECEDING,
      PRECEDING,
      CURRENT_ROW,
      FOLLOWING,
      UNBOUNDED_FOLLOWING
    }

    /** Rows left out of the frame. */
    public enum Exclusion {
      NONE,
      CURRENT_ROW,
      GROUP,
      TIES
    }

    /** A bound; {@code inRange} is the function that compares with an offset of RANGE, else 0. */
    public record Bound(Kind kind, Expr offset, int inRange) {}

    /** From the start of the partition to the last peer of the current row. */
    public static Frame standard() {
      return new Frame(
          Mode.RANGE,
          new Bound(Kind.UNBOUNDED_PRECEDING, null, 0),
          new Bound(Kind.CURRENT_ROW, null, 0),
          Exclusion.NONE);
    }
  }

  /**
   * One WHEN of MERGE: {@code command} is INSERT, UPDATE, DELETE, or SELECT for DO NOTHING; {@code
   * condition} null for none.
   */
  public record MergeAction(
      boolean matched, Command command, Expr condition, List<TargetEntry> targets) {}

  /**
   * ON CONFLICT. {@code indexes} are the arbiters chosen (empty: any unique index); {@code set} is
   * null for DO NOTHING; {@code excluded} is the range table index of the proposed row.
   */
  public record OnConflict(
      List<Integer> indexes, List<TargetEntry> set, Expr where, int excluded, boolean update) {}
}
