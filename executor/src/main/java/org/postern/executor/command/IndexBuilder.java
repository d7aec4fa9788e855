package org.postern.executor.command;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.IndexEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.catalog.TableHandles;
import org.postern.executor.expr.EvalContext;
import org.postern.executor.expr.Evaluator;
import org.postern.executor.query.Expr;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.LongVector;
import org.postern.executor.vector.Vector;
import org.postern.storage.access.IndexBuild;
import org.postern.storage.access.IndexBuildScan;
import org.postern.storage.access.IndexTupleBuilder;
import org.postern.storage.access.IndexTupleReader;
import org.postern.storage.access.TableHandle;
import org.postern.storage.access.TupleBatch;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Fills an index whose file is empty from its table, and notes the sizes of both in pg_class. */
final class IndexBuilder {
  private final Ddl ddl;

  IndexBuilder(Ddl ddl) {
    this.ddl = ddl;
  }

  /** The index's and the table's rows must be visible. */
  void build(int table, int index) {
    RelationEntry relation = ddl.relation(table);
    IndexEntry entry = ddl.relations.index(index);
    TableHandles.OpenIndex open = ddl.env.exec().handles().index(entry);
    TableHandle handle = ddl.env.exec().handles().table(relation);
    boolean unlogged = relation.persistence() != 'p';
    if (unlogged) {
      ddl.env.files().createInitFork(open.handle().locator());
      ddl.env.exec().btree().createInitFork(open.handle());
    }
    long[] counts = new long[2];
    if (ddl.env.exec().heap().blockCount(handle) == 0) {
      ddl.env.exec().btree().createEmpty(open.handle());
    } else {
      fill(relation, handle, entry, open, counts);
    }
    Indexes indexes = new Indexes(ddl);
    indexes.updateStatistics(
        index, counts[1], ddl.env.files().blocks(open.handle().locator()), null);
    indexes.updateStatistics(table, counts[0], ddl.env.files().blocks(handle.locator()), true);
  }

  private void fill(
      RelationEntry relation,
      TableHandle handle,
      IndexEntry entry,
      TableHandles.OpenIndex open,
      long[] counts) {
    List<Expr> columns = columns(relation, entry);
    RowReader reader = new RowReader(ddl, relation);
    columns.forEach(reader::need);
    Evaluator[] evaluators = columns.stream().map(e -> reader.compile(e)).toArray(Evaluator[]::new);
    Evaluator predicate = entry.predicate() == null ? null : reader.compile(entry.predicate());
    EvalContext context = ddl.evalContext();
    IndexTupleBuilder builder = new IndexTupleBuilder(open.handle().layout());
    TupleBatch tuples = new TupleBatch();
    try (IndexBuild build =
            ddl.env
                .exec()
                .btree()
                .beginBuild(
                    open.handle(),
                    ddl.env.files().spillDirectory(),
                    ddl.env.files().maintenanceMemory());
        IndexBuildScan scan = ddl.env.exec().heap().indexBuildScan(handle)) {
      Vector[] values = new Vector[evaluators.length];
      while (scan.nextBatch(tuples)) {
        ddl.env.exec().interrupts().check();
        Batch rows = reader.decode(tuples);
        for (int i = 0; i < tuples.count(); i++) {
          counts[0] += scan.alive(i) ? 1 : 0;
        }
        if (predicate != null) {
          select(rows, predicate, context);
        }
        for (int c = 0; c < values.length; c++) {
          values[c] = evaluators[c].eval(rows, context);
        }
        for (int i = 0; i < rows.size(); i++) {
          int row = rows.row(i);
          builder.reset();
          for (int c = 0; c < values.length; c++) {
            open.codecs().get(c).put(builder, values[c], row);
          }
          int length = builder.finish();
          build.add(builder.bytes(), length, tuples.tid(row), scan.alive(row));
          counts[1]++;
        }
      }
      if (!build.finish()) {
        throw duplicate(relation, entry, open, build.duplicate());
      }
    }
  }

  /** Narrows the batch to the rows that satisfy the predicate. */
  static void select(Batch rows, Evaluator predicate, EvalContext context) {
    LongVector holds = (LongVector) predicate.eval(rows, context);
    int[] selection = new int[rows.count];
    int selected = 0;
    for (int i = 0; i < rows.count; i++) {
      if (!holds.isNull(i) && holds.values[i] != 0) {
        selection[selected++] = i;
      }
    }
    rows.selection = selection;
    rows.selected = selected;
  }

  private static List<Expr> columns(RelationEntry relation, IndexEntry entry) {
    List<Expr> columns = new ArrayList<>();
    int expression = 0;
    for (int key : entry.keys()) {
      columns.add(key == 0 ? entry.expressions().get(expression++) : RowReader.var(relation, key));
    }
    return columns;
  }

  private SqlException duplicate(
      RelationEntry relation, IndexEntry entry, TableHandles.OpenIndex open, byte[] tuple) {
    IndexTupleReader reader = new IndexTupleReader(open.handle().layout());
    reader.reset(tuple, 0);
    StringBuilder names = new StringBuilder();
    StringBuilder values = new StringBuilder();
    for (int i = 0; i < entry.keyCount(); i++) {
      names.append(i == 0 ? "" : ", ");
      values.append(i == 0 ? "" : ", ");
      int key = entry.keys().get(i);
      if (key == 0) {
        names.append(ddl.relation(entry.oid()).column(i + 1).name());
      } else {
        names.append(relation.column(key).name());
      }
      Object value = open.codecs().get(i).get(reader, i);
      int type = open.codecs().get(i).type().oid();
      values.append(
          value == null
              ? "null"
              : ddl.env.exec().exprs().output(type, value, ddl.analyzer().types()));
    }
    return SqlException.error(
            SqlState.UNIQUE_VIOLATION, "could not create unique index \"%s\"", entry.name())
        .withDetail("Key (%s)=(%s) is duplicated.", names, values)
        .withSchema(ddl.catalog.namespaceName(relation.namespace()))
        .withTable(relation.name())
        .withConstraint(entry.name());
  }
}
