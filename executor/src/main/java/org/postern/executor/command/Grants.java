package org.postern.executor.command;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.sql.ast.ObjectName;
import org.postern.executor.sql.ast.ObjectType;
import org.postern.executor.sql.ast.PrivilegeStatement;
import org.postern.executor.sql.ast.RoleSpec;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lock.LockMode;

/**
 * GRANT and REVOKE on relations, schemas and databases.
 *
 * <p>Source: PostgreSQL documentation, section 5.7 "Privileges".
 */
final class Grants {
  private static final Map<String, String> LETTERS =
      Map.ofEntries(
          Map.entry("insert", "a"),
          Map.entry("select", "r"),
          Map.entry("update", "w"),
          Map.entry("delete", "d"),
          Map.entry("truncate", "D"),
          Map.entry("references", "x"),
          Map.entry("trigger", "t"),
          Map.entry("execute", "X"),
          Map.entry("usage", "U"),
          Map.entry("create", "C"),
          Map.entry("temporary", "T"),
          Map.entry("temp", "T"),
          Map.entry("connect", "c"));

  private final Ddl ddl;
  private final PrivilegeStatement.Grant statement;

  Grants(Ddl ddl, PrivilegeStatement.Grant statement) {
    this.ddl = ddl;
    this.statement = statement;
  }

  /** An object with an ACL. */
  private record Target(
      CatalogRow row, String aclColumn, int classId, int oid, int owner, Kind kind, String name) {}

  /** What may be granted on a kind of object, and to whom without being granted. */
  private enum Kind {
    TABLE("table", "arwdDxt", ""),
    SEQUENCE("sequence", "rwU", ""),
    SCHEMA("schema", "UC", ""),
    DATABASE("database", "CTc", "Tc");

    final String word;
    final String all;
    final String everybody;

    Kind(String word, String all, String everybody) {
      this.word = word;
      this.all = all;
      this.everybody = everybody;
    }
  }

  String run() {
    for (PrivilegeStatement.Privilege privilege : statement.privileges()) {
      Ddl.refuse(!privilege.columns().isEmpty(), "privileges on columns");
    }
    Ddl.refuse(statement.target() == PrivilegeStatement.TargetKind.DEFAULTS, "default privileges");
    for (Target target : targets()) {
      change(target);
    }
    return statement.grant() ? "GRANT" : "REVOKE";
  }

  private List<Target> targets() {
    List<Target> targets = new ArrayList<>();
    for (ObjectName object : statement.objects()) {
      if (statement.target() == PrivilegeStatement.TargetKind.ALL_IN_SCHEMA) {
        int namespace = ddl.namespace(((ObjectName.Named) object).name().name());
        for (CatalogRow row : ddl.editor.all("pg_class")) {
          boolean wanted =
              switch (statement.kind()) {
                case TABLE -> "rvm".indexOf(row.character("relkind")) >= 0;
                case SEQUENCE -> row.character("relkind") == 'S';
                default ->
                    throw SqlException.notSupported("GRANT ON ALL " + statement.kind().sql());
              };
          if (wanted && row.oid("relnamespace") == namespace) {
            targets.add(relation(row));
          }
        }
        continue;
      }
      targets.add(
          switch (statement.kind()) {
            case TABLE, SEQUENCE -> relation((ObjectName.Named) object);
            case SCHEMA -> schema(((ObjectName.Named) object).name().name());
            case DATABASE -> database(((ObjectName.Named) object).name().name());
            default -> throw SqlException.notSupported("GRANT ON " + statement.kind().sql());
          });
    }
    return targets;
  }

  private Target relation(ObjectName.Named object) {
    RelationEntry relation =
        ddl.open(DropCommand.relationName(object.name()), LockMode.ACCESS_SHARE);
    if (relation.kind() == 'i' || relation.kind() == 'c') {
      throw SqlException.error(
          SqlState.WRONG_OBJECT_TYPE,
          relation.kind() == 'i' ? "\"%s\" is an index" : "\"%s\" is a composite type",
          relation.name());
    }
    if (statement.kind() == ObjectType.SEQUENCE && relation.kind() != 'S') {
      throw SqlException.error(
          SqlState.WRONG_OBJECT_TYPE, "\"%s\" is not a sequence", relation.name());
    }
    return relation(ddl.editor.relation(relation.oid()));
  }

  private static Target relation(CatalogRow row) {
    return new Target(
        row,
        "relacl",
        ObjectAddress.CLASS,
        row.oid("oid"),
        row.oid("relowner"),
        row.character("relkind") == 'S' ? Kind.SEQUENCE : Kind.TABLE,
        row.text("relname"));
  }

  private Target schema(String name) {
    CatalogRow row =
        ddl.editor.get(
            "pg_namespace", CatalogIndexes.NAMESPACE_OID, Catalog.unsigned(ddl.namespace(name)));
    return new Target(
        row,
        "nspacl",
        ObjectAddress.NAMESPACE,
        row.oid("oid"),
        row.oid("nspowner"),
        Kind.SCHEMA,
        name);
  }

  private Target database(String name) {
    CatalogRow row =
        ddl.editor.find("pg_database", CatalogIndexes.DATABASE_NAME, Catalog.name(name));
    if (row == null) {
      throw SqlException.error(SqlState.UNDEFINED_DATABASE, "database \"%s\" does not exist", name);
    }
    return new Target(
        row,
        "datacl",
        ObjectAddress.DATABASE,
        row.oid("oid"),
        row.oid("datdba"),
        Kind.DATABASE,
        name);
  }

  private String privileges(Kind kind) {
    if (statement.privileges().isEmpty()) {
      return kind.all;
    }
    StringBuilder letters = new StringBuilder();
    for (PrivilegeStatement.Privilege privilege : statement.privileges()) {
      if (privilege.name() == null) {
        return kind.all;
      }
      String letter = LETTERS.get(privilege.name());
      if (letter == null) {
        throw SqlException.error(
            SqlState.SYNTAX_ERROR, "unrecognized privilege type \"%s\"", privilege.name());
      }
      boolean sequenceAsTable =
          kind == Kind.SEQUENCE
              && statement.kind() == ObjectType.TABLE
              && Kind.TABLE.all.contains(letter);
      if (!kind.all.contains(letter) && !sequenceAsTable) {
        throw SqlException.error(
            SqlState.INVALID_GRANT_OPERATION,
            "invalid privilege type %s for %s",
            privilege.name().toUpperCase(java.util.Locale.ROOT),
            statement.kind() == ObjectType.TABLE ? "relation" : kind.word);
      }
      letters.append(letter);
    }
    return letters.toString();
  }

  private List<AclItem> current(Target target) {
    List<AclItem> items = new ArrayList<>();
    String[] stored = target.row().texts(target.aclColumn());
    if (stored != null) {
      for (String item : stored) {
        items.add(AclItem.parse(item));
      }
      return items;
    }
    String owner = ddl.catalog.roleName(target.owner());
    if (!target.kind().everybody.isEmpty()) {
      items.add(new AclItem("", "", owner).with(target.kind().everybody, false));
    }
    items.add(new AclItem(owner, "", owner).with(target.kind().all, false));
    return items;
  }

  private void change(Target target) {
    String wanted = privileges(target.kind());
    List<AclItem> items = current(target);
    String grantor = grantor(target, items, wanted);
    if (grantor == null) {
      ddl.env
          .notices()
          .warning(
              statement.grant() ? SqlState.PRIVILEGE_NOT_GRANTED : SqlState.PRIVILEGE_NOT_REVOKED,
              statement.grant()
                  ? "no privileges were granted for \"%s\""
                  : "no privileges could be revoked for \"%s\"",
              target.name());
      return;
    }
    for (RoleSpec spec : statement.grantees()) {
      int role = new Ownership(ddl).role(spec);
      String grantee = role == 0 ? "" : ddl.catalog.roleName(role);
      if (statement.grant()) {
        if (role == 0 && statement.grantOption()) {
          throw SqlException.error(
              SqlState.INVALID_GRANT_OPERATION, "grant options can only be granted to roles");
        }
        grant(items, grantee, grantor, wanted);
      } else {
        revoke(items, grantee, grantor, wanted, statement.grantOption());
      }
    }
    ddl.editor.update(
        target.row(),
        values ->
            values.texts(
                target.aclColumn(), TypeOid.ACLITEM, items.stream().map(AclItem::text).toList()));
    ddl.depend.recordAcl(target.classId(), target.oid(), roles(items, target.owner()));
    ddl.step();
  }

  private Set<Integer> roles(List<AclItem> items, int owner) {
    Set<Integer> roles = new LinkedHashSet<>();
    for (AclItem item : items) {
      roles.add(ddl.catalog.role(item.grantee()));
      roles.add(ddl.catalog.role(item.grantor()));
    }
    roles.remove(0);
    roles.remove(owner);
    return roles;
  }

  /** In whose name it is done: the owner's, or that of a role with the option to grant. */
  private String grantor(Target target, List<AclItem> items, String wanted) {
    if (ddl.permissions.hasRightsOf(ddl.role(), target.owner())) {
      return ddl.catalog.roleName(target.owner());
    }
    Set<Integer> mine = ddl.permissions.roles(ddl.role());
    boolean any = false;
    for (AclItem item : items) {
      boolean applies = item.grantee().isEmpty() || mine.contains(ddl.catalog.role(item.grantee()));
      any |= applies && !item.privileges().isEmpty();
      if (applies && wanted.chars().allMatch(c -> item.grantable((char) c))) {
        return item.grantee();
      }
    }
    if (!any) {
      throw SqlException.error(
          SqlState.INSUFFICIENT_PRIVILEGE,
          "permission denied for %s %s",
          target.kind().word,
          target.name());
    }
    return null;
  }

  private void grant(List<AclItem> items, String grantee, String grantor, String wanted) {
    for (int i = 0; i < items.size(); i++) {
      AclItem item = items.get(i);
      if (item.grantee().equals(grantee) && item.grantor().equals(grantor)) {
        items.set(i, item.with(wanted, statement.grantOption()));
        return;
      }
    }
    items.add(new AclItem(grantee, "", grantor).with(wanted, statement.grantOption()));
  }

  private void revoke(
      List<AclItem> items, String grantee, String grantor, String wanted, boolean optionOnly) {
    for (int i = 0; i < items.size(); i++) {
      AclItem item = items.get(i);
      if (!item.grantee().equals(grantee) || !item.grantor().equals(grantor)) {
        continue;
      }
      AclItem rest = item.without(wanted, optionOnly);
      if (rest.privileges().isEmpty()) {
        items.remove(i);
      } else {
        items.set(i, rest);
      }
      revokeDependent(items, grantee, grantor, wanted);
      return;
    }
  }

  /** What the grantee passed on goes too, if CASCADE allows it. */
  private void revokeDependent(List<AclItem> items, String grantee, String grantor, String wanted) {
    for (AclItem other : List.copyOf(items)) {
      boolean depends =
          !grantee.isEmpty()
              && !grantee.equals(grantor)
              && other.grantor().equals(grantee)
              && wanted.chars().anyMatch(c -> other.privileges().indexOf(c) >= 0);
      if (!depends) {
        continue;
      }
      if (!statement.cascade()) {
        throw SqlException.error(
                SqlState.DEPENDENT_OBJECTS_STILL_EXIST, "dependent privileges exist")
            .withHint("Use CASCADE to revoke them too.");
      }
      revoke(items, other.grantee(), grantee, wanted, false);
    }
  }
}
