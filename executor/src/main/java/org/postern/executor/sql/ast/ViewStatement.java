package org.postern.executor.sql.ast;

import java.util.List;

/** Views and materialized views. */
public sealed interface ViewStatement extends Statement {
  enum CheckOption {
    NONE,
    LOCAL,
    CASCADED
  }

  record CreateView(
      RelationName relation,
      Persistence persistence,
      boolean replace,
      boolean recursive,
      List<String> columns,
      List<Option> options,
      SelectStatement query,
      CheckOption checkOption,
      int location)
      implements ViewStatement {
    public CreateView {
      columns = List.copyOf(columns);
      options = List.copyOf(options);
    }
  }

  record CreateMaterializedView(
      IntoClause into, boolean ifNotExists, SelectStatement query, int location)
      implements ViewStatement {}

  record RefreshMaterializedView(
      RelationName relation, boolean concurrently, boolean withData, int location)
      implements ViewStatement {}
}
