package org.postern.executor.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.IndexEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.catalog.TableHandles;
import org.postern.executor.sql.ast.Option;
import org.postern.executor.sql.ast.UtilityStatement;
import org.postern.storage.access.TableHandle;
import org.postern.storage.access.TableScan;
import org.postern.storage.access.TupleBatch;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lock.LockMode;
import org.postern.storage.transam.Snapshot;
import org.postern.storage.transam.SnapshotManager;
import org.postern.storage.vacuum.IndexCleaner;
import org.postern.storage.vacuum.VacuumOptions;
import org.postern.storage.vacuum.VacuumResult;

/**
 * VACUUM and ANALYZE. VACUUM uses a transaction for each table. ANALYZE counts pages and rows; no
 * column statistics are kept.
 */
final class VacuumCommand {
  /** Blocks ANALYZE reads of a large table. */
  private static final long SAMPLE_BLOCKS = 30_000;

  /** Between a page found in memory and one that must be read and written. */
  private static final int PAGE_COST = 10;

  private static final double NANOS_PER_MILLI = 1e6;

  private final Ddl ddl;
  private final UtilityStatement.Vacuum statement;
  private final double costDelay;
  private final int costLimit;
  private int costBalance;
  private boolean vacuum;
  private boolean analyze;
  private boolean verbose;
  private boolean processToast = true;
  private VacuumOptions options = VacuumOptions.plain();

  VacuumCommand(Ddl ddl, UtilityStatement.Vacuum statement) {
    this.ddl = ddl;
    this.statement = statement;
    this.costDelay = Double.parseDouble(ddl.env.session().setting("vacuum_cost_delay"));
    this.costLimit = Integer.parseInt(ddl.env.session().setting("vacuum_cost_limit"));
  }

  String run() {
    readOptions();
    if (vacuum && ddl.env.session().inTransactionBlock()) {
      throw SqlException.error(
          SqlState.ACTIVE_SQL_TRANSACTION, "%s cannot run inside a transaction block", "VACUUM");
    }
    List<Integer> tables = new ArrayList<>();
    for (UtilityStatement.VacuumTarget target : statement.targets()) {
      RelationEntry relation = ddl.open(target.relation(), LockMode.ACCESS_SHARE);
      for (String column : target.columns()) {
        if (relation.column(column) == null) {
          throw SqlException.error(
              SqlState.UNDEFINED_COLUMN,
              "column \"%s\" of relation \"%s\" does not exist",
              column,
              relation.name());
        }
      }
      tables.add(relation.oid());
    }
    if (statement.targets().isEmpty()) {
      for (CatalogRow row : ddl.editor.all("pg_class")) {
        if (row.character("relkind") == 'r' || row.character("relkind") == 'm') {
          tables.add(row.oid("oid"));
        }
      }
    }
    for (int table : tables) {
      if (vacuum) {
        ddl.env.session().restartTransaction();
      }
      process(table);
    }
    return vacuum ? "VACUUM" : "ANALYZE";
  }

  private void readOptions() {
    vacuum = !statement.analyzeOnly();
    analyze = statement.analyzeOnly();
    boolean freeze = false;
    boolean aggressive = false;
    boolean indexCleanup = true;
    boolean truncate = true;
    for (Option option : statement.options()) {
      boolean on = option.value() == null || isOn(option.value().asText());
      switch (option.name().toLowerCase(Locale.ROOT)) {
        case "verbose" -> verbose = on;
        case "skip_locked" -> Ddl.refuse(on, "SKIP_LOCKED");
        case "analyze" -> analyze = requireVacuum(option) && on;
        case "freeze" -> freeze = requireVacuum(option) && on;
        case "full" -> Ddl.refuse(requireVacuum(option) && on, "VACUUM FULL");
        case "disable_page_skipping" -> aggressive = requireVacuum(option) && on;
        case "index_cleanup" ->
            indexCleanup =
                requireVacuum(option) && (on || option.value().asText().equalsIgnoreCase("auto"));
        case "process_toast" -> processToast = requireVacuum(option) && on;
        case "truncate" -> truncate = requireVacuum(option) && on;
        case "parallel" -> requireVacuum(option);
        default -> throw unknown(option);
      }
    }
    VacuumOptions base = freeze ? VacuumOptions.freeze() : VacuumOptions.plain();
    options =
        new VacuumOptions(
            base.freezeAll(),
            base.freezeMinAge(),
            base.aggressive() || aggressive,
            indexCleanup,
            truncate,
            base.maxDeadTids(),
            this::throttle);
  }

  /** Called after each page. What a page costs is taken as the same for all. */
  private void throttle() {
    ddl.env.exec().interrupts().check();
    if (costDelay == 0) {
      return;
    }
    costBalance += PAGE_COST;
    if (costBalance >= costLimit) {
      costBalance = 0;
      LockSupport.parkNanos((long) (costDelay * NANOS_PER_MILLI));
    }
  }

  private static boolean isOn(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "off", "false", "no", "0" -> false;
      default -> true;
    };
  }

  private boolean requireVacuum(Option option) {
    if (statement.analyzeOnly()) {
      throw unknown(option);
    }
    return true;
  }

  private SqlException unknown(Option option) {
    return SqlException.error(
            SqlState.SYNTAX_ERROR,
            "unrecognized %s option \"%s\"",
            statement.analyzeOnly() ? "ANALYZE" : "VACUUM",
            option.name())
        .withPosition(option.location() + 1);
  }

  private void process(int oid) {
    ddl.lock(oid, LockMode.SHARE_UPDATE_EXCLUSIVE);
    RelationEntry relation = ddl.relations.relation(oid);
    if (relation == null) {
      return;
    }
    if (relation.kind() != 'r' && relation.kind() != 'm' && relation.kind() != 't') {
      ddl.env
          .notices()
          .warning(
              SqlState.WARNING,
              vacuum
                  ? "skipping \"%s\" --- cannot vacuum non-tables or special system tables"
                  : "skipping \"%s\" --- cannot analyze non-tables or special system tables",
              relation.name());
      return;
    }
    if (!mayMaintain(relation)) {
      return;
    }
    if (vacuum) {
      vacuum(relation);
      if (processToast && relation.toast() != 0) {
        vacuum(ddl.relation(relation.toast()));
      }
    }
    if (analyze) {
      analyze(ddl.relation(oid));
    }
    ddl.step();
  }

  private boolean mayMaintain(RelationEntry relation) {
    CatalogRow database =
        ddl.editor.get(
            "pg_database", CatalogIndexes.DATABASE_OID, Catalog.unsigned(ddl.env.database()));
    if (ddl.permissions.hasRightsOf(ddl.role(), relation.owner())
        || database.oid("datdba") == ddl.role() && !relation.shared()) {
      return true;
    }
    String who =
        relation.shared()
            ? "superuser"
            : relation.namespace() == Catalog.PG_CATALOG
                ? "superuser or database owner"
                : "table or database owner";
    ddl.env
        .notices()
        .warning(
            SqlState.WARNING,
            "skipping \"%s\" --- only %s can %s it",
            relation.name(),
            who,
            vacuum ? "vacuum" : "analyze");
    return false;
  }

  private void vacuum(RelationEntry relation) {
    TableHandles handles = ddl.env.exec().handles();
    TableHandle handle = handles.table(relation);
    if (verbose) {
      info(
          "vacuuming \"%s.%s.%s\"",
          ddl.analyzer().database(),
          ddl.catalog.namespaceName(relation.namespace()),
          relation.name());
    }
    List<Cleaner> cleaners = new ArrayList<>();
    if (relation.kind() != 't') {
      for (IndexEntry index : ddl.relations.indexes(relation.oid())) {
        ddl.lock(index.oid(), LockMode.ROW_EXCLUSIVE);
        cleaners.add(new Cleaner(handles.index(index)));
      }
    }
    VacuumResult result = ddl.env.files().vacuum(handle, cleaners, options);
    double rows = estimate(relation, result);
    long visible = 0;
    for (long block = 0; block < result.blocks(); block++) {
      visible += ddl.env.exec().heap().allVisible(handle, block) ? 1 : 0;
    }
    updateTable(relation.oid(), rows, result.blocks(), visible, result.frozenXid());
    ddl.env.session().vacuumed(relation.oid(), relation.shared(), rows, result.recentlyDead());
    for (Cleaner cleaner : cleaners) {
      new Indexes(ddl)
          .updateStatistics(
              cleaner.index().entry().oid(),
              cleaner.index().entry().predicate() == null
                  ? rows
                  : cleaner.index().entry().relation().rowCount(),
              ddl.env.files().blocks(cleaner.index().handle().locator()),
              null);
    }
    if (verbose) {
      info(
          "finished vacuuming \"%s.%s.%s\": index scans: %d\n"
              + "pages: %d removed, %d remain, %d scanned\n"
              + "tuples: %d removed, %d remain, %d are dead but not yet removable",
          ddl.analyzer().database(),
          ddl.catalog.namespaceName(relation.namespace()),
          relation.name(),
          result.indexScans(),
          result.truncatedBlocks(),
          result.blocks(),
          result.scannedBlocks(),
          result.removedTuples(),
          result.liveTuples(),
          result.recentlyDead());
    }
  }

  private void info(String format, Object... args) {
    ddl.env
        .notices()
        .send(
            Notices.Level.INFO,
            SqlState.SUCCESSFUL_COMPLETION,
            String.format(Locale.ROOT, format, args),
            null,
            null);
  }

  /** Live rows: counted on the pages visited, assumed as dense as before on the others. */
  private static double estimate(RelationEntry relation, VacuumResult result) {
    long total = result.blocks();
    long scanned = result.scannedBlocks();
    if (scanned >= total) {
      return result.liveTuples();
    }
    if (scanned == 0) {
      return relation.rowCount();
    }
    if (relation.rowCount() < 0 || relation.pages() == 0) {
      return Math.floor((double) result.liveTuples() / scanned * total + 0.5);
    }
    double density = relation.rowCount() / relation.pages();
    return Math.floor(density * (total - scanned) + result.liveTuples() + 0.5);
  }

  private void updateTable(int oid, double rows, long pages, long visible, long frozenXid) {
    CatalogRow row = ddl.editor.relation(oid);
    RowValues values =
        new RowValues(row)
            .set("reltuples", (double) (float) rows)
            .number("relpages", pages)
            .number("relallvisible", visible);
    if (frozenXid != 0) {
      values.number("relfrozenxid", frozenXid & 0xffffffffL);
    }
    ddl.env.store().overwrite(row, values.values());
    ddl.step();
  }

  /** An index of the table being vacuumed. */
  private final class Cleaner implements IndexCleaner {
    private final TableHandles.OpenIndex index;

    Cleaner(TableHandles.OpenIndex index) {
      this.index = index;
    }

    TableHandles.OpenIndex index() {
      return index;
    }

    @Override
    public long bulkDelete(LongPredicate dead) {
      return ddl.env
          .exec()
          .btree()
          .bulkDelete(
              index.handle(), dead, ddl.env.exec().transactions().horizons().oldestSnapshotCsn())
          .entriesRemoved();
    }

    @Override
    public void cleanup() {
      // Where no entry was dead there is nothing to clean up.
    }
  }

  private void analyze(RelationEntry relation) {
    if (verbose) {
      info("analyzing \"%s.%s\"", ddl.catalog.namespaceName(relation.namespace()), relation.name());
    }
    TableHandle handle = ddl.env.exec().handles().table(relation);
    long pages = ddl.env.exec().heap().blockCount(handle);
    double rows = vacuum ? relation.rowCount() : count(handle, pages);
    if (!vacuum) {
      long visible = 0;
      for (long block = 0; block < pages; block++) {
        visible += ddl.env.exec().heap().allVisible(handle, block) ? 1 : 0;
      }
      updateTable(relation.oid(), rows, pages, visible, 0);
      for (IndexEntry index : ddl.relations.indexes(relation.oid())) {
        TableHandles.OpenIndex open = ddl.env.exec().handles().index(index);
        new Indexes(ddl)
            .updateStatistics(
                index.oid(), rows, ddl.env.files().blocks(open.handle().locator()), null);
      }
    }
    ddl.env.session().analyzed(relation.oid(), relation.shared(), rows);
  }

  private double count(TableHandle handle, long pages) {
    SnapshotManager snapshots = ddl.env.exec().transactions().snapshots();
    Snapshot snapshot = snapshots.acquireLatest();
    try {
      long step = Math.max(1, pages / SAMPLE_BLOCKS);
      long counted = 0;
      long visited = 0;
      TupleBatch tuples = new TupleBatch();
      for (long block = 0; block < pages; block += step) {
        long length = step == 1 ? pages : 1;
        try (TableScan scan = ddl.env.exec().heap().scan(handle, snapshot, block, length, false)) {
          while (scan.nextBatch(tuples)) {
            counted += tuples.count();
          }
        }
        visited += length;
        if (step == 1) {
          break;
        }
      }
      return visited == 0 ? 0 : Math.floor((double) counted / visited * pages + 0.5);
    } finally {
      snapshots.release(snapshot);
    }
  }
}
