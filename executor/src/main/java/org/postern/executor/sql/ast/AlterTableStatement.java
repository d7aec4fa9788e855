package org.postern.executor.sql.ast;

import java.util.List;

/**
 * ALTER of a table or of anything like one, composite types included.
 *
 * @param kind what the statement called it
 */
public record AlterTableStatement(
    ObjectType kind,
    RelationName relation,
    boolean ifExists,
    List<AlterTableAction> actions,
    int location)
    implements Statement {
  public AlterTableStatement {
    actions = List.copyOf(actions);
  }
}
