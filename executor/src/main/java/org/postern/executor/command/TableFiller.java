package org.postern.executor.command;

import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.exec.ExecContext;
import org.postern.executor.exec.ExecNode;
import org.postern.executor.exec.ModifyTarget;
import org.postern.executor.plan.PlannedStatement;
import org.postern.executor.row.RowEncoder;
import org.postern.executor.vector.Batch;
import org.postern.storage.access.TableHandle;
import org.postern.storage.access.TableScan;
import org.postern.storage.access.TmInfo;
import org.postern.storage.access.TupleBatch;
import org.postern.storage.transam.Snapshot;

/** Puts the result of a query into a table made for it. */
final class TableFiller {
  private final Ddl ddl;

  TableFiller(Ddl ddl) {
    this.ddl = ddl;
  }

  private ExecContext context(PlannedStatement plan, Snapshot snapshot) {
    return new ExecContext(
        ddl.env.exec(),
        plan,
        snapshot,
        ddl.env.exec().transactions().commandId(true),
        new Object[0],
        ddl.analyzer().types(),
        ddl.env.sqlValues());
  }

  /** Fills a new table, which has no index entries yet; returns the number of rows. */
  long fill(RelationEntry table, PlannedStatement plan) {
    var transactions = ddl.env.exec().transactions();
    Snapshot snapshot = transactions.snapshots().acquire();
    TableHandle handle = ddl.env.exec().handles().table(table);
    RowEncoder encoder = new RowEncoder(ddl.env.exec().handles().shape(table));
    int[] identity = new int[table.columns().size()];
    for (int i = 0; i < identity.length; i++) {
      identity[i] = i;
    }
    ExecContext context = context(plan, snapshot);
    long rows = 0;
    ExecNode root = context.open();
    TupleBatch tuples = new TupleBatch();
    for (Batch batch = root.next(); batch != null; batch = root.next()) {
      tuples.clear();
      for (int i = 0; i < batch.size(); i++) {
        encoder.encode(batch, batch.row(i), identity);
        tuples.append(
            encoder.tuple().bytes(), encoder.tuple().offset(), encoder.tuple().length(), 0);
      }
      ddl.env.exec().heap().multiInsert(handle, tuples, transactions.commandId(true), 0);
      rows += batch.size();
    }
    root.close();
    context.close();
    transactions.snapshots().release(snapshot);
    return rows;
  }

  /** Replaces the rows of a table while others read the old ones. */
  void replace(RelationEntry table, PlannedStatement plan) {
    var transactions = ddl.env.exec().transactions();
    TableHandle handle = ddl.env.exec().handles().table(table);
    TupleBatch tuples = new TupleBatch();
    TmInfo info = new TmInfo();
    int command = transactions.commandId(true);
    try (TableScan scan = ddl.env.exec().heap().scan(handle, Snapshot.SELF)) {
      while (scan.nextBatch(tuples)) {
        ddl.env.exec().interrupts().check();
        for (int i = 0; i < tuples.count(); i++) {
          ddl.env.exec().heap().delete(handle, tuples.tid(i), command, null, true, info);
        }
      }
    }
    ddl.step();
    Snapshot snapshot = transactions.snapshots().acquire();
    ExecContext context = context(plan, snapshot);
    ModifyTarget target = new ModifyTarget(table.oid(), context);
    ExecNode root = context.open();
    for (Batch batch = root.next(); batch != null; batch = root.next()) {
      for (int i = 0; i < batch.size(); i++) {
        target.insert(batch, batch.row(i));
      }
    }
    root.close();
    context.close();
    transactions.snapshots().release(snapshot);
  }
}
