package org.postern.executor.sql.ast;

import java.util.List;

/** Statements that create tables and the like. */
public sealed interface TableStatement extends Statement {
  /**
   * CREATE TABLE.
   *
   * @param inherits the parents; for a partition its one parent
   * @param bound set for a partition only
   * @param partitionBy null when the table is not partitioned
   * @param ofType set for a typed table only
   */
  record CreateTable(
      RelationName relation,
      Persistence persistence,
      boolean ifNotExists,
      List<TableElement> elements,
      List<RelationName> inherits,
      Partitioning.Bound bound,
      Partitioning.PartitionBy partitionBy,
      TypeName ofType,
      String accessMethod,
      List<Option> options,
      OnCommit onCommit,
      String tablespace,
      int location)
      implements TableStatement {
    public CreateTable {
      elements = List.copyOf(elements);
      inherits = List.copyOf(inherits);
      options = List.copyOf(options);
    }
  }

  record CreateForeignTable(
      CreateTable table, String server, List<Option> foreignOptions, int location)
      implements TableStatement {
    public CreateForeignTable {
      foreignOptions = List.copyOf(foreignOptions);
    }
  }

  /** {@code source} is a query or an EXECUTE. */
  record CreateTableAs(IntoClause into, boolean ifNotExists, Statement source, int location)
      implements TableStatement {}
}
