package org.postern.server.backend;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.postern.executor.catalog.AclItem;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.session.guc.GucSource;

/**
 * What the shared catalogs say about a client that logs in: its memberships, whether it may connect
 * to a database, and the settings that ALTER ROLE and ALTER DATABASE have stored for it.
 *
 * <p>Source: PostgreSQL documentation, catalogs pg_auth_members and pg_db_role_setting.
 */
final class LoginRights {
  private static final int MEMBERS_BY_MEMBER = 2695;
  private static final int SETTINGS_BY_DATABASE_ROLE = 2965;

  private final Catalog catalog;

  /** A stored setting with the rank of where it was stored. */
  record Setting(String name, String value, GucSource source) {}

  LoginRights(Catalog catalog) {
    this.catalog = catalog;
  }

  /** Whether a role is another one or a member of it, directly or not. */
  boolean isMember(String role, String group) {
    int member = catalog.role(role);
    int of = catalog.role(group);
    return member != 0 && of != 0 && roles(member).contains(of);
  }

  private Set<Integer> roles(int role) {
    Set<Integer> all = new HashSet<>();
    collect(role, all);
    return all;
  }

  private void collect(int role, Set<Integer> all) {
    if (all.add(role)) {
      for (CatalogRow row :
          catalog.rows("pg_auth_members", MEMBERS_BY_MEMBER, Catalog.unsigned(role))) {
        collect(row.oid("roleid"), all);
      }
    }
  }

  /** The CONNECT privilege, which PUBLIC has where nothing was granted or revoked. */
  boolean mayConnect(int role, CatalogRow database) {
    String[] acl = database.texts("datacl");
    if (acl == null) {
      return true;
    }
    Set<Integer> roles = roles(role);
    for (String text : acl) {
      AclItem item = AclItem.parse(text);
      boolean applies = item.grantee().isEmpty() || roles.contains(catalog.role(item.grantee()));
      if (applies && item.privileges().indexOf('c') >= 0) {
        return true;
      }
    }
    return false;
  }

  /** The stored settings, the weakest first. */
  List<Setting> settings(int database, int role) {
    List<Setting> all = new ArrayList<>();
    add(all, 0, 0, GucSource.GLOBAL);
    add(all, database, 0, GucSource.DATABASE);
    add(all, 0, role, GucSource.USER);
    add(all, database, role, GucSource.DATABASE_USER);
    return all;
  }

  private void add(List<Setting> all, int database, int role, GucSource source) {
    CatalogRow row =
        catalog.row(
            "pg_db_role_setting",
            SETTINGS_BY_DATABASE_ROLE,
            Catalog.unsigned(database),
            Catalog.unsigned(role));
    String[] items = row == null ? null : row.texts("setconfig");
    if (items == null) {
      return;
    }
    for (String item : items) {
      int equals = item.indexOf('=');
      if (equals > 0) {
        all.add(new Setting(item.substring(0, equals), item.substring(equals + 1), source));
      }
    }
  }
}
