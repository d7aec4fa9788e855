package org.postern.executor.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntSupplier;
import org.postern.executor.row.RowDecoder;
import org.postern.executor.row.RowEncoder;
import org.postern.storage.access.HeapAccess;
import org.postern.storage.access.IndexAccess;
import org.postern.storage.access.IndexBatch;
import org.postern.storage.access.IndexScan;
import org.postern.storage.access.IndexTupleBuilder;
import org.postern.storage.access.InsertResult;
import org.postern.storage.access.ScanDirection;
import org.postern.storage.access.ScanKey;
import org.postern.storage.access.ScanStrategy;
import org.postern.storage.access.TableScan;
import org.postern.storage.access.TmInfo;
import org.postern.storage.access.TmResult;
import org.postern.storage.access.TupleBatch;
import org.postern.storage.access.UniqueCheck;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.transam.Snapshot;
import org.postern.storage.transam.SnapshotManager;
import org.postern.storage.transam.TransactionManager;

/**
 * The system tables as heaps with B-trees.
 *
 * <p>Every look-up takes the newest snapshot, whatever the transaction's isolation level: DDL that
 * committed is in force for everybody. Of the own transaction it sees the commands before the
 * current one; {@link #commandCounterIncrement} moves that border.
 */
public final class HeapCatalogStore implements CatalogStore {
  /** The first oid that is not reserved for the system. */
  public static final int FIRST_NORMAL_OID = 16384;

  private final SystemShapes shapes;
  private final HeapAccess heap;
  private final IndexAccess btree;
  private final TransactionManager transactions;
  private final CatalogInvalidation invalidation;
  private final IntSupplier oids;
  private final TmInfo info = new TmInfo();

  /** {@code oids} gives the cluster's next oid, which may be in use after a wrap-around. */
  public HeapCatalogStore(
      SystemShapes shapes,
      HeapAccess heap,
      IndexAccess btree,
      TransactionManager transactions,
      CatalogInvalidation invalidation,
      IntSupplier oids) {
    this.shapes = shapes;
    this.heap = heap;
    this.btree = btree;
    this.transactions = transactions;
    this.invalidation = invalidation;
    this.oids = oids;
  }

  public SystemShapes shapes() {
    return shapes;
  }

  @Override
  public List<CatalogRow> lookup(SystemTable table, SystemTable.Index index, Object... key) {
    SystemShapes.Shape shape = shapes.shape(table);
    SnapshotManager snapshots = transactions.snapshots();
    Snapshot latest = snapshots.acquireLatest();
    try {
      Snapshot snapshot = latest.withCurCid(transactions.commandId(false));
      return lookup(shape, shape.index(index.oid()), snapshot, key);
    } finally {
      snapshots.release(latest);
    }
  }

  private List<CatalogRow> lookup(
      SystemShapes.Shape shape, SystemShapes.IndexShape index, Snapshot snapshot, Object... key) {
    ScanKey[] keys = new ScanKey[key.length];
    for (int i = 0; i < key.length; i++) {
      keys[i] = ScanKey.of(i, ScanStrategy.EQUAL);
      index.codecs()[i].set(keys[i], key[i]);
    }
    List<CatalogRow> rows = new ArrayList<>(2);
    IndexBatch entries = new IndexBatch();
    TupleBatch tuples = new TupleBatch();
    int[] found = new int[16];
    try (IndexScan scan = btree.openScan(index.handle(), keys, false, null)) {
      while (scan.nextBatch(entries, ScanDirection.FORWARD)) {
        int count = entries.count();
        if (found.length < count) {
          found = new int[count];
        }
        tuples.clear();
        heap.fetchAll(shape.handle(), entries.tids(), count, snapshot, tuples, found);
        RowDecoder decoder = decoder(shape);
        for (int i = 0; i < count; i++) {
          if (found[i] >= 0) {
            rows.add(row(shape, decoder, tuples, found[i]));
          }
        }
      }
    }
    return rows;
  }

  @Override
  public List<CatalogRow> scan(SystemTable table) {
    SystemShapes.Shape shape = shapes.shape(table);
    SnapshotManager snapshots = transactions.snapshots();
    Snapshot latest = snapshots.acquireLatest();
    List<CatalogRow> rows = new ArrayList<>();
    Snapshot snapshot = latest.withCurCid(transactions.commandId(false));
    TupleBatch tuples = new TupleBatch();
    try (TableScan scan = heap.scan(shape.handle(), snapshot)) {
      RowDecoder decoder = decoder(shape);
      while (scan.nextBatch(tuples)) {
        for (int i = 0; i < tuples.count(); i++) {
          rows.add(row(shape, decoder, tuples, i));
        }
      }
    } finally {
      snapshots.release(latest);
    }
    return rows;
  }

  private RowDecoder decoder(SystemShapes.Shape shape) {
    return new RowDecoder(
        shape.row(), (base, offset) -> heap.detoast(shape.handle(), base, offset));
  }

  /** The row's values point into their tuple, so each gets a tuple of its own. */
  private static CatalogRow row(
      SystemShapes.Shape shape, RowDecoder decoder, TupleBatch tuples, int i) {
    int from = tuples.offset(i);
    byte[] tuple = Arrays.copyOfRange(tuples.data(), from, from + tuples.length(i));
    decoder.set(tuple, 0);
    return new CatalogRow(shape.table(), tuples.tid(i), decoder.row());
  }

  @Override
  public long insert(SystemTable table, Object[] values) {
    SystemShapes.Shape shape = shapes.shape(table);
    RowEncoder encoder = encode(shape, values);
    long tid =
        heap.insert(
            shape.handle(),
            encoder.tuple().bytes(),
            encoder.tuple().offset(),
            encoder.tuple().length(),
            transactions.commandId(true),
            0);
    for (SystemShapes.IndexShape index : shape.indexes()) {
      insertEntry(shape, index, values, tid);
    }
    note(table, values);
    return tid;
  }

  private static RowEncoder encode(SystemShapes.Shape shape, Object[] values) {
    SystemTable table = shape.table();
    if (values.length != table.columns().size()) {
      throw new IllegalArgumentException(
          "row of the wrong width: table=" + table.name() + ", width=" + values.length);
    }
    for (SystemTable.Column column : table.columns()) {
      if (column.notNull() && values[column.number() - 1] == null) {
        throw new IllegalArgumentException(
            "null in a system table: table=" + table.name() + ", column=" + column.name());
      }
    }
    RowEncoder encoder = new RowEncoder(shape.row());
    encoder.encode(values);
    return encoder;
  }

  private void insertEntry(
      SystemShapes.Shape shape, SystemShapes.IndexShape index, Object[] values, long tid) {
    IndexTupleBuilder builder = new IndexTupleBuilder(index.handle().layout());
    for (int i = 0; i < index.positions().length; i++) {
      index.codecs()[i].put(builder, values[index.positions()[i]]);
    }
    int length = builder.finish();
    UniqueCheck check = index.index().unique() ? UniqueCheck.YES : UniqueCheck.NO;
    while (true) {
      InsertResult result =
          btree.insert(
              index.handle(),
              builder.bytes(),
              length,
              tid,
              check,
              (other, liveness) -> heap.liveness(shape.handle(), other, liveness));
      switch (result) {
        case INSERTED, INSERTED_RECHECK -> {
          return;
        }
        case MUST_WAIT -> transactions.waitForXid(btree.conflict().xid());
        case CONFLICT -> throw duplicate(shape, index, values);
      }
    }
  }

  private static SqlException duplicate(
      SystemShapes.Shape shape, SystemShapes.IndexShape index, Object[] values) {
    StringBuilder names = new StringBuilder();
    StringBuilder shown = new StringBuilder();
    for (int position : index.positions()) {
      if (!names.isEmpty()) {
        names.append(", ");
        shown.append(", ");
      }
      names.append(shape.table().columns().get(position).name());
      shown.append(values[position]);
    }
    return SqlException.error(
            SqlState.UNIQUE_VIOLATION,
            "duplicate key value violates unique constraint \"%s\"",
            index.index().name())
        .withDetail("Key (%s)=(%s) already exists.", names, shown)
        .withSchema("pg_catalog")
        .withTable(shape.table().name())
        .withConstraint(index.index().name());
  }

  @Override
  public void update(CatalogRow row, Object[] values) {
    SystemShapes.Shape shape = shapes.shape(row.table());
    RowEncoder encoder = encode(shape, values);
    boolean indexed = false;
    for (SystemShapes.IndexShape index : shape.indexes()) {
      for (int position : index.positions()) {
        indexed |= !Objects.equals(row.values()[position], values[position]);
      }
    }
    TmResult result =
        heap.update(
            shape.handle(),
            row.tid(),
            encoder.tuple().bytes(),
            encoder.tuple().offset(),
            encoder.tuple().length(),
            transactions.commandId(true),
            null,
            true,
            indexed ? HeapAccess.CHANGED_INDEXED | HeapAccess.CHANGED_KEY : 0,
            info);
    check(result, "updated");
    if (!info.heapOnly()) {
      long tid = info.newTid();
      for (SystemShapes.IndexShape index : shape.indexes()) {
        insertEntry(shape, index, values, tid);
      }
    }
    note(row.table(), row.values());
    note(row.table(), values);
  }

  @Override
  public void delete(CatalogRow row) {
    SystemShapes.Shape shape = shapes.shape(row.table());
    TmResult result =
        heap.delete(shape.handle(), row.tid(), transactions.commandId(true), null, true, info);
    check(result, "deleted");
    note(row.table(), row.values());
  }

  private static void check(TmResult result, String verb) {
    switch (result) {
      case OK -> {}
      case SELF_MODIFIED ->
          throw SqlException.error(SqlState.INTERNAL_ERROR, "tuple already updated by self");
      case UPDATED ->
          throw SqlException.error(SqlState.INTERNAL_ERROR, "tuple concurrently updated");
      case DELETED ->
          throw SqlException.error(SqlState.INTERNAL_ERROR, "tuple concurrently deleted");
      case INVISIBLE, BEING_MODIFIED, WOULD_BLOCK ->
          throw new IllegalStateException(
              "system table row cannot be " + verb + ": result=" + result);
    }
  }

  /**
   * Overwrites a row where it stands, at once and for everybody, whether or not the transaction
   * commits: for statistics. The new row must have the same length.
   */
  public void overwrite(CatalogRow row, Object[] values) {
    SystemShapes.Shape shape = shapes.shape(row.table());
    RowEncoder encoder = encode(shape, values);
    heap.inplaceUpdate(
        shape.handle(),
        row.tid(),
        encoder.tuple().bytes(),
        encoder.tuple().offset(),
        encoder.tuple().length());
    note(row.table(), values);
  }

  private void note(SystemTable table, Object[] values) {
    List<String> columns = relationColumns(table.name());
    if (columns.isEmpty()) {
      invalidation.changed(table.shared(), table.oid(), 0);
    }
    for (String column : columns) {
      Object value = values[table.position(column)];
      int relation = value == null ? 0 : ((Long) value).intValue();
      invalidation.changed(table.shared(), table.oid(), relation);
    }
  }

  /** The columns that say which relation's cache entry a row is part of. */
  private static List<String> relationColumns(String table) {
    return switch (table) {
      case "pg_class" -> List.of("oid");
      case "pg_attribute" -> List.of("attrelid");
      case "pg_index" -> List.of("indrelid", "indexrelid");
      case "pg_attrdef" -> List.of("adrelid");
      case "pg_constraint" -> List.of("conrelid");
      case "pg_rewrite" -> List.of("ev_class");
      case "pg_trigger" -> List.of("tgrelid");
      case "pg_sequence" -> List.of("seqrelid");
      case "pg_statistic" -> List.of("starelid");
      case "pg_inherits" -> List.of("inhrelid", "inhparent");
      default -> List.of();
    };
  }

  @Override
  public int newOid(SystemTable table) {
    SystemShapes.Shape shape = shapes.shape(table);
    SystemShapes.IndexShape byOid = null;
    for (SystemShapes.IndexShape index : shape.indexes()) {
      if (index.index().unique()
          && index.positions().length == 1
          && table.columns().get(index.positions()[0]).name().equals("oid")) {
        byOid = index;
      }
    }
    while (true) {
      int oid = oids.getAsInt();
      if (byOid == null || lookup(shape, byOid, Snapshot.ANY, Catalog.unsigned(oid)).isEmpty()) {
        return oid;
      }
    }
  }

  @Override
  public void commandCounterIncrement() {
    transactions.incrementCommandId();
    invalidation.commandEnd();
  }
}
