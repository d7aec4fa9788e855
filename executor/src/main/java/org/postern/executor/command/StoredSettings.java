package org.postern.executor.command;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.sql.ast.DatabaseStatement;
import org.postern.executor.sql.ast.RoleStatement;
import org.postern.executor.sql.ast.VariableStatement;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lock.LockMode;

/**
 * ALTER ROLE SET and ALTER DATABASE SET: settings that a session begins with, one row of
 * pg_db_role_setting for each pair of database and role, where 0 stands for all of them.
 */
final class StoredSettings {
  private static final String TABLE = "pg_db_role_setting";
  private static final int TABLE_OID = 2964;
  private static final int BY_DATABASE_ROLE = 2965;

  private final Ddl ddl;

  StoredSettings(Ddl ddl) {
    this.ddl = ddl;
  }

  void alter(RoleStatement.AlterRoleSet statement) {
    int role = 0;
    int database = 0;
    if (statement.role() != null) {
      role = new Ownership(ddl).role(statement.role());
      requireRoleRight(role);
    }
    if (statement.database() != null) {
      CatalogRow row = new Databases(ddl).require(statement.database());
      database = row.oid("oid");
      if (statement.role() == null) {
        ddl.permissions.requireOwner(row.oid("datdba"), "database", statement.database());
      }
    }
    if (role == 0 && database == 0 && !ddl.permissions.superuser()) {
      throw SqlException.error(
          SqlState.INSUFFICIENT_PRIVILEGE, "must be superuser to alter settings globally");
    }
    change(database, role, statement.setting());
  }

  private void requireRoleRight(int role) {
    CatalogRow row = ddl.editor.get("pg_authid", CatalogIndexes.AUTHID_OID, Catalog.unsigned(role));
    if (row.bool("rolsuper") && !ddl.permissions.superuser()) {
      throw SqlException.error(
          SqlState.INSUFFICIENT_PRIVILEGE, "must be superuser to alter superusers");
    }
    if (role != ddl.role() && !ddl.permissions.attribute("rolcreaterole")) {
      throw SqlException.error(SqlState.INSUFFICIENT_PRIVILEGE, "permission denied");
    }
  }

  void alter(DatabaseStatement.AlterDatabaseSet statement) {
    CatalogRow row = new Databases(ddl).require(statement.name());
    ddl.permissions.requireOwner(row.oid("datdba"), "database", statement.name());
    change(row.oid("oid"), 0, statement.setting());
  }

  /** Forgets what was set for a role that is dropped. */
  void dropRole(int role) {
    drop("setrole", role);
  }

  /** Forgets what was set for a database that is dropped. */
  void dropDatabase(int database) {
    drop("setdatabase", database);
  }

  private void drop(String column, int oid) {
    for (CatalogRow row : ddl.editor.all(TABLE)) {
      if (row.oid(column) == oid) {
        ddl.editor.delete(row);
      }
    }
  }

  private void change(int database, int role, VariableStatement setting) {
    ddl.lock(TABLE_OID, LockMode.ROW_EXCLUSIVE);
    CatalogRow row =
        ddl.editor.find(
            TABLE, BY_DATABASE_ROLE, Catalog.unsigned(database), Catalog.unsigned(role));
    List<String> before = row == null ? List.of() : List.of(row.texts("setconfig"));
    List<String> after =
        switch (setting) {
          case VariableStatement.SetVariable s ->
              s.toDefault()
                  ? without(before, s.name())
                  : with(before, s.name(), ddl.env.session().settingText(s));
          case VariableStatement.SetFromCurrent s ->
              with(before, s.name(), ddl.env.session().setting(s.name()));
          case VariableStatement.Reset s -> without(before, s.name());
          case VariableStatement.ResetAll s -> resettable(before);
          default -> throw SqlException.notSupported("this form of SET in ALTER");
        };
    store(row, database, role, after);
    ddl.step();
  }

  private void store(CatalogRow row, int database, int role, List<String> settings) {
    if (row == null && !settings.isEmpty()) {
      ddl.editor.insert(
          ddl.editor
              .row(TABLE)
              .oid("setdatabase", database)
              .oid("setrole", role)
              .texts("setconfig", TypeOid.TEXT, settings));
    } else if (row != null && settings.isEmpty()) {
      ddl.editor.delete(row);
    } else if (row != null) {
      ddl.editor.update(row, values -> values.texts("setconfig", TypeOid.TEXT, settings));
    }
  }

  private static int indexOf(List<String> settings, String name) {
    for (int i = 0; i < settings.size(); i++) {
      if (settings.get(i).startsWith(name + "=")) {
        return i;
      }
    }
    return -1;
  }

  private List<String> with(List<String> before, String name, String value) {
    ddl.env.session().testSetting(name, value);
    List<String> after = new ArrayList<>(before);
    String canonical = ddl.env.session().settingName(name);
    int at = indexOf(after, canonical);
    if (at < 0) {
      after.add(canonical + "=" + value);
    } else {
      after.set(at, canonical + "=" + value);
    }
    return after;
  }

  private List<String> without(List<String> before, String name) {
    ddl.env.session().testSetting(name, null);
    List<String> after = new ArrayList<>(before);
    int at = indexOf(after, ddl.env.session().settingName(name));
    if (at >= 0) {
      after.remove(at);
    }
    return after;
  }

  /** What stays after RESET ALL: settings that this user may not touch. */
  private List<String> resettable(List<String> before) {
    List<String> kept = new ArrayList<>();
    for (String item : before) {
      try {
        ddl.env.session().testSetting(item.substring(0, item.indexOf('=')), null);
      } catch (SqlException e) {
        kept.add(item);
      }
    }
    return kept;
  }
}
