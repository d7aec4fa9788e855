package org.postern.executor.query;

import java.util.List;

/**
 * An analyzed statement of the data language: one SELECT, INSERT, UPDATE or DELETE with all it
 * refers to.
 *
 * <p>Range table indexes are 1-based as in PostgreSQL. {@code resultRelation} is 0 for SELECT.
 * Target entries marked junk serve sorting and grouping and are not returned.
 */
public record Query(
    Command command,
    List<RangeTableEntry> rangeTable,
    From from,
    List<TargetEntry> targets,
    int resultRelation,
    List<SortGroup> groupBy,
    Expr having,
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
    List<TargetEntry> returning,
    boolean hasAggregates,
    boolean hasSubLinks,
    boolean hasSetReturning) {

  /** What the statement does. */
  public enum Command {
    SELECT,
    INSERT,
    UPDATE,
    DELETE
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

  /** WITH name AS (query). */
  public record CommonTable(
      String name, Query query, List<String> columns, boolean recursive, Boolean materialized) {}

  /**
   * ON CONFLICT. {@code indexes} are the arbiters chosen (empty: any unique index); {@code set} is
   * null for DO NOTHING; {@code excluded} is the range table index of the proposed row.
   */
  public record OnConflict(
      List<Integer> indexes, List<TargetEntry> set, Expr where, int excluded, boolean update) {}
}
