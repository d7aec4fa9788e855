package org.postern.executor.session;

import java.util.Set;
import org.postern.executor.catalog.AccessRights;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.ProcEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.plan.StatementAccess;
import org.postern.executor.plan.TableAccess;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Checks the privileges of a statement when it begins to run. A privilege that is not there for the
 * whole table may be there for every column concerned.
 *
 * <p>Source: PostgreSQL documentation, section 5.7 "Privileges".
 */
final class AccessChecker {
  private final DatabaseContext database;
  private final SessionRoles roles;

  AccessChecker(DatabaseContext database, SessionRoles roles) {
    this.database = database;
    this.roles = roles;
  }

  /** Throws 42501 unless the current role may run the statement. */
  void check(StatementAccess access) {
    int role = roles.current();
    long generation = database.generation();
    if (access.known(role, generation)) {
      return;
    }
    for (TableAccess table : access.tables()) {
      check(table, role);
    }
    for (int function : access.functions()) {
      if (!roles.rights().function(role, function)) {
        ProcEntry proc = database.catalog().proc(function);
        throw SqlException.error(
            SqlState.INSUFFICIENT_PRIVILEGE,
            "permission denied for %s %s",
            proc.kind() == 'a' ? "aggregate" : proc.kind() == 'p' ? "procedure" : "function",
            proc.name());
      }
    }
    access.remember(role, generation);
  }

  /** Throws 42501 unless the current role has one of the privileges on a sequence. */
  void requireSequence(RelationEntry sequence, String anyOf) {
    String missing =
        roles.rights().missing(roles.current(), sequence.owner(), sequence.acl(), "", anyOf);
    if (missing.length() == anyOf.length()) {
      throw SqlException.error(
          SqlState.INSUFFICIENT_PRIVILEGE, "permission denied for sequence %s", sequence.name());
    }
  }

  private void check(TableAccess access, int current) {
    RelationEntry relation = database.relations().relation(access.relation());
    int role = access.checkAs() == 0 ? current : access.checkAs();
    if (relation == null || allowed(relation, access, role)) {
      return;
    }
    throw SqlException.error(
        SqlState.INSUFFICIENT_PRIVILEGE,
        "permission denied for %s %s",
        kindWord(relation.kind()),
        relation.name());
  }

  private static String kindWord(char kind) {
    return switch (kind) {
      case 'S' -> "sequence";
      case 'v' -> "view";
      case 'm' -> "materialized view";
      case 'f' -> "foreign table";
      default -> "table";
    };
  }

  private boolean allowed(RelationEntry relation, TableAccess access, int role) {
    String missing = roles.rights().missingOnTable(role, relation, access.required());
    for (char privilege : missing.toCharArray()) {
      Set<Integer> columns =
          switch (privilege) {
            case 'r' -> access.read();
            case 'a' -> access.inserted();
            case 'w' -> access.updated();
            default -> null;
          };
      if (columns == null || !columns(relation, role, privilege, columns)) {
        return false;
      }
    }
    return true;
  }

  private boolean columns(RelationEntry relation, int role, char privilege, Set<Integer> columns) {
    AccessRights rights = roles.rights();
    boolean any = false;
    boolean all = true;
    for (ColumnEntry column : relation.columns()) {
      if (column.dropped()) {
        continue;
      }
      boolean has =
          column.acl() != null
              && rights.missing(role, 0, column.acl(), "", String.valueOf(privilege)).isEmpty();
      any |= has;
      all &= has || !columns.contains(0) && !columns.contains(column.number());
    }
    boolean system = columns.stream().anyMatch(number -> number < 0);
    return columns.isEmpty() ? any : all && !system;
  }
}
