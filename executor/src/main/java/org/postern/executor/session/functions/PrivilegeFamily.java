package org.postern.executor.session.functions;

import static org.postern.executor.functions.Fn.fn;

import java.util.Locale;
import org.postern.executor.catalog.AccessRights;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.functions.Fn;
import org.postern.executor.functions.FunctionFamily;
import org.postern.executor.functions.FunctionImpl;
import org.postern.executor.session.Session;
import org.postern.executor.types.Slice;
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
    Object named = column ? args[args.length - 2] : null;
    for (String wanted : args[args.length - 1].toString().split(",")) {
      String privilege = wanted.trim().toUpperCase(Locale.ROOT);
      any |= allowed(kind, row, role, privilege);
      if (column || prosrc.startsWith("has_any_column_")) {
        any |= onColumn(row.oid("oid"), named, role, privilege);
      }
    }
    return Fn.bool(any);
  }

  /** A privilege on a column by its name or number, or on any column if it is null. */
  private boolean onColumn(int relation, Object named, int role, String privilege) {
    RelationEntry entry = session.database().relations().relation(relation);
    if (named instanceof Slice && entry.column(named.toString()) == null) {
      throw SqlException.error(
          SqlState.UNDEFINED_COLUMN,
          "column \"%s\" of relation \"%s\" does not exist",
          named,
          entry.name());
    }
    boolean option = privilege.endsWith(" WITH GRANT OPTION");
    char letter = letter(privilege.replace(" WITH GRANT OPTION", ""));
    for (ColumnEntry column : entry.columns()) {
      boolean wanted =
          named == null
              || named instanceof Long number && number == column.number()
              || named.toString().equals(column.name());
      if (wanted
          && !column.dropped()
          && column.acl() != null
          && session.database().rights().allowed(role, 0, column.acl(), "", letter, option)) {
        return true;
      }
    }
    return false;
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
    StringBuilder open = new StringBuilder();
    for (String word : kind.open.split(" ")) {
      open.append(word.isEmpty() ? "" : String.valueOf(letter(word)));
    }
    return session
        .database()
        .rights()
        .allowed(
            role,
            row.oid(kind.owner),
            AccessRights.list(row.texts(kind.acl)),
            open.toString(),
            letter,
            !plain.equals(privilege));
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

  /** Arguments: [user] role privilege. */
  private boolean hasRole(Object[] args) {
    int user = args.length == 3 ? role(args[0]) : session.roles().current();
    int group = role(args[args.length - 2]);
    AccessRights rights = session.database().rights();
    for (String wanted : args[args.length - 1].toString().split(",")) {
      String plain = wanted.trim().toUpperCase(Locale.ROOT);
      boolean usage = plain.startsWith("USAGE");
      if (usage ? rights.hasRightsOf(user, group) : rights.memberOf(user, group)) {
        return true;
      }
    }
    return false;
  }
}
