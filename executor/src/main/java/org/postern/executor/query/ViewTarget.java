package org.postern.executor.query;

import java.util.List;

/**
 * How a data change reaches a table by way of updatable views: the outermost view first. {@code
 * checkAs} is the role whose rights on the table count, 0 for the current one.
 */
public record ViewTarget(List<Layer> layers, int checkAs, List<Check> checks) {
  /**
   * One of the views: {@code columns} gives for each of its columns the table's column, 0 for one
   * that is computed; {@code checkAs} is the role whose rights on the view count.
   */
  public record Layer(int view, int checkAs, List<Integer> columns) {}

  /**
   * A row must satisfy the condition, over the table's columns, or the view's check is violated.
   */
  public record Check(String view, Expr condition) {}
}
