package org.postern.executor.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postern.executor.catalog.AclItem;
import org.postern.executor.sql.ast.ObjectType;
import org.postern.executor.sql.ast.PrivilegeStatement;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * A kind of object that has an access list: all privileges on it, and those everybody has as long
 * as nothing was granted.
 */
enum AclKind {
  TABLE("table", "arwdDxt", "", 'r'),
  COLUMN("column", "arwx", "", (char) 0),
  SEQUENCE("sequence", "rwU", "", 'S'),
  SCHEMA("schema", "UC", "", 'n'),
  DATABASE("database", "CTc", "Tc", (char) 0),
  FUNCTION("function", "X", "X", 'f'),
  TYPE("type", "U", "U", 'T'),
  LANGUAGE("language", "U", "U", (char) 0);

  private static final Map<String, String> LETTERS =
      Map.ofEntries(
          Map.entry("insert", "a"),
          Map.entry("select", "r"),
          Map.entry("update", "w"),
          Map.entry("delete", "d"),
          Map.entry("truncate", "D"),
          Map.entry("references", "x"),
          Map.entry("trigger", "t"),
          Map.entry("execute", "X"),
          Map.entry("usage", "U"),
          Map.entry("create", "C"),
          Map.entry("temporary", "T"),
          Map.entry("temp", "T"),
          Map.entry("connect", "c"),
          Map.entry("set", "s"),
          Map.entry("alter system", "A"));

  final String word;
  final String all;
  final String everybody;

  /** The letter in pg_default_acl, 0 where there are no defaults. */
  final char defaults;

  AclKind(String word, String all, String everybody, char defaults) {
    this.word = word;
    this.all = all;
    this.everybody = everybody;
    this.defaults = defaults;
  }

  /** The list that stands for a missing one. */
  List<AclItem> initial(String owner) {
    List<AclItem> items = new ArrayList<>();
    if (this == COLUMN) {
      return items;
    }
    if (!everybody.isEmpty()) {
      items.add(new AclItem("", "", owner).with(everybody, false));
    }
    items.add(new AclItem(owner, "", owner).with(all, false));
    return items;
  }

  /** The letters of the privileges a statement names; throws for those that make no sense. */
  String letters(List<PrivilegeStatement.Privilege> privileges, ObjectType written) {
    if (privileges.isEmpty()) {
      return all;
    }
    StringBuilder letters = new StringBuilder();
    for (PrivilegeStatement.Privilege privilege : privileges) {
      if (privilege.name() == null) {
        return all;
      }
      String letter = LETTERS.get(privilege.name());
      if (letter == null) {
        throw SqlException.error(
            SqlState.SYNTAX_ERROR, "unrecognized privilege type \"%s\"", privilege.name());
      }
      boolean sequenceAsTable =
          (this == SEQUENCE || this == TABLE)
              && written == ObjectType.TABLE
              && (TABLE.all + SEQUENCE.all).contains(letter);
      if (!all.contains(letter) && !sequenceAsTable) {
        throw SqlException.error(
            SqlState.INVALID_GRANT_OPERATION,
            "invalid privilege type %s for %s",
            privilege.name().toUpperCase(Locale.ROOT),
            written == ObjectType.TABLE && this != COLUMN ? "relation" : word);
      }
      letters.append(letter);
    }
    return letters.toString();
  }
}
