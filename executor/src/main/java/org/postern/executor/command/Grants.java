package org.postern.executor.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.executor.catalog.AclItem;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.sql.ast.ObjectType;
import org.postern.executor.sql.ast.PrivilegeStatement;
import org.postern.executor.sql.ast.RoleSpec;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * GRANT and REVOKE.
 *
 * <p>Source: PostgreSQL documentation, section 5.7 "Privileges".
 */
final class Grants {
  private final Ddl ddl;
  private final PrivilegeStatement.Grant statement;
  private final GrantTargets targets;

  Grants(Ddl ddl, PrivilegeStatement.Grant statement) {
    this.ddl = ddl;
    this.statement = statement;
    this.targets = new GrantTargets(ddl, statement);
  }

  String run() {
    List<PrivilegeStatement.Privilege> whole = new ArrayList<>();
    List<PrivilegeStatement.Privilege> onColumns = new ArrayList<>();
    for (PrivilegeStatement.Privilege privilege : statement.privileges()) {
      (privilege.columns().isEmpty() ? whole : onColumns).add(privilege);
    }
    if (!onColumns.isEmpty() && statement.kind() != ObjectType.TABLE) {
      throw SqlException.error(
          SqlState.INVALID_GRANT_OPERATION, "column privileges are only valid for relations");
    }
    if (statement.grantor() != null && new Ownership(ddl).role(statement.grantor()) != ddl.role()) {
      throw SqlException.error(SqlState.FEATURE_NOT_SUPPORTED, "grantor must be current user");
    }
    for (GrantTarget target : targets.find()) {
      if (!whole.isEmpty() || onColumns.isEmpty()) {
        change(target, letters(target, whole));
        if (!statement.grant() && target.kind() == AclKind.TABLE) {
          revokeOnColumns(target, letters(target, whole));
        }
      }
      columns(target, onColumns);
    }
    return statement.grant() ? "GRANT" : "REVOKE";
  }

  private String letters(GrantTarget target, List<PrivilegeStatement.Privilege> privileges) {
    String letters = target.kind().letters(privileges, statement.kind());
    String usable = filter(letters, target.kind().all);
    if (target.kind() == AclKind.SEQUENCE && usable.length() < letters.length()) {
      ddl.env
          .notices()
          .warning(
              SqlState.INVALID_GRANT_OPERATION,
              "sequence \"%s\" only supports USAGE, SELECT, and UPDATE privileges",
              target.name());
    } else if (target.kind() == AclKind.TABLE && usable.length() < letters.length()) {
      throw SqlException.error(
          SqlState.INVALID_GRANT_OPERATION, "invalid privilege type %s for table", "USAGE");
    }
    return usable;
  }

  private static String filter(String letters, String allowed) {
    StringBuilder rest = new StringBuilder();
    for (char letter : letters.toCharArray()) {
      if (allowed.indexOf(letter) >= 0) {
        rest.append(letter);
      }
    }
    return rest.toString();
  }

  private void columns(GrantTarget table, List<PrivilegeStatement.Privilege> privileges) {
    if (privileges.isEmpty()) {
      return;
    }
    RelationEntry relation = ddl.relation(table.oid());
    Map<Integer, String> byColumn = new LinkedHashMap<>();
    for (PrivilegeStatement.Privilege privilege : privileges) {
      String letters = AclKind.COLUMN.letters(List.of(privilege), statement.kind());
      for (String name : privilege.columns()) {
        ColumnEntry column = relation.column(name);
        if (column == null) {
          throw SqlException.error(
              SqlState.UNDEFINED_COLUMN,
              "column \"%s\" of relation \"%s\" does not exist",
              name,
              relation.name());
        }
        byColumn.merge(column.number(), letters, String::concat);
      }
    }
    byColumn.forEach((number, letters) -> change(targets.column(table, number), letters));
  }

  /** A privilege revoked on the whole table is revoked on each of its columns too. */
  private void revokeOnColumns(GrantTarget table, String letters) {
    String affected = filter(letters, AclKind.COLUMN.all);
    for (ColumnEntry column : ddl.relation(table.oid()).columns()) {
      if (!column.dropped() && column.acl() != null && !affected.isEmpty()) {
        change(targets.column(table, column.number()), affected);
      }
    }
  }

  private void change(GrantTarget target, String wanted) {
    String[] stored = target.row().texts(target.aclColumn());
    String owner = ddl.catalog.roleName(target.owner());
    AclEdit edit =
        stored == null ? new AclEdit(target.kind().initial(owner)) : AclEdit.parse(List.of(stored));
    boolean everything =
        statement.privileges().isEmpty() || statement.privileges().getFirst().name() == null;
    String grantor = owner;
    String allowed = wanted;
    if (!ddl.permissions.hasRightsOf(ddl.role(), target.owner())) {
      grantor = grantor(edit.items(), wanted);
      allowed = grantor == null ? "" : grantable(edit.items(), grantor, wanted);
      if (allowed.isEmpty() && !anyPrivilege(edit.items())) {
        if (target.kind() == AclKind.COLUMN) {
          throw SqlException.error(
              SqlState.INSUFFICIENT_PRIVILEGE,
              "permission denied for column \"%s\" of relation \"%s\"",
              target.name(),
              ddl.relation(target.oid()).name());
        }
        throw Permissions.denied(target.kind().word, target.name());
      }
      warn(target, wanted, allowed, everything);
      if (allowed.isEmpty()) {
        return;
      }
    }
    apply(edit, grantor, allowed);
    store(ddl, target, edit);
  }

  private void warn(GrantTarget target, String wanted, String allowed, boolean everything) {
    boolean none = allowed.isEmpty();
    if (!none && (everything || allowed.length() == wanted.length())) {
      return;
    }
    String column =
        target.kind() == AclKind.COLUMN
            ? "column \"%s\" of relation \"" + ddl.relation(target.oid()).name() + "\""
            : "\"%s\"";
    String verb = statement.grant() ? "were granted for " : "could be revoked for ";
    ddl.env
        .notices()
        .warning(
            statement.grant() ? SqlState.PRIVILEGE_NOT_GRANTED : SqlState.PRIVILEGE_NOT_REVOKED,
            (none ? "no privileges " : "not all privileges ") + verb + column,
            target.name());
  }

  private void apply(AclEdit edit, String grantor, String letters) {
    for (RoleSpec spec : statement.grantees()) {
      int role = new Ownership(ddl).role(spec);
      String grantee = role == 0 ? "" : ddl.catalog.roleName(role);
      if (!statement.grant()) {
        edit.revoke(grantee, grantor, letters, statement.grantOption(), statement.cascade());
        continue;
      }
      if (role == 0 && statement.grantOption()) {
        throw SqlException.error(
            SqlState.INVALID_GRANT_OPERATION, "grant options can only be granted to roles");
      }
      edit.grant(grantee, grantor, letters, statement.grantOption());
    }
  }

  /** Writes an access list back; a column's empty one becomes none. */
  static void store(Ddl ddl, GrantTarget target, AclEdit edit) {
    List<String> texts =
        target.kind() == AclKind.COLUMN && edit.items().isEmpty() ? null : edit.texts();
    ddl.editor.update(
        target.row(), values -> values.texts(target.aclColumn(), TypeOid.ACLITEM, texts));
    ddl.depend.recordAcl(
        target.classId(), target.oid(), target.sub(), roles(ddl, edit, target.owner()));
    ddl.step();
  }

  static Set<Integer> roles(Ddl ddl, AclEdit edit, int owner) {
    Set<Integer> roles = new LinkedHashSet<>();
    for (AclItem item : edit.items()) {
      roles.add(ddl.catalog.role(item.grantee()));
      roles.add(ddl.catalog.role(item.grantor()));
    }
    roles.remove(0);
    roles.remove(owner);
    return roles;
  }

  /** In whose name it is done: the role with the rights of the current one that may grant most. */
  private String grantor(List<AclItem> items, String wanted) {
    Set<Integer> mine = ddl.permissions.roles(ddl.role());
    String best = null;
    int most = 0;
    for (AclItem item : items) {
      if (item.grantee().isEmpty() || !mine.contains(ddl.catalog.role(item.grantee()))) {
        continue;
      }
      int count = grantable(items, item.grantee(), wanted).length();
      if (count > most) {
        best = item.grantee();
        most = count;
      }
    }
    return best;
  }

  private static String grantable(List<AclItem> items, String grantor, String wanted) {
    StringBuilder letters = new StringBuilder();
    for (char letter : wanted.toCharArray()) {
      if (items.stream().anyMatch(i -> i.grantee().equals(grantor) && i.grantable(letter))) {
        letters.append(letter);
      }
    }
    return letters.toString();
  }

  private boolean anyPrivilege(List<AclItem> items) {
    Set<Integer> mine = ddl.permissions.roles(ddl.role());
    for (AclItem item : items) {
      boolean applies = item.grantee().isEmpty() || mine.contains(ddl.catalog.role(item.grantee()));
      if (applies && !item.privileges().isEmpty()) {
        return true;
      }
    }
    return false;
  }
}
