package org.postern.executor.sql.ast;

import java.util.List;

/**
 * CREATE SCHEMA with the statements it contains.
 *
 * @param name null when taken from the role
 * @param authorization null when absent
 */
public record SchemaStatement(
    String name,
    RoleSpec authorization,
    boolean ifNotExists,
    List<Statement> elements,
    int location)
    implements Statement {
  public SchemaStatement {
    elements = List.copyOf(elements);
  }
}
