package org.postern.executor.sql.ast;

import java.util.List;

/**
 * CREATE of an object that is described by a list of attributes: aggregates, operators, base and
 * shell types, collations, text search objects.
 *
 * @param parameters the arguments of an aggregate; null when it was given in the old style
 * @param from {@code FROM name} of a collation, null when absent
 */
public record DefineStatement(
    ObjectType kind,
    boolean replace,
    boolean ifNotExists,
    QualifiedName name,
    ObjectName.Routine parameters,
    List<Option> definition,
    QualifiedName from,
    int location)
    implements Statement {
  public DefineStatement {
    definition = List.copyOf(definition);
  }
}
