package org.postern.executor.sql.ast;

import java.util.List;

/** Run-time parameters: SET, RESET and SHOW. */
public sealed interface VariableStatement extends Statement {
  /**
   * SET name. The special forms keep their parameter: {@code SET TIME ZONE} sets timezone, {@code
   * SET NAMES} client_encoding, {@code SET ROLE} role, and so on.
   *
   * @param local SET LOCAL
   * @param values empty for {@code TO DEFAULT}
   */
  record SetVariable(boolean local, String name, List<Expression> values, int location)
      implements VariableStatement {
    public SetVariable {
      values = List.copyOf(values);
    }

    public boolean toDefault() {
      return values.isEmpty();
    }
  }

  /** {@code SET name FROM CURRENT}, which only a function's definition may use. */
  record SetFromCurrent(boolean local, String name, int location) implements VariableStatement {}

  /**
   * SET TRANSACTION.
   *
   * @param session SET SESSION CHARACTERISTICS AS TRANSACTION
   */
  record SetTransaction(
      boolean local,
      boolean session,
      List<TransactionStatement.TransactionMode> modes,
      int location)
      implements VariableStatement {
    public SetTransaction {
      modes = List.copyOf(modes);
    }
  }

  record SetTransactionSnapshot(boolean local, String snapshot, int location)
      implements VariableStatement {}

  record Reset(String name, int location) implements VariableStatement {}

  record ResetAll(int location) implements VariableStatement {}

  record Show(String name, int location) implements VariableStatement {}

  record ShowAll(int location) implements VariableStatement {}

  /** ALTER SYSTEM: {@code setting} is a SET or a RESET. */
  record AlterSystem(VariableStatement setting, int location) implements VariableStatement {}
}
