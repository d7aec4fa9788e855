package org.postern.executor.sql.parser;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.sql.ast.Statement;
import org.postern.executor.sql.ast.TransactionStatement;
import org.postern.executor.sql.ast.TransactionStatement.IsolationLevel;
import org.postern.executor.sql.ast.TransactionStatement.TransactionMode;

/**
 * Transaction control.
 *
 * <p>Source: PostgreSQL documentation, reference pages BEGIN, COMMIT, ROLLBACK, SAVEPOINT and their
 * neighbours.
 */
final class TransactionParser extends GrammarPart {
  TransactionParser(Grammar grammar) {
    super(grammar);
  }

  Statement begin() {
    int location = location();
    boolean start = next().keyword() == Keyword.START;
    if (start) {
      expect(Keyword.TRANSACTION);
    } else {
      workOrTransaction();
    }
    return new TransactionStatement.Begin(start, optionalModes(), location);
  }

  private void workOrTransaction() {
    if (!accept(Keyword.WORK)) {
      accept(Keyword.TRANSACTION);
    }
  }

  /** COMMIT or END. */
  Statement commit() {
    int location = location();
    boolean commit = next().keyword() == Keyword.COMMIT;
    if (commit && accept(Keyword.PREPARED)) {
      return new TransactionStatement.CommitPrepared(string(), location);
    }
    workOrTransaction();
    return new TransactionStatement.Commit(chain(), location);
  }

  /** ROLLBACK or ABORT. */
  Statement rollback() {
    int location = location();
    boolean rollback = next().keyword() == Keyword.ROLLBACK;
    if (rollback && accept(Keyword.PREPARED)) {
      return new TransactionStatement.RollbackPrepared(string(), location);
    }
    workOrTransaction();
    if (rollback && accept(Keyword.TO)) {
      savepointWord();
      return new TransactionStatement.RollbackTo(colId(), location);
    }
    return new TransactionStatement.Rollback(chain(), location);
  }

  private boolean chain() {
    if (!accept(Keyword.AND)) {
      return false;
    }
    boolean chain = !accept(Keyword.NO);
    expect(Keyword.CHAIN);
    return chain;
  }

  Statement savepoint() {
    int location = location();
    next();
    return new TransactionStatement.Savepoint(colId(), location);
  }

  Statement release() {
    int location = location();
    next();
    savepointWord();
    return new TransactionStatement.Release(colId(), location);
  }

  /** SAVEPOINT is optional, and itself a possible name. */
  private void savepointWord() {
    if (at(Keyword.SAVEPOINT) && isColId(tokens.peek(1))) {
      next();
    }
  }

  /** After PREPARE, at TRANSACTION. */
  Statement prepare(int location) {
    next();
    return new TransactionStatement.PrepareTransaction(string(), location);
  }

  private boolean atMode() {
    return at(Keyword.ISOLATION) || at(Keyword.READ) || at(Keyword.DEFERRABLE) || at(Keyword.NOT);
  }

  private List<TransactionMode> optionalModes() {
    return atMode() ? modes() : List.of();
  }

  /** One or more modes, with or without commas. */
  List<TransactionMode> modes() {
    List<TransactionMode> modes = new ArrayList<>(2);
    modes.add(mode());
    while (at(',') || atMode()) {
      accept(',');
      modes.add(mode());
    }
    return modes;
  }

  private TransactionMode mode() {
    int location = location();
    if (accept(Keyword.ISOLATION)) {
      expect(Keyword.LEVEL);
      return new TransactionStatement.Isolation(isolationLevel(), location);
    }
    if (accept(Keyword.READ)) {
      if (accept(Keyword.ONLY)) {
        return new TransactionStatement.ReadOnly(true, location);
      }
      expect(Keyword.WRITE);
      return new TransactionStatement.ReadOnly(false, location);
    }
    boolean deferrable = !accept(Keyword.NOT);
    expect(Keyword.DEFERRABLE);
    return new TransactionStatement.Deferrable(deferrable, location);
  }

  IsolationLevel isolationLevel() {
    if (accept(Keyword.READ)) {
      if (accept(Keyword.UNCOMMITTED)) {
        return IsolationLevel.READ_UNCOMMITTED;
      }
      expect(Keyword.COMMITTED);
      return IsolationLevel.READ_COMMITTED;
    }
    if (accept(Keyword.REPEATABLE)) {
      expect(Keyword.READ);
      return IsolationLevel.REPEATABLE_READ;
    }
    expect(Keyword.SERIALIZABLE);
    return IsolationLevel.SERIALIZABLE;
  }

  /** After SET, at CONSTRAINTS. */
  Statement setConstraints(int location) {
    next();
    var names =
        accept(Keyword.ALL)
            ? List.<org.postern.executor.sql.ast.RelationName>of()
            : commaList(this::relationName);
    boolean deferred = accept(Keyword.DEFERRED);
    if (!deferred) {
      expect(Keyword.IMMEDIATE);
    }
    return new TransactionStatement.SetConstraints(names, deferred, location);
  }
}
