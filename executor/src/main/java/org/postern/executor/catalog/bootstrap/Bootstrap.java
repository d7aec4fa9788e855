package org.postern.executor.catalog.bootstrap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.executor.catalog.HeapCatalogStore;
import org.postern.executor.catalog.SystemShapes;
import org.postern.executor.catalog.SystemTable;
import org.postern.executor.catalog.SystemTables;
import org.postern.executor.types.Slice;
import org.postern.storage.access.IndexAccess;
import org.postern.storage.access.IndexColumn;
import org.postern.storage.access.IndexHandle;
import org.postern.storage.access.IndexLayout;
import org.postern.storage.access.KeyKind;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.smgr.RelationPaths;
import org.postern.storage.smgr.StorageManager;

/**
 * Makes the catalogs of a new cluster: the files of all system tables and indexes of the database
 * template1 and their rows, with PostgreSQL's oids.
 *
 * <p>Runs once, in one transaction of a process that is alone. Files are made outside of the
 * transaction: a failed initdb is thrown away whole, a finished one ends in a checkpoint.
 */
public final class Bootstrap {
  /** Oid of the role that owns everything. */
  public static final int SUPERUSER = 10;

  /** Oid of the database that is filled. */
  public static final int TEMPLATE1 = 1;

  private static final String CLASSES = "pg_class";

  private final SystemTables tables;
  private final HeapCatalogStore store;
  private final StorageManager files;
  private final IndexAccess btree;
  private final Supported supported;
  private final Options options;
  private final CatalogData data;
  private final Map<Integer, Long> counts = new HashMap<>();

  /** What the cluster's creator chooses. {@code password} is as pg_authid stores it, or null. */
  public record Options(
      String superuser, String password, int encoding, String collate, String ctype) {}

  /** Whether the code behind a row of pg_proc is there. */
  @FunctionalInterface
  public interface Supported {
    boolean test(String source, int language, char kind, int oid);
  }

  /** {@code store} must be that of database {@link #TEMPLATE1}. */
  public Bootstrap(
      SystemTables tables,
      HeapCatalogStore store,
      StorageManager files,
      IndexAccess btree,
      Supported supported,
      Options options) {
    this.tables = tables;
    this.store = store;
    this.files = files;
    this.btree = btree;
    this.supported = supported;
    this.options = options;
    this.data = new CatalogData(options.superuser());
  }

  /** Fills the catalogs. A transaction must be open. */
  public void run() {
    Map<SystemTable, int[]> toasts = toasts();
    createFiles(toasts);

    SystemViews views = new SystemViews(domains());
    Set<Integer> relations = new HashSet<>();
    tables.all().forEach(table -> relations.add(table.oid()));
    views.views().forEach(view -> relations.add(view.oid()));
    Selection selection = new Selection(tables, data, supported, relations);
    Map<String, List<RowMap>> rows = selection.select();
    Map<Integer, RowMap> types = new HashMap<>();
    rows.get("pg_type").forEach(row -> types.put(row.oid("oid"), row));
    List<SystemViews.View> usable = views.usable(selection.functionNames(), types.keySet());
    for (SystemViews.View view : views.views()) {
      if (!usable.contains(view)) {
        selection.withoutView(view.oid(), view.rowType(), view.arrayType());
      }
    }
    rows.put("pg_database", databases());
    superuser(rows.get("pg_authid"));

    RelationRows described = new RelationRows(tables, data, types);
    tables.all().forEach(described::addTable);
    toasts.forEach((table, oids) -> described.addToast(table, oids[0], oids[1]));
    List<RowMap> rules = new ArrayList<>();
    for (SystemViews.View view : usable) {
      int namespace = namespace(rows.get("pg_namespace"), view.schema());
      described.addView(
          view.oid(), view.name(), namespace, view.rowType(), view.acl(), view.columns());
      rules.add(rule(view));
    }
    rows.put("pg_rewrite", rules);
    rows.put("pg_index", described.indexes());
    rows.put("pg_attribute", described.attributes());

    for (SystemTable table : tables.all()) {
      insert(table, rows.getOrDefault(table.name(), List.of()));
    }
    insertClasses(described.classes());
    store.commandCounterIncrement();
  }

  private void insert(SystemTable table, List<RowMap> rows) {
    for (RowMap row : rows) {
      store.insert(table, row.values());
    }
    counts.put(table.oid(), (long) rows.size());
  }

  /** Rows of pg_class come last, so that they can tell how large the tables have become. */
  private void insertClasses(List<RowMap> classes) {
    SystemTable table = tables.table(CLASSES);
    counts.put(table.oid(), (long) classes.size());
    Map<Integer, Integer> indexed = new HashMap<>();
    for (SystemTable each : tables.all()) {
      for (SystemTable.Index index : each.indexes()) {
        indexed.put(index.oid(), each.oid());
      }
    }
    for (RowMap row : classes) {
      char kind = row.character("relkind");
      if (kind == 'v') {
        continue;
      }
      int oid = row.oid("oid");
      boolean isShared = (Long) row.get("relisshared") != 0;
      RelFileLocator file = store.shapes().locator(isShared, oid);
      long pages = files.nblocks(file, Fork.MAIN);
      int counted = indexed.getOrDefault(oid, oid);
      row.number("relpages", pages);
      row.set("reltuples", (double) counts.getOrDefault(counted, 0L));
    }
    for (RowMap row : classes) {
      store.insert(table, row.values());
    }
  }

  private void superuser(List<RowMap> roles) {
    for (RowMap role : roles) {
      if (role.oid("oid") == SUPERUSER) {
        role.name("rolname", options.superuser());
        if (options.password() != null) {
          role.name("rolpassword", options.password());
        }
      }
    }
  }

  private List<RowMap> databases() {
    SystemTable table = tables.table("pg_database");
    List<RowMap> databases = new ArrayList<>();
    for (Object[] values : data.rows(table)) {
      databases.add(
          new RowMap(table, values)
              .number("encoding", options.encoding())
              .name("datcollate", options.collate())
              .name("datctype", options.ctype())
              .number("datfrozenxid", 3));
    }
    return databases;
  }

  private static int namespace(List<RowMap> namespaces, String name) {
    for (RowMap row : namespaces) {
      if (row.text("nspname").equals(name)) {
        return row.oid("oid");
      }
    }
    throw new IllegalStateException("no such schema: name=" + name);
  }

  private RowMap rule(SystemViews.View view) {
    return new RowMap(tables.table("pg_rewrite"))
        .oid("oid", view.rule())
        .name("rulename", "_RETURN")
        .oid("ev_class", view.oid())
        .character("ev_type", '1')
        .character("ev_enabled", 'O')
        .flag("is_instead", true)
        .name("ev_qual", "<>")
        .set("ev_action", Slice.utf8(view.text()));
  }

  /** The domains of information_schema by oid. */
  private Map<Integer, String> domains() {
    SystemTable table = tables.table("pg_type");
    Map<Integer, String> domains = new HashMap<>();
    for (Object[] values : data.rows(table)) {
      RowMap row = new RowMap(table, values);
      if (row.character("typtype") == 'd') {
        domains.put(row.oid("oid"), row.text("typname"));
      }
    }
    return domains;
  }

  /** The oids of each table's TOAST table and its index. */
  private Map<SystemTable, int[]> toasts() {
    Map<SystemTable, int[]> toasts = new java.util.LinkedHashMap<>();
    for (String line : CatalogData.lines("toast.txt")) {
      String[] f = line.split(" ");
      toasts.put(tables.table(f[0]), new int[] {Integer.parseInt(f[1]), Integer.parseInt(f[2])});
    }
    return toasts;
  }

  private void createFiles(Map<SystemTable, int[]> toasts) {
    try {
      for (int tablespace :
          new int[] {RelFileLocator.GLOBAL_TABLESPACE, RelFileLocator.DEFAULT_TABLESPACE}) {
        files
            .files()
            .createDirectory(
                files.dataDirectory().resolve(RelationPaths.directory(tablespace, TEMPLATE1)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    SystemShapes shapes = store.shapes();
    for (SystemTable table : tables.all()) {
      SystemShapes.Shape shape = shapes.shape(table);
      files.create(shape.handle().locator(), Fork.MAIN, false);
      for (SystemShapes.IndexShape index : shape.indexes()) {
        createIndex(index.handle());
      }
    }
    toasts.forEach((table, oids) -> {
      files.create(shapes.locator(table.shared(), oids[0]), Fork.MAIN, false);
      createIndex(
          new IndexHandle(
              shapes.locator(table.shared(), oids[1]),
              oids[1],
              "pg_toast_" + table.oid() + "_index",
              IndexLayout.ofKeys(IndexColumn.of(KeyKind.OID), IndexColumn.of(KeyKind.INT4)),
              true,
              false,
              true,
              IndexHandle.DEFAULT_FILL_FACTOR));
    });
  }

  private void createIndex(IndexHandle index) {
    files.create(index.locator(), Fork.MAIN, false);
    btree.createEmpty(index);
  }
}
