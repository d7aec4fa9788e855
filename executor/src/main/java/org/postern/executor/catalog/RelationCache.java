package org.postern.executor.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postern.executor.query.Expr;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.Physical;
import org.postern.executor.types.TypeInfo;

/**
 * The relation cache of a process: entries are read from the catalogs when first asked for and
 * dropped when a message says that one of their rows changed.
 *
 * <p>Columns of system tables come from their fixed shape, so that opening one reads a single row.
 */
public final class RelationCache implements Relations {
  private final Catalog catalog;
  private final ExprText exprText;

  private final Map<Integer, RelationEntry> entries = new HashMap<>();
  private final Map<String, Integer> names = new HashMap<>();
  private final Map<Integer, List<IndexEntry>> indexLists = new HashMap<>();
  private final Map<Integer, IndexEntry> indexes = new HashMap<>();
  private final Map<Integer, Map<Integer, Expr>> defaults = new HashMap<>();
  private final Map<Integer, List<ConstraintEntry>> checks = new HashMap<>();
  private final Map<Integer, String> views = new HashMap<>();
  private final Map<Integer, List<ForeignKeyEntry>> foreignKeys = new HashMap<>();
  private final Map<Integer, List<ForeignKeyEntry>> referencingKeys = new HashMap<>();

  public RelationCache(Catalog catalog, ExprText exprText) {
    this.catalog = catalog;
    this.exprText = exprText;
  }

  /** A row of system table {@code catalogOid} changed that belongs to {@code relation}; 0: any. */
  public void invalidate(int catalogOid, int relation) {
    if (catalogOid == 0) {
      forgetAll();
      return;
    }
    if (relation == 0) {
      if (catalogOid == CatalogOids.TYPE) {
        forgetAll();
      }
      return;
    }
    if (catalogOid == CatalogOids.CLASS) {
      names.clear();
    }
    RelationEntry entry = entries.remove(relation);
    indexLists.remove(relation);
    IndexEntry index = indexes.remove(relation);
    if (index != null) {
      indexLists.remove(index.table());
    } else if (entry == null || entry.kind() == 'i') {
      indexLists.values().removeIf(list -> list.stream().anyMatch(i -> i.oid() == relation));
    }
    defaults.remove(relation);
    checks.remove(relation);
    views.remove(relation);
    foreignKeys.clear();
    referencingKeys.clear();
  }

  private void forgetAll() {
    entries.clear();
    names.clear();
    indexLists.clear();
    indexes.clear();
    defaults.clear();
    checks.clear();
    views.clear();
    foreignKeys.clear();
    referencingKeys.clear();
  }

  @Override
  public RelationEntry relation(int oid) {
    RelationEntry known = entries.get(oid);
    if (known != null) {
      return known;
    }
    CatalogRow row = catalog.row("pg_class", CatalogIndexes.CLASS_OID, Catalog.unsigned(oid));
    if (row == null) {
      return null;
    }
    RelationEntry entry = read(row);
    entries.put(oid, entry);
    return entry;
  }

  private RelationEntry read(CatalogRow row) {
    int oid = row.oid("oid");
    SystemTable system = catalog.tables().table(oid);
    long fileNode = Integer.toUnsignedLong(row.oid("relfilenode"));
    String[] options = row.texts("reloptions");
    return new RelationEntry(
        oid,
        row.text("relname"),
        row.oid("relnamespace"),
        row.oid("reltype"),
        row.oid("relowner"),
        row.oid("relam"),
        fileNode == 0 ? Integer.toUnsignedLong(oid) : fileNode,
        row.oid("reltablespace"),
        row.bool("relisshared"),
        row.character("relkind"),
        row.character("relpersistence"),
        row.number("reltuples"),
        row.integer("relpages"),
        row.oid("reltoastrelid"),
        row.bool("relhasindex"),
        row.bool("relhastriggers"),
        row.integer("relchecks"),
        options == null ? List.of() : List.of(options),
        AccessRights.list(row.texts("relacl")),
        row.bool("relispartition"),
        row.bool("relhassubclass"),
        row.bool("relispopulated"),
        system == null ? columns(oid) : nailedColumns(system));
  }

  private List<ColumnEntry> nailedColumns(SystemTable table) {
    List<ColumnEntry> columns = new ArrayList<>();
    for (SystemTable.Column column : table.columns()) {
      TypeInfo type = SystemShapes.type(column.type());
      Physical physical = type.physical();
      columns.add(
          new ColumnEntry(
              column.number(),
              column.name(),
              column.type(),
              -1,
              type.length(),
              type.align(),
              type.storage(),
              physical == Physical.LONG || physical == Physical.DOUBLE,
              column.notNull(),
              false,
              false,
              (char) 0,
              (char) 0,
              column.collation(),
              null,
              null));
    }
    return List.copyOf(columns);
  }

  private List<ColumnEntry> columns(int relation) {
    List<ColumnEntry> columns = new ArrayList<>();
    for (CatalogRow row :
        catalog.rows(
            "pg_attribute", CatalogIndexes.ATTRIBUTE_RELATION_NUMBER, Catalog.unsigned(relation))) {
      int number = (short) row.integer("attnum");
      if (number <= 0) {
        continue;
      }
      ArrayValue missing = (ArrayValue) row.get("attmissingval");
      columns.add(
          new ColumnEntry(
              number,
              row.text("attname"),
              row.oid("atttypid"),
              row.integer("atttypmod"),
              row.integer("attlen"),
              row.character("attalign"),
              row.character("attstorage"),
              row.bool("attbyval"),
              row.bool("attnotnull"),
              row.bool("atthasdef"),
              row.bool("attisdropped"),
              row.character("attidentity"),
              row.character("attgenerated"),
              row.oid("attcollation"),
              missing == null || missing.isEmpty() ? null : missing.elements()[0],
              AccessRights.list(row.texts("attacl"))));
    }
    columns.sort(Comparator.comparingInt(ColumnEntry::number));
    return List.copyOf(columns);
  }

  @Override
  public int relationByName(int namespace, String name) {
    String key = namespace + "." + name;
    Integer known = names.get(key);
    if (known != null) {
      return known;
    }
    CatalogRow row =
        catalog.row(
            "pg_class",
            CatalogIndexes.CLASS_NAME_NAMESPACE,
            Catalog.name(name),
            Catalog.unsigned(namespace));
    if (row == null) {
      return 0;
    }
    names.put(key, row.oid("oid"));
    return row.oid("oid");
  }

  @Override
  public List<IndexEntry> indexes(int table) {
    List<IndexEntry> known = indexLists.get(table);
    if (known != null) {
      return known;
    }
    List<IndexEntry> list = new ArrayList<>();
    for (CatalogRow row :
        catalog.rows("pg_index", CatalogIndexes.INDEX_TABLE, Catalog.unsigned(table))) {
      if (row.bool("indislive")) {
        IndexEntry entry = readIndex(row);
        indexes.put(entry.oid(), entry);
        list.add(entry);
      }
    }
    list.sort((a, b) -> Integer.compareUnsigned(a.oid(), b.oid()));
    list = List.copyOf(list);
    indexLists.put(table, list);
    return list;
  }

  @Override
  public IndexEntry index(int oid) {
    IndexEntry known = indexes.get(oid);
    if (known != null) {
      return known;
    }
    CatalogRow row = catalog.row("pg_index", CatalogIndexes.INDEX_OID, Catalog.unsigned(oid));
    if (row == null) {
      return null;
    }
    IndexEntry entry = readIndex(row);
    indexes.put(oid, entry);
    return entry;
  }

  private IndexEntry readIndex(CatalogRow row) {
    int oid = row.oid("indexrelid");
    RelationEntry relation = relation(oid);
    List<Integer> opclasses = integers(row.integers("indclass"));
    List<Integer> families = new ArrayList<>();
    for (int opclass : opclasses) {
      families.add(catalog.opclass(opclass).family());
    }
    String expressions = row.text("indexprs");
    String predicate = row.text("indpred");
    return new IndexEntry(
        oid,
        relation.name(),
        row.oid("indrelid"),
        relation.accessMethod(),
        row.bool("indisunique"),
        row.bool("indnullsnotdistinct"),
        row.bool("indisprimary"),
        row.bool("indimmediate"),
        row.bool("indisvalid"),
        row.bool("indisready"),
        row.integer("indnkeyatts"),
        integers(row.integers("indkey")),
        opclasses,
        List.copyOf(families),
        integers(row.integers("indcollation")),
        integers(row.integers("indoption")),
        expressions == null ? List.of() : exprText.readList(expressions),
        predicate == null ? null : exprText.read(predicate),
        relation);
  }

  private static List<Integer> integers(int[] values) {
    List<Integer> list = new ArrayList<>(values.length);
    for (int value : values) {
      list.add(value);
    }
    return List.copyOf(list);
  }

  @Override
  public Expr columnDefault(int table, int column) {
    return defaults.computeIfAbsent(table, this::readDefaults).get(column);
  }

  /** The default that a domain gives its columns, or null. */
  private Expr domainDefault(int domain) {
    for (TypeEntry type = catalog.type(domain);
        type.kind() == 'd';
        type = catalog.type(type.baseType())) {
      CatalogRow row =
          catalog.row("pg_type", CatalogIndexes.TYPE_OID, Catalog.unsigned(type.oid()));
      if (row.text("typdefaultbin") != null) {
        Expr value = exprText.read(row.text("typdefaultbin"));
        return new Expr.Relabel(value, domain, -1, type.collation(), Expr.CastForm.IMPLICIT, -1);
      }
    }
    return null;
  }

  /** The sequence behind an identity column: the one that is an inner part of it. */
  private int identitySequence(int table, int column) {
    for (CatalogRow row :
        catalog.rows(
            "pg_depend",
            CatalogIndexes.DEPEND_REFERENCE,
            Catalog.unsigned(CatalogOids.CLASS),
            Catalog.unsigned(table),
            (long) column)) {
      if (row.character("deptype") == 'i' && row.oid("classid") == CatalogOids.CLASS) {
        RelationEntry sequence = relation(row.oid("objid"));
        if (sequence != null && sequence.kind() == 'S') {
          return sequence.oid();
        }
      }
    }
    throw new IllegalStateException("identity column without a sequence: table=" + table);
  }

  private Map<Integer, Expr> readDefaults(int table) {
    Map<Integer, Expr> found = new HashMap<>();
    for (CatalogRow row :
        catalog.rows(
            "pg_attrdef", CatalogIndexes.ATTRDEF_RELATION_COLUMN, Catalog.unsigned(table))) {
      found.put(row.integer("adnum"), exprText.read(row.text("adbin")));
    }
    for (ColumnEntry column : relation(table).columns()) {
      if (!column.dropped()
          && !found.containsKey(column.number())
          && column.generated() == 0
          && catalog.type(column.type()).kind() == 'd') {
        Expr ofDomain = domainDefault(column.type());
        if (ofDomain != null) {
          found.put(column.number(), ofDomain);
        }
      }
      if (column.identity() != 0 && !column.dropped()) {
        int sequence = identitySequence(table, column.number());
        found.put(column.number(), new Expr.NextValue(sequence, column.type()));
      }
    }
    return found;
  }

  @Override
  public List<ConstraintEntry> checks(int table) {
    List<ConstraintEntry> known = checks.get(table);
    if (known != null) {
      return known;
    }
    List<ConstraintEntry> list = new ArrayList<>();
    for (CatalogRow row :
        catalog.rows(
            "pg_constraint", CatalogIndexes.CONSTRAINT_RELATION, Catalog.unsigned(table))) {
      if (row.character("contype") == 'c') {
        list.add(
            new ConstraintEntry(
                row.oid("oid"), row.text("conname"), exprText.read(row.text("conbin"))));
      }
    }
    list.sort(Comparator.comparing(ConstraintEntry::name));
    list = List.copyOf(list);
    checks.put(table, list);
    return list;
  }

  @Override
  public List<ForeignKeyEntry> foreignKeys(int table) {
    List<ForeignKeyEntry> known = foreignKeys.get(table);
    if (known != null) {
      return known;
    }
    List<ForeignKeyEntry> list = new ArrayList<>();
    for (CatalogRow row :
        catalog.rows(
            "pg_constraint", CatalogIndexes.CONSTRAINT_RELATION, Catalog.unsigned(table))) {
      if (row.character("contype") == 'f') {
        list.add(foreignKey(row));
      }
    }
    list.sort(Comparator.comparing(ForeignKeyEntry::name));
    list = List.copyOf(list);
    foreignKeys.put(table, list);
    return list;
  }

  private static ForeignKeyEntry foreignKey(CatalogRow row) {
    return new ForeignKeyEntry(
        row.oid("oid"),
        row.text("conname"),
        row.oid("conrelid"),
        row.oid("confrelid"),
        integers(row.integers("conkey")),
        integers(row.integers("confkey")),
        row.character("confupdtype"),
        row.character("confdeltype"),
        row.character("confmatchtype") == 'f',
        row.isNull("confdelsetcols") ? List.of() : integers(row.integers("confdelsetcols")),
        row.bool("condeferrable"),
        row.bool("condeferred"));
  }

  @Override
  public List<ForeignKeyEntry> referencingKeys(int table) {
    List<ForeignKeyEntry> known = referencingKeys.get(table);
    if (known != null) {
      return known;
    }
    List<ForeignKeyEntry> list = new ArrayList<>();
    List<Integer> seen = new ArrayList<>();
    for (CatalogRow trigger :
        catalog.rows("pg_trigger", CatalogIndexes.TRIGGER_RELATION, Catalog.unsigned(table))) {
      int constraint = trigger.oid("tgconstraint");
      if (constraint == 0 || seen.contains(constraint)) {
        continue;
      }
      seen.add(constraint);
      CatalogRow row =
          catalog.row("pg_constraint", CatalogIndexes.CONSTRAINT_OID, Catalog.unsigned(constraint));
      if (row != null && row.character("contype") == 'f' && row.oid("confrelid") == table) {
        list.add(foreignKey(row));
      }
    }
    list = List.copyOf(list);
    referencingKeys.put(table, list);
    return list;
  }

  @Override
  public String viewText(int view) {
    String known = views.get(view);
    if (known != null) {
      return known;
    }
    for (CatalogRow row :
        catalog.rows("pg_rewrite", CatalogIndexes.REWRITE_RELATION, Catalog.unsigned(view))) {
      if (row.character("ev_type") == '1') {
        String text = row.text("ev_action");
        views.put(view, text);
        return text;
      }
    }
    return null;
  }
}
