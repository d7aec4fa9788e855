package org.postern.executor.sql.ast;

import java.util.List;

/** Transaction control. */
public sealed interface TransactionStatement extends Statement {
  /** {@code start}: written as START TRANSACTION, which only changes the command tag. */
  record Begin(boolean start, List<TransactionMode> modes, int location)
      implements TransactionStatement {
    public Begin {
      modes = List.copyOf(modes);
    }
  }

  record Commit(boolean chain, int location) implements TransactionStatement {}

  record Rollback(boolean chain, int location) implements TransactionStatement {}

  record Savepoint(String name, int location) implements TransactionStatement {}

  record Release(String name, int location) implements TransactionStatement {}

  record RollbackTo(String name, int location) implements TransactionStatement {}

  record PrepareTransaction(String gid, int location) implements TransactionStatement {}

  record CommitPrepared(String gid, int location) implements TransactionStatement {}

  record RollbackPrepared(String gid, int location) implements TransactionStatement {}

  /** {@code names} is empty for ALL. */
  record SetConstraints(List<RelationName> names, boolean deferred, int location)
      implements TransactionStatement {
    public SetConstraints {
      names = List.copyOf(names);
    }
  }

  /** A property given to BEGIN or SET TRANSACTION. */
  sealed interface TransactionMode extends Node {}

  enum IsolationLevel {
    READ_UNCOMMITTED,
    READ_COMMITTED,
    REPEATABLE_READ,
    SERIALIZABLE
  }

  record Isolation(IsolationLevel level, int location) implements TransactionMode {}

  record ReadOnly(boolean value, int location) implements TransactionMode {}

  record Deferrable(boolean value, int location) implements TransactionMode {}
}
