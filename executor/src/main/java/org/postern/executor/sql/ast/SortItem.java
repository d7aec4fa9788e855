package org.postern.executor.sql.ast;

/**
 * One key of an ORDER BY.
 *
 * @param using the operator after USING, else null
 */
public record SortItem(
    Expression value, Direction direction, Nulls nulls, QualifiedName using, int location)
    implements Node {
  public enum Direction {
    DEFAULT,
    ASCENDING,
    DESCENDING,
    USING
  }

  public enum Nulls {
    DEFAULT,
    FIRST,
    LAST
  }
}
