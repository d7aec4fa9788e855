package org.postern.executor.session;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.session.guc.GucState;
import org.postern.storage.error.Severity;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.transam.IsolationLevel;
import org.postern.storage.transam.TransactionManager;

/**
 * The transaction block of a session as BEGIN, COMMIT, ROLLBACK and savepoints move it.
 *
 * <pre>
 *   IDLE -- statement --> STARTED -- end of statement or Sync --> IDLE
 *   IDLE, STARTED -- BEGIN --> BLOCK -- COMMIT, ROLLBACK --> IDLE
 *   BLOCK -- error --> FAILED -- ROLLBACK, COMMIT --> IDLE, ROLLBACK TO --> BLOCK
 * </pre>
 *
 * <p>Source: PostgreSQL documentation, BEGIN, SAVEPOINT and "Message Flow" of the protocol.
 */
public final class TransactionBlock {
  /** Where the session stands. */
  public enum State {
    IDLE,
    STARTED,
    BLOCK,
    FAILED
  }

  private final TransactionManager transactions;
  private final GucState settings;
  private final Notices notices;
  private final Hooks hooks;
  private final List<Savepoint> savepoints = new ArrayList<>();
  private State state = State.IDLE;
  private int settingsLevel;
  private boolean aborted;
  private IsolationLevel lastLevel;
  private boolean lastReadOnly;

  /** What else ends with a transaction. */
  public interface Hooks {
    /** A transaction has begun. */
    void began();

    /** Portals without HOLD close, before commit or abort. */
    void ending(boolean commit);

    /** A savepoint was rolled back; {@code depth} of them are left. */
    void rolledBack(int depth);

    /** A savepoint was released; {@code depth} of them are left. */
    void released(int depth);
  }

  private record Savepoint(String name, int level, int settingsLevel) {}

  public TransactionBlock(
      TransactionManager transactions, GucState settings, Notices notices, Hooks hooks) {
    this.transactions = transactions;
    this.settings = settings;
    this.notices = notices;
    this.hooks = hooks;
  }

  public State state() {
    return state;
  }

  /** How many savepoints there are. */
  public int depth() {
    return savepoints.size();
  }

  /** The status byte of ReadyForQuery. */
  public char status() {
    return switch (state) {
      case IDLE, STARTED -> 'I';
      case BLOCK -> 'T';
      case FAILED -> 'E';
    };
  }

  /** A statement is about to run: there is a transaction afterwards. */
  public void startStatement() {
    if (state == State.IDLE) {
      begin();
      state = State.STARTED;
    }
  }

  private void begin() {
    aborted = false;
    transactions.begin(
        level(settings.text("default_transaction_isolation")),
        settings.bool("default_transaction_read_only"));
    settingsLevel = settings.begin();
    settings.setInternal("transaction_isolation", transactions.isolationLevel().title());
    hooks.began();
  }

  static IsolationLevel level(String name) {
    return switch (name) {
      case "serializable" -> IsolationLevel.SERIALIZABLE;
      case "repeatable read" -> IsolationLevel.REPEATABLE_READ;
      case "read uncommitted" -> IsolationLevel.READ_UNCOMMITTED;
      default -> IsolationLevel.READ_COMMITTED;
    };
  }

  /** A statement ended well, outside of a block this commits; {@code more} says it does not yet. */
  public void finishStatement(boolean more) {
    if (state == State.STARTED && !more) {
      commitTransaction();
    } else if (transactions.inTransaction()) {
      transactions.incrementCommandId();
    }
  }

  private void commitTransaction() {
    hooks.ending(true);
    transactions.commit();
    settings.end(settingsLevel, true);
    savepoints.clear();
    state = State.IDLE;
  }

  private void abortTransaction() {
    if (!aborted) {
      hooks.ending(false);
      transactions.abort();
      settings.end(settingsLevel, false);
    }
    savepoints.clear();
    aborted = false;
    state = State.IDLE;
  }

  /** A statement failed. Inside a block everything up to ROLLBACK is refused from now on. */
  public void failed() {
    switch (state) {
      case IDLE, FAILED -> {
        // Nothing is open, or it has failed before.
      }
      case STARTED -> abortTransaction();
      case BLOCK -> {
        noteCharacteristics();
        if (savepoints.isEmpty()) {
          hooks.ending(false);
          transactions.abort();
          settings.end(settingsLevel, false);
          aborted = true;
        } else {
          Savepoint last = savepoints.getLast();
          hooks.rolledBack(savepoints.size() - 1);
          transactions.abortSub();
          settings.end(last.settingsLevel(), false);
          savepoints.set(
              savepoints.size() - 1, new Savepoint(last.name(), -1, last.settingsLevel()));
        }
        state = State.FAILED;
      }
    }
  }

  /** The session ends: whatever is open is rolled back. */
  public void abandon() {
    if (state != State.IDLE) {
      abortTransaction();
    }
  }

  /** 25P02 in a failed block. */
  public void checkNotFailed() {
    if (state == State.FAILED) {
      throw SqlException.error(
          SqlState.IN_FAILED_SQL_TRANSACTION,
          "current transaction is aborted, commands ignored until end of transaction block");
    }
  }

  /** 25001 inside a block. */
  public void checkNotInBlock(String command) {
    if (state == State.BLOCK) {
      throw SqlException.error(
          SqlState.ACTIVE_SQL_TRANSACTION, "%s cannot run inside a transaction block", command);
    }
  }

  /** BEGIN; modes are applied by the caller afterwards. */
  public void beginBlock() {
    if (state == State.BLOCK) {
      warn(SqlState.ACTIVE_SQL_TRANSACTION, "there is already a transaction in progress");
      return;
    }
    checkNotFailed();
    startStatement();
    state = State.BLOCK;
  }

  /** COMMIT; returns the tag, which is ROLLBACK for a failed block. */
  public String commit() {
    switch (state) {
      case BLOCK -> {
        while (!savepoints.isEmpty()) {
          releaseLast();
        }
        try {
          commitTransaction();
        } catch (RuntimeException e) {
          state = State.STARTED;
          throw e;
        }
      }
      case FAILED -> {
        abortTransaction();
        return "ROLLBACK";
      }
      case IDLE, STARTED -> {
        warn(SqlState.NO_ACTIVE_SQL_TRANSACTION, "there is no transaction in progress");
        if (state == State.STARTED) {
          commitTransaction();
        }
      }
    }
    return "COMMIT";
  }

  /** COMMIT AND CHAIN or ROLLBACK AND CHAIN: a new block with the old one's characteristics. */
  public String endAndChain(boolean commit) {
    if (state != State.BLOCK && state != State.FAILED) {
      throw SqlException.error(
          SqlState.NO_ACTIVE_SQL_TRANSACTION,
          "%s can only be used in transaction blocks",
          commit ? "COMMIT AND CHAIN" : "ROLLBACK AND CHAIN");
    }
    if (state == State.BLOCK) {
      noteCharacteristics();
    }
    IsolationLevel level = lastLevel;
    boolean readOnly = lastReadOnly;
    String tag = "ROLLBACK";
    if (commit) {
      tag = commit();
    } else {
      rollback();
    }
    beginBlock();
    transactions.setIsolationLevel(level);
    transactions.setReadOnly(readOnly);
    settings.setInternal("transaction_isolation", level.title());
    settings.setInternal("transaction_read_only", readOnly ? "on" : "off");
    return tag;
  }

  /** Remembers what a failed block began with. */
  private void noteCharacteristics() {
    lastLevel = transactions.isolationLevel();
    lastReadOnly = transactions.readOnly();
  }

  /** ROLLBACK. */
  public void rollback() {
    if (state == State.BLOCK || state == State.FAILED) {
      abortTransaction();
    } else {
      warn(SqlState.NO_ACTIVE_SQL_TRANSACTION, "there is no transaction in progress");
      if (state == State.STARTED) {
        abortTransaction();
      }
    }
  }

  public void savepoint(String name) {
    requireBlock("SAVEPOINT");
    savepoints.add(new Savepoint(name, transactions.beginSub(), settings.begin()));
  }

  private void requireBlock(String command) {
    if (state != State.BLOCK && state != State.FAILED) {
      throw SqlException.error(
          SqlState.NO_ACTIVE_SQL_TRANSACTION, "%s can only be used in transaction blocks", command);
    }
  }

  private int find(String name) {
    for (int i = savepoints.size() - 1; i >= 0; i--) {
      if (savepoints.get(i).name().equals(name)) {
        return i;
      }
    }
    throw SqlException.error(
        SqlState.INVALID_SAVEPOINT_SPECIFICATION, "savepoint \"%s\" does not exist", name);
  }

  public void release(String name) {
    requireBlock("RELEASE SAVEPOINT");
    int at = find(name);
    while (savepoints.size() > at) {
      releaseLast();
    }
  }

  private void releaseLast() {
    Savepoint last = savepoints.removeLast();
    hooks.released(savepoints.size());
    transactions.commitSub();
    settings.end(last.settingsLevel(), true);
  }

  public void rollbackTo(String name) {
    requireBlock("ROLLBACK TO SAVEPOINT");
    int at = find(name);
    while (savepoints.size() > at) {
      Savepoint last = savepoints.removeLast();
      hooks.rolledBack(savepoints.size());
      if (last.level() >= 0) {
        transactions.abortSub();
        settings.end(last.settingsLevel(), false);
      }
    }
    state = State.BLOCK;
    savepoints.add(new Savepoint(name, transactions.beginSub(), settings.begin()));
  }

  private void warn(SqlState sqlState, String message) {
    notices.report(Severity.WARNING, SqlException.error(sqlState, message));
  }
}
