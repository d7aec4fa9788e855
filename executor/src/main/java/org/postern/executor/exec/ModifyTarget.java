package org.postern.executor.exec;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.ConstraintEntry;
import org.postern.executor.catalog.IndexEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.catalog.TableHandles;
import org.postern.executor.expr.Evaluator;
import org.postern.executor.plan.Plan;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.row.RowEncoder;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.LongVector;
import org.postern.executor.vector.Vector;
import org.postern.storage.access.IndexBatch;
import org.postern.storage.access.IndexScan;
import org.postern.storage.access.IndexTupleBuilder;
import org.postern.storage.access.InsertResult;
import org.postern.storage.access.Liveness;
import org.postern.storage.access.ScanDirection;
import org.postern.storage.access.ScanKey;
import org.postern.storage.access.ScanStrategy;
import org.postern.storage.access.TableHandle;
import org.postern.storage.access.UniqueCheck;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * A table being written: checks constraints of new rows and keeps its indexes. Rows come as batches
 * with one column per attribute of the table, in attribute order.
 */
public final class ModifyTarget {
  private static final int TABLE_OID = -6;

  private final ExecContext context;
  private final ExecEnvironment env;
  final RelationEntry relation;
  final TableHandle handle;
  final RowEncoder encoder;
  private final int[] identity;
  private final RowEvents.Listener listener;
  private final List<OpenIndex> indexes = new ArrayList<>();
  private final List<Check> checks = new ArrayList<>();

  private final List<CompiledViewCheck> viewChecks = new ArrayList<>();

  private record CompiledViewCheck(String view, Evaluator condition) {}

  private record Check(ConstraintEntry constraint, Evaluator condition) {}

  /** An index with the evaluators of its columns over a table row. */
  private record OpenIndex(
      TableHandles.OpenIndex open,
      Evaluator[] columns,
      Evaluator predicate,
      IndexTupleBuilder builder,
      List<Integer> used) {}

  /** A table changed through views, whose checks new rows must pass. */
  ModifyTarget(int table, List<Plan.ViewCheck> viewChecks, ExecContext context) {
    this(table, context);
    for (Plan.ViewCheck check : viewChecks) {
      this.viewChecks.add(
          new CompiledViewCheck(check.view(), context.compiler().compile(check.condition())));
    }
  }

  public ModifyTarget(int table, ExecContext context) {
    this.context = context;
    this.env = context.env;
    relation = env.relations().relation(table);
    handle = env.handles().table(relation);
    encoder = new RowEncoder(env.handles().shape(relation));
    identity = new int[relation.columns().size()];
    for (int i = 0; i < identity.length; i++) {
      identity[i] = relation.columns().get(i).dropped() ? -1 : i;
    }
    listener = env.events().listener(relation);
    for (IndexEntry entry : env.relations().indexes(table)) {
      if (entry.ready()) {
        indexes.add(open(entry));
      }
    }
    for (ConstraintEntry c : env.relations().checks(table)) {
      checks.add(new Check(c, context.compiler().compile(slots(c.condition(), table))));
    }
  }

  private OpenIndex open(IndexEntry entry) {
    Evaluator[] columns = new Evaluator[entry.keys().size()];
    List<Integer> used = new ArrayList<>();
    int expression = 0;
    for (int i = 0; i < columns.length; i++) {
      int key = entry.keys().get(i);
      Expr expr;
      if (key == 0) {
        expr = entry.expressions().get(expression++);
      } else {
        ColumnEntry c = relation.column(key);
        expr = new Expr.Var(1, key, c.type(), c.typmod(), c.collation(), 0, -1);
      }
      noteUsed(expr, used);
      columns[i] = context.compiler().compile(slots(expr, relation.oid()));
    }
    Evaluator predicate = null;
    if (entry.predicate() != null) {
      noteUsed(entry.predicate(), used);
      predicate = context.compiler().compile(slots(entry.predicate(), relation.oid()));
    }
    TableHandles.OpenIndex open = env.handles().index(entry);
    return new OpenIndex(
        open, columns, predicate, new IndexTupleBuilder(open.handle().layout()), used);
  }

  private static void noteUsed(Expr expr, List<Integer> used) {
    ExprTrees.walk(
        expr,
        e -> {
          if (e instanceof Expr.Var v) {
            used.add(v.column());
          }
        });
  }

  /** An expression over relation 1 as one over a row of the table. */
  static Expr slots(Expr expr, int table) {
    return ExprTrees.transform(
        expr,
        e -> {
          if (!(e instanceof Expr.Var v)) {
            return e;
          }
          return v.column() == TABLE_OID
              ? new Expr.Const(v.type(), -1, 0, Integer.toUnsignedLong(table), -1)
              : new Expr.Slot(v.column() - 1, v.type(), v.typmod(), v.collation());
        });
  }

  /** Whether one of the columns is part of any index. */
  boolean indexed(List<Integer> columns) {
    for (OpenIndex index : indexes) {
      for (int column : index.used()) {
        if (columns.contains(column)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether one of the columns is a key of a unique index. */
  boolean keyed(List<Integer> columns) {
    for (OpenIndex index : indexes) {
      if (index.open().entry().unique() && index.open().entry().predicate() == null) {
        for (int column : index.used()) {
          if (columns.contains(column)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Whether anybody wants to know of the rows written. */
  boolean observed() {
    return listener != null;
  }

  private Object[] values(Batch row, int at) {
    Object[] values = new Object[identity.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = identity[i] < 0 ? null : row.columns[i].get(at);
    }
    return values;
  }

  /** The old row of an update or deletion, from the columns of its input. */
  Object[] oldRow(Plan.LockTarget lock, Batch batch, int at) {
    if (listener == null) {
      return null;
    }
    Object[] values = new Object[identity.length];
    for (Plan.TableColumn c : lock.columns()) {
      values[c.number() - 1] = batch.columns[c.column()].get(at);
    }
    return values;
  }

  /** A row was stored. */
  public void inserted(Batch row, int at, long tid) {
    if (listener != null) {
      listener.inserted(values(row, at), tid);
    }
  }

  void updated(Object[] before, Batch row, int at, long tid) {
    if (listener != null) {
      listener.updated(before, values(row, at), tid);
    }
  }

  void deleted(Object[] row) {
    if (listener != null) {
      listener.deleted(row);
    }
  }

  /** NOT NULL and CHECK, as PostgreSQL words their violations. */
  public void check(Batch row, int at) {
    for (ColumnEntry column : relation.columns()) {
      if (column.notNull() && !column.dropped() && row.columns[column.number() - 1].isNull(at)) {
        throw SqlException.error(
                SqlState.NOT_NULL_VIOLATION,
                "null value in column \"%s\" of relation \"%s\" violates not-null constraint",
                column.name(),
                relation.name())
            .withDetail("Failing row contains %s.", describe(row, at))
            .withSchema(env.catalog().namespaceName(relation.namespace()))
            .withTable(relation.name())
            .withColumn(column.name());
      }
    }
    for (Check check : checks) {
      LongVector holds = (LongVector) check.condition().eval(SetCall.only(row, at), context.eval);
      if (!holds.isNull(at) && holds.values[at] == 0) {
        throw SqlException.error(
                SqlState.CHECK_VIOLATION,
                "new row for relation \"%s\" violates check constraint \"%s\"",
                relation.name(),
                check.constraint().name())
            .withDetail("Failing row contains %s.", describe(row, at))
            .withSchema(env.catalog().namespaceName(relation.namespace()))
            .withTable(relation.name())
            .withConstraint(check.constraint().name());
      }
    }
  }

  /** WITH CHECK OPTION of the views that the change came through. */
  void checkViews(Batch row, int at) {
    for (CompiledViewCheck check : viewChecks) {
      LongVector holds = (LongVector) check.condition().eval(SetCall.only(row, at), context.eval);
      if (holds.isNull(at) || holds.values[at] == 0) {
        throw SqlException.error(
                SqlState.WITH_CHECK_OPTION_VIOLATION,
                "new row violates check option for view \"%s\"",
                check.view())
            .withDetail("Failing row contains %s.", describe(row, at));
      }
    }
  }

  private String describe(Batch row, int at) {
    StringBuilder text = new StringBuilder("(");
    for (ColumnEntry column : relation.columns()) {
      if (column.dropped()) {
        continue;
      }
      if (text.length() > 1) {
        text.append(", ");
      }
      Object value = row.columns[column.number() - 1].get(at);
      if (value == null) {
        text.append("null");
      } else {
        String shown = env.exprs().output(column.type(), value, context.eval.types()).toString();
        if (shown.length() > 64) {
          shown = shown.substring(0, 64) + "...";
        }
        text.append(shown);
      }
    }
    return text.append(')').toString();
  }

  /** Encodes a row; the tuple is in {@link #encoder}. */
  public void encode(Batch row, int at) {
    encoder.encode(row, at, identity);
  }

  /** Inserts a checked row into the table and its indexes; returns its tid. */
  public long insert(Batch row, int at) {
    encode(row, at);
    long tid =
        env.heap()
            .insert(
                handle,
                encoder.tuple().bytes(),
                encoder.tuple().offset(),
                encoder.tuple().length(),
                context.commandId,
                0);
    insertIndexEntries(row, at, tid);
    inserted(row, at, tid);
    return tid;
  }

  /** Adds the index entries of a row version; throws 23505 for a key that exists. */
  public void insertIndexEntries(Batch row, int at, long tid) {
    for (OpenIndex index : indexes) {
      if (applies(index, row, at)) {
        insertEntry(index, build(index, row, at), row, at, tid);
      }
    }
  }

  private boolean applies(OpenIndex index, Batch row, int at) {
    if (index.predicate() == null) {
      return true;
    }
    LongVector holds = (LongVector) index.predicate().eval(SetCall.only(row, at), context.eval);
    return !holds.isNull(at) && holds.values[at] != 0;
  }

  /** Makes the index tuple in the index's builder; returns its length. */
  private int build(OpenIndex index, Batch row, int at) {
    index.builder().reset();
    Batch one = SetCall.only(row, at);
    for (int i = 0; i < index.columns().length; i++) {
      Vector value = index.columns()[i].eval(one, context.eval);
      index.open().codecs().get(i).put(index.builder(), value, at);
    }
    return index.builder().finish();
  }

  private void insertEntry(OpenIndex index, int length, Batch row, int at, long tid) {
    boolean unique = index.open().entry().unique();
    boolean later = unique && !index.open().entry().immediate();
    UniqueCheck check = later ? UniqueCheck.PARTIAL : unique ? UniqueCheck.YES : UniqueCheck.NO;
    while (true) {
      InsertResult result =
          env.btree()
              .insert(
                  index.open().handle(),
                  index.builder().bytes(),
                  length,
                  tid,
                  check,
                  unique
                      ? (other, liveness) -> env.heap().liveness(handle, other, liveness)
                      : null);
      switch (result) {
        case INSERTED -> {
          return;
        }
        case INSERTED_RECHECK -> {
          recheckLater(index, length, row, at, tid);
          return;
        }
        case MUST_WAIT -> env.transactions().waitForXid(env.btree().conflict().xid());
        case CONFLICT -> throw duplicate(index, row, at);
      }
    }
  }

  /** A deferrable key that may be there twice: looks again when the constraint is checked. */
  private void recheckLater(OpenIndex index, int length, Batch row, int at, long tid) {
    byte[] key = java.util.Arrays.copyOf(index.builder().bytes(), length);
    SqlException violation = duplicate(index, row, at);
    env.events()
        .recheck(
            index.open().entry().oid(),
            () -> {
              Liveness liveness = new Liveness();
              env.heap().liveness(handle, tid, liveness);
              if (liveness.state() != Liveness.State.LIVE) {
                return;
              }
              while (true) {
                InsertResult result =
                    env.btree()
                        .insert(
                            index.open().handle(),
                            key,
                            length,
                            tid,
                            UniqueCheck.EXISTING,
                            (other, state) -> env.heap().liveness(handle, other, state));
                if (result == InsertResult.CONFLICT) {
                  throw violation;
                }
                if (result != InsertResult.MUST_WAIT) {
                  return;
                }
                env.transactions().waitForXid(env.btree().conflict().xid());
              }
            });
  }

  private SqlException duplicate(OpenIndex index, Batch row, int at) {
    IndexEntry entry = index.open().entry();
    StringBuilder names = new StringBuilder();
    StringBuilder values = new StringBuilder();
    Batch one = SetCall.only(row, at);
    for (int i = 0; i < entry.keyCount(); i++) {
      if (i > 0) {
        names.append(", ");
        values.append(", ");
      }
      int key = entry.keys().get(i);
      names.append(key == 0 ? "expression" : relation.column(key).name());
      Vector vector = index.columns()[i].eval(one, context.eval);
      Object value = vector.get(at);
      int type = index.open().codecs().get(i).type().oid();
      values.append(value == null ? "null" : env.exprs().output(type, value, context.eval.types()));
    }
    return SqlException.error(
            SqlState.UNIQUE_VIOLATION,
            "duplicate key value violates unique constraint \"%s\"",
            entry.name())
        .withDetail("Key (%s)=(%s) already exists.", names, values)
        .withSchema(env.catalog().namespaceName(relation.namespace()))
        .withTable(relation.name())
        .withConstraint(entry.name());
  }

  /**
   * Looks for a row that conflicts with this one in the given unique indexes (empty: in any). Waits
   * for transactions in progress. Returns its tid, or -1.
   */
  long findConflict(Batch row, int at, List<Integer> arbiters) {
    for (OpenIndex index : indexes) {
      IndexEntry entry = index.open().entry();
      if (!entry.unique()
          || !(arbiters.isEmpty() || arbiters.contains(entry.oid()))
          || !applies(index, row, at)) {
        continue;
      }
      long found = probe(index, row, at);
      if (found >= 0) {
        return found;
      }
    }
    return -1;
  }

  private long probe(OpenIndex index, Batch row, int at) {
    IndexEntry entry = index.open().entry();
    ScanKey[] keys = new ScanKey[entry.keyCount()];
    Batch one = SetCall.only(row, at);
    for (int i = 0; i < keys.length; i++) {
      Object value = index.columns()[i].eval(one, context.eval).get(at);
      if (value == null) {
        if (!entry.nullsNotDistinct()) {
          return -1;
        }
        keys[i] = ScanKey.isNull(i);
        continue;
      }
      keys[i] = ScanKey.of(i, ScanStrategy.EQUAL);
      index.open().codecs().get(i).set(keys[i], value);
    }
    Liveness liveness = new Liveness();
    IndexBatch entries = new IndexBatch();
    while (true) {
      long waitFor = 0;
      try (IndexScan scan = env.btree().openScan(index.open().handle(), keys, false, null)) {
        while (waitFor == 0 && scan.nextBatch(entries, ScanDirection.FORWARD)) {
          for (int i = 0; i < entries.count() && waitFor == 0; i++) {
            env.heap().liveness(handle, entries.tid(i), liveness);
            switch (liveness.state()) {
              case LIVE -> {
                return liveness.tid();
              }
              case WAIT -> waitFor = liveness.xid();
              case DEAD, DEAD_TO_ALL -> {
                // Nobody's row any more.
              }
            }
          }
        }
      }
      if (waitFor == 0) {
        return -1;
      }
      env.transactions().waitForXid(waitFor);
    }
  }
}
