package org.postern.executor.sql.ast;

import java.util.List;

/** One assignment of UPDATE. */
public sealed interface SetClause extends Node {
  record SetColumn(TargetColumn target, Expression value, int location) implements SetClause {}

  /** {@code (a, b) = source}, the source a row or a subquery. */
  record SetColumns(List<TargetColumn> targets, Expression source, int location)
      implements SetClause {
    public SetColumns {
      targets = List.copyOf(targets);
    }
  }
}
