package org.postern.executor.sql.ast;

import java.util.List;

/** {@code WITH} and its queries. */
public record WithClause(boolean recursive, List<CommonTable> tables, int location)
    implements Node {
  public WithClause {
    tables = List.copyOf(tables);
  }

  public enum Materialization {
    DEFAULT,
    ALWAYS,
    NEVER
  }

  /** {@code statement} is a query or a data-modifying statement. */
  public record CommonTable(
      String name,
      List<String> columns,
      Materialization materialization,
      Statement statement,
      Search search,
      Cycle cycle,
      int location)
      implements Node {
    public CommonTable {
      columns = List.copyOf(columns);
    }
  }

  public record Search(boolean breadthFirst, List<String> columns, String sequence, int location)
      implements Node {
    public Search {
      columns = List.copyOf(columns);
    }
  }

  /** {@code markValue} and {@code markDefault} are true and false when not written. */
  public record Cycle(
      List<String> columns,
      String markColumn,
      Expression markValue,
      Expression markDefault,
      String pathColumn,
      int location)
      implements Node {
    public Cycle {
      columns = List.copyOf(columns);
    }
  }
}
