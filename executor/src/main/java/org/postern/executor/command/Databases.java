package org.postern.executor.command;

import java.util.Locale;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.sql.ast.DatabaseStatement;
import org.postern.executor.sql.ast.ObjectName;
import org.postern.executor.sql.ast.Option;
import org.postern.executor.sql.ast.RoleSpec;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lock.LockMode;
import org.postern.storage.lock.LockTag;
import org.postern.storage.lock.WaitPolicy;

/** CREATE, ALTER and DROP DATABASE. */
final class Databases {
  /** The role whose members may end others' sessions. */
  private static final int SIGNAL_BACKEND = 4200;

  /** A session that is leaving gets five seconds for it. */
  private static final int WAIT_ROUNDS = 50;

  private final Ddl ddl;

  Databases(Ddl ddl) {
    this.ddl = ddl;
  }

  String name(int oid) {
    CatalogRow row =
        ddl.editor.find("pg_database", CatalogIndexes.DATABASE_OID, Catalog.unsigned(oid));
    return row == null ? Integer.toUnsignedString(oid) : row.text("datname");
  }

  private CatalogRow find(String name) {
    return ddl.editor.find("pg_database", CatalogIndexes.DATABASE_NAME, Catalog.name(name));
  }

  CatalogRow require(String name) {
    CatalogRow row = find(name);
    if (row == null) {
      throw SqlException.error(SqlState.UNDEFINED_DATABASE, "database \"%s\" does not exist", name);
    }
    return row;
  }

  private void refuseInBlock(String command) {
    if (ddl.env.session().inTransactionBlock()) {
      throw SqlException.error(
          SqlState.ACTIVE_SQL_TRANSACTION, "%s cannot run inside a transaction block", command);
    }
  }

  private void lock(int database, LockMode mode) {
    ddl.env
        .locks()
        .acquire(
            LockTag.object(0, ObjectAddress.DATABASE, database, 0), mode, false, WaitPolicy.BLOCK);
  }

  void create(DatabaseStatement.CreateDatabase statement) {
    refuseInBlock("CREATE DATABASE");
    String templateName = "template1";
    int owner = ddl.role();
    for (Option option : statement.options()) {
      if (option.name().toLowerCase(Locale.ROOT).equals("template") && option.value() != null) {
        templateName = option.value().asText();
      }
    }
    if (!ddl.permissions.attribute("rolcreatedb")) {
      throw SqlException.error(
          SqlState.INSUFFICIENT_PRIVILEGE, "permission denied to create database");
    }
    CatalogRow template = find(templateName);
    if (template == null) {
      throw SqlException.error(
          SqlState.UNDEFINED_DATABASE, "template database \"%s\" does not exist", templateName);
    }
    if (!template.bool("datistemplate")
        && !ddl.permissions.hasRightsOf(ddl.role(), template.oid("datdba"))) {
      throw SqlException.error(
          SqlState.INSUFFICIENT_PRIVILEGE,
          "permission denied to copy database \"%s\"",
          templateName);
    }
    RowValues values =
        new RowValues(template)
            .text("datname", statement.name())
            .flag("datistemplate", false)
            .flag("datallowconn", true)
            .number("datconnlimit", -1)
            .set("datacl", null);
    for (Option option : statement.options()) {
      owner = apply(values, template, option, owner);
    }
    if (find(statement.name()) != null) {
      throw SqlException.error(
          SqlState.DUPLICATE_DATABASE, "database \"%s\" already exists", statement.name());
    }
    int source = template.oid("oid");
    lock(source, LockMode.SHARE);
    requireUnused(source, templateName, "source database");
    int oid = ddl.editor.newOid("pg_database");
    ddl.editor.insert(values.oid("oid", oid).oid("datdba", owner));
    ddl.depend.recordOwner(ObjectAddress.DATABASE, oid, owner);
    ddl.env.databases().copy(source, oid);
    ddl.step();
  }

  private int apply(RowValues values, CatalogRow template, Option option, int owner) {
    String name = option.name().toLowerCase(Locale.ROOT);
    String value = option.value() == null ? null : option.value().asText();
    switch (name) {
      case "template" -> {
        // Already taken.
      }
      case "owner" -> {
        if (option.value() != null) {
          Ownership ownership = new Ownership(ddl);
          int role = ownership.role(value);
          ownership.requireMember(role);
          return role;
        }
      }
      case "connection_limit" -> values.number("datconnlimit", Long.parseLong(value));
      case "allow_connections" -> values.flag("datallowconn", isTrue(value));
      case "is_template" -> values.flag("datistemplate", isTrue(value));
      case "encoding" ->
          Ddl.refuse(
              value != null
                  && !value.equalsIgnoreCase("UTF8")
                  && !value.equalsIgnoreCase("UTF-8")
                  && !value.equalsIgnoreCase("unicode")
                  && !value.equals("6"),
              "database encoding " + value);
      case "lc_collate", "lc_ctype", "locale" -> {
        for (String column : new String[] {"datcollate", "datctype"}) {
          boolean mine =
              name.equals("locale") || column.equals("dat" + name.substring("lc_".length()));
          if (mine && value != null && !value.equals(template.text(column))) {
            throw SqlException.error(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "new collation (%s) is incompatible with the collation of the template"
                        + " database (%s)",
                    value,
                    template.text(column))
                .withHint(
                    "Use the same collation as in the template database, or use template0 as"
                        + " template.");
          }
        }
      }
      case "tablespace" -> Ddl.refuse(value != null && !value.equals("pg_default"), "TABLESPACE");
      case "strategy" -> {
        // Both strategies give the same database.
      }
      default -> throw SqlException.notSupported("CREATE DATABASE option " + option.name());
    }
    return owner;
  }

  private static boolean isTrue(String value) {
    return value == null
        || value.equalsIgnoreCase("true")
        || value.equalsIgnoreCase("on")
        || value.equals("1");
  }

  private void requireUnused(int database, String name, String what) {
    int others = ddl.env.databases().connections(database);
    for (int i = 0; others > 0 && i < WAIT_ROUNDS; i++) {
      ddl.env.databases().pause(ddl.env.exec().interrupts());
      others = ddl.env.databases().connections(database);
    }
    if (others > 0) {
      throw SqlException.error(
              SqlState.OBJECT_IN_USE, "%s \"%s\" is being accessed by other users", what, name)
          .withDetail(
              others == 1
                  ? "There is 1 other session using the database."
                  : "There are " + others + " other sessions using the database.");
    }
  }

  /** Ends the sessions of a database, if this user may do that to all of them. */
  private void terminateOthers(int database) {
    for (int role : ddl.env.databases().roles(database)) {
      if (ddl.permissions.superuser(role) && !ddl.permissions.superuser()) {
        throw SqlException.error(
            SqlState.INSUFFICIENT_PRIVILEGE, "must be a superuser to terminate superuser process");
      }
      if (!ddl.permissions.hasRightsOf(ddl.role(), role)
          && !ddl.permissions.hasRightsOf(ddl.role(), SIGNAL_BACKEND)) {
        throw SqlException.error(
            SqlState.INSUFFICIENT_PRIVILEGE,
            "must be a member of the role whose process is being terminated or member of"
                + " pg_signal_backend");
      }
    }
    ddl.env.databases().terminate(database);
  }

  void drop(DatabaseStatement.DropDatabase statement) {
    refuseInBlock("DROP DATABASE");
    boolean force = false;
    for (Option option : statement.options()) {
      if (!option.name().equalsIgnoreCase("force")) {
        throw SqlException.error(
                SqlState.SYNTAX_ERROR, "unrecognized DROP DATABASE option \"%s\"", option.name())
            .withPosition(option.location() + 1);
      }
      force = true;
    }
    CatalogRow row = find(statement.name());
    if (row == null) {
      if (!statement.ifExists()) {
        require(statement.name());
      }
      ddl.env.notices().notice("database \"%s\" does not exist, skipping", statement.name());
      return;
    }
    int oid = row.oid("oid");
    ddl.permissions.requireOwner(row.oid("datdba"), "database", statement.name());
    if (row.bool("datistemplate")) {
      throw SqlException.error(SqlState.WRONG_OBJECT_TYPE, "cannot drop a template database");
    }
    if (oid == ddl.env.database()) {
      throw SqlException.error(SqlState.OBJECT_IN_USE, "cannot drop the currently open database");
    }
    lock(oid, LockMode.ACCESS_EXCLUSIVE);
    if (force) {
      terminateOthers(oid);
    }
    requireUnused(oid, statement.name(), "database");
    new StoredSettings(ddl).dropDatabase(oid);
    for (CatalogRow comment :
        ddl.editor.rows(
            "pg_shdescription",
            CatalogEditor.SHARED_DESCRIPTION,
            Catalog.unsigned(oid),
            Catalog.unsigned(ObjectAddress.DATABASE))) {
      ddl.editor.delete(comment);
    }
    for (CatalogRow dependency :
        ddl.editor.rows("pg_shdepend", CatalogEditor.SHARED_DEPENDER, Catalog.unsigned(oid))) {
      ddl.editor.delete(dependency);
    }
    for (CatalogRow dependency :
        ddl.editor.rows(
            "pg_shdepend",
            CatalogEditor.SHARED_DEPENDER,
            0L,
            Catalog.unsigned(ObjectAddress.DATABASE),
            Catalog.unsigned(oid))) {
      ddl.editor.delete(dependency);
    }
    ddl.editor.delete(row);
    ddl.env.databases().drop(oid);
    ddl.step();
  }

  void alter(DatabaseStatement.AlterDatabase statement) {
    CatalogRow row = require(statement.name());
    ddl.permissions.requireOwner(row.oid("datdba"), "database", statement.name());
    ddl.editor.update(
        row,
        values -> {
          for (Option option : statement.options()) {
            String value = option.value() == null ? null : option.value().asText();
            switch (option.name().toLowerCase(Locale.ROOT)) {
              case "connection_limit" -> values.number("datconnlimit", Long.parseLong(value));
              case "allow_connections" -> values.flag("datallowconn", isTrue(value));
              case "is_template" -> values.flag("datistemplate", isTrue(value));
              default -> throw SqlException.notSupported("ALTER DATABASE option " + option.name());
            }
          }
        });
    ddl.step();
  }

  void rename(String from, String to) {
    CatalogRow row = require(from);
    ddl.permissions.requireOwner(row.oid("datdba"), "database", from);
    if (find(to) != null) {
      throw SqlException.error(SqlState.DUPLICATE_DATABASE, "database \"%s\" already exists", to);
    }
    if (row.oid("oid") == ddl.env.database()) {
      throw SqlException.error(
          SqlState.FEATURE_NOT_SUPPORTED, "current database cannot be renamed");
    }
    lock(row.oid("oid"), LockMode.ACCESS_EXCLUSIVE);
    requireUnused(row.oid("oid"), from, "database");
    ddl.editor.update(row, values -> values.text("datname", to));
    ddl.step();
  }

  void changeOwner(ObjectName object, RoleSpec spec) {
    String name = ((ObjectName.Named) object).name().name();
    CatalogRow row = require(name);
    ddl.permissions.requireOwner(row.oid("datdba"), "database", name);
    int owner = new Ownership(ddl).role(spec);
    new Ownership(ddl).requireMember(owner);
    ddl.editor.update(row, values -> values.oid("datdba", owner));
    ddl.depend.changeOwner(ObjectAddress.DATABASE, row.oid("oid"), owner);
    ddl.step();
  }
}
