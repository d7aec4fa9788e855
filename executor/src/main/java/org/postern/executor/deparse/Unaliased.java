package org.postern.executor.deparse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.catalog.Relations;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.query.Query;
import org.postern.executor.query.QueryWalk;
import org.postern.executor.query.RangeTableEntry;

/**
 * The relations of a query that go by their own names, columns included. Found out before objects
 * are renamed, so that the query can be printed with the new names afterwards.
 */
public final class Unaliased {
  private final Relations relations;
  private final Set<RangeTableEntry> named = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<RangeTableEntry> columns = Collections.newSetFromMap(new IdentityHashMap<>());

  public Unaliased(Query query, Relations relations) {
    this.relations = relations;
    collect(query);
  }

  private void collect(Query query) {
    for (RangeTableEntry entry : query.rangeTable()) {
      RelationEntry relation = relation(entry, relations);
      if (relation != null) {
        if (relation.name().equals(entry.alias())) {
          named.add(entry);
        }
        if (columns(relation).equals(entry.columns())) {
          columns.add(entry);
        }
      } else if (entry instanceof RangeTableEntry.Subquery s) {
        collect(s.query());
      }
    }
    query.with().forEach(with -> collect(with.query()));
    QueryWalk.expressions(
        query,
        expr ->
            ExprTrees.walk(
                expr,
                e -> {
                  if (e instanceof Expr.SubLink s) {
                    collect(s.query());
                  }
                }));
  }

  /** The relation an entry reads, or null for what is none. */
  static RelationEntry relation(RangeTableEntry entry, Relations relations) {
    return switch (entry) {
      case RangeTableEntry.Table t -> relations.relation(t.relation());
      case RangeTableEntry.Subquery s when s.view() != 0 -> relations.relation(s.view());
      default -> null;
    };
  }

  private static List<String> columns(RelationEntry relation) {
    List<String> names = new ArrayList<>();
    for (ColumnEntry column : relation.columns()) {
      names.add(column.dropped() ? "" : column.name());
    }
    return names;
  }

  String name(RangeTableEntry entry) {
    return named.contains(entry) ? relation(entry, relations).name() : entry.alias();
  }

  List<String> columns(RangeTableEntry entry) {
    return columns.contains(entry) ? columns(relation(entry, relations)) : entry.columns();
  }
}
