package org.postern.executor.analyze;

import java.util.List;
import org.postern.executor.query.RangeTableEntry;
import org.postern.storage.error.SqlException;

/**
 * The hint of an error about a column that does not exist: the nearest names that do, by edit
 * distance over all relations in sight.
 *
 * <p>At most three edits and at most half of the letters may differ; a wrong relation name counts
 * too. More than two equally near names are no help and are not shown.
 */
final class Suggestions {
  private static final int MAX_DISTANCE = 3;

  private record Match(String relation, String column) {
    String quoted() {
      return "\"" + relation + "." + column + "\"";
    }
  }

  private final String relation;
  private final String column;
  private int distance = MAX_DISTANCE + 1;
  private Match first;
  private Match second;
  private String hidden;

  private Suggestions(String relation, String column) {
    this.relation = relation;
    this.column = column;
  }

  /** Adds the hint to an error; {@code relation} null for a bare column name. */
  static SqlException hint(SqlException error, Scope scope, String relation, String column) {
    Suggestions search = new Suggestions(relation, column);
    for (Scope s = scope; s != null && search.hidden == null; s = s.parent) {
      s.rangeTable.forEach(search::look);
    }
    if (search.hidden != null) {
      return error.withHint(
          "There is a column named \"%s\" in table \"%s\", but it cannot be referenced from this"
              + " part of the query.",
          column, search.hidden);
    }
    if (search.first == null) {
      return error;
    }
    return search.second == null
        ? error.withHint("Perhaps you meant to reference the column %s.", search.first.quoted())
        : error.withHint(
            "Perhaps you meant to reference the column %s or the column %s.",
            search.first.quoted(), search.second.quoted());
  }

  private void look(RangeTableEntry entry) {
    if (entry instanceof RangeTableEntry.Join || entry.alias() == null || hidden != null) {
      return;
    }
    int penalty = 0;
    if (relation != null) {
      penalty = levenshtein(relation, entry.alias());
      if (penalty > MAX_DISTANCE) {
        return;
      }
    }
    List<String> names = entry.columns();
    for (String name : names) {
      if (name.isEmpty()) {
        continue;
      }
      if (name.equals(column) && penalty == 0) {
        hidden = entry.alias();
        return;
      }
      int found = levenshtein(column, name);
      if (found <= name.length() / 2) {
        note(found + penalty, new Match(entry.alias(), name));
      }
    }
  }

  private void note(int found, Match match) {
    if (found < distance) {
      distance = found;
      first = match;
      second = null;
    } else if (found == distance) {
      if (second != null) {
        first = null;
        second = null;
        distance = found - 1;
      } else if (first != null) {
        second = match;
      } else {
        first = match;
      }
    }
  }

  private static int levenshtein(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
