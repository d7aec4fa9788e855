package org.postern.executor.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postern.executor.row.RowShape;
import org.postern.executor.types.Physical;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.TypeOid;
import org.postern.storage.access.IndexColumn;
import org.postern.storage.access.IndexHandle;
import org.postern.storage.access.IndexLayout;
import org.postern.storage.access.Persistence;
import org.postern.storage.access.TableHandle;
import org.postern.storage.error.SqlException;
import org.postern.storage.heap.ToastChunks;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.tuple.AttributeLayout;

/**
 * What storage needs to open relations, made from the relation cache's entries and kept as long as
 * those. A handle belongs to one version of a relation: whoever holds the entry holds the handle
 * that fits it.
 */
public final class TableHandles {
  private final Catalog catalog;
  private final Relations relations;
  private final int database;
  private final Map<Integer, Open> tables = new HashMap<>();
  private final Map<Integer, OpenIndex> indexes = new HashMap<>();

  private record Open(RelationEntry entry, RowShape shape, TableHandle handle) {}

  /** An index with the codecs of its columns. */
  public record OpenIndex(IndexEntry entry, IndexHandle handle, List<KeyCodec> codecs) {}

  public TableHandles(Catalog catalog, Relations relations, int database) {
    this.catalog = catalog;
    this.relations = relations;
    this.database = database;
  }

  /** A cache that follows the relation cache; 0 for everything. */
  public void invalidate(int catalogOid, int relation) {
    if (catalogOid == 0 || catalogOid == CatalogOids.TYPE || catalogOid == CatalogOids.ENUM) {
      tables.clear();
      indexes.clear();
    } else if (relation != 0) {
      tables.remove(relation);
      indexes.remove(relation);
    }
  }

  /** How rows of a table lie on disk. */
  public RowShape shape(RelationEntry entry) {
    return open(entry).shape();
  }

  public TableHandle table(RelationEntry entry) {
    return open(entry).handle();
  }

  private Open open(RelationEntry entry) {
    Open known = tables.get(entry.oid());
    if (known != null && known.entry() == entry) {
      return known;
    }
    RowShape shape = makeShape(entry);
    Open open = new Open(entry, shape, makeHandle(entry, shape));
    tables.put(entry.oid(), open);
    return open;
  }

  private RowShape makeShape(RelationEntry entry) {
    List<RowShape.Attribute> attributes = new ArrayList<>();
    for (ColumnEntry column : entry.columns()) {
      if (column.dropped()) {
        AttributeLayout layout =
            new AttributeLayout(
                column.length(), column.align(), column.byValue(), column.storage());
        attributes.add(new RowShape.Attribute(layout, Physical.BYTES, null, null, false, false));
        continue;
      }
      TypeInfo type = catalog.type(column.type()).info();
      AttributeLayout typical = SystemShapes.layout(type);
      AttributeLayout layout =
          type.length() == -1
              ? new AttributeLayout(-1, type.align(), false, column.storage())
              : typical;
      attributes.add(
          new RowShape.Attribute(
              layout,
              type.physical(),
              type.io(),
              column.missing(),
              type.io().isUnsigned(),
              type.oid() == TypeOid.NAME));
    }
    return new RowShape(attributes);
  }

  private TableHandle makeHandle(RelationEntry entry, RowShape shape) {
    TableHandle toast = null;
    if (entry.toast() != 0) {
      RelationEntry toastEntry = relations.relation(entry.toast());
      toast = handle(toastEntry, ToastChunks.LAYOUT, null);
    }
    return handle(entry, shape.layout(), toast);
  }

  private TableHandle handle(
      RelationEntry entry, org.postern.storage.tuple.TupleLayout layout, TableHandle toast) {
    return new TableHandle(
        locator(entry),
        entry.oid(),
        layout,
        persistence(entry),
        toast,
        entry.option("fillfactor", TableHandle.DEFAULT_FILLFACTOR),
        entry.name(),
        entry.namespace() == Catalog.PG_CATALOG);
  }

  private static Persistence persistence(RelationEntry entry) {
    if (entry.kind() == 'S') {
      return Persistence.PERMANENT;
    }
    return switch (entry.persistence()) {
      case 'u' -> Persistence.UNLOGGED;
      case 't' -> Persistence.TEMPORARY;
      default -> Persistence.PERMANENT;
    };
  }

  /** Where the relation's file lies. */
  public RelFileLocator locator(RelationEntry entry) {
    if (entry.shared()) {
      return new RelFileLocator(RelFileLocator.GLOBAL_TABLESPACE, 0, entry.fileNode());
    }
    int tablespace =
        entry.tablespace() == 0 ? RelFileLocator.DEFAULT_TABLESPACE : entry.tablespace();
    return new RelFileLocator(tablespace, database, entry.fileNode());
  }

  /** An index ready for use. */
  public OpenIndex index(IndexEntry entry) {
    OpenIndex known = indexes.get(entry.oid());
    if (known != null && known.entry() == entry) {
      return known;
    }
    OpenIndex open = makeIndex(entry);
    indexes.put(entry.oid(), open);
    return open;
  }

  private OpenIndex makeIndex(IndexEntry entry) {
    if (entry.method() != Catalog.BTREE) {
      throw SqlException.notSupported("access method of index " + entry.name());
    }
    List<KeyCodec> codecs = new ArrayList<>();
    List<IndexColumn> keys = new ArrayList<>();
    List<IndexColumn> included = new ArrayList<>();
    for (int i = 0; i < entry.keys().size(); i++) {
      KeyCodec codec = codec(entry, i);
      codecs.add(codec);
      (i < entry.keyCount() ? keys : included).add(codec.column());
    }
    RelationEntry relation = entry.relation();
    IndexHandle handle =
        new IndexHandle(
            locator(relation),
            entry.oid(),
            entry.name(),
            new IndexLayout(keys, included),
            entry.unique(),
            entry.nullsNotDistinct(),
            relation.persistence() == 'p',
            relation.option("fillfactor", IndexHandle.DEFAULT_FILL_FACTOR));
    return new OpenIndex(entry, handle, List.copyOf(codecs));
  }

  private KeyCodec codec(IndexEntry entry, int i) {
    int oid = keyType(entry, i);
    TypeInfo type = catalog.type(oid).info();
    if (i >= entry.keyCount()) {
      return KeyCodec.included(type);
    }
    return type.oid() == TypeOid.OIDVECTOR
        ? KeyCodec.oidVector(type)
        : KeyCodec.key(type, entry.descending(i), entry.nullsFirst(i));
  }

  /** The type of an index column: the table column's, or the expression's. */
  private int keyType(IndexEntry entry, int i) {
    int column = entry.keys().get(i);
    if (column > 0) {
      return relations.relation(entry.table()).column(column).type();
    }
    if (column < 0) {
      throw SqlException.notSupported("index on a system column");
    }
    int expression = 0;
    for (int k = 0; k < i; k++) {
      expression += entry.keys().get(k) == 0 ? 1 : 0;
    }
    return entry.expressions().get(expression).type();
  }
}
