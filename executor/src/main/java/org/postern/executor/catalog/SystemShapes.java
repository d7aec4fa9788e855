package org.postern.executor.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.postern.executor.row.RowShape;
import org.postern.executor.types.Physical;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.TypeIo;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.io.AnyArrayIo;
import org.postern.executor.types.io.BuiltinTypes;
import org.postern.storage.access.IndexColumn;
import org.postern.storage.access.IndexHandle;
import org.postern.storage.access.IndexLayout;
import org.postern.storage.access.Persistence;
import org.postern.storage.access.TableHandle;
import org.postern.storage.heap.ToastChunks;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.tuple.AttributeLayout;

/**
 * The system tables of one database as storage sees them, from their fixed shape alone: nothing has
 * to be read to read them.
 */
public final class SystemShapes {
  private static final int PG_STATISTIC_ARRAY = 10028;

  private final int database;
  private final IntFunction<TypeInfo> arrayElements;
  private final Map<Integer, Shape> shapes = new HashMap<>();

  /** An index of a system table: {@code positions} are the 0-based columns of its keys. */
  public record IndexShape(
      SystemTable.Index index, IndexHandle handle, int[] positions, KeyCodec[] codecs) {}

  /** A system table. */
  public record Shape(
      SystemTable table, RowShape row, TableHandle handle, List<IndexShape> indexes) {
    IndexShape index(int oid) {
      for (IndexShape index : indexes) {
        if (index.index().oid() == oid) {
          return index;
        }
      }
      throw new IllegalArgumentException("no such index: table=" + table.name() + ", oid=" + oid);
    }
  }

  /** {@code arrayElements} finds the element types of anyarray columns. */
  public SystemShapes(int database, IntFunction<TypeInfo> arrayElements) {
    this.database = database;
    this.arrayElements = arrayElements;
  }

  public Shape shape(SystemTable table) {
    return shapes.computeIfAbsent(table.oid(), oid -> make(table));
  }

  /** Where the file of a system table, index or TOAST table lies. */
  public RelFileLocator locator(boolean shared, int oid) {
    return shared
        ? new RelFileLocator(RelFileLocator.GLOBAL_TABLESPACE, 0, Integer.toUnsignedLong(oid))
        : new RelFileLocator(
            RelFileLocator.DEFAULT_TABLESPACE, database, Integer.toUnsignedLong(oid));
  }

  private Shape make(SystemTable table) {
    List<RowShape.Attribute> attributes = new ArrayList<>();
    for (SystemTable.Column column : table.columns()) {
      TypeInfo type = type(column.type());
      TypeIo io = type.oid() == TypeOid.ANYARRAY ? new AnyArrayIo(arrayElements) : type.io();
      attributes.add(
          new RowShape.Attribute(
              layout(type),
              type.physical(),
              io,
              null,
              io.isUnsigned(),
              type.oid() == TypeOid.NAME));
    }
    RowShape row = new RowShape(attributes);
    TableHandle toast =
        table.toast() == 0
            ? null
            : handle(
                table.shared(), table.toast(), "pg_toast_" + table.oid(), ToastChunks.LAYOUT, null);
    TableHandle handle = handle(table.shared(), table.oid(), table.name(), row.layout(), toast);
    List<IndexShape> indexes = new ArrayList<>();
    for (SystemTable.Index index : table.indexes()) {
      indexes.add(index(table, index));
    }
    return new Shape(table, row, handle, List.copyOf(indexes));
  }

  private TableHandle handle(
      boolean shared,
      int oid,
      String name,
      org.postern.storage.tuple.TupleLayout layout,
      TableHandle toast) {
    return new TableHandle(
        locator(shared, oid),
        oid,
        layout,
        Persistence.PERMANENT,
        toast,
        TableHandle.DEFAULT_FILLFACTOR,
        name,
        true);
  }

  private IndexShape index(SystemTable table, SystemTable.Index index) {
    int count = index.keys().size();
    int[] positions = new int[count];
    KeyCodec[] codecs = new KeyCodec[count];
    List<IndexColumn> columns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      positions[i] = index.keys().get(i) - 1;
      TypeInfo type = type(table.columns().get(positions[i]).type());
      codecs[i] =
          type.oid() == TypeOid.OIDVECTOR
              ? KeyCodec.oidVector(type)
              : KeyCodec.key(type, false, false);
      columns.add(codecs[i].column());
    }
    IndexHandle handle =
        new IndexHandle(
            locator(table.shared(), index.oid()),
            index.oid(),
            index.name(),
            new IndexLayout(columns, List.of()),
            index.unique(),
            false,
            true,
            IndexHandle.DEFAULT_FILL_FACTOR);
    return new IndexShape(index, handle, positions, codecs);
  }

  /**
   * The type of a system table's column. The one array of a table's row type lies there as an array
   * of records does.
   */
  static TypeInfo type(int oid) {
    TypeInfo type = BuiltinTypes.get(oid == PG_STATISTIC_ARRAY ? TypeOid.RECORD_ARRAY : oid);
    if (type == null) {
      throw new IllegalStateException("a system table needs a type that is missing: oid=" + oid);
    }
    return type;
  }

  /** How values of a type lie in tuples. */
  static AttributeLayout layout(TypeInfo type) {
    boolean byValue = type.physical() == Physical.LONG || type.physical() == Physical.DOUBLE;
    return new AttributeLayout(type.length(), type.align(), byValue, type.storage());
  }
}
