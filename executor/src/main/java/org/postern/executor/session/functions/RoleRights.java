package org.postern.executor.session.functions;

import java.util.HashSet;
import java.util.Set;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.session.Session;

/**
 * Whether the session's user has the rights of another role: as a superuser, or as its member.
 *
 * <p>Source: PostgreSQL documentation, section 22.5 "Predefined Roles".
 */
final class RoleRights {
  /** pg_read_all_stats. */
  static final int READ_ALL_STATS = 3375;

  /** pg_signal_backend. */
  static final int SIGNAL_BACKEND = 4200;

  private static final int MEMBERS_BY_MEMBER = 2695;

  private final Session session;

  RoleRights(Session session) {
    this.session = session;
  }

  private Catalog catalog() {
    return session.database().catalog();
  }

  boolean isSuperuser(int role) {
    CatalogRow row = catalog().row("pg_authid", CatalogIndexes.AUTHID_OID, Catalog.unsigned(role));
    return row != null && row.bool("rolsuper");
  }

  boolean has(int role) {
    int user = session.identity().userOid();
    return user == role || isSuperuser(user) || collect(user, new HashSet<>()).contains(role);
  }

  private Set<Integer> collect(int role, Set<Integer> all) {
    if (all.add(role)) {
      for (CatalogRow row :
          catalog().rows("pg_auth_members", MEMBERS_BY_MEMBER, Catalog.unsigned(role))) {
        collect(row.oid("roleid"), all);
      }
    }
    return all;
  }
}
