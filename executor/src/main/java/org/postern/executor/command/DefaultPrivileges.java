package org.postern.executor.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.postern.executor.catalog.AclItem;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.sql.ast.ObjectType;
import org.postern.executor.sql.ast.PrivilegeStatement;
import org.postern.executor.sql.ast.RoleSpec;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * ALTER DEFAULT PRIVILEGES: the access lists that new objects of a role begin with. One for all
 * schemas replaces the built-in default; one for a schema adds to it.
 */
final class DefaultPrivileges {
  private static final int ROLE_NAMESPACE_KIND = 827;

  private final Ddl ddl;

  DefaultPrivileges(Ddl ddl) {
    this.ddl = ddl;
  }

  void alter(PrivilegeStatement.AlterDefaultPrivileges statement) {
    AclKind kind =
        switch (statement.grant().kind()) {
          case TABLE -> AclKind.TABLE;
          case SEQUENCE -> AclKind.SEQUENCE;
          case TYPE -> AclKind.TYPE;
          case SCHEMA -> AclKind.SCHEMA;
          default -> AclKind.FUNCTION;
        };
    for (PrivilegeStatement.Privilege privilege : statement.grant().privileges()) {
      if (!privilege.columns().isEmpty()) {
        throw SqlException.error(
            SqlState.INVALID_GRANT_OPERATION, "default privileges cannot be set for columns");
      }
    }
    String letters = kind.letters(statement.grant().privileges(), ObjectType.LANGUAGE);
    List<Integer> roles = new ArrayList<>();
    for (RoleSpec spec : statement.roles()) {
      int role = new Ownership(ddl).role(spec);
      if (!ddl.permissions.hasRightsOf(ddl.role(), role)) {
        throw SqlException.error(
            SqlState.INSUFFICIENT_PRIVILEGE,
            "must be member of role \"%s\"",
            ddl.catalog.roleName(role));
      }
      roles.add(role);
    }
    if (roles.isEmpty()) {
      roles.add(ddl.role());
    }
    if (kind == AclKind.SCHEMA && !statement.schemas().isEmpty()) {
      throw SqlException.error(
          SqlState.INVALID_GRANT_OPERATION,
          "cannot use IN SCHEMA clause when using GRANT/REVOKE ON SCHEMAS");
    }
    List<Integer> schemas = new ArrayList<>();
    statement.schemas().forEach(name -> schemas.add(ddl.namespace(name)));
    if (schemas.isEmpty()) {
      schemas.add(0);
    }
    for (int role : roles) {
      for (int schema : schemas) {
        alter(role, schema, kind, letters, statement.grant());
      }
    }
  }

  private CatalogRow row(int role, int schema, AclKind kind) {
    return ddl.editor.find(
        "pg_default_acl",
        ROLE_NAMESPACE_KIND,
        Catalog.unsigned(role),
        Catalog.unsigned(schema),
        (long) kind.defaults);
  }

  private void alter(
      int role, int schema, AclKind kind, String letters, PrivilegeStatement.Grant grant) {
    String owner = ddl.catalog.roleName(role);
    List<AclItem> initial = schema == 0 ? kind.initial(owner) : List.of();
    CatalogRow row = row(role, schema, kind);
    AclEdit edit =
        row == null ? new AclEdit(initial) : AclEdit.parse(List.of(row.texts("defaclacl")));
    for (RoleSpec spec : grant.grantees()) {
      int to = new Ownership(ddl).role(spec);
      String grantee = to == 0 ? "" : ddl.catalog.roleName(to);
      if (grant.grant()) {
        if (to == 0 && grant.grantOption()) {
          throw SqlException.error(
              SqlState.INVALID_GRANT_OPERATION, "grant options can only be granted to roles");
        }
        edit.grant(grantee, owner, letters, grant.grantOption());
      } else {
        edit.revoke(grantee, owner, letters, grant.grantOption(), grant.cascade());
      }
    }
    if (edit.same(initial)) {
      if (row != null) {
        ddl.depend.forget(ObjectAddress.of(ObjectAddress.DEFAULT_ACL, row.oid("oid")));
        ddl.editor.delete(row);
      }
      ddl.step();
      return;
    }
    int oid;
    if (row == null) {
      oid = ddl.editor.newOid("pg_default_acl");
      ddl.editor.insert(
          ddl.editor
              .row("pg_default_acl")
              .oid("oid", oid)
              .oid("defaclrole", role)
              .oid("defaclnamespace", schema)
              .letter("defaclobjtype", kind.defaults)
              .texts("defaclacl", TypeOid.ACLITEM, edit.texts()));
      ddl.depend.recordOwner(ObjectAddress.DEFAULT_ACL, oid, role);
      if (schema != 0) {
        ddl.depend.record(
            ObjectAddress.of(ObjectAddress.DEFAULT_ACL, oid),
            ObjectAddress.of(ObjectAddress.NAMESPACE, schema),
            Dependencies.AUTO);
      }
    } else {
      oid = row.oid("oid");
      ddl.editor.update(row, values -> values.texts("defaclacl", TypeOid.ACLITEM, edit.texts()));
    }
    ddl.depend.recordAcl(ObjectAddress.DEFAULT_ACL, oid, 0, Grants.roles(ddl, edit, role));
    ddl.step();
  }

  /** The access list of a new object, or null for the built-in one. */
  List<String> initial(int owner, int schema, AclKind kind) {
    CatalogRow global = row(owner, 0, kind);
    CatalogRow local = schema == 0 ? null : row(owner, schema, kind);
    if (global == null && local == null) {
      return null;
    }
    List<AclItem> builtIn = kind.initial(ddl.catalog.roleName(owner));
    AclEdit edit =
        global == null ? new AclEdit(builtIn) : AclEdit.parse(List.of(global.texts("defaclacl")));
    if (local != null) {
      for (AclItem item : AclEdit.parse(List.of(local.texts("defaclacl"))).items()) {
        for (char privilege : item.privileges().replace("*", "").toCharArray()) {
          edit.grant(
              item.grantee(), item.grantor(), String.valueOf(privilege), item.grantable(privilege));
        }
      }
    }
    return edit.same(builtIn) ? null : edit.texts();
  }

  /** Records whom the access list of a new object names. */
  void record(int classId, int oid, int owner, List<String> acl) {
    if (acl != null) {
      Set<Integer> roles = Grants.roles(ddl, AclEdit.parse(acl), owner);
      ddl.depend.recordAcl(classId, oid, 0, roles);
    }
  }
}
