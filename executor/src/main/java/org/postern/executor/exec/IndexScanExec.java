package org.postern.executor.exec;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.IndexEntry;
import org.postern.executor.catalog.KeyCodec;
import org.postern.executor.catalog.TableHandles;
import org.postern.executor.expr.Evaluator;
import org.postern.executor.plan.Plan;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.vector.Batch;
import org.postern.storage.access.IndexBatch;
import org.postern.storage.access.IndexScan;
import org.postern.storage.access.ScanDirection;
import org.postern.storage.access.ScanKey;
import org.postern.storage.access.ScanStrategy;
import org.postern.storage.access.TupleBatch;

/** Finds tids in a B-tree and fetches their visible rows. */
final class IndexScanExec extends ExecNode {
  private final ExecContext context;
  private final Plan.IndexScan plan;
  private final TableReader reader;
  private final TableHandles.OpenIndex index;
  private final Evaluator[] values;
  private final IndexBatch entries = new IndexBatch();
  private final TupleBatch tuples = new TupleBatch();
  private IndexScan scan;
  private boolean started;
  private int at;

  IndexScanExec(Plan.IndexScan plan, ExecContext context) {
    this.context = context;
    this.plan = plan;
    this.reader = new TableReader(plan.table(), plan.columns(), plan.types(), context.env);
    IndexEntry entry = context.env.relations().index(plan.index());
    this.index = context.env.handles().index(entry);
    this.values = new Evaluator[plan.conditions().size()];
    for (int i = 0; i < values.length; i++) {
      Plan.IndexCondition condition = plan.conditions().get(i);
      values[i] = condition.value() == null ? null : context.compiler().compile(condition.value());
    }
  }

  @Override
  public Batch next() {
    if (!started) {
      start();
    }
    ScanDirection direction = plan.backward() ? ScanDirection.BACKWARD : ScanDirection.FORWARD;
    while (true) {
      context.env.interrupts().check();
      if (at >= entries.count()) {
        if (!scan.nextBatch(entries, direction)) {
          return null;
        }
        at = 0;
      }
      tuples.clear();
      int end = Math.min(entries.count(), at + TupleBatch.CAPACITY);
      for (; at < end; at++) {
        context.env.heap().fetch(reader.handle, entries.tid(at), context.snapshot, tuples);
      }
      if (tuples.count() > 0) {
        return reader.decode(tuples);
      }
    }
  }

  private void start() {
    started = true;
    entries.clear();
    at = 0;
    ScanKey[] keys = keys();
    if (scan == null) {
      scan = context.env.btree().openScan(index.handle(), keys, false, null);
    } else {
      scan.rescan(keys);
    }
  }

  private ScanKey[] keys() {
    List<ScanKey> keys = new ArrayList<>();
    Batch row = ExecContext.oneRow();
    for (int i = 0; i < values.length; i++) {
      Plan.IndexCondition condition = plan.conditions().get(i);
      int column = condition.column();
      KeyCodec codec = index.codecs().get(column);
      Object value = values[i] == null ? null : values[i].eval(row, context.eval).get(0);
      switch (condition.kind()) {
        case IS_NULL -> keys.add(ScanKey.isNull(column));
        case IS_NOT_NULL -> keys.add(ScanKey.isNotNull(column));
        case EQUAL_ANY -> keys.add(any(column, codec, (ArrayValue) value));
        default -> {
          ScanKey key = ScanKey.of(column, strategy(condition.kind()));
          codec.set(key, value);
          keys.add(key);
        }
      }
    }
    return keys.toArray(ScanKey[]::new);
  }

  private static ScanKey any(int column, KeyCodec codec, ArrayValue array) {
    List<ScanKey> alternatives = new ArrayList<>();
    if (array != null) {
      for (Object element : array.elements()) {
        ScanKey key = ScanKey.of(column, ScanStrategy.EQUAL);
        codec.set(key, element);
        alternatives.add(key);
      }
    }
    return ScanKey.anyOf(column, alternatives.toArray(ScanKey[]::new));
  }

  private static ScanStrategy strategy(Plan.IndexCondition.Kind kind) {
    return switch (kind) {
      case LESS -> ScanStrategy.LESS;
      case LESS_EQUAL -> ScanStrategy.LESS_EQUAL;
      case EQUAL, EQUAL_ANY -> ScanStrategy.EQUAL;
      case GREATER_EQUAL -> ScanStrategy.GREATER_EQUAL;
      case GREATER -> ScanStrategy.GREATER;
      case IS_NULL -> ScanStrategy.IS_NULL;
      case IS_NOT_NULL -> ScanStrategy.IS_NOT_NULL;
    };
  }

  @Override
  public void rescan() {
    started = false;
  }

  @Override
  public void close() {
    if (scan != null) {
      scan.close();
      scan = null;
    }
  }
}
