package org.postern.executor.command;

import java.util.HashSet;
import java.util.Set;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.RelationEntry;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Who may do what: superusers all, owners all with what is theirs, others what ACLs give them. */
final class Permissions {
  private static final int DATABASE_OWNER = 6171;

  private final Ddl ddl;

  Permissions(Ddl ddl) {
    this.ddl = ddl;
  }

  boolean superuser(int role) {
    CatalogRow row =
        ddl.editor.find("pg_authid", CatalogIndexes.AUTHID_OID, Catalog.unsigned(role));
    return row != null && row.bool("rolsuper");
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
    return role == of || superuser(role) || roles(role).contains(of);
  }

  /** The role and all roles it is a member of, directly or not. */
  Set<Integer> roles(int role) {
    Set<Integer> all = new HashSet<>();
    collect(role, all);
    CatalogRow database =
        ddl.editor.find(
            "pg_database", CatalogIndexes.DATABASE_OID, Catalog.unsigned(ddl.env.database()));
    if (database != null && all.contains(database.oid("datdba"))) {
      collect(DATABASE_OWNER, all);
    }
    return all;
  }

  private void collect(int role, Set<Integer> all) {
    if (all.add(role)) {
      for (CatalogRow row :
          ddl.editor.rows(
              "pg_auth_members", CatalogEditor.MEMBERS_MEMBER, Catalog.unsigned(role))) {
        collect(row.oid("roleid"), all);
      }
    }
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
    CatalogRow row =
        ddl.editor.get("pg_namespace", CatalogIndexes.NAMESPACE_OID, Catalog.unsigned(namespace));
    if (!allowed(row.texts("nspacl"), row.oid("nspowner"), 'C')) {
      throw SqlException.error(
          SqlState.INSUFFICIENT_PRIVILEGE, "permission denied for schema %s", row.text("nspname"));
    }
  }

  /** CREATE on the database. */
  void requireCreateSchema() {
    CatalogRow row =
        ddl.editor.get(
            "pg_database", CatalogIndexes.DATABASE_OID, Catalog.unsigned(ddl.env.database()));
    if (!allowed(row.texts("datacl"), row.oid("datdba"), 'C')) {
      throw SqlException.error(
          SqlState.INSUFFICIENT_PRIVILEGE,
          "permission denied for database %s",
          row.text("datname"));
    }
  }

  /** A privilege on a table, by its letter in ACLs. */
  void requireTable(RelationEntry relation, char privilege) {
    CatalogRow row = ddl.editor.relation(relation.oid());
    if (!allowed(row.texts("relacl"), relation.owner(), privilege)) {
      throw SqlException.error(
          SqlState.INSUFFICIENT_PRIVILEGE,
          "permission denied for %s %s",
          Ddl.kindWord(relation.kind()),
          relation.name());
    }
  }

  /** Whether the current role has a privilege; a missing ACL gives the owner everything. */
  boolean allowed(String[] acl, int owner, char privilege) {
    int role = ddl.role();
    if (superuser(role)) {
      return true;
    }
    Set<Integer> roles = roles(role);
    if (acl == null) {
      return roles.contains(owner);
    }
    for (String item : acl) {
      AclItem parsed = AclItem.parse(item);
      boolean applies =
          parsed.grantee().isEmpty() || roles.contains(ddl.catalog.role(parsed.grantee()));
      if (applies && parsed.privileges().indexOf(privilege) >= 0) {
        return true;
      }
    }
    return false;
  }
}
