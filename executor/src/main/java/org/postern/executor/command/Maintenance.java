package org.postern.executor.command;

import java.util.Locale;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.IndexEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.sql.ast.Option;
import org.postern.executor.sql.ast.RelationName;
import org.postern.executor.sql.ast.UtilityStatement;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lock.LockMode;
import org.postern.storage.lock.LockResult;
import org.postern.storage.lock.LockTag;
import org.postern.storage.lock.WaitPolicy;

/** LOCK TABLE, REINDEX, CHECKPOINT and DISCARD. */
final class Maintenance {
  private final Ddl ddl;

  Maintenance(Ddl ddl) {
    this.ddl = ddl;
  }

  void lock(UtilityStatement.Lock statement) {
    if (!ddl.env.session().inTransactionBlock()) {
      throw SqlException.error(
          SqlState.NO_ACTIVE_SQL_TRANSACTION, "LOCK TABLE can only be used in transaction blocks");
    }
    LockMode mode = LockMode.values()[statement.mode().ordinal()];
    for (RelationName name : statement.relations()) {
      RelationEntry relation =
          new org.postern.executor.analyze.RelationNames(ddl.analyzer())
              .find(name.schema(), name.name());
      if (relation == null) {
        throw SequenceCommands.missing(name);
      }
      if (relation.kind() != 'r' && relation.kind() != 'v') {
        throw SqlException.error(
                SqlState.WRONG_OBJECT_TYPE, "cannot lock relation \"%s\"", relation.name())
            .withDetail(
                "This operation is not supported for %s.",
                relation.kind() == 'i' ? "indexes" : Ddl.kindWord(relation.kind()) + "s");
      }
      requireLockRight(relation, mode);
      if (statement.nowait()) {
        LockTag tag = LockTag.relation(relation.shared() ? 0 : ddl.env.database(), relation.oid());
        if (ddl.env.locks().acquire(tag, mode, false, WaitPolicy.RETURN)
            == LockResult.NOT_AVAILABLE) {
          throw SqlException.error(
              SqlState.LOCK_NOT_AVAILABLE,
              "could not obtain lock on relation \"%s\"",
              relation.name());
        }
      }
      ddl.open(name, mode);
    }
  }

  private void requireLockRight(RelationEntry relation, LockMode mode) {
    String enough =
        switch (mode) {
          case ACCESS_SHARE -> "rwdD";
          case ROW_SHARE, ROW_EXCLUSIVE -> "awdD";
          default -> "wdD";
        };
    for (char privilege : enough.toCharArray()) {
      if (ddl.permissions.table(relation, privilege)) {
        return;
      }
    }
    ddl.permissions.requireTable(relation, 'w');
  }

  void reindex(UtilityStatement.Reindex statement) {
    for (Option option : statement.options()) {
      String name = option.name().toLowerCase(Locale.ROOT);
      boolean on = option.value() == null || !option.value().asText().equalsIgnoreCase("false");
      if (on && name.equals("concurrently")) {
        ddl.requireOutsideBlock("REINDEX CONCURRENTLY");
      } else {
        Ddl.refuse(on && !name.equals("verbose"), "REINDEX (" + name + ")");
      }
    }
    switch (statement.kind()) {
      case INDEX -> index(statement.relation());
      case TABLE -> {
        RelationEntry table = ddl.open(statement.relation(), LockMode.SHARE);
        if (table.kind() != 'r') {
          throw SqlException.error(
              SqlState.WRONG_OBJECT_TYPE,
              "\"%s\" is not a table or materialized view",
              table.name());
        }
        ddl.permissions.requireOwner(table);
        refuseSystem(table);
        if (ddl.relations.indexes(table.oid()).isEmpty()) {
          ddl.env.notices().notice("table \"%s\" has no indexes to reindex", table.name());
        }
        rebuild(table);
      }
      case SCHEMA -> {
        ddl.requireOutsideBlock("REINDEX SCHEMA");
        int namespace = ddl.namespace(statement.name());
        Ddl.refuse(
            namespace == org.postern.executor.catalog.Catalog.PG_CATALOG,
            "REINDEX of system catalogs");
        for (CatalogRow row : ddl.editor.all("pg_class")) {
          if (row.character("relkind") == 'r' && row.oid("relnamespace") == namespace) {
            ddl.lock(row.oid("oid"), LockMode.SHARE);
            rebuild(ddl.relation(row.oid("oid")));
          }
        }
      }
      case SYSTEM, DATABASE -> throw SqlException.notSupported("REINDEX " + statement.kind());
    }
  }

  private void refuseSystem(RelationEntry relation) {
    Ddl.refuse(Integer.compareUnsigned(relation.oid(), 16384) < 0, "REINDEX of system catalogs");
  }

  private void index(RelationName name) {
    RelationEntry relation = ddl.open(name, LockMode.ACCESS_SHARE);
    if (relation.kind() != 'i') {
      throw SqlException.error(
          SqlState.WRONG_OBJECT_TYPE, "\"%s\" is not an index", relation.name());
    }
    ddl.permissions.requireOwner(relation);
    refuseSystem(relation);
    IndexEntry index = ddl.relations.index(relation.oid());
    ddl.lock(index.table(), LockMode.SHARE);
    ddl.lock(index.oid(), LockMode.ACCESS_EXCLUSIVE);
    new NewFiles(ddl).assign(index.oid());
    new IndexBuilder(ddl).build(index.table(), index.oid());
  }

  private void rebuild(RelationEntry table) {
    for (IndexEntry index : ddl.relations.indexes(table.oid())) {
      ddl.lock(index.oid(), LockMode.ACCESS_EXCLUSIVE);
    }
    new NewFiles(ddl).rebuildIndexes(table.oid());
  }

  void checkpoint() {
    if (!ddl.permissions.superuser()) {
      throw SqlException.error(
          SqlState.INSUFFICIENT_PRIVILEGE,
          "must be superuser or have privileges of pg_checkpoint to do CHECKPOINT");
    }
    ddl.env.session().checkpoint();
  }

  String discard(UtilityStatement.Discard statement) {
    if (statement.kind() == UtilityStatement.DiscardKind.ALL) {
      ddl.requireOutsideBlock("DISCARD ALL");
    }
    ddl.env.session().discard(statement.kind().name());
    return statement.kind() == UtilityStatement.DiscardKind.TEMPORARY
        ? "DISCARD TEMP"
        : "DISCARD " + statement.kind();
  }
}
