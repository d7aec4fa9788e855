package org.postern.executor.session.functions;

import static org.postern.executor.functions.Fn.fn;

import java.util.Locale;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.functions.Fn;
import org.postern.executor.functions.FunctionFamily;
import org.postern.executor.functions.FunctionImpl;
import org.postern.executor.session.Session;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Inquiries about privileges: has_…_privilege and pg_has_role.
 *
 * <p>A superuser may do everything, an owner everything with the own object; the others need a
 * grant to them or to PUBLIC in the object's access list.
 *
 * <p>Source: PostgreSQL documentation, section 9.26.2 "Access Privilege Inquiry Functions".
 */
final class PrivilegeFamily implements FunctionFamily {
  private final Session session;

  PrivilegeFamily(Session session) {
    this.session = session;
  }

  /** A kind of object: its catalog, that table's oid index, and its columns. */
  private record Kind(
      String word, String table, int index, String name, String owner, String acl, String open) {}

  @Override
  public FunctionImpl lookup(String prosrc) {
    if (prosrc.startsWith("pg_has_role_")) {
      return fn((a, c) -> Fn.bool(hasRole(a)));
    }
    if (!prosrc.startsWith("has_")) {
      return null;
    }
    Kind kind = kind(prosrc);
    return kind == null ? null : fn((a, c) -> check(kind, a, prosrc));
  }

  private static Kind kind(String prosrc) {
    if (prosrc.startsWith("has_table_privilege_")
        || prosrc.startsWith("has_sequence_privilege_")
        || prosrc.startsWith("has_any_column_privilege_")
        || prosrc.startsWith("has_column_privilege_")) {
      return new Kind(
          "relation", "pg_class", CatalogIndexes.CLASS_OID, "relname", "relowner", "relacl", "");
    }
    if (prosrc.startsWith("has_database_privilege_")) {
      return new Kind(
          "database",
          "pg_database",
          CatalogIndexes.DATABASE_OID,
          "datname",
          "datdba",
          "datacl",
          "CONNECT TEMPORARY TEMP");
    }
    if (prosrc.startsWith("has_schema_privilege_")) {
      return new Kind(
          "schema",
          "pg_namespace",
          CatalogIndexes.NAMESPACE_OID,
          "nspname",
          "nspowner",
          "nspacl",
          "");
    }
    if (prosrc.startsWith("has_function_privilege_")) {
      return new Kind(
          "function",
          "pg_proc",
          CatalogIndexes.PROC_OID,
          "proname",
          "proowner",
          "proacl",
          "EXECUTE");
    }
    if (prosrc.startsWith("has_type_privilege_")) {
      return new Kind(
          "type", "pg_type", CatalogIndexes.TYPE_OID, "typname", "typowner", "typacl", "USAGE");
    }
    if (prosrc.startsWith("has_language_privilege_")) {
      return new Kind("language", "pg_language", 2682, "lanname", "lanowner", "lanacl", "USAGE");
    }
    return prosrc.startsWith("has_tablespace_privilege_")
        ? new Kind("tablespace", "pg_tablespace", 2697, "spcname", "spcowner", "spcacl", "")
        : null;
  }

  private Catalog catalog() {
    return session.database().catalog();
  }

  private static String endOf(String prosrc) {
    return prosrc.substring(prosrc.indexOf("_privilege_") + "_privilege_".length());
  }

  /** Arguments: [role] object [column] privileges. */
  private Object check(Kind kind, Object[] args, String prosrc) {
    String[] forms = endOf(prosrc).split("_");
    boolean column = prosrc.startsWith("has_column_");
    boolean withRole = forms.length > (column ? 2 : 1);
    int role = withRole ? role(args[0]) : session.roles().current();
    Object object = args[withRole ? 1 : 0];
    boolean byName = forms[withRole ? 1 : 0].equals("name");
    CatalogRow row = byName ? byName(kind, object.toString()) : byOid(kind, (Long) object);
    if (row == null) {
      return null;
    }
    boolean any = false;
    for (String wanted : args[args.length - 1].toString().split(",")) {
      any |= allowed(kind, row, role, wanted.trim().toUpperCase(Locale.ROOT));
    }
    return Fn.bool(any);
  }

  private int role(Object role) {
    if (role instanceof Long oid) {
      return oid.intValue();
    }
    String name = role.toString();
    if (name.equals("public")) {
      return 0;
    }
    int oid = catalog().role(name);
    if (oid == 0) {
      throw SqlException.error(SqlState.UNDEFINED_OBJECT, "role \"%s\" does not exist", name);
    }
    return oid;
  }

  private CatalogRow byOid(Kind kind, long oid) {
    return catalog().row(kind.table, kind.index, oid);
  }

  private CatalogRow byName(Kind kind, String name) {
    int reg =
        switch (kind.word) {
          case "relation" -> TypeOid.REGCLASS;
          case "function" -> TypeOid.REGPROCEDURE;
          case "type" -> TypeOid.REGTYPE;
          default -> 0;
        };
    if (reg != 0) {
      return byOid(kind, session.types().lookupReg(reg, name));
    }
    for (CatalogRow row : catalog().store().scan(catalog().tables().table(kind.table))) {
      if (row.text(kind.name).equals(name)) {
        return row;
      }
    }
    SqlState state =
        switch (kind.word) {
          case "schema" -> SqlState.INVALID_SCHEMA_NAME;
          case "database" -> SqlState.UNDEFINED_DATABASE;
          default -> SqlState.UNDEFINED_OBJECT;
        };
    throw SqlException.error(state, "%s \"%s\" does not exist", kind.word, name);
  }

  private boolean allowed(Kind kind, CatalogRow row, int role, String privilege) {
    String plain = privilege.replace(" WITH GRANT OPTION", "");
    char letter = letter(plain);
    if (letter == 0) {
      throw SqlException.error(
          SqlState.INVALID_PARAMETER_VALUE, "unrecognized privilege type: \"%s\"", plain);
    }
    if (isSuperuser(role) || isMember(role, row.oid(kind.owner))) {
      return true;
    }
    Object acl = row.get(kind.acl);
    if (acl == null) {
      return java.util.List.of(kind.open.split(" ")).contains(plain);
    }
    return granted((ArrayValue) acl, role, letter, !plain.equals(privilege));
  }

  private boolean granted(ArrayValue acl, int role, char letter, boolean option) {
    for (Object item : acl.elements()) {
      String text = item.toString();
      int equals = text.lastIndexOf('=');
      String grantee = text.substring(0, equals).replace("\"", "");
      String letters = text.substring(equals + 1, text.indexOf('/', equals));
      boolean applies = grantee.isEmpty() || isMember(role, catalog().role(grantee));
      int at = letters.indexOf(letter);
      boolean has = at >= 0;
      boolean grantable = has && at + 1 < letters.length() && letters.charAt(at + 1) == '*';
      if (applies && has && (!option || grantable)) {
        return true;
      }
    }
    return false;
  }

  private static char letter(String privilege) {
    return switch (privilege) {
      case "INSERT" -> 'a';
      case "SELECT" -> 'r';
      case "UPDATE" -> 'w';
      case "DELETE" -> 'd';
      case "TRUNCATE" -> 'D';
      case "REFERENCES" -> 'x';
      case "TRIGGER" -> 't';
      case "EXECUTE" -> 'X';
      case "USAGE" -> 'U';
      case "CREATE" -> 'C';
      case "TEMPORARY", "TEMP" -> 'T';
      case "CONNECT" -> 'c';
      default -> 0;
    };
  }

  private boolean isSuperuser(int role) {
    CatalogRow row = catalog().row("pg_authid", CatalogIndexes.AUTHID_OID, Catalog.unsigned(role));
    return row != null && row.bool("rolsuper");
  }

  /** Whether {@code role} is {@code group} or a direct or indirect member of it. */
  private boolean isMember(int role, int group) {
    if (role == group) {
      return true;
    }
    for (CatalogRow row : catalog().store().scan(catalog().tables().table("pg_auth_members"))) {
      if (row.oid("member") == role && isMember(row.oid("roleid"), group)) {
        return true;
      }
    }
    return false;
  }

  /** Arguments: [user] role privilege; MEMBER and USAGE are the same here. */
  private boolean hasRole(Object[] args) {
    int user = args.length == 3 ? role(args[0]) : session.roles().current();
    int group = role(args[args.length - 2]);
    return isSuperuser(user) || isMember(user, group);
  }
}
