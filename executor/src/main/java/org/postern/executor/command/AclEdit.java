package org.postern.executor.command;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.AclItem;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Adds privileges to an access list and takes them away. */
final class AclEdit {
  private final List<AclItem> items;

  AclEdit(List<AclItem> items) {
    this.items = new ArrayList<>(items);
  }

  static AclEdit parse(Iterable<String> texts) {
    List<AclItem> items = new ArrayList<>();
    texts.forEach(text -> items.add(AclItem.parse(text)));
    return new AclEdit(items);
  }

  List<AclItem> items() {
    return items;
  }

  List<String> texts() {
    return items.stream().map(AclItem::text).toList();
  }

  /** Whether both give the same privileges, in whatever order. */
  boolean same(List<AclItem> others) {
    return items.size() == others.size() && items.containsAll(others);
  }

  /** The empty grantee is PUBLIC. */
  void grant(String grantee, String grantor, String privileges, boolean option) {
    for (int i = 0; i < items.size(); i++) {
      AclItem item = items.get(i);
      if (item.grantee().equals(grantee) && item.grantor().equals(grantor)) {
        items.set(i, item.with(privileges, option));
        return;
      }
    }
    items.add(new AclItem(grantee, "", grantor).with(privileges, option));
  }

  /** Takes privileges, or only the right to grant them, and what was granted by that right. */
  void revoke(
      String grantee, String grantor, String privileges, boolean optionOnly, boolean cascade) {
    for (int i = 0; i < items.size(); i++) {
      AclItem item = items.get(i);
      if (!item.grantee().equals(grantee) || !item.grantor().equals(grantor)) {
        continue;
      }
      AclItem rest = item.without(privileges, optionOnly);
      if (rest.privileges().isEmpty()) {
        items.remove(i);
      } else {
        items.set(i, rest);
      }
      revokeDependent(grantee, grantor, privileges, cascade);
      return;
    }
  }

  private void revokeDependent(String grantee, String grantor, String wanted, boolean cascade) {
    if (grantee.isEmpty() || grantee.equals(grantor)) {
      return;
    }
    for (AclItem other : List.copyOf(items)) {
      StringBuilder lost = new StringBuilder();
      for (char privilege : wanted.toCharArray()) {
        if (other.grantor().equals(grantee)
            && other.privileges().indexOf(privilege) >= 0
            && !mayGrant(grantee, privilege)) {
          lost.append(privilege);
        }
      }
      if (lost.isEmpty()) {
        continue;
      }
      if (!cascade) {
        throw SqlException.error(
                SqlState.DEPENDENT_OBJECTS_STILL_EXIST, "dependent privileges exist")
            .withHint("Use CASCADE to revoke them too.");
      }
      revoke(other.grantee(), grantee, lost.toString(), false, true);
    }
  }

  private boolean mayGrant(String grantee, char privilege) {
    for (AclItem item : items) {
      if (item.grantee().equals(grantee) && item.grantable(privilege)) {
        return true;
      }
    }
    return false;
  }

  /** Another role takes the place of one, as grantee and grantor. */
  void rename(String from, String to) {
    List<AclItem> old = List.copyOf(items);
    items.clear();
    for (AclItem item : old) {
      String grantee = item.grantee().equals(from) ? to : item.grantee();
      String grantor = item.grantor().equals(from) ? to : item.grantor();
      String plain = item.privileges().replace("*", "");
      StringBuilder grantable = new StringBuilder();
      for (char privilege : plain.toCharArray()) {
        if (item.grantable(privilege)) {
          grantable.append(privilege);
        }
      }
      grant(grantee, grantor, plain, false);
      if (!grantable.isEmpty()) {
        grant(grantee, grantor, grantable.toString(), true);
      }
    }
  }

  /** Takes everything a role was given. */
  void forget(String grantee) {
    items.removeIf(item -> item.grantee().equals(grantee));
  }
}
