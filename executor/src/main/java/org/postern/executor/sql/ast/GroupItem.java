package org.postern.executor.sql.ast;

import java.util.List;

/** One entry of GROUP BY. */
public sealed interface GroupItem extends Node {
  record GroupExpression(Expression value, int location) implements GroupItem {}

  /** {@code ()}. */
  record EmptySet(int location) implements GroupItem {}

  record Rollup(List<Expression> args, int location) implements GroupItem {
    public Rollup {
      args = List.copyOf(args);
    }
  }

  record Cube(List<Expression> args, int location) implements GroupItem {
    public Cube {
      args = List.copyOf(args);
    }
  }

  record GroupingSets(List<GroupItem> items, int location) implements GroupItem {
    public GroupingSets {
      items = List.copyOf(items);
    }
  }
}
