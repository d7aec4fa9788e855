package org.postern.executor.sql.ast;

import java.util.List;

/**
 * A window: an entry of the WINDOW clause, or what follows OVER.
 *
 * @param name its name in the WINDOW clause; after OVER, the window used as it is; else null
 * @param base the window it copies, null when none
 * @param frame null when none was written
 */
public record WindowDefinition(
    String name,
    String base,
    List<Expression> partitionBy,
    List<SortItem> orderBy,
    Frame frame,
    int location)
    implements Node {
  public WindowDefinition {
    partitionBy = List.copyOf(partitionBy);
    orderBy = List.copyOf(orderBy);
  }

  public enum FrameMode {
    RANGE,
    ROWS,
    GROUPS
  }

  public enum BoundKind {
    UNBOUNDED_PRECEDING,
    OFFSET_PRECEDING,
    CURRENT_ROW,
    OFFSET_FOLLOWING,
    UNBOUNDED_FOLLOWING
  }

  public enum Exclusion {
    NONE,
    CURRENT_ROW,
    GROUP,
    TIES
  }

  /** {@code offset} only for the two OFFSET kinds. */
  public record Bound(BoundKind kind, Expression offset) {}

  /** {@code end} is null when BETWEEN was not written: it is then CURRENT ROW. */
  public record Frame(FrameMode mode, Bound start, Bound end, Exclusion exclusion) {}
}
