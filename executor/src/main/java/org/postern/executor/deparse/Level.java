package org.postern.executor.deparse;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.query.Query;
import org.postern.executor.query.RangeTableEntry;

/** A query level while it is printed: what its relations are called, and the level around it. */
final class Level {
  final Level parent;
  final Query query;
  private final Unaliased unaliased;
  private final List<String> names = new ArrayList<>();

  Level(Level parent, Query query, Unaliased unaliased) {
    this.unaliased = unaliased;
    this.parent = parent;
    this.query = query;
    Set<String> taken = new HashSet<>();
    for (Level level = parent; level != null; level = level.parent) {
      taken.addAll(level.names);
    }
    for (RangeTableEntry entry : query.rangeTable()) {
      String name = unaliased == null ? entry.alias() : unaliased.name(entry);
      if (name == null) {
        names.add(null);
        continue;
      }
      String free = name;
      for (int i = 1; taken.contains(free); i++) {
        free = name + "_" + i;
      }
      taken.add(free);
      names.add(free);
    }
  }

  String name(int relation) {
    return names.get(relation - 1);
  }

  /** The names of a relation's columns. */
  List<String> columns(int relation) {
    RangeTableEntry entry = query.rangeTable().get(relation - 1);
    return unaliased == null ? entry.columns() : unaliased.columns(entry);
  }

  Level up(int levels) {
    Level at = this;
    for (int i = 0; i < levels; i++) {
      at = at.parent;
    }
    return at;
  }

  /** The join with an alias that hides the relation; 0 where there is none. */
  int hidingJoin(int relation) {
    int found = 0;
    for (Query.From.Item item : query.from().items()) {
      found = Math.max(found, hiding(item, relation));
    }
    return found;
  }

  private int hiding(Query.From.Item item, int relation) {
    if (!(item instanceof Query.From.Join j)) {
      return 0;
    }
    if (names.get(j.relation() - 1) != null && contains(j, relation)) {
      return j.relation();
    }
    int left = hiding(j.left(), relation);
    return left != 0 ? left : hiding(j.right(), relation);
  }

  private static boolean contains(Query.From.Item item, int relation) {
    return switch (item) {
      case Query.From.Relation r -> r.relation() == relation;
      case Query.From.Join j -> contains(j.left(), relation) || contains(j.right(), relation);
    };
  }

  /** The name of a join's merged column that the expression computes, or null. */
  String merged(Expr expr) {
    for (RangeTableEntry entry : query.rangeTable()) {
      if (entry instanceof RangeTableEntry.Join j) {
        for (int i = 0; i < j.merged(); i++) {
          if (j.vars().get(i) instanceof Expr.Coalesce && ExprTrees.same(j.vars().get(i), expr)) {
            return j.columns().get(i);
          }
        }
      }
    }
    return null;
  }
}
