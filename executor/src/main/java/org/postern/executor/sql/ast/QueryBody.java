package org.postern.executor.sql.ast;

import java.util.List;

/** What yields a query's rows before sorting and limiting. */
public sealed interface QueryBody extends Node {
  enum SetOperator {
    UNION,
    INTERSECT,
    EXCEPT
  }

  /**
   * SELECT proper.
   *
   * @param distinct null when absent
   * @param into null when absent
   */
  record Select(
      Distinct distinct,
      List<SelectItem> items,
      IntoClause into,
      List<FromItem> from,
      Expression where,
      List<GroupItem> groupBy,
      boolean groupDistinct,
      Expression having,
      List<WindowDefinition> windows,
      int location)
      implements QueryBody {
    public Select {
      items = List.copyOf(items);
      from = List.copyOf(from);
      groupBy = List.copyOf(groupBy);
      windows = List.copyOf(windows);
    }
  }

  record Values(List<List<Expression>> rows, int location) implements QueryBody {
    public Values {
      rows = List.copyOf(rows);
    }
  }

  record SetOperation(
      SetOperator operator, boolean all, SelectStatement left, SelectStatement right, int location)
      implements QueryBody {}

  /** {@code DISTINCT}, with the expressions of {@code DISTINCT ON}. */
  record Distinct(List<Expression> on) {
    public Distinct {
      on = List.copyOf(on);
    }
  }
}
