package org.postern.executor.command;

import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.IndexEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.sql.ast.RoleSpec;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** OWNER TO, and roles as statements name them. */
final class Ownership {
  private final Ddl ddl;

  Ownership(Ddl ddl) {
    this.ddl = ddl;
  }

  /** The role's oid; throws 42704 where there is none. PUBLIC is 0. */
  int role(RoleSpec spec) {
    return switch (spec.kind()) {
      case NAMED -> role(spec.name());
      case CURRENT_ROLE, CURRENT_USER -> ddl.role();
      case SESSION_USER -> ddl.env.session().sessionRole();
      case PUBLIC -> 0;
    };
  }

  int role(String name) {
    int oid = ddl.catalog.role(name);
    if (oid == 0) {
      throw SqlException.error(SqlState.UNDEFINED_OBJECT, "role \"%s\" does not exist", name);
    }
    return oid;
  }

  /** The new owner must be someone the current role could become. */
  void requireMember(int role) {
    if (!ddl.permissions.memberOf(ddl.role(), role)) {
      throw SqlException.error(
          SqlState.INSUFFICIENT_PRIVILEGE,
          "must be member of role \"%s\"",
          ddl.catalog.roleName(role));
    }
  }

  void changeRelation(int oid, RoleSpec spec) {
    int owner = role(spec);
    RelationEntry relation = ddl.relation(oid);
    if (relation.owner() == owner) {
      return;
    }
    requireMember(owner);
    change(oid, owner);
  }

  private void change(int oid, int owner) {
    RelationEntry relation = ddl.relation(oid);
    ddl.editor.update(ddl.editor.relation(oid), values -> values.oid("relowner", owner));
    if (relation.kind() != 't' && relation.kind() != 'i') {
      ddl.depend.changeOwner(ObjectAddress.CLASS, oid, owner);
    }
    if (relation.rowType() != 0) {
      changeType(relation.rowType(), owner);
      changeType(ddl.catalog.type(relation.rowType()).info().arrayOid(), owner);
    }
    ddl.step();
    for (IndexEntry index : ddl.relations.indexes(oid)) {
      change(index.oid(), owner);
    }
    if (relation.toast() != 0) {
      change(relation.toast(), owner);
    }
    if (relation.kind() == 'r') {
      new SequenceCommands(ddl).owned(oid).forEach(sequence -> change(sequence, owner));
    }
  }

  private void changeType(int type, int owner) {
    if (type != 0) {
      CatalogRow row = ddl.editor.get("pg_type", CatalogIndexes.TYPE_OID, Catalog.unsigned(type));
      ddl.editor.update(row, values -> values.oid("typowner", owner));
    }
  }

  /** OWNER TO of a type that is no table's row type. */
  void changeTypeOwner(int type, RoleSpec spec) {
    int owner = role(spec);
    TypeDefinitions.requireOwner(ddl, type);
    requireMember(owner);
    changeType(type, owner);
    ddl.step();
    changeType(ddl.catalog.type(type).info().arrayOid(), owner);
    ddl.depend.changeOwner(ObjectAddress.TYPE, type, owner);
    if (ddl.catalog.type(type).kind() == 'c') {
      int relation = ddl.catalog.type(type).relation();
      ddl.editor.update(ddl.editor.relation(relation), values -> values.oid("relowner", owner));
    }
    ddl.step();
  }

  void changeSchema(int namespace, RoleSpec spec) {
    int owner = role(spec);
    requireMember(owner);
    CatalogRow row =
        ddl.editor.get("pg_namespace", CatalogIndexes.NAMESPACE_OID, Catalog.unsigned(namespace));
    ddl.editor.update(row, values -> values.oid("nspowner", owner));
    ddl.depend.changeOwner(ObjectAddress.NAMESPACE, namespace, owner);
    ddl.step();
  }
}
