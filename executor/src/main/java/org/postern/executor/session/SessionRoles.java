package org.postern.executor.session;

import org.postern.executor.catalog.AccessRights;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.session.guc.GucAction;
import org.postern.executor.session.guc.GucState;
import org.postern.executor.session.guc.GucVariable;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * The roles a session has: the one that logged in, the one SET SESSION AUTHORIZATION chose, and the
 * current one, which SET ROLE chose. The latter two are settings, so that the end of a transaction
 * takes them back as it does any other.
 *
 * <p>Source: PostgreSQL documentation, SET ROLE and SET SESSION AUTHORIZATION.
 */
public final class SessionRoles {
  private static final String ROLE = "role";
  private static final String AUTHORIZATION = "session_authorization";
  private static final String NONE = "none";

  private final GucState settings;
  private final GucVariable role;
  private final GucVariable authorization;
  private final SessionIdentity identity;
  private final Catalog catalog;
  private final AccessRights rights;
  private String knownRole;
  private String knownAuthorization;
  private int current;
  private int session;

  SessionRoles(GucState settings, SessionIdentity identity, Catalog catalog, AccessRights rights) {
    this.settings = settings;
    this.role = settings.get(ROLE);
    this.authorization = settings.get(AUTHORIZATION);
    this.identity = identity;
    this.catalog = catalog;
    this.rights = rights;
  }

  public AccessRights rights() {
    return rights;
  }

  /** The role whose rights count now. */
  public int current() {
    refresh();
    return current;
  }

  /** The role that SET SESSION AUTHORIZATION chose, or that logged in. */
  public int session() {
    refresh();
    return session;
  }

  public String currentName() {
    return name(current());
  }

  public String sessionName() {
    return name(session());
  }

  private String name(int oid) {
    String name = catalog.roleName(oid);
    return name == null ? "unknown (OID=" + Integer.toUnsignedString(oid) + ")" : name;
  }

  /** Whether the current role is a superuser. */
  public boolean superuser() {
    return rights.superuser(current());
  }

  private void refresh() {
    String roleText = role.text();
    String authorizationText = authorization.text();
    if (roleText == knownRole && authorizationText == knownAuthorization) {
      return;
    }
    boolean own = authorizationText.isEmpty() || authorizationText.equals(identity.user());
    session = own ? identity.userOid() : catalog.role(authorizationText);
    current = roleText.equals(NONE) ? session : catalog.role(roleText);
    knownRole = roleText;
    knownAuthorization = authorizationText;
  }

  /** Whether SET of this name is one of roles, which {@link #set} runs. */
  static boolean handles(String name) {
    return name.equalsIgnoreCase(ROLE) || name.equalsIgnoreCase(AUTHORIZATION);
  }

  /** SET of a role; {@code value} null for RESET and DEFAULT. */
  void set(String name, String value, GucAction action) {
    if (name.equalsIgnoreCase(ROLE)) {
      setRole(value, action);
    } else {
      setAuthorization(value, action);
    }
    settings.setInternal("is_superuser", superuser() ? "on" : "off");
  }

  private void setRole(String value, GucAction action) {
    String wanted = value == null ? NONE : value;
    if (!wanted.equals(NONE)) {
      int oid = require(wanted);
      if (!rights.memberOf(session(), oid)) {
        throw SqlException.error(
            SqlState.INSUFFICIENT_PRIVILEGE, "permission denied to set role \"%s\"", wanted);
      }
    }
    settings.set(ROLE, wanted, true, action);
  }

  private void setAuthorization(String value, GucAction action) {
    String wanted = value == null ? identity.user() : value;
    int oid = wanted.equals(identity.user()) ? identity.userOid() : require(wanted);
    if (oid != identity.userOid() && !identity.superuser()) {
      throw SqlException.error(
          SqlState.INSUFFICIENT_PRIVILEGE, "permission denied to set session authorization");
    }
    settings.set(AUTHORIZATION, wanted, true, action);
    settings.set(ROLE, NONE, true, action);
  }

  private int require(String name) {
    int oid = catalog.role(name);
    if (oid == 0) {
      throw SqlException.error(
          SqlState.INVALID_PARAMETER_VALUE, "role \"%s\" does not exist", name);
    }
    return oid;
  }
}
