package org.postern.executor.session;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.query.Expr;
import org.postern.executor.query.Query;
import org.postern.executor.query.QueryBuilder;
import org.postern.executor.query.RangeTableEntry;
import org.postern.executor.types.TypeOid;

/**
 * Where the rows of a cursor come from, for WHERE CURRENT OF: hidden output columns with the tids
 * of the tables locked by FOR UPDATE, or of the only table of a plain scan.
 */
record CursorRows(List<Source> sources, boolean locking) {
  /** Output column {@code column} is the tid of a row of {@code table}. */
  record Source(int table, int column) {}

  /** A cursor's query with the hidden columns at the end of its targets. */
  record Extended(Query query, CursorRows rows) {}

  boolean isEmpty() {
    return sources.isEmpty();
  }

  static Extended extend(Query query) {
    boolean locking = !query.rowMarks().isEmpty();
    List<Integer> relations = new ArrayList<>();
    if (locking) {
      query.rowMarks().forEach(mark -> relations.add(mark.relation()));
    } else if (isPlainScan(query)) {
      relations.add(((Query.From.Relation) query.from().items().getFirst()).relation());
    }
    List<Query.TargetEntry> targets = new ArrayList<>(query.targets());
    int column = (int) targets.stream().filter(t -> !t.junk()).count();
    List<Source> sources = new ArrayList<>();
    for (int relation : relations) {
      RangeTableEntry.Table table = (RangeTableEntry.Table) query.rangeTable().get(relation - 1);
      targets.add(
          new Query.TargetEntry(
              new Expr.Var(relation, -1, TypeOid.TID, -1, 0, 0, -1),
              targets.size() + 1,
              "ctid",
              0,
              0,
              0,
              false));
      sources.add(new Source(table.relation(), column++));
    }
    QueryBuilder made = new QueryBuilder(query);
    made.targets = targets;
    return new Extended(made.build(), new CursorRows(sources, locking));
  }

  private static boolean isPlainScan(Query query) {
    return query.setOperations() == null
        && !query.hasAggregates()
        && query.distinct().isEmpty()
        && query.orderBy().isEmpty()
        && query.windows().isEmpty()
        && !query.hasSetReturning()
        && query.from().items().size() == 1
        && query.from().items().getFirst() instanceof Query.From.Relation r
        && query.rangeTable().get(r.relation() - 1) instanceof RangeTableEntry.Table;
  }

  /** The output column with the tid of a table's row; throws 24000 where that is not clear. */
  int column(int table, String tableName, String cursor) {
    int found = -1;
    for (Source source : sources) {
      if (source.table() == table) {
        if (found >= 0) {
          throw Cursor.state(
              "cursor \"%s\" has multiple FOR UPDATE/SHARE references to table \"%s\"",
              cursor, tableName);
        }
        found = source.column();
      }
    }
    if (found < 0) {
      throw Cursor.state(
          locking
              ? "cursor \"%s\" does not have a FOR UPDATE/SHARE reference to table \"%s\""
              : "cursor \"%s\" is not a simply updatable scan of table \"%s\"",
          cursor,
          tableName);
    }
    return found;
  }
}
