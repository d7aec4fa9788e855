package org.postern.executor.command;

import java.util.HashMap;
import java.util.Map;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.catalog.Relations;
import org.postern.executor.catalog.TableHandles;
import org.postern.storage.access.HeapAccess;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lock.LockManager;
import org.postern.storage.lock.LockMode;
import org.postern.storage.lock.LockTag;
import org.postern.storage.lock.WaitPolicy;
import org.postern.storage.transam.TransactionManager;

/**
 * A session's view of sequences: values it took in advance (CACHE) and the last one it used.
 *
 * <p>Source: PostgreSQL documentation, section 9.17 "Sequence Manipulation Functions".
 */
public final class Sequences {
  /** Values that PostgreSQL logs in advance; log_cnt counts them down. */
  private static final long LOGGED_AHEAD = 32;

  private final Catalog catalog;
  private final Relations relations;
  private final TransactionManager transactions;
  private final LockManager locks;
  private final int database;
  private final SequenceStore store;
  private final Map<Integer, Used> used = new HashMap<>();
  private Used last;

  /** What this session did with one sequence. */
  private static final class Used {
    final int oid;
    long fileNode;
    boolean valid;
    long current;
    long cachedTo;
    long increment;

    Used(int oid) {
      this.oid = oid;
    }
  }

  private Guard guard = (sequence, anyOf) -> {};

  public Sequences(
      Catalog catalog,
      Relations relations,
      TableHandles handles,
      HeapAccess heap,
      TransactionManager transactions,
      LockManager locks,
      int database) {
    this.catalog = catalog;
    this.relations = relations;
    this.transactions = transactions;
    this.locks = locks;
    this.database = database;
    this.store = new SequenceStore(handles, heap, transactions, locks, database);
  }

  SequenceStore store() {
    return store;
  }

  /** DISCARD SEQUENCES. */
  public void discard() {
    used.clear();
    last = null;
  }

  /** Forgets values taken in advance of a sequence that was altered. */
  void forgetCached(int sequence) {
    Used u = used.get(sequence);
    if (u != null) {
      u.cachedTo = u.current;
    }
  }

  private RelationEntry open(int oid) {
    RelationEntry relation = relations.relation(oid);
    if (relation == null) {
      throw SqlException.error(
          SqlState.UNDEFINED_TABLE,
          "could not open relation with OID %s",
          Integer.toUnsignedString(oid));
    }
    if (relation.kind() != 'S') {
      throw SqlException.error(
          SqlState.WRONG_OBJECT_TYPE, "\"%s\" is not a sequence", relation.name());
    }
    locks.acquire(LockTag.relation(database, oid), LockMode.ROW_EXCLUSIVE, false, WaitPolicy.BLOCK);
    return relation;
  }

  private Used used(RelationEntry sequence) {
    Used u = used.computeIfAbsent(sequence.oid(), Used::new);
    if (u.fileNode != sequence.fileNode()) {
      u.fileNode = sequence.fileNode();
      u.cachedTo = u.current;
    }
    return u;
  }

  SequenceShape shape(int sequence) {
    CatalogRow row =
        catalog.row("pg_sequence", CatalogIndexes.SEQUENCE_RELATION, Catalog.unsigned(sequence));
    if (row == null) {
      throw SqlException.error(
          SqlState.INTERNAL_ERROR, "cache lookup failed for sequence %s", sequence);
    }
    return SequenceShape.of(row);
  }

  private void requireWritable(String function) {
    if (transactions.readOnly()) {
      throw SqlException.error(
          SqlState.READ_ONLY_SQL_TRANSACTION,
          "cannot execute %s in a read-only transaction",
          function);
    }
  }

  /** The right to use a sequence, demanded of the current role. */
  @FunctionalInterface
  public interface Guard {
    /** Throws 42501 unless one of the privileges is there. */
    void require(RelationEntry sequence, String anyOf);
  }

  /** From now on rights are checked; before that everything is allowed. */
  public void guard(Guard check) {
    guard = check;
  }

  public long nextval(int oid) {
    guard.require(open(oid), "Uw");
    return next(oid);
  }

  /** The next value, whoever asks: for identity columns. */
  public long next(int oid) {
    RelationEntry sequence = open(oid);
    requireWritable("nextval()");
    Used u = used(sequence);
    if (u.valid && u.current != u.cachedTo) {
      u.current += u.increment;
      last = u;
      return u.current;
    }
    SequenceShape shape = shape(oid);
    long[] result = new long[2];
    store.update(sequence, row -> advance(sequence.name(), shape, row, result));
    u.valid = true;
    u.increment = shape.increment();
    u.current = result[0];
    u.cachedTo = result[1];
    last = u;
    return result[0];
  }

  /** Takes {@code cache} values; {@code result} gets the first and the last of them. */
  private static SequenceRow advance(
      String name, SequenceShape shape, SequenceRow row, long[] result) {
    long increment = shape.increment();
    long next = row.lastValue();
    long fetch = shape.cache();
    long log = row.logCount();
    long taken = 0;
    long lastTaken = next;
    result[0] = next;
    if (!row.called()) {
      taken++;
      fetch--;
    }
    if (log < fetch || !row.called()) {
      fetch += LOGGED_AHEAD;
      log = fetch;
    }
    while (fetch > 0) {
      boolean over =
          increment > 0
              ? next > shape.max() - increment && shape.max() >= 0
                  || shape.max() < 0 && next + increment > shape.max()
              : next < shape.min() - increment && shape.min() < 0
                  || shape.min() >= 0 && next + increment < shape.min();
      if (over) {
        if (taken > 0) {
          break;
        }
        if (!shape.cycle()) {
          throw SqlException.error(
              SqlState.SEQUENCE_GENERATOR_LIMIT_EXCEEDED,
              increment > 0
                  ? "nextval: reached maximum value of sequence \"%s\" (%d)"
                  : "nextval: reached minimum value of sequence \"%s\" (%d)",
              name,
              increment > 0 ? shape.max() : shape.min());
        }
        next = increment > 0 ? shape.min() : shape.max();
      } else {
        next += increment;
      }
      fetch--;
      if (taken < shape.cache()) {
        log--;
        taken++;
        lastTaken = next;
        if (taken == 1) {
          result[0] = next;
        }
      }
    }
    log -= fetch;
    result[1] = lastTaken;
    return new SequenceRow(lastTaken, log, true);
  }

  public long currval(int oid) {
    RelationEntry sequence = open(oid);
    guard.require(sequence, "rU");
    Used u = used(sequence);
    if (!u.valid) {
      throw SqlException.error(
          SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
          "currval of sequence \"%s\" is not yet defined in this session",
          sequence.name());
    }
    return u.current;
  }

  public long lastval() {
    if (last == null || relations.relation(last.oid) == null) {
      throw SqlException.error(
          SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "lastval is not yet defined in this session");
    }
    guard.require(relations.relation(last.oid), "rU");
    return last.current;
  }

  public long setval(int oid, long value, boolean called) {
    RelationEntry sequence = open(oid);
    guard.require(sequence, "w");
    requireWritable("setval()");
    SequenceShape shape = shape(oid);
    if (value < shape.min() || value > shape.max()) {
      throw SqlException.error(
          SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
          "setval: value %d is out of bounds for sequence \"%s\" (%d..%d)",
          value,
          sequence.name(),
          shape.min(),
          shape.max());
    }
    Used u = used(sequence);
    if (called) {
      u.current = value;
      u.valid = true;
    }
    u.cachedTo = u.current;
    store.update(sequence, row -> new SequenceRow(value, 0, called));
    return value;
  }

  /** The last value of a sequence as pg_sequence_last_value gives it: null before the first. */
  public Long lastValue(int oid) {
    RelationEntry sequence = open(oid);
    guard.require(sequence, "rU");
    SequenceRow row = store.read(sequence);
    return row.called() ? row.lastValue() : null;
  }
}
