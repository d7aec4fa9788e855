package org.postern.executor.sql.ast;

import java.util.List;

/** Roles. */
public sealed interface RoleStatement extends Statement {
  enum RoleWord {
    ROLE,
    USER,
    GROUP
  }

  /**
   * CREATE ROLE, USER or GROUP. Options: password, superuser, createdb, createrole, inherit,
   * canlogin, isreplication, bypassrls, connectionlimit, validUntil, sysid, adminmembers,
   * rolemembers, addroleto.
   */
  record CreateRole(RoleWord word, String name, List<Option> options, int location)
      implements RoleStatement {
    public CreateRole {
      options = List.copyOf(options);
    }
  }

  record AlterRole(RoleSpec role, List<Option> options, int location) implements RoleStatement {
    public AlterRole {
      options = List.copyOf(options);
    }
  }

  /** ALTER GROUP ADD USER or DROP USER. */
  record AlterGroup(RoleSpec role, boolean add, List<RoleSpec> members, int location)
      implements RoleStatement {
    public AlterGroup {
      members = List.copyOf(members);
    }
  }

  /** {@code role} is null for ALL, {@code database} when absent. */
  record AlterRoleSet(RoleSpec role, String database, VariableStatement setting, int location)
      implements RoleStatement {}

  record DropRole(List<RoleSpec> roles, boolean ifExists, int location) implements RoleStatement {
    public DropRole {
      roles = List.copyOf(roles);
    }
  }

  record ReassignOwned(List<RoleSpec> from, RoleSpec to, int location) implements RoleStatement {
    public ReassignOwned {
      from = List.copyOf(from);
    }
  }

  record DropOwned(List<RoleSpec> roles, boolean cascade, int location) implements RoleStatement {
    public DropOwned {
      roles = List.copyOf(roles);
    }
  }
}
