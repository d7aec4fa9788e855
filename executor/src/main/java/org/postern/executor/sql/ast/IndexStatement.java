package org.postern.executor.sql.ast;

import java.util.List;

/**
 * CREATE INDEX.
 *
 * @param name null when the server shall choose one
 * @param accessMethod null for the default
 */
public record IndexStatement(
    String name,
    RelationName relation,
    boolean unique,
    boolean concurrently,
    boolean ifNotExists,
    String accessMethod,
    List<IndexElement> elements,
    List<IndexElement> including,
    boolean nullsNotDistinct,
    List<Option> options,
    String tablespace,
    Expression where,
    int location)
    implements Statement {
  public IndexStatement {
    elements = List.copyOf(elements);
    including = List.copyOf(including);
    options = List.copyOf(options);
  }
}
