package org.postern.executor.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.sql.ast.Option;
import org.postern.executor.sql.ast.OptionValue;
import org.postern.executor.sql.ast.PrivilegeStatement;
import org.postern.executor.sql.ast.RoleSpec;
import org.postern.executor.sql.ast.RoleStatement;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Roles and memberships. */
final class Roles {
  private static final Map<String, String> FLAGS =
      Map.of(
          "superuser", "rolsuper",
          "createdb", "rolcreatedb",
          "createrole", "rolcreaterole",
          "inherit", "rolinherit",
          "canlogin", "rolcanlogin",
          "isreplication", "rolreplication",
          "bypassrls", "rolbypassrls");

  private final Ddl ddl;

  Roles(Ddl ddl) {
    this.ddl = ddl;
  }

  private CatalogRow row(String name) {
    return ddl.editor.find("pg_authid", CatalogIndexes.AUTHID_NAME, Catalog.name(name));
  }

  private CatalogRow require(String name) {
    CatalogRow row = row(name);
    if (row == null) {
      throw SqlException.error(SqlState.UNDEFINED_OBJECT, "role \"%s\" does not exist", name);
    }
    return row;
  }

  private static Map<String, Option> options(List<Option> options) {
    Map<String, Option> byName = new HashMap<>();
    for (Option option : options) {
      if (byName.putIfAbsent(option.name(), option) != null) {
        throw SqlException.error(SqlState.SYNTAX_ERROR, "conflicting or redundant options")
            .withPosition(option.location() + 1);
      }
    }
    return byName;
  }

  private static boolean flag(Map<String, Option> options, String name, boolean otherwise) {
    Option option = options.get(name);
    if (option == null) {
      return otherwise;
    }
    return option.value() == null || Boolean.parseBoolean(option.value().asText());
  }

  void create(RoleStatement.CreateRole statement) {
    Map<String, Option> options = options(statement.options());
    boolean superuser = flag(options, "superuser", false);
    requireRight(superuser, "superusers");
    requireRight(flag(options, "isreplication", false), "replication users");
    requireRight(flag(options, "bypassrls", false), "bypassrls users");
    if (!ddl.permissions.attribute("rolcreaterole")) {
      throw SqlException.error(SqlState.INSUFFICIENT_PRIVILEGE, "permission denied to create role");
    }
    String name = statement.name();
    requireNotReserved(name);
    if (row(name) != null) {
      throw SqlException.error(SqlState.DUPLICATE_OBJECT, "role \"%s\" already exists", name);
    }
    int oid = ddl.editor.newOid("pg_authid");
    boolean login = statement.word() == RoleStatement.RoleWord.USER;
    RowValues values =
        ddl.editor
            .row("pg_authid")
            .oid("oid", oid)
            .text("rolname", name)
            .flag("rolsuper", false)
            .flag("rolinherit", true)
            .flag("rolcreaterole", false)
            .flag("rolcreatedb", false)
            .flag("rolcanlogin", login)
            .flag("rolreplication", false)
            .flag("rolbypassrls", false)
            .number("rolconnlimit", -1);
    apply(values, name, options);
    ddl.editor.insert(values);
    ddl.step();
    for (int role : members(options.get("addroleto"))) {
      addMember(role, oid, false);
    }
    for (int member : members(options.get("rolemembers"))) {
      addMember(oid, member, false);
    }
    for (int member : members(options.get("adminmembers"))) {
      addMember(oid, member, true);
    }
  }

  private void requireRight(boolean wanted, String what) {
    if (wanted && !ddl.permissions.superuser()) {
      throw SqlException.error(
          SqlState.INSUFFICIENT_PRIVILEGE, "must be superuser to create %s", what);
    }
  }

  private static void requireNotReserved(String name) {
    if (name.startsWith("pg_")) {
      throw SqlException.error(SqlState.RESERVED_NAME, "role name \"%s\" is reserved", name)
          .withDetail("Role names starting with \"pg_\" are reserved.");
    }
  }

  private void apply(RowValues values, String name, Map<String, Option> options) {
    FLAGS.forEach((option, column) -> {
      if (options.containsKey(option)) {
        values.flag(column, flag(options, option, true));
      }
    });
    if (options.containsKey("connectionlimit")) {
      long limit = Long.parseLong(options.get("connectionlimit").value().asText());
      if (limit < -1) {
        throw SqlException.error(
            SqlState.INVALID_PARAMETER_VALUE, "invalid connection limit: %d", limit);
      }
      values.number("rolconnlimit", limit);
    }
    if (options.containsKey("validUntil")) {
      String until = options.get("validUntil").value().asText();
      values.set(
          "rolvaliduntil",
          ddl.catalog
              .type(TypeOid.TIMESTAMPTZ)
              .info()
              .io()
              .input(until, -1, ddl.analyzer().types()));
    }
    if (options.containsKey("password")) {
      OptionValue given = options.get("password").value();
      String password = given == null ? null : given.asText();
      if (password != null && password.isEmpty()) {
        ddl.env.notices().notice("empty string is not a valid password, clearing password");
        password = null;
      }
      values.text(
          "rolpassword",
          password == null ? null : ddl.env.session().passwordSecret(name, password));
    }
  }

  private List<Integer> members(Option option) {
    List<Integer> roles = new ArrayList<>();
    if (option == null) {
      return roles;
    }
    List<OptionValue> values =
        option.value() instanceof OptionValue.Many many ? many.values() : List.of(option.value());
    for (OptionValue value : values) {
      if (value instanceof OptionValue.Tree tree && tree.node() instanceof RoleSpec spec) {
        roles.add(new Ownership(ddl).role(spec));
      } else {
        roles.add(new Ownership(ddl).role(value.asText()));
      }
    }
    return roles;
  }

  void alter(RoleStatement.AlterRole statement) {
    int oid = new Ownership(ddl).role(statement.role());
    CatalogRow row = ddl.editor.get("pg_authid", CatalogIndexes.AUTHID_OID, Catalog.unsigned(oid));
    Map<String, Option> options = options(statement.options());
    boolean superuser = row.bool("rolsuper") || options.containsKey("superuser");
    if (superuser && !ddl.permissions.superuser()) {
      throw SqlException.error(
          SqlState.INSUFFICIENT_PRIVILEGE,
          "must be superuser to alter superuser roles or change superuser attribute");
    }
    boolean ownPassword =
        options.size() == 1 && options.containsKey("password") && oid == ddl.role();
    if (!ownPassword && !ddl.permissions.attribute("rolcreaterole")) {
      throw SqlException.error(SqlState.INSUFFICIENT_PRIVILEGE, "permission denied");
    }
    ddl.editor.update(row, values -> apply(values, row.text("rolname"), options));
    ddl.step();
    Option members = options.get("rolemembers");
    if (members != null) {
      for (int member : members(members)) {
        if (members.action() == Option.Action.DROP) {
          removeMember(oid, member, false);
        } else {
          addMember(oid, member, false);
        }
      }
    }
  }

  void alterGroup(RoleStatement.AlterGroup statement) {
    Ownership ownership = new Ownership(ddl);
    int group = ownership.role(statement.role());
    requireAdmin(group);
    for (RoleSpec member : statement.members()) {
      if (statement.add()) {
        addMember(group, ownership.role(member), false);
      } else {
        removeMember(group, ownership.role(member), false);
      }
    }
  }

  void rename(String from, String to) {
    CatalogRow row = require(from);
    int oid = row.oid("oid");
    if (oid == ddl.env.session().sessionRole()) {
      throw SqlException.error(SqlState.FEATURE_NOT_SUPPORTED, "session user cannot be renamed");
    }
    requireNotReserved(from);
    requireNotReserved(to);
    if (row(to) != null) {
      throw SqlException.error(SqlState.DUPLICATE_OBJECT, "role \"%s\" already exists", to);
    }
    if (!ddl.permissions.attribute("rolcreaterole")) {
      throw SqlException.error(SqlState.INSUFFICIENT_PRIVILEGE, "permission denied to rename role");
    }
    ddl.editor.update(row, values -> values.text("rolname", to));
    ddl.step();
  }

  void drop(RoleStatement.DropRole statement) {
    if (!ddl.permissions.attribute("rolcreaterole")) {
      throw SqlException.error(SqlState.INSUFFICIENT_PRIVILEGE, "permission denied to drop role");
    }
    for (RoleSpec spec : statement.roles()) {
      if (spec.kind() != RoleSpec.Kind.NAMED) {
        throw SqlException.error(
            SqlState.INVALID_PARAMETER_VALUE, "cannot use special role specifier in DROP ROLE");
      }
      CatalogRow row = row(spec.name());
      if (row == null && statement.ifExists()) {
        ddl.env.notices().notice("role \"%s\" does not exist, skipping", spec.name());
        continue;
      }
      dropOne(require(spec.name()));
    }
  }

  private void dropOne(CatalogRow row) {
    int oid = row.oid("oid");
    String name = row.text("rolname");
    if (oid == ddl.role()) {
      throw SqlException.error(SqlState.OBJECT_IN_USE, "current user cannot be dropped");
    }
    if (oid == ddl.env.session().sessionRole()) {
      throw SqlException.error(SqlState.OBJECT_IN_USE, "session user cannot be dropped");
    }
    if (row.bool("rolsuper") && !ddl.permissions.superuser()) {
      throw SqlException.error(
          SqlState.INSUFFICIENT_PRIVILEGE, "must be superuser to drop superusers");
    }
    if (Dependencies.pinned(ObjectAddress.of(ObjectAddress.AUTHID, oid))) {
      throw SqlException.error(
          SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
          "cannot drop role %s because it is required by the database system",
          name);
    }
    requireUnused(oid, name);
    for (CatalogRow member :
        ddl.editor.rows("pg_auth_members", CatalogEditor.MEMBERS_ROLE, Catalog.unsigned(oid))) {
      ddl.editor.delete(member);
    }
    for (CatalogRow member :
        ddl.editor.rows("pg_auth_members", CatalogEditor.MEMBERS_MEMBER, Catalog.unsigned(oid))) {
      ddl.editor.delete(member);
    }
    for (CatalogRow comment :
        ddl.editor.rows(
            "pg_shdescription",
            CatalogEditor.SHARED_DESCRIPTION,
            Catalog.unsigned(oid),
            Catalog.unsigned(ObjectAddress.AUTHID))) {
      ddl.editor.delete(comment);
    }
    new StoredSettings(ddl).dropRole(oid);
    ddl.editor.delete(row);
    ddl.step();
  }

  private void requireUnused(int oid, String name) {
    List<String> lines = new ArrayList<>();
    Map<Integer, Integer> elsewhere = new HashMap<>();
    Describer describer = new Describer(ddl);
    List<CatalogRow> rows =
        new ArrayList<>(
            ddl.editor.rows(
                "pg_shdepend",
                CatalogEditor.SHARED_REFERENCE,
                Catalog.unsigned(ObjectAddress.AUTHID),
                Catalog.unsigned(oid)));
    rows.sort(Comparator.comparingLong(row -> Integer.toUnsignedLong(row.oid("objid"))));
    for (CatalogRow row : rows) {
      int database = row.oid("dbid");
      if (database != 0 && database != ddl.env.database()) {
        elsewhere.merge(database, 1, Integer::sum);
        continue;
      }
      String object =
          row.oid("classid") == ObjectAddress.DATABASE
              ? "database " + new Databases(ddl).name(row.oid("objid"))
              : describer.describe(Dependencies.depender(row));
      lines.add((row.character("deptype") == 'o' ? "owner of " : "privileges for ") + object);
    }
    elsewhere.forEach((database, count) ->
        lines.add(
            (count == 1 ? "1 object" : count + " objects")
                + " in database "
                + new Databases(ddl).name(database)));
    if (!lines.isEmpty()) {
      throw SqlException.error(
              SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
              "role \"%s\" cannot be dropped because some objects depend on it",
              name)
          .withDetail(String.join("\n", lines));
    }
  }

  String grant(PrivilegeStatement.GrantRole statement) {
    Ownership ownership = new Ownership(ddl);
    for (PrivilegeStatement.Privilege granted : statement.roles()) {
      int role = ownership.role(granted.name());
      requireAdmin(role);
      for (RoleSpec grantee : statement.grantees()) {
        int member = ownership.role(grantee);
        if (statement.grant()) {
          addMember(role, member, statement.adminOption());
        } else {
          removeMember(role, member, statement.adminOption());
        }
      }
    }
    return statement.grant() ? "GRANT ROLE" : "REVOKE ROLE";
  }

  private void requireAdmin(int role) {
    if (ddl.permissions.superuser()) {
      return;
    }
    CatalogRow membership = membership(role, ddl.role());
    if (membership != null && membership.bool("admin_option")
        || ddl.permissions.attribute("rolcreaterole") && !ddl.permissions.superuser(role)) {
      return;
    }
    throw SqlException.error(
        SqlState.INSUFFICIENT_PRIVILEGE,
        "must have admin option on role \"%s\"",
        ddl.catalog.roleName(role));
  }

  private CatalogRow membership(int role, int member) {
    return ddl.editor.find(
        "pg_auth_members",
        CatalogEditor.MEMBERS_ROLE,
        Catalog.unsigned(role),
        Catalog.unsigned(member));
  }

  private void addMember(int role, int member, boolean admin) {
    if (ddl.permissions.memberNoSuper(role, member)) {
      throw SqlException.error(
          SqlState.INVALID_GRANT_OPERATION,
          "role \"%s\" is a member of role \"%s\"",
          ddl.catalog.roleName(role),
          ddl.catalog.roleName(member));
    }
    CatalogRow existing = membership(role, member);
    if (existing != null) {
      if (!admin || existing.bool("admin_option")) {
        ddl.env
            .notices()
            .notice(
                "role \"%s\" is already a member of role \"%s\"",
                ddl.catalog.roleName(member), ddl.catalog.roleName(role));
        return;
      }
      ddl.editor.update(existing, values -> values.flag("admin_option", true));
    } else {
      ddl.editor.insert(
          ddl.editor
              .row("pg_auth_members")
              .oid("roleid", role)
              .oid("member", member)
              .oid("grantor", ddl.role())
              .flag("admin_option", admin));
    }
    ddl.step();
  }

  private void removeMember(int role, int member, boolean adminOnly) {
    CatalogRow existing = membership(role, member);
    if (existing == null) {
      ddl.env
          .notices()
          .warning(
              SqlState.WARNING,
              "role \"%s\" is not a member of role \"%s\"",
              ddl.catalog.roleName(member),
              ddl.catalog.roleName(role));
      return;
    }
    if (adminOnly) {
      ddl.editor.update(existing, values -> values.flag("admin_option", false));
    } else {
      ddl.editor.delete(existing);
    }
    ddl.step();
  }
}
