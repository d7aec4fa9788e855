package org.postern.executor.sql.ast;

import java.util.List;

/**
 * The table that SELECT INTO, CREATE TABLE AS or CREATE MATERIALIZED VIEW fills.
 *
 * @param accessMethod null when absent, as is {@code tablespace}
 */
public record IntoClause(
    RelationName relation,
    Persistence persistence,
    List<String> columns,
    String accessMethod,
    List<Option> options,
    OnCommit onCommit,
    String tablespace,
    boolean withData)
    implements Node {
  public IntoClause {
    columns = List.copyOf(columns);
    options = List.copyOf(options);
  }

  @Override
  public int location() {
    return relation.location();
  }
}
