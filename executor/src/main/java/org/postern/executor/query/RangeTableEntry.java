package org.postern.executor.query;

import java.util.List;

/**
 * A source of rows that columns refer to by its index. {@code alias} is the name it is known by and
 * {@code columns} the visible column names, in order (dropped columns keep an empty name).
 */
public sealed interface RangeTableEntry {
  String alias();

  List<String> columns();

  /**
   * A table, view or sequence. {@code lockMode}: the weakest table lock its use takes; {@code via}:
   * the views a change came through, or null.
   */
  record Table(
      int relation,
      char kind,
      boolean inherits,
      String alias,
      List<String> columns,
      int lockMode,
      Sample sample,
      ViewTarget via)
      implements RangeTableEntry {
    /** A relation that is named itself. */
    public Table(
        int relation,
        char kind,
        boolean inherits,
        String alias,
        List<String> columns,
        int lockMode) {
      this(relation, kind, inherits, alias, columns, lockMode, null, null);
    }
  }

  /** TABLESAMPLE: {@code repeatable} null for a sample that is never the same. */
  record Sample(Method method, Expr percentage, Expr repeatable) {
    /** How rows are chosen. */
    public enum Method {
      BERNOULLI,
      SYSTEM
    }
  }

  /** A subquery in FROM, the query of {@code view}, or an arm of a set operation. */
  record Subquery(Query query, boolean lateral, String alias, List<String> columns, int view)
      implements RangeTableEntry {
    /** A subquery that is no view. */
    public Subquery(Query query, boolean lateral, String alias, List<String> columns) {
      this(query, lateral, alias, columns, 0);
    }
  }

  /** A join: its columns are expressions over the two sides, the {@code merged} of USING first. */
  record Join(Query.JoinType kind, List<Expr> vars, String alias, List<String> columns, int merged)
      implements RangeTableEntry {
    /** A join without USING. */
    public Join(Query.JoinType kind, List<Expr> vars, String alias, List<String> columns) {
      this(kind, vars, alias, columns, 0);
    }
  }

  /** Functions in FROM; several run side by side as ROWS FROM, each giving so many columns. */
  record Function(
      List<Expr> calls,
      List<Integer> widths,
      List<Integer> types,
      List<Integer> typmods,
      List<Integer> collations,
      boolean ordinality,
      boolean lateral,
      String alias,
      List<String> columns,
      List<String> declared)
      implements RangeTableEntry {}

  /** A VALUES list: rows of expressions with the common types of the columns. */
  record Values(
      List<List<Expr>> rows,
      List<Integer> types,
      List<Integer> typmods,
      List<Integer> collations,
      boolean lateral,
      String alias,
      List<String> columns)
      implements RangeTableEntry {}

  /** A reference to a WITH query, {@code levelsUp} levels out. */
  record CommonTable(
      String name,
      int levelsUp,
      boolean self,
      List<Integer> types,
      List<Integer> typmods,
      List<Integer> collations,
      String alias,
      List<String> columns)
      implements RangeTableEntry {}

  /** A source without rows of its own, such as the proposed row of ON CONFLICT. */
  record Result(String alias, List<String> columns) implements RangeTableEntry {}
}
