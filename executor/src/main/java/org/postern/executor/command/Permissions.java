package org.postern.executor.command;

import java.util.List;
import java.util.Set;
import org.postern.executor.catalog.AccessRights;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** What commands demand of the current role, in PostgreSQL's words. */
final class Permissions {
  private final Ddl ddl;

  Permissions(Ddl ddl) {
    this.ddl = ddl;
  }

  private AccessRights rights() {
    return ddl.env.session().rights();
  }

  boolean superuser(int role) {
    return rights().superuser(role);
  }

  boolean superuser() {
    return superuser(ddl.role());
  }

  boolean attribute(String column) {
    CatalogRow row =
        ddl.editor.find("pg_authid", CatalogIndexes.AUTHID_OID, Catalog.unsigned(ddl.role()));
    return row != null && (row.bool("rolsuper") || row.bool(column));
  }

  /** Whether {@code role} has the rights of {@code of}, directly or through roles it inherits. */
  boolean hasRightsOf(int role, int of) {
    return rights().hasRightsOf(role, of);
  }

  /** Whether {@code role} could become {@code of}. */
  boolean memberOf(int role, int of) {
    return rights().memberOf(role, of);
  }

  /** Membership as recorded, without what superusers may. */
  boolean memberNoSuper(int role, int of) {
    return rights().memberNoSuper(role, of);
  }

  /** The role and all roles whose rights it has. */
  Set<Integer> roles(int role) {
    return rights().rightsOf(role);
  }

  void requireOwner(RelationEntry relation) {
    requireOwner(relation.owner(), Ddl.kindWord(relation.kind()), relation.name());
  }

  void requireOwner(int owner, String kind, String name) {
    if (!hasRightsOf(ddl.role(), owner)) {
      throw SqlException.error(
          SqlState.INSUFFICIENT_PRIVILEGE, "must be owner of %s %s", kind, name);
    }
  }

  /** CREATE on a schema. */
  void requireCreate(int namespace) {
    if (!rights().schema(ddl.role(), namespace, 'C')) {
      throw denied("schema", ddl.catalog.namespaceName(namespace));
    }
  }

  /** CREATE on the database. */
  void requireCreateSchema() {
    requireDatabase('C');
  }

  /** A privilege on the current database. */
  void requireDatabase(char privilege) {
    CatalogRow row =
        ddl.editor.get(
            "pg_database", CatalogIndexes.DATABASE_OID, Catalog.unsigned(ddl.env.database()));
    boolean allowed =
        rights()
            .missing(
                ddl.role(),
                row.oid("datdba"),
                AccessRights.list(row.texts("datacl")),
                "Tc",
                String.valueOf(privilege))
            .isEmpty();
    if (!allowed) {
      if (privilege == 'T') {
        throw SqlException.error(
            SqlState.INSUFFICIENT_PRIVILEGE,
            "permission denied to create temporary tables in database \"%s\"",
            row.text("datname"));
      }
      throw denied("database", row.text("datname"));
    }
  }

  static SqlException denied(String kind, String name) {
    return SqlException.error(
        SqlState.INSUFFICIENT_PRIVILEGE, "permission denied for %s %s", kind, name);
  }

  /** USAGE on a type or domain that something is made of. */
  void requireTypeUsage(int type) {
    int element = ddl.catalog.type(type).info().elementOid();
    int base = ddl.catalog.type(type).isTrueArray() ? element : type;
    CatalogRow row = ddl.editor.get("pg_type", CatalogIndexes.TYPE_OID, Catalog.unsigned(base));
    List<String> acl = AccessRights.list(row.texts("typacl"));
    if (acl != null
        && !rights().missing(ddl.role(), row.oid("typowner"), acl, "U", "U").isEmpty()) {
      throw denied("type", ddl.analyzer().types().typeName(base));
    }
  }

  /** A privilege on a table, by its letter in ACLs. */
  void requireTable(RelationEntry relation, char privilege) {
    if (!table(relation, privilege)) {
      throw denied(Ddl.kindWord(relation.kind()), relation.name());
    }
  }

  boolean table(RelationEntry relation, char privilege) {
    return rights().missingOnTable(ddl.role(), relation, String.valueOf(privilege)).isEmpty();
  }

  /** A privilege on a table or on all of some columns of it. */
  void requireColumns(RelationEntry relation, char privilege, List<ColumnEntry> columns) {
    if (table(relation, privilege)) {
      return;
    }
    for (ColumnEntry column : columns) {
      boolean has =
          column.acl() != null
              && rights()
                  .missing(ddl.role(), 0, column.acl(), "", String.valueOf(privilege))
                  .isEmpty();
      if (!has) {
        throw denied(Ddl.kindWord(relation.kind()), relation.name());
      }
    }
  }
}
