package org.postern.executor.sql.ast;

import java.util.List;

/** A source of rows in FROM. {@code alias} is null where none was written. */
public sealed interface FromItem extends Node {
  enum JoinType {
    INNER,
    LEFT,
    RIGHT,
    FULL,
    CROSS
  }

  Alias alias();

  record Table(RelationName relation, Alias alias, int location) implements FromItem {}

  record TableSample(
      RelationName relation,
      Alias alias,
      QualifiedName method,
      List<Expression> args,
      Expression repeatable,
      int location)
      implements FromItem {
    public TableSample {
      args = List.copyOf(args);
    }
  }

  record Subquery(SelectStatement query, boolean lateral, Alias alias, int location)
      implements FromItem {}

  /** One or more functions side by side; more than one only with {@code ROWS FROM}. */
  record Functions(
      List<FunctionSource> functions,
      boolean rowsFrom,
      boolean ordinality,
      boolean lateral,
      Alias alias,
      List<TableElement.ColumnDefinition> columns,
      int location)
      implements FromItem {
    public Functions {
      functions = List.copyOf(functions);
      columns = List.copyOf(columns);
    }
  }

  /** A function with its own column definition list inside ROWS FROM. */
  record FunctionSource(Expression call, List<TableElement.ColumnDefinition> columns) {
    public FunctionSource {
      columns = List.copyOf(columns);
    }
  }

  /**
   * A join.
   *
   * @param using the columns of USING, empty when absent
   * @param usingAlias {@code USING (...) AS name}, null when absent
   * @param on null when absent
   */
  record Join(
      JoinType type,
      boolean natural,
      FromItem left,
      FromItem right,
      List<String> using,
      String usingAlias,
      Expression on,
      Alias alias,
      int location)
      implements FromItem {
    public Join {
      using = List.copyOf(using);
    }
  }

  record XmlTable(
      Expression rowExpression,
      Expression document,
      List<SelectItem> namespaces,
      List<XmlColumn> columns,
      boolean lateral,
      Alias alias,
      int location)
      implements FromItem {
    public XmlTable {
      namespaces = List.copyOf(namespaces);
      columns = List.copyOf(columns);
    }
  }

  /** {@code type} is null for FOR ORDINALITY. */
  record XmlColumn(
      String name,
      TypeName type,
      Expression path,
      Expression defaultValue,
      boolean notNull,
      int location)
      implements Node {}
}
