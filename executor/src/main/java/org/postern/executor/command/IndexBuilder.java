package org.postern.executor.command;

import org.postern.executor.catalog.IndexEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.catalog.TableHandles;
import org.postern.storage.access.IndexBuild;
import org.postern.storage.access.IndexBuildScan;
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
    IndexRows rows = new IndexRows(ddl, relation, entry, open);
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
      while (scan.nextBatch(tuples)) {
        ddl.env.exec().interrupts().check();
        for (int i = 0; i < tuples.count(); i++) {
          counts[0] += scan.alive(i) ? 1 : 0;
        }
        rows.form(
            tuples,
            (tuple, length, row) -> {
              build.add(tuple, length, tuples.tid(row), scan.alive(row));
              counts[1]++;
            });
      }
      if (!build.finish()) {
        throw duplicate(relation, entry, open, build.duplicate());
      }
    }
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
