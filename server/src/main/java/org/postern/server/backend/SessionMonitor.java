package org.postern.server.backend;

import java.time.Instant;
import org.postern.executor.session.Session;
import org.postern.executor.session.guc.GucVariable;
import org.postern.executor.sql.ast.RawStatement;
import org.postern.protocol.message.TransactionStatus;
import org.postern.server.launch.ProcessTitles;
import org.postern.server.log.ServerLog;
import org.postern.storage.error.Severity;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lock.LockManager;
import org.postern.storage.proc.ActivityState;
import org.postern.storage.proc.Interrupts;
import org.postern.storage.proc.ProcSlot;
import org.postern.storage.proc.WaitEvent;
import org.postern.storage.transam.TransactionManager;

/**
 * What others see of a session, and the limits on its time: each change between running and waiting
 * passes here and goes to the process title, to pg_stat_activity and to the timers.
 *
 * <p>It is on the way of every statement: settings are read from variables that were looked up
 * once, titles are bytes made before, and without time limits no timer is touched.
 */
final class SessionMonitor implements LockManager.WaitListener {
  private static final long EPOCH_2000_MICROS = 946_684_800_000_000L;

  private final ServerLog log;
  private final ProcSlot slot;
  private final ProcessTitles title;
  private final SessionTimers timers;
  private final LockManager locks;
  private final TransactionManager transactions;
  private final GucVariable showTitles;
  private final GucVariable statementTimeout;
  private final GucVariable lockTimeout;
  private final GucVariable deadlockTimeout;
  private final GucVariable idleTimeout;
  private final GucVariable idleInTransactionTimeout;
  private String runningSql;
  private byte[] shown = StatementTitles.IDLE;

  SessionMonitor(BackendEngine engine, Session session) {
    this.log = engine.context().log();
    this.slot = engine.slot();
    this.title = engine.context().title();
    this.timers = engine.timers();
    this.locks = engine.services().locks();
    this.transactions = session.transactions();
    this.showTitles = session.settings().get("update_process_title");
    this.statementTimeout = session.settings().get("statement_timeout");
    this.lockTimeout = session.settings().get("lock_timeout");
    this.deadlockTimeout = session.settings().get("deadlock_timeout");
    this.idleTimeout = session.settings().get("idle_session_timeout");
    this.idleInTransactionTimeout = session.settings().get("idle_in_transaction_session_timeout");
    locks.waitListener(this);
  }

  /** Microseconds since 2000-01-01 UTC. */
  static long now() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000 - EPOCH_2000_MICROS;
  }

  /** A message arrived that belongs to this query. */
  void query(String sql, byte[] what) {
    show(what);
    if (sql != runningSql) {
      runningSql = sql;
      long now = now();
      slot.activity().running(sql, 0, now, transactionStart(now));
    }
    startClock();
  }

  /** A statement has failed; the log gets to know it, a bug with its stack. */
  void failed(SqlException error, Throwable failure) {
    timers.disarm();
    if (error.state() == SqlState.INTERNAL_ERROR) {
      log.failure(Severity.ERROR, failure);
    }
    log.error(error, runningSql);
  }

  /** The client has sent something: it is not idle. */
  void awake() {
    slot.waitEvent(0);
    timers.disarm();
  }

  private long transactionStart(long otherwise) {
    return transactions.inTransaction() ? transactions.startTimestamp() : otherwise;
  }

  /** A statement of the query begins. */
  void statement(RawStatement statement) {
    show(StatementTitles.of(statement.statement()));
    startClock();
    int lockMillis = lockTimeout.integer();
    locks.lockTimeout(lockMillis);
    locks.deadlockTimeout(deadlockTimeout.integer());
  }

  private void startClock() {
    int millis = statementTimeout.integer();
    if (millis > 0 && !timers.isArmed()) {
      timers.arm(Interrupts.STATEMENT_TIMEOUT, millis);
    }
  }

  /** A statement has ended: the next one gets the whole time. */
  void statementEnded() {
    timers.disarm();
  }

  /** The session waits for its client. */
  void idle(TransactionStatus status) {
    timers.disarm();
    runningSql = null;
    int millis =
        status == TransactionStatus.IDLE
            ? idleTimeout.integer()
            : idleInTransactionTimeout.integer();
    ActivityState state =
        switch (status) {
          case IDLE -> ActivityState.IDLE;
          case IN_TRANSACTION -> ActivityState.IDLE_IN_TRANSACTION;
          case FAILED -> ActivityState.IDLE_IN_TRANSACTION_ABORTED;
        };
    show(
        switch (status) {
          case IDLE -> StatementTitles.IDLE;
          case IN_TRANSACTION -> StatementTitles.IDLE_IN_TRANSACTION;
          case FAILED -> StatementTitles.IDLE_IN_FAILED;
        });
    slot.activity().state(state, now(), transactionStart(0));
    slot.waitEvent(WaitEvent.CLIENT_READ.code());
    if (millis > 0) {
      timers.arm(
          status == TransactionStatus.IDLE
              ? Interrupts.IDLE_SESSION_TIMEOUT
              : Interrupts.IDLE_IN_TRANSACTION_TIMEOUT,
          millis);
    }
  }

  /** The session waits until its client takes more of a result. */
  void clientIsSlow(boolean slow) {
    slot.waitEvent(slow ? WaitEvent.CLIENT_WRITE.code() : 0);
  }

  @Override
  public void waiting(boolean waiting) {
    if (showTitles.bool()) {
      title.end(waiting ? concat(shown, StatementTitles.WAITING) : shown);
    }
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private void show(byte[] what) {
    if (what != shown && showTitles.bool()) {
      title.end(what);
    }
    shown = what;
  }
}
