package org.postern.executor.catalog.bootstrap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.executor.catalog.SystemTable;
import org.postern.executor.catalog.SystemTables;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.io.VectorIo;

/** The rows that describe relations: of pg_class, pg_attribute and pg_index. */
final class RelationRows {
  private static final int PG_CATALOG = 11;
  private static final int PG_TOAST = 99;
  private static final int PG_GLOBAL = 1664;
  private static final int HEAP_METHOD = 2;
  private static final int BTREE_METHOD = 403;

  /** Tables that only the superuser may read. */
  private static final Set<String> PRIVATE =
      Set.of(
          "pg_statistic",
          "pg_authid",
          "pg_statistic_ext_data",
          "pg_user_mapping",
          "pg_subscription",
          "pg_largeobject");

  /** The columns of pg_subscription that everybody may read all the same. */
  private static final Set<String> PUBLIC_SUBSCRIPTION_COLUMNS =
      Set.of(
          "oid",
          "subdbid",
          "subskiplsn",
          "subname",
          "subowner",
          "subenabled",
          "subbinary",
          "substream",
          "subtwophasestate",
          "subdisableonerr",
          "subslotname",
          "subsynccommit",
          "subpublications");

  /** Tables whose file PostgreSQL finds through its relation map: relfilenode is 0. */
  private static final Set<Integer> MAPPED = Set.of(1247, 1249, 1255, 1259);

  private final SystemTables tables;
  private final CatalogData data;
  private final Map<Integer, RowMap> types;
  private final List<RowMap> classes = new ArrayList<>();
  private final List<RowMap> attributes = new ArrayList<>();
  private final List<RowMap> indexes = new ArrayList<>();

  /** A column of a relation to describe. */
  record Column(String name, int type, int typmod, boolean notNull, int collation) {}

  /** {@code types} are all rows of pg_type by oid. */
  RelationRows(SystemTables tables, CatalogData data, Map<Integer, RowMap> types) {
    this.tables = tables;
    this.data = data;
    this.types = types;
  }

  List<RowMap> classes() {
    return classes;
  }

  List<RowMap> attributes() {
    return attributes;
  }

  List<RowMap> indexes() {
    return indexes;
  }

  void addTable(SystemTable table) {
    boolean mapped = table.shared() || MAPPED.contains(table.oid());
    RowMap row = relation(table.oid(), table.name(), PG_CATALOG, 'r', mapped, table.shared());
    row.oid("reltype", table.rowType())
        .oid("relam", HEAP_METHOD)
        .oid("reltoastrelid", table.toast())
        .flag("relhasindex", !table.indexes().isEmpty())
        .number("relnatts", table.columns().size())
        .number("relfrozenxid", 3)
        .number("relminmxid", 1)
        .set("relacl", acl(!PRIVATE.contains(table.name())));
    classes.add(row);
    List<Column> columns = new ArrayList<>();
    for (SystemTable.Column column : table.columns()) {
      columns.add(
          new Column(column.name(), column.type(), -1, column.notNull(), column.collation()));
    }
    addColumns(table.oid(), columns);
    if (table.name().equals("pg_subscription")) {
      for (RowMap attribute : attributes) {
        if (attribute.oid("attrelid") == table.oid()
            && PUBLIC_SUBSCRIPTION_COLUMNS.contains(attribute.text("attname"))) {
          attribute.set("attacl", data.value(TypeOid.ACLITEM_ARRAY, "{=r/postgres}"));
        }
      }
    }
    addSystemColumns(table.oid());
    for (SystemTable.Index index : table.indexes()) {
      addIndex(table, index, mapped);
    }
  }

  Object acl(boolean everybody) {
    return data.value(
        TypeOid.ACLITEM_ARRAY,
        everybody ? "{postgres=arwdDxt/postgres,=r/postgres}" : "{postgres=arwdDxt/postgres}");
  }

  private RowMap relation(
      int oid, String name, int namespace, char kind, boolean mapped, boolean shared) {
    return new RowMap(tables.table("pg_class"))
        .oid("oid", oid)
        .name("relname", name)
        .oid("relnamespace", namespace)
        .oid("reltype", 0)
        .oid("reloftype", 0)
        .oid("relowner", Bootstrap.SUPERUSER)
        .oid("relam", 0)
        .oid("relfilenode", mapped ? 0 : oid)
        .oid("reltablespace", shared ? PG_GLOBAL : 0)
        .number("relpages", 0)
        .set("reltuples", -1.0)
        .number("relallvisible", 0)
        .oid("reltoastrelid", 0)
        .flag("relhasindex", false)
        .flag("relisshared", shared)
        .character("relpersistence", 'p')
        .character("relkind", kind)
        .number("relnatts", 0)
        .number("relchecks", 0)
        .flag("relhasrules", false)
        .flag("relhastriggers", false)
        .flag("relhassubclass", false)
        .flag("relrowsecurity", false)
        .flag("relforcerowsecurity", false)
        .flag("relispopulated", true)
        .character("relreplident", 'n')
        .flag("relispartition", false)
        .oid("relrewrite", 0)
        .number("relfrozenxid", 0)
        .number("relminmxid", 0);
  }

  private void addColumns(int relation, List<Column> columns) {
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      attributes.add(
          attribute(relation, i + 1, column.name(), column.type(), column.notNull(), -1)
              .number("atttypmod", column.typmod())
              .oid("attcollation", column.collation()));
    }
  }

  private void addSystemColumns(int relation) {
    String[] names = {"ctid", "xmin", "cmin", "xmax", "cmax", "tableoid"};
    int[] columnTypes = {
      TypeOid.TID, TypeOid.XID, TypeOid.CID, TypeOid.XID, TypeOid.CID, TypeOid.OID
    };
    for (int i = 0; i < names.length; i++) {
      attributes.add(attribute(relation, -1 - i, names[i], columnTypes[i], true, 0));
    }
  }

  private RowMap attribute(
      int relation, int number, String name, int type, boolean notNull, int target) {
    RowMap typeRow = types.get(type);
    if (typeRow == null) {
      throw new IllegalStateException("column of an unknown type: column=" + name + ", " + type);
    }
    boolean array = typeRow.character("typcategory") == 'A';
    return new RowMap(tables.table("pg_attribute"))
        .oid("attrelid", relation)
        .name("attname", name)
        .oid("atttypid", type)
        .number("attstattarget", target)
        .set("attlen", typeRow.get("typlen"))
        .number("attnum", number)
        .number("attndims", array ? 1 : 0)
        .number("attcacheoff", -1)
        .number("atttypmod", -1)
        .set("attbyval", typeRow.get("typbyval"))
        .set("attalign", typeRow.get("typalign"))
        .set("attstorage", typeRow.get("typstorage"))
        .number("attcompression", 0)
        .flag("attnotnull", notNull)
        .flag("atthasdef", false)
        .flag("atthasmissing", false)
        .number("attidentity", 0)
        .number("attgenerated", 0)
        .flag("attisdropped", false)
        .flag("attislocal", true)
        .number("attinhcount", 0)
        .oid("attcollation", 0);
  }

  private void addIndex(SystemTable table, SystemTable.Index index, boolean mapped) {
    classes.add(
        relation(index.oid(), index.name(), PG_CATALOG, 'i', mapped, table.shared())
            .oid("relam", BTREE_METHOD)
            .number("relnatts", index.keys().size()));
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < index.keys().size(); i++) {
      SystemTable.Column column = table.columns().get(index.keys().get(i) - 1);
      int type = column.type() == TypeOid.NAME ? TypeOid.CSTRING : column.type();
      columns.add(new Column(column.name(), type, -1, false, index.collations().get(i)));
    }
    addColumns(index.oid(), columns);
    indexes.add(
        index(table.oid(), index.oid(), index.unique(), index.primary(), index.keys())
            .set("indclass", vector(TypeOid.OID, index.opclasses()))
            .set("indcollation", vector(TypeOid.OID, index.collations())));
  }

  private RowMap index(int table, int index, boolean unique, boolean primary, List<Integer> keys) {
    int count = keys.size();
    return new RowMap(tables.table("pg_index"))
        .oid("indexrelid", index)
        .oid("indrelid", table)
        .number("indnatts", count)
        .number("indnkeyatts", count)
        .flag("indisunique", unique)
        .flag("indnullsnotdistinct", false)
        .flag("indisprimary", primary)
        .flag("indisexclusion", false)
        .flag("indimmediate", true)
        .flag("indisclustered", false)
        .flag("indisvalid", true)
        .flag("indcheckxmin", false)
        .flag("indisready", true)
        .flag("indislive", true)
        .flag("indisreplident", false)
        .set("indkey", vector(TypeOid.INT2, keys))
        .set("indoption", vector(TypeOid.INT2, java.util.Collections.nCopies(count, 0)));
  }

  private static Object vector(int element, List<Integer> numbers) {
    Object[] elements = new Object[numbers.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] =
          element == TypeOid.OID
              ? Integer.toUnsignedLong(numbers.get(i))
              : (Object) numbers.get(i).longValue();
    }
    return VectorIo.of(element, elements);
  }

  /** A TOAST table with its index. */
  void addToast(SystemTable owner, int oid, int indexOid) {
    boolean mapped = owner.shared() || MAPPED.contains(owner.oid());
    String name = "pg_toast_" + owner.oid();
    classes.add(
        relation(oid, name, PG_TOAST, 't', mapped, owner.shared())
            .oid("relam", HEAP_METHOD)
            .flag("relhasindex", true)
            .number("relnatts", 3)
            .number("relfrozenxid", 3)
            .number("relminmxid", 1));
    addColumns(
        oid,
        List.of(
            new Column("chunk_id", TypeOid.OID, -1, false, 0),
            new Column("chunk_seq", TypeOid.INT4, -1, false, 0),
            new Column("chunk_data", TypeOid.BYTEA, -1, false, 0)));
    RowMap chunkData = attributes.getLast();
    chunkData.character("attstorage", 'p');
    addSystemColumns(oid);
    classes.add(
        relation(indexOid, name + "_index", PG_TOAST, 'i', mapped, owner.shared())
            .oid("relam", BTREE_METHOD)
            .number("relnatts", 2));
    addColumns(
        indexOid,
        List.of(
            new Column("chunk_id", TypeOid.OID, -1, false, 0),
            new Column("chunk_seq", TypeOid.INT4, -1, false, 0)));
    indexes.add(
        index(oid, indexOid, true, true, List.of(1, 2))
            .set("indclass", vector(TypeOid.OID, List.of(1981, 1978)))
            .set("indcollation", vector(TypeOid.OID, List.of(0, 0))));
  }

  void addView(int oid, String name, int namespace, int rowType, String acl, List<Column> columns) {
    RowMap row =
        relation(oid, name, namespace, 'v', true, false)
            .oid("reltype", rowType)
            .number("relnatts", columns.size())
            .flag("relhasrules", true);
    if (!acl.equals("-")) {
      row.set("relacl", data.value(TypeOid.ACLITEM_ARRAY, acl));
    }
    classes.add(row);
    int from = attributes.size();
    addColumns(oid, columns);
    attributes.subList(from, attributes.size()).forEach(a -> a.number("attndims", 0));
  }
}
