package org.postern.storage.proc;

import java.lang.foreign.MemorySegment;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.shmem.Words;

/**
 * What others ask of this process, looked at in every loop: {@link #check} is PostgreSQL's
 * CHECK_FOR_INTERRUPTS.
 *
 * <p>Bits are or-ed into the slot by {@link ProcSlots#raise} together with a latch set. {@code
 * check} throws for those that end the statement or the session, unless {@link #hold} forbids it
 * for a stretch (a page edit, a lock queue); the other bits wait until their takers ask with {@link
 * #take}. Rule: never call {@code check} while holding an LWLock.
 *
 * <p>Source: PostgreSQL documentation, "pg_cancel_backend", "statement_timeout" and relatives.
 */
public final class Interrupts {
  public static final int CANCEL = 1;
  public static final int TERMINATE = 1 << 1;
  public static final int RELOAD = 1 << 2;
  public static final int INVALIDATION = 1 << 3;
  public static final int CATCHUP = 1 << 4;
  public static final int NOTIFY = 1 << 5;
  public static final int STATEMENT_TIMEOUT = 1 << 6;
  public static final int LOCK_TIMEOUT = 1 << 7;
  public static final int IDLE_IN_TRANSACTION_TIMEOUT = 1 << 8;
  public static final int IDLE_SESSION_TIMEOUT = 1 << 9;
  public static final int RECOVERY_CONFLICT = 1 << 10;
  public static final int CRASH = 1 << 11;
  public static final int CONNECTION_LOST = 1 << 12;
  public static final int DATABASE_DROP = 1 << 13;
  public static final int CHECKPOINT_REQUEST = 1 << 14;
  public static final int POSTMASTER_DEATH = 1 << 15;
  public static final int AUTOVACUUM_CANCEL = 1 << 16;
  public static final int WORK = 1 << 17;

  private static final int ENDS_SESSION =
      TERMINATE
          | CRASH
          | CONNECTION_LOST
          | DATABASE_DROP
          | POSTMASTER_DEATH
          | IDLE_IN_TRANSACTION_TIMEOUT
          | IDLE_SESSION_TIMEOUT;
  private static final int ENDS_STATEMENT =
      CANCEL | STATEMENT_TIMEOUT | LOCK_TIMEOUT | AUTOVACUUM_CANCEL;
  private static final int THROWING = ENDS_SESSION | ENDS_STATEMENT;

  private final MemorySegment shm;
  private final long slot;
  private final long word;
  private int held;

  Interrupts(MemorySegment shm, long slot) {
    this.shm = shm;
    this.slot = slot;
    this.word = slot + ProcSlotLayout.INTERRUPTS;
  }

  /** Throws if this statement or session is to end; one read of shared memory otherwise. */
  public void check() {
    if ((Words.intOpaque(shm, word) & THROWING) != 0 && held == 0) {
      handle();
    }
  }

  /** True when the session is to end. */
  public boolean endsSession() {
    return (Words.intOpaque(shm, word) & ENDS_SESSION) != 0;
  }

  /** True when {@link #check} would throw. */
  public boolean pending() {
    return (Words.intOpaque(shm, word) & THROWING) != 0 && held == 0;
  }

  private void handle() {
    int bits = Words.intAcquire(shm, word);
    int fatal = bits & ENDS_SESSION;
    if (fatal != 0) {
      Words.getAndAndInt(shm, word, ~ENDS_STATEMENT);
      throw sessionEnd(fatal);
    }
    int statement = Words.getAndAndInt(shm, word, ~ENDS_STATEMENT) & ENDS_STATEMENT;
    if ((statement & LOCK_TIMEOUT) != 0) {
      throw SqlException.error(
          SqlState.LOCK_NOT_AVAILABLE, "canceling statement due to lock timeout");
    }
    if ((statement & STATEMENT_TIMEOUT) != 0) {
      throw SqlException.error(
          SqlState.QUERY_CANCELED, "canceling statement due to statement timeout");
    }
    if ((statement & AUTOVACUUM_CANCEL) != 0) {
      throw SqlException.error(SqlState.QUERY_CANCELED, "canceling autovacuum task");
    }
    if (statement != 0) {
      throw SqlException.error(SqlState.QUERY_CANCELED, "canceling statement due to user request");
    }
  }

  private SqlException sessionEnd(int bits) {
    if ((bits & CRASH) != 0) {
      return SqlException.fatal(
              SqlState.CRASH_SHUTDOWN,
              "terminating connection because of crash of another server process")
          .withDetail(
              "The postmaster has commanded this server process to roll back the current"
                  + " transaction and exit, because another server process exited abnormally and"
                  + " possibly corrupted shared memory.")
          .withHint(
              "In a moment you should be able to reconnect to the database and repeat your"
                  + " command.");
    }
    if ((bits & POSTMASTER_DEATH) != 0) {
      return SqlException.fatal(
          SqlState.ADMIN_SHUTDOWN, "terminating connection due to unexpected postmaster exit");
    }
    if ((bits & CONNECTION_LOST) != 0) {
      return SqlException.fatal(SqlState.CONNECTION_FAILURE, "connection to client lost");
    }
    if ((bits & DATABASE_DROP) != 0 || (bits & TERMINATE) != 0) {
      return SqlException.fatal(
          SqlState.ADMIN_SHUTDOWN, "terminating connection due to administrator command");
    }
    if ((bits & IDLE_IN_TRANSACTION_TIMEOUT) != 0) {
      return SqlException.fatal(
          SqlState.IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
          "terminating connection due to idle-in-transaction timeout");
    }
    return SqlException.fatal(
        SqlState.IDLE_SESSION_TIMEOUT, "terminating connection due to idle-session timeout");
  }

  /** Clears and returns those of {@code bits} that are raised. */
  public int take(int bits) {
    if ((Words.intOpaque(shm, word) & bits) == 0) {
      return 0;
    }
    return Words.getAndAndInt(shm, word, ~bits) & bits;
  }

  /** True when one of {@code bits} is raised. */
  public boolean isRaised(int bits) {
    return (Words.intOpaque(shm, word) & bits) != 0;
  }

  /** Raises bits in this process's own slot (a timer, the control connection). */
  public void raise(int bits) {
    Words.getAndOrInt(shm, word, bits);
    Latch.set(shm, slot);
  }

  /** {@link #check} does not throw until {@link #resume}; nests. */
  public void hold() {
    held++;
  }

  /** Ends a {@link #hold}. */
  public void resume() {
    assert held > 0 : "interrupts not held";
    held--;
  }

  /** Ends all holds: the statement that took them has failed somewhere in between. */
  public void resumeAll() {
    held = 0;
  }

  public boolean isHeld() {
    return held != 0;
  }
}
