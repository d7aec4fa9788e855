package org.postern.executor.sql.ast;

import java.util.List;

/**
 * A statement of a rare family: recognised, its parts kept by name.
 *
 * @param command the family, as in {@code CREATE PUBLICATION}
 * @param name the object it is about, null when it has no single name
 */
public record GenericStatement(
    String command, QualifiedName name, List<Option> details, int location) implements Statement {
  public GenericStatement {
    details = List.copyOf(details);
  }
}
