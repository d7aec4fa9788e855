package org.postern.executor.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.sql.ast.OnCommit;

/**
 * A session's schema for temporary objects, {@code pg_temp_N} where N is the process's slot. It is
 * made when first needed; what a crashed process left in it goes then. At the end of the session,
 * or by DISCARD TEMP, everything in it is dropped.
 *
 * <p>Source: PostgreSQL documentation, CREATE TABLE, "TEMPORARY" and "ON COMMIT".
 */
public final class TemporarySchema {
  private static final int SUPERUSER = 10;
  private static final int NAME_INDEX = 2684;

  private final int slot;
  private final Map<Integer, OnCommit> onCommit = new LinkedHashMap<>();
  private int namespace;

  public TemporarySchema(int slot) {
    this.slot = slot;
  }

  /** The schema's oid; 0 while there is none. */
  public int oid() {
    return namespace;
  }

  private String name() {
    return "pg_temp_" + slot;
  }

  /** The schema, made if need be. */
  int open(Ddl ddl) {
    if (namespace != 0 && ddl.catalog.namespaceName(namespace) != null) {
      return namespace;
    }
    ddl.permissions.requireDatabase('T');
    CatalogRow row = ddl.editor.find("pg_namespace", NAME_INDEX, Catalog.name(name()));
    if (row != null) {
      namespace = row.oid("oid");
      empty(ddl);
      return namespace;
    }
    namespace = ddl.editor.newOid("pg_namespace");
    ddl.editor.insert(
        ddl.editor
            .row("pg_namespace")
            .oid("oid", namespace)
            .text("nspname", name())
            .oid("nspowner", SUPERUSER));
    ddl.step();
    return namespace;
  }

  /** Remembers what a commit does to a table. */
  void atCommit(int table, OnCommit action) {
    if (action == OnCommit.DELETE_ROWS || action == OnCommit.DROP) {
      onCommit.put(table, action);
    }
  }

  /** Does what ON COMMIT asks for; before the transaction commits. */
  public void committing(CommandEnvironment environment) {
    if (onCommit.isEmpty()) {
      return;
    }
    Ddl ddl = new Ddl(environment);
    List<ObjectAddress> dropped = new ArrayList<>();
    for (Map.Entry<Integer, OnCommit> entry : List.copyOf(onCommit.entrySet())) {
      if (ddl.relations.relation(entry.getKey()) == null) {
        onCommit.remove(entry.getKey());
      } else if (entry.getValue() == OnCommit.DROP) {
        dropped.add(ObjectAddress.relation(entry.getKey()));
        onCommit.remove(entry.getKey());
      } else if (!ddl.env
          .files()
          .isEmpty(ddl.env.exec().handles().locator(ddl.relation(entry.getKey())))) {
        new NewFiles(ddl).empty(entry.getKey());
      }
    }
    if (!dropped.isEmpty()) {
      new ObjectRemover(ddl).removeSilently(dropped);
    }
  }

  /** Drops everything in the schema; a transaction must be open. */
  public void empty(CommandEnvironment environment) {
    Ddl ddl = new Ddl(environment);
    if (namespace != 0 && ddl.catalog.namespaceName(namespace) != null) {
      empty(ddl);
    }
  }

  private void empty(Ddl ddl) {
    onCommit.clear();
    List<ObjectAddress> objects = new ArrayList<>();
    for (CatalogRow row : ddl.editor.all("pg_class")) {
      if (row.oid("relnamespace") == namespace && "rvpSmc".indexOf(row.character("relkind")) >= 0) {
        objects.add(ObjectAddress.relation(row.oid("oid")));
      }
    }
    for (CatalogRow row : ddl.editor.all("pg_type")) {
      char kind = row.character("typtype");
      if (row.oid("typnamespace") == namespace && (kind == 'd' || kind == 'e' || kind == 'r')) {
        objects.add(ObjectAddress.of(ObjectAddress.TYPE, row.oid("oid")));
      }
    }
    objects.removeIf(object -> !exists(ddl, object));
    new ObjectRemover(ddl).removeSilently(objects);
  }

  private static boolean exists(Ddl ddl, ObjectAddress object) {
    return object.classId() == ObjectAddress.CLASS
        ? ddl.relations.relation(object.object()) != null
        : ddl.editor.find("pg_type", CatalogIndexes.TYPE_OID, Catalog.unsigned(object.object()))
            != null;
  }
}
