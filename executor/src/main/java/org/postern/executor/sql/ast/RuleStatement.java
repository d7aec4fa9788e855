package org.postern.executor.sql.ast;

import java.util.List;

/** Rewrite rules and row security policies. */
public sealed interface RuleStatement extends Statement {
  enum RuleEvent {
    SELECT,
    UPDATE,
    DELETE,
    INSERT
  }

  /** {@code actions} is empty for NOTHING. */
  record CreateRule(
      boolean replace,
      String name,
      RuleEvent event,
      RelationName relation,
      Expression where,
      boolean instead,
      List<Statement> actions,
      int location)
      implements RuleStatement {
    public CreateRule {
      actions = List.copyOf(actions);
    }
  }

  /** {@code command} is the word as written: all, select, insert, update or delete. */
  record CreatePolicy(
      String name,
      RelationName relation,
      boolean permissive,
      String command,
      List<RoleSpec> roles,
      Expression using,
      Expression withCheck,
      int location)
      implements RuleStatement {
    public CreatePolicy {
      roles = List.copyOf(roles);
    }
  }

  /** {@code roles} is empty when unchanged, the expressions null. */
  record AlterPolicy(
      String name,
      RelationName relation,
      List<RoleSpec> roles,
      Expression using,
      Expression withCheck,
      int location)
      implements RuleStatement {
    public AlterPolicy {
      roles = List.copyOf(roles);
    }
  }
}
