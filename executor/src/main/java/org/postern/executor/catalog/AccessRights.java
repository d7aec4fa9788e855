package org.postern.executor.catalog;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Who may do what: superusers everything, owners everything with what is theirs, others what access
 * lists give them or PUBLIC. A role has the rights of the roles it is a member of, unless it is
 * marked NOINHERIT; then it must become them by SET ROLE.
 *
 * <p>What was found out about a role is kept until anything in the catalogs changes.
 *
 * <p>Source: PostgreSQL documentation, sections 5.7 "Privileges" and 22.3 "Role Membership".
 */
public final class AccessRights {
  /** The role whose only, implicit member is the current database's owner. */
  private static final int DATABASE_OWNER = 6171;

  private static final int READ_ALL_DATA = 6181;
  private static final int WRITE_ALL_DATA = 6182;

  private static final int MEMBERS_MEMBER = 2695;

  private final Catalog catalog;
  private final int database;
  private final LongSupplier generation;
  private final Map<Integer, Role> roles = new HashMap<>();
  private long known = -1;

  private record Role(boolean superuser, Set<Integer> rightsOf, Set<Integer> memberOf) {}

  /** {@code generation} grows whenever a cached part of the catalogs changes. */
  public AccessRights(Catalog catalog, int database, LongSupplier generation) {
    this.catalog = catalog;
    this.database = database;
    this.generation = generation;
  }

  private Role role(int oid) {
    long now = generation.getAsLong();
    if (now != known) {
      roles.clear();
      known = now;
    }
    Role role = roles.get(oid);
    if (role == null) {
      role = read(oid);
      roles.put(oid, role);
    }
    return role;
  }

  private Role read(int oid) {
    CatalogRow row = row(oid);
    boolean superuser = row != null && row.bool("rolsuper");
    CatalogRow here =
        catalog.row("pg_database", CatalogIndexes.DATABASE_OID, Catalog.unsigned(database));
    int databaseOwner = here == null ? 0 : here.oid("datdba");
    Set<Integer> rights = new HashSet<>();
    collect(oid, true, databaseOwner, rights);
    Set<Integer> members = new HashSet<>();
    collect(oid, false, databaseOwner, members);
    return new Role(superuser, rights, members);
  }

  private CatalogRow row(int role) {
    return catalog.row("pg_authid", CatalogIndexes.AUTHID_OID, Catalog.unsigned(role));
  }

  private void collect(int role, boolean inheriting, int databaseOwner, Set<Integer> all) {
    if (!all.add(role)) {
      return;
    }
    CatalogRow row = row(role);
    if (inheriting && (row == null || !row.bool("rolinherit"))) {
      return;
    }
    for (CatalogRow member :
        catalog.rows("pg_auth_members", MEMBERS_MEMBER, Catalog.unsigned(role))) {
      collect(member.oid("roleid"), inheriting, databaseOwner, all);
    }
    if (role == databaseOwner) {
      collect(DATABASE_OWNER, inheriting, databaseOwner, all);
    }
  }

  public boolean superuser(int role) {
    return role(role).superuser();
  }

  /** Whether {@code role} has the rights of {@code of} without becoming it. */
  public boolean hasRightsOf(int role, int of) {
    return role == of || superuser(role) || role(role).rightsOf().contains(of);
  }

  /** Whether {@code role} is {@code of} or a member of it, be it by way of others. */
  public boolean memberOf(int role, int of) {
    return role == of || superuser(role) || role(role).memberOf().contains(of);
  }

  /** Membership as recorded, superusers being members of nothing by themselves. */
  public boolean memberNoSuper(int role, int of) {
    return role == of || role(role).memberOf().contains(of);
  }

  /** The role and all whose rights it has. */
  public Set<Integer> rightsOf(int role) {
    return role(role).rightsOf();
  }

  /**
   * Which of {@code wanted} a role may not do. {@code acl} null stands for the default, by which
   * the owner may do everything and all others what {@code everybody} lists.
   */
  public String missing(int role, int owner, List<String> acl, String everybody, String wanted) {
    Role who = role(role);
    if (who.superuser()) {
      return "";
    }
    StringBuilder rest = new StringBuilder();
    Set<Integer> of = who.rightsOf();
    if (acl == null && of.contains(owner)) {
      return "";
    }
    for (char privilege : wanted.toCharArray()) {
      boolean allowed =
          acl == null ? everybody.indexOf(privilege) >= 0 : granted(acl, of, privilege, false);
      if (!allowed) {
        rest.append(privilege);
      }
    }
    return rest.toString();
  }

  private boolean granted(List<String> acl, Set<Integer> of, char privilege, boolean option) {
    for (String text : acl) {
      AclItem item = AclItem.parse(text);
      boolean has = option ? item.grantable(privilege) : item.privileges().indexOf(privilege) >= 0;
      if (has && (item.grantee().isEmpty() || of.contains(catalog.role(item.grantee())))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a role may do this; {@code option}: whether it may grant the right to do it. */
  public boolean allowed(
      int role, int owner, List<String> acl, String everybody, char privilege, boolean option) {
    if (superuser(role)) {
      return true;
    }
    Set<Integer> of = rightsOf(role);
    if (option) {
      return of.contains(owner) || acl != null && granted(acl, of, privilege, true);
    }
    return missing(role, owner, acl, everybody, String.valueOf(privilege)).isEmpty();
  }

  /** USAGE or CREATE on a schema. */
  public boolean schema(int role, int namespace, char privilege) {
    CatalogRow row =
        catalog.row("pg_namespace", CatalogIndexes.NAMESPACE_OID, Catalog.unsigned(namespace));
    if (row == null) {
      return false;
    }
    Set<Integer> of = rightsOf(role);
    if (privilege == 'U' && (of.contains(READ_ALL_DATA) || of.contains(WRITE_ALL_DATA))) {
      return true;
    }
    return missing(
            role, row.oid("nspowner"), list(row.texts("nspacl")), "", String.valueOf(privilege))
        .isEmpty();
  }

  /** As {@link #missing} for a table, which some roles may always read or write. */
  public String missingOnTable(int role, RelationEntry table, String wanted) {
    String missing = missing(role, table.owner(), table.acl(), "", wanted);
    if (missing.isEmpty()) {
      return missing;
    }
    Set<Integer> of = rightsOf(role);
    if (of.contains(READ_ALL_DATA)) {
      missing = missing.replace("r", "");
    }
    boolean system = Integer.compareUnsigned(table.oid(), 16384) < 0;
    if (of.contains(WRITE_ALL_DATA) && !system) {
      missing = missing.replace("a", "").replace("w", "").replace("d", "");
    }
    return missing;
  }

  /** EXECUTE on a function. */
  public boolean function(int role, int function) {
    ProcEntry proc = catalog.procOrNull(function);
    return proc == null
        || proc.acl() == null
        || missing(role, proc.owner(), proc.acl(), "X", "X").isEmpty();
  }

  /** An access list as a list; null stays null. */
  public static List<String> list(String[] acl) {
    return acl == null ? null : List.of(acl);
  }
}
