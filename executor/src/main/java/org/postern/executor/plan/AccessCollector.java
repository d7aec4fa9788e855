package org.postern.executor.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.ProcEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.catalog.Relations;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.query.Query;
import org.postern.executor.query.QueryWalk;
import org.postern.executor.query.RangeTableEntry;
import org.postern.executor.query.ViewTarget;

/**
 * Finds out from a bound query which privileges it needs. What a view reads is checked as the
 * view's owner, unless the view is one with {@code security_invoker}.
 *
 * <p>Source: PostgreSQL documentation, section 41.5 "Rules and Privileges".
 */
public final class AccessCollector {
  private final Catalog catalog;
  private final Relations relations;
  private final List<Use> uses = new ArrayList<>();
  private final Set<Integer> functions = new LinkedHashSet<>();

  private AccessCollector(Catalog catalog, Relations relations) {
    this.catalog = catalog;
    this.relations = relations;
  }

  public static StatementAccess collect(Query query, Catalog catalog, Relations relations) {
    AccessCollector collector = new AccessCollector(catalog, relations);
    collector.query(query, null, 0);
    List<TableAccess> tables = new ArrayList<>();
    for (Use use : collector.uses) {
      tables.add(use.access());
    }
    return new StatementAccess(tables, List.copyOf(collector.functions));
  }

  /** A range table entry's access while it is being found out. */
  private static final class Use {
    final int relation;
    final int checkAs;
    final Set<Character> required = new LinkedHashSet<>();
    final Set<Integer> read = new HashSet<>();
    final Set<Integer> inserted = new HashSet<>();
    final Set<Integer> updated = new HashSet<>();
    final List<Use> views = new ArrayList<>();

    Use(int relation, int checkAs) {
      this.relation = relation;
      this.checkAs = checkAs;
    }

    TableAccess access() {
      StringBuilder letters = new StringBuilder();
      required.forEach(letters::append);
      return new TableAccess(
          relation,
          checkAs,
          letters.toString(),
          Set.copyOf(read),
          Set.copyOf(inserted),
          Set.copyOf(updated));
    }
  }

  /** A query level: its uses by range table index, null for what is no relation. */
  private record Level(Level parent, List<Use> uses) {
    Use use(Expr.Var v) {
      Level at = this;
      for (int i = 0; i < v.levelsUp() && at != null; i++) {
        at = at.parent;
      }
      return at == null || v.relation() > at.uses.size() ? null : at.uses.get(v.relation() - 1);
    }
  }

  private void query(Query query, Level parent, int checkAs) {
    Level level = new Level(parent, new ArrayList<>());
    for (RangeTableEntry entry : query.rangeTable()) {
      Use use =
          switch (entry) {
            case RangeTableEntry.Table t ->
                new Use(t.relation(), t.via() == null ? checkAs : t.via().checkAs());
            case RangeTableEntry.Subquery s when s.view() != 0 -> new Use(s.view(), checkAs);
            default -> null;
          };
      level.uses().add(use);
      if (entry instanceof RangeTableEntry.Table t && t.via() != null) {
        List<Use> views = new ArrayList<>();
        for (ViewTarget.Layer layer : t.via().layers()) {
          views.add(new Use(layer.view(), layer.checkAs()));
        }
        uses.addAll(views);
        use.views.addAll(views);
      }
      if (use != null) {
        uses.add(use);
      }
    }
    target(query, level);
    for (int i = 0; i < level.uses().size(); i++) {
      if (level.uses().get(i) != null && i + 1 != query.resultRelation()) {
        level.uses().get(i).required.add('r');
      }
    }
    for (Query.RowMark mark : query.rowMarks()) {
      Use use = level.uses().get(mark.relation() - 1);
      if (use != null) {
        use.required.add('w');
      }
    }
    QueryWalk.expressions(query, e -> expr(e, level, checkAs));
    for (RangeTableEntry entry : query.rangeTable()) {
      if (entry instanceof RangeTableEntry.Subquery s) {
        query(s.query(), level, inside(s.view(), checkAs));
      }
    }
    for (int i = 0; i < query.rangeTable().size(); i++) {
      if (query.rangeTable().get(i) instanceof RangeTableEntry.Table t && t.via() != null) {
        layers(t.via(), level.uses().get(i));
      }
    }
    for (Query.CommonTable with : query.with()) {
      query(with.query(), level, checkAs);
    }
  }

  /** Whoever changes a table through a view needs the same rights on the view. */
  private void layers(ViewTarget via, Use table) {
    for (int l = 0; l < via.layers().size(); l++) {
      ViewTarget.Layer layer = via.layers().get(l);
      Use use = table.views.get(l);
      use.required.addAll(table.required);
      for (int i = 0; i < layer.columns().size(); i++) {
        int column = layer.columns().get(i);
        if (column == 0) {
          continue;
        }
        if (table.read.contains(column)) {
          use.read.add(i + 1);
        }
        if (table.inserted.contains(column)) {
          use.inserted.add(i + 1);
        }
        if (table.updated.contains(column)) {
          use.updated.add(i + 1);
        }
      }
    }
  }

  private static void target(Query query, Level level) {
    if (query.resultRelation() == 0) {
      return;
    }
    Use target = level.uses().get(query.resultRelation() - 1);
    if (target == null) {
      return;
    }
    switch (query.command()) {
      case INSERT -> {
        target.required.add('a');
        for (Query.TargetEntry t : query.targets()) {
          if (t.originColumn() != Query.TargetEntry.DEFAULTED) {
            target.inserted.add(t.column());
          }
        }
      }
      case UPDATE -> {
        target.required.add('w');
        query.targets().forEach(t -> target.updated.add(t.column()));
      }
      case DELETE -> target.required.add('d');
      case MERGE -> {
        for (Query.MergeAction action : query.mergeActions()) {
          switch (action.command()) {
            case INSERT -> {
              target.required.add('a');
              for (Query.TargetEntry t : action.targets()) {
                if (t.originColumn() != Query.TargetEntry.DEFAULTED) {
                  target.inserted.add(t.column());
                }
              }
            }
            case UPDATE -> {
              target.required.add('w');
              action.targets().forEach(t -> target.updated.add(t.column()));
            }
            case DELETE -> target.required.add('d');
            default -> {
              // DO NOTHING needs nothing.
            }
          }
        }
      }
      default -> {
        // SELECT changes nothing.
      }
    }
    if (query.onConflict() != null && query.onConflict().update()) {
      target.required.add('w');
      query.onConflict().set().forEach(t -> target.updated.add(t.column()));
    }
  }

  private int inside(int view, int checkAs) {
    if (view == 0) {
      return checkAs;
    }
    RelationEntry entry = relations.relation(view);
    return entry.flag("security_invoker") ? 0 : entry.owner();
  }

  private void expr(Expr expr, Level level, int checkAs) {
    ExprTrees.walk(
        expr,
        e -> {
          switch (e) {
            case Expr.Var v -> {
              Use use = level.use(v);
              if (use != null) {
                use.required.add('r');
                use.read.add(v.column());
              }
            }
            case Expr.SubLink s -> query(s.query(), level, checkAs);
            case Expr.Call c -> function(c.function());
            case Expr.Op o -> function(o.function());
            case Expr.Aggregate a -> function(a.function());
            default -> {
              // Needs nothing by itself.
            }
          }
        });
  }

  private void function(int oid) {
    ProcEntry proc = catalog.procOrNull(oid);
    if (proc != null && proc.acl() != null) {
      functions.add(oid);
    }
  }
}
