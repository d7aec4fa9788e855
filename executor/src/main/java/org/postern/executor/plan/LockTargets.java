package org.postern.executor.plan;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.query.Expr;
import org.postern.executor.query.Query;
import org.postern.executor.query.RangeTableEntry;

/** Describes tables whose rows are locked or changed, and what must still hold of a newer row. */
final class LockTargets {
  private LockTargets() {}

  static Plan.LockTarget make(
      QueryPlanner level,
      Columns columns,
      int relation,
      Query.RowMark.Strength strength,
      Query.RowMark.Wait waiting) {
    RangeTableEntry.Table table =
        (RangeTableEntry.Table) level.query.rangeTable().get(relation - 1);
    RelationEntry entry = level.env.relations().relation(table.relation());
    List<Plan.TableColumn> mapped = new ArrayList<>();
    for (ColumnEntry column : entry.columns()) {
      Integer slot = column.dropped() ? null : columns.slot(relation, column.number());
      if (slot != null) {
        mapped.add(new Plan.TableColumn(column.number(), slot));
      }
    }
    return new Plan.LockTarget(
        table.relation(), columns.slot(relation, -1), mapped, strength, waiting);
  }

  /** WHERE and the conditions of inner joins, over the joined columns; null for none. */
  static Expr recheck(QueryPlanner level, Columns columns) {
    List<Expr> all = new ArrayList<>(Conjuncts.split(level.prepare(level.query.from().where())));
    for (Query.From.Item item : level.query.from().items()) {
      addInner(level, item, all);
    }
    // A cursor's row was found by its tid: it stays the row, whatever its newer version holds.
    all.removeIf(c -> c instanceof Expr.CurrentOf);
    Expr joined = Conjuncts.join(all);
    return joined == null ? null : columns.bind(joined);
  }

  private static void addInner(QueryPlanner level, Query.From.Item item, List<Expr> all) {
    if (item instanceof Query.From.Join j && j.kind() == Query.JoinType.INNER) {
      all.addAll(Conjuncts.split(level.prepare(j.condition())));
      addInner(level, j.left(), all);
      addInner(level, j.right(), all);
    }
  }
}
