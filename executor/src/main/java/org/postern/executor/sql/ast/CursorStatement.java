package org.postern.executor.sql.ast;

/** Cursors in SQL. */
public sealed interface CursorStatement extends Statement {
  enum Direction {
    FORWARD,
    BACKWARD,
    ABSOLUTE,
    RELATIVE
  }

  /** {@code scroll} is null when neither SCROLL nor NO SCROLL was written. */
  record Declare(
      String name,
      boolean binary,
      Boolean insensitive,
      Boolean scroll,
      boolean hold,
      SelectStatement query,
      int location)
      implements CursorStatement {}

  /**
   * FETCH or MOVE.
   *
   * @param count {@link #ALL} for all rows
   */
  record Fetch(boolean move, Direction direction, long count, String cursor, int location)
      implements CursorStatement {
    /** The count that stands for every remaining row. */
    public static final long ALL = Long.MAX_VALUE;
  }

  /** {@code name} is null for ALL. */
  record Close(String name, int location) implements CursorStatement {}
}
