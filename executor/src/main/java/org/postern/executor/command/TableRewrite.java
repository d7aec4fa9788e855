package org.postern.executor.command;

import java.util.HashMap;
import java.util.Map;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.expr.EvalContext;
import org.postern.executor.expr.Evaluator;
import org.postern.executor.query.Expr;
import org.postern.executor.row.RowEncoder;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.Vector;
import org.postern.storage.access.TableHandle;
import org.postern.storage.access.TableScan;
import org.postern.storage.access.TupleBatch;
import org.postern.storage.transam.Snapshot;

/**
 * Writes a table anew in other files, with some columns computed. Made before the columns change in
 * the catalog, run after it: rows are read as they were and written as they shall be.
 */
final class TableRewrite {
  private final Ddl ddl;
  private final RelationEntry before;
  private final TableHandle source;
  private final RowReader reader;
  private final Map<Integer, Evaluator> computed = new HashMap<>();

  TableRewrite(Ddl ddl, RelationEntry table) {
    this.ddl = ddl;
    this.before = table;
    this.source = ddl.env.exec().handles().table(table);
    this.reader = new RowReader(ddl, table);
    reader.needAll();
  }

  /** A column's new value, over the old row. */
  void set(int column, Expr value) {
    computed.put(column, reader.compile(value));
  }

  void run() {
    int oid = before.oid();
    NewFiles files = new NewFiles(ddl);
    files.assign(oid);
    if (before.toast() != 0) {
      files.assign(before.toast());
      files.rebuildIndexes(before.toast());
    }
    forgetMissing();
    RelationEntry after = ddl.relation(oid);
    TableHandle target = ddl.env.exec().handles().table(after);
    RowEncoder encoder = new RowEncoder(ddl.env.exec().handles().shape(after));
    EvalContext context = ddl.evalContext();
    int[] columns = new int[after.columns().size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = after.columns().get(i).dropped() ? -1 : i;
    }
    int command = ddl.env.exec().transactions().commandId(true);
    TupleBatch tuples = new TupleBatch();
    TupleBatch written = new TupleBatch();
    try (TableScan scan = ddl.env.exec().heap().scan(source, Snapshot.SELF)) {
      while (scan.nextBatch(tuples)) {
        ddl.env.exec().interrupts().check();
        Batch rows = reader.decode(tuples);
        Vector[] vectors = rows.columns.clone();
        computed.forEach((column, value) -> vectors[column - 1] = value.eval(rows, context));
        Batch out = new Batch(vectors);
        out.count = rows.count;
        written.clear();
        for (int row = 0; row < out.count; row++) {
          encoder.encode(out, row, columns);
          written.append(
              encoder.tuple().bytes(), encoder.tuple().offset(), encoder.tuple().length(), 0);
        }
        ddl.env.exec().heap().multiInsert(target, written, command, 0);
      }
    }
    ddl.step();
    files.rebuildIndexes(oid);
  }

  /** Every row now stores all columns itself. */
  private void forgetMissing() {
    for (ColumnEntry column : ddl.relation(before.oid()).columns()) {
      CatalogRow row =
          ddl.editor.get(
              "pg_attribute",
              CatalogIndexes.ATTRIBUTE_RELATION_NUMBER,
              Catalog.unsigned(before.oid()),
              (long) column.number());
      if (row.bool("atthasmissing")) {
        ddl.editor.update(
            row, values -> values.flag("atthasmissing", false).set("attmissingval", null));
      }
    }
    ddl.step();
  }
}
