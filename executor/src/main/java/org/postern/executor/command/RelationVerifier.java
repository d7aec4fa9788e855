package org.postern.executor.command;

import java.util.concurrent.ThreadLocalRandom;
import org.postern.executor.catalog.IndexEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.catalog.TableHandles;
import org.postern.storage.access.EntryFilter;
import org.postern.storage.access.IndexBuildScan;
import org.postern.storage.access.TableHandle;
import org.postern.storage.access.Tid;
import org.postern.storage.access.TupleBatch;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lock.LockMode;
import org.postern.storage.transam.Snapshot;

/**
 * Checks an index against its own rules and against its table, and opens tables to be checked.
 *
 * <p>Every entry of the index goes into a filter; then each row that the index must lead to has to
 * be found there. Without a lock against writers only rows are looked at whose insertion was over
 * before the index was read.
 *
 * <p>Source: PostgreSQL documentation, appendix F.2 "amcheck".
 */
public final class RelationVerifier {
  private static final int BTREE = 403;

  private final Ddl ddl;

  public RelationVerifier(CommandEnvironment environment) {
    this.ddl = new Ddl(environment);
  }

  /** bt_index_check, and with {@code parents} bt_index_parent_check. */
  public void checkIndex(int oid, boolean parents, boolean heapAllIndexed, boolean rootDescend) {
    LockMode mode = parents ? LockMode.SHARE : LockMode.ACCESS_SHARE;
    IndexEntry known = ddl.relations.index(oid);
    if (known != null) {
      ddl.lock(known.table(), mode);
      ddl.lock(oid, mode);
    }
    RelationEntry relation = existing(oid);
    if (relation.kind() != 'i') {
      throw SqlException.error(
          SqlState.WRONG_OBJECT_TYPE, "\"%s\" is not an index", relation.name());
    }
    IndexEntry entry = ddl.relations.index(oid);
    if (entry.method() != BTREE) {
      throw SqlException.error(
              SqlState.FEATURE_NOT_SUPPORTED,
              "only B-Tree indexes are supported as targets for verification")
          .withDetail("Relation \"%s\" is not a B-Tree index.", relation.name());
    }
    if (!entry.valid()) {
      throw SqlException.error(
              SqlState.FEATURE_NOT_SUPPORTED, "cannot check index \"%s\"", relation.name())
          .withDetail("Index is not valid.");
    }
    TableHandles.OpenIndex open = ddl.env.exec().handles().index(entry);
    if (!heapAllIndexed) {
      ddl.env.exec().btree().check(open.handle(), parents, rootDescend, null);
      return;
    }
    Snapshot snapshot = parents ? null : ddl.env.exec().transactions().snapshots().acquireLatest();
    try {
      compare(entry, open, snapshot, parents, rootDescend);
    } finally {
      if (snapshot != null) {
        ddl.env.exec().transactions().snapshots().release(snapshot);
      }
    }
  }

  private void compare(
      IndexEntry entry,
      TableHandles.OpenIndex open,
      Snapshot snapshot,
      boolean parents,
      boolean rootDescend) {
    RelationEntry table = ddl.relation(entry.table());
    TableHandle handle = ddl.env.exec().handles().table(table);
    EntryFilter filter =
        new EntryFilter(
            ddl.env.files().blocks(open.handle().locator()) * 200,
            ddl.env.files().maintenanceMemory(),
            ThreadLocalRandom.current().nextLong());
    ddl.env.exec().btree().check(open.handle(), parents, rootDescend, filter::add);
    IndexRows rows = new IndexRows(ddl, table, entry, open);
    TupleBatch tuples = new TupleBatch();
    try (IndexBuildScan scan =
        snapshot == null
            ? ddl.env.exec().heap().indexBuildScan(handle)
            : ddl.env.exec().heap().indexCheckScan(handle, snapshot)) {
      while (scan.nextBatch(tuples)) {
        rows.form(
            tuples,
            (tuple, length, row) -> {
              if (!filter.mayContain(tuple, length, tuples.tid(row))) {
                throw lacking(tuples.tid(row), table, entry, snapshot != null);
              }
            });
      }
    }
  }

  private static SqlException lacking(
      long tid, RelationEntry table, IndexEntry entry, boolean retry) {
    SqlException e =
        SqlException.error(
            SqlState.DATA_CORRUPTED,
            "heap tuple %s from table \"%s\" lacks matching index tuple within index \"%s\"",
            Tid.toString(tid),
            table.name(),
            entry.name());
    return retry
        ? e.withHint(
            "Retrying verification using the function bt_index_parent_check() might provide a"
                + " more specific error.")
        : e;
  }

  /** Locks a table for verify_heapam; its number of blocks, -1 for one without storage. */
  public long openTable(int oid) {
    if (ddl.relations.relation(oid) != null) {
      ddl.lock(oid, LockMode.ACCESS_SHARE);
    }
    RelationEntry relation = existing(oid);
    if ("rtmS".indexOf(relation.kind()) < 0) {
      throw SqlException.error(
              SqlState.WRONG_OBJECT_TYPE, "cannot check relation \"%s\"", relation.name())
          .withDetail("This operation is not supported for %s.", plural(relation.kind()));
    }
    return ddl.env.exec().heap().blockCount(ddl.env.exec().handles().table(relation));
  }

  private RelationEntry existing(int oid) {
    RelationEntry relation = ddl.relations.relation(oid);
    if (relation == null) {
      throw SqlException.error(
          SqlState.INTERNAL_ERROR,
          "could not open relation with OID %s",
          Integer.toUnsignedString(oid));
    }
    return relation;
  }

  private static String plural(char kind) {
    return switch (kind) {
      case 'i' -> "indexes";
      case 'v' -> "views";
      case 'c' -> "composite types";
      case 'f' -> "foreign tables";
      case 'p' -> "partitioned tables";
      case 'I' -> "partitioned indexes";
      default -> "relations of this kind";
    };
  }
}
