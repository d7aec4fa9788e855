package org.postern.executor.sql.ast;

import java.util.List;

/**
 * COPY.
 *
 * @param relation null when a query is copied
 * @param query a SELECT or a data-modifying statement with RETURNING; null for a relation
 * @param from COPY FROM rather than COPY TO
 * @param file null for standard input or output
 * @param options both syntaxes, brought to the names of the newer one
 * @param where only with COPY FROM; null when absent
 */
public record CopyStatement(
    RelationName relation,
    List<String> columns,
    Statement query,
    boolean from,
    boolean program,
    String file,
    List<Option> options,
    Expression where,
    int location)
    implements Statement {
  public CopyStatement {
    columns = List.copyOf(columns);
    options = List.copyOf(options);
  }
}
