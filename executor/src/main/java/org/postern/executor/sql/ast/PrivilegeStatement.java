package org.postern.executor.sql.ast;

import java.util.List;

/** GRANT, REVOKE and default privileges. */
public sealed interface PrivilegeStatement extends Statement {
  enum TargetKind {
    OBJECT,
    ALL_IN_SCHEMA,
    DEFAULTS
  }

  /** {@code name} is null for ALL; columns restrict it to them. */
  record Privilege(String name, List<String> columns) {
    public Privilege {
      columns = List.copyOf(columns);
    }
  }

  /**
   * GRANT or REVOKE of privileges on objects.
   *
   * @param privileges empty for ALL PRIVILEGES
   * @param grantOption WITH GRANT OPTION, or GRANT OPTION FOR
   * @param grantor null when absent
   */
  record Grant(
      boolean grant,
      List<Privilege> privileges,
      TargetKind target,
      ObjectType kind,
      List<ObjectName> objects,
      List<RoleSpec> grantees,
      boolean grantOption,
      RoleSpec grantor,
      boolean cascade,
      int location)
      implements PrivilegeStatement {
    public Grant {
      privileges = List.copyOf(privileges);
      objects = List.copyOf(objects);
      grantees = List.copyOf(grantees);
    }
  }

  /** Membership in roles. */
  record GrantRole(
      boolean grant,
      List<Privilege> roles,
      List<RoleSpec> grantees,
      boolean adminOption,
      RoleSpec grantor,
      boolean cascade,
      int location)
      implements PrivilegeStatement {
    public GrantRole {
      roles = List.copyOf(roles);
      grantees = List.copyOf(grantees);
    }
  }

  record AlterDefaultPrivileges(
      List<RoleSpec> roles, List<String> schemas, Grant grant, int location)
      implements PrivilegeStatement {
    public AlterDefaultPrivileges {
      roles = List.copyOf(roles);
      schemas = List.copyOf(schemas);
    }
  }
}
