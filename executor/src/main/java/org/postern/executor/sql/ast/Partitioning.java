package org.postern.executor.sql.ast;

import java.util.List;

/** How a table is divided, and which part a partition holds. */
public sealed interface Partitioning extends Node {
  /**
   * {@code strategy} is the word as written: list, range, hash or something the analyzer rejects.
   */
  record PartitionBy(String strategy, List<IndexElement> keys, int location)
      implements Partitioning {
    public PartitionBy {
      keys = List.copyOf(keys);
    }
  }

  /** The values of one partition. */
  sealed interface Bound extends Partitioning {}

  record DefaultBound(int location) implements Bound {}

  record HashBound(int modulus, int remainder, int location) implements Bound {}

  record ListBound(List<Expression> values, int location) implements Bound {
    public ListBound {
      values = List.copyOf(values);
    }
  }

  /** MINVALUE and MAXVALUE arrive as column references of those names. */
  record RangeBound(List<Expression> from, List<Expression> to, int location) implements Bound {
    public RangeBound {
      from = List.copyOf(from);
      to = List.copyOf(to);
    }
  }
}
