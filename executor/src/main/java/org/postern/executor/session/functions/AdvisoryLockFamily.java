package org.postern.executor.session.functions;

import static org.postern.executor.functions.Fn.fn;

import org.postern.executor.functions.Fn;
import org.postern.executor.functions.FunctionFamily;
import org.postern.executor.functions.FunctionImpl;
import org.postern.executor.session.Session;
import org.postern.storage.error.SqlState;
import org.postern.storage.lock.LockManager;
import org.postern.storage.lock.LockMode;
import org.postern.storage.lock.LockResult;
import org.postern.storage.lock.LockTag;
import org.postern.storage.lock.WaitPolicy;

/**
 * Advisory locks. The name of a function tells all: try, xact, unlock, shared, and whether the key
 * is one bigint or two integers.
 *
 * <p>Source: PostgreSQL documentation, section 9.27.10 "Advisory Lock Functions".
 */
final class AdvisoryLockFamily implements FunctionFamily {
  private static final int ONE_KEY = 1;
  private static final int TWO_KEYS = 2;

  private final Session session;

  AdvisoryLockFamily(Session session) {
    this.session = session;
  }

  @Override
  public FunctionImpl lookup(String prosrc) {
    if (!prosrc.startsWith("pg_advisory_") && !prosrc.startsWith("pg_try_advisory_")) {
      return null;
    }
    if (prosrc.equals("pg_advisory_unlock_all")) {
      return fn((a, c) -> releaseAll());
    }
    LockMode mode = prosrc.contains("_shared_") ? LockMode.SHARE : LockMode.EXCLUSIVE;
    boolean sessionLevel = !prosrc.contains("_xact_");
    if (prosrc.contains("_unlock_")) {
      return fn((a, c) -> release(tag(a), mode));
    }
    if (prosrc.startsWith("pg_try_")) {
      return fn((a, c) ->
          Fn.bool(
              locks().acquire(tag(a), mode, sessionLevel, WaitPolicy.RETURN)
                  != LockResult.NOT_AVAILABLE));
    }
    return fn((a, c) -> {
      locks().acquire(tag(a), mode, sessionLevel, WaitPolicy.BLOCK);
      return Fn.VOID;
    });
  }

  private LockManager locks() {
    return session.services().locks();
  }

  private LockTag tag(Object[] args) {
    int database = session.database().oid();
    long first = (Long) args[0];
    return args.length == 1
        ? LockTag.advisory(database, (int) (first >>> 32), (int) first, ONE_KEY)
        : LockTag.advisory(database, (int) first, ((Long) args[1]).intValue(), TWO_KEYS);
  }

  private Long release(LockTag tag, LockMode mode) {
    boolean released = locks().release(tag, mode, true);
    if (!released) {
      session.types().notice(SqlState.WARNING, "you don't own a lock of type " + mode.title());
    }
    return Fn.bool(released);
  }

  private Object releaseAll() {
    locks().releaseSessionLocks(LockTag.Kind.ADVISORY);
    return Fn.VOID;
  }
}
