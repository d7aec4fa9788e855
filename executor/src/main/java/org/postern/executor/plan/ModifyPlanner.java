package org.postern.executor.plan;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.query.Query;
import org.postern.executor.query.RangeTableEntry;
import org.postern.executor.query.ViewTarget;

/** Plans INSERT, UPDATE and DELETE. */
final class ModifyPlanner {
  private final StatementPlanner statement;
  private final QueryPlanner level;
  private final Query query;
  private final RelationEntry table;

  ModifyPlanner(StatementPlanner statement, QueryPlanner level, Query query) {
    this.statement = statement;
    this.level = level;
    this.query = query;
    RangeTableEntry.Table entry =
        (RangeTableEntry.Table) query.rangeTable().get(query.resultRelation() - 1);
    this.table = statement.env.relations().relation(entry.relation());
  }

  Plan plan() {
    return switch (query.command()) {
      case INSERT -> insert();
      case UPDATE -> update();
      case DELETE -> delete();
      case MERGE -> merge();
      case SELECT -> throw new IllegalStateException("SELECT modifies nothing");
    };
  }

  private Plan insert() {
    List<Expr> values = new ArrayList<>();
    for (ColumnEntry column : table.columns()) {
      values.add(column.dropped() ? null : level.prepare(target(column.number())));
    }
    List<Expr> read = new ArrayList<>();
    for (Expr e : values) {
      if (e != null) {
        read.add(e);
      }
    }
    QueryPlanner.Joined joined = level.joinTree(read);
    Columns newRow = rowColumns(query.resultRelation());
    List<Expr> returning = returning(newRow);
    List<Expr> bound = joined.columns().bindAll(values);
    Plan input = joined.plan();
    if (bound.stream().anyMatch(e -> e != null && OutputPlanner.returnsSet(e))) {
      List<Expr> given = new ArrayList<>();
      List<Expr> slots = new ArrayList<>();
      for (Expr e : bound) {
        slots.add(
            e == null ? null : new Expr.Slot(given.size(), e.type(), e.typmod(), e.collation()));
        if (e != null) {
          given.add(e);
        }
      }
      input = SetProjection.project(input, given);
      bound = slots;
    }
    return new Plan.Insert(
        table.oid(),
        input,
        bound,
        conflict(),
        checks(),
        returning,
        types(returning),
        new Plan.Estimate(joined.plan().rows(), joined.plan().cost() + joined.plan().rows()));
  }

  private Expr target(int column) {
    for (Query.TargetEntry t : query.targets()) {
      if (t.column() == column) {
        return t.expr();
      }
    }
    throw new IllegalStateException("no value for column: number=" + column);
  }

  /** The attributes of the table, then its tid and oid, as columns of a row just written. */
  private Columns rowColumns(int relation) {
    List<Integer> numbers = new ArrayList<>();
    List<Integer> types = new ArrayList<>();
    for (ColumnEntry column : table.columns()) {
      numbers.add(column.number());
      types.add(column.dropped() ? 0 : column.type());
    }
    numbers.add(-1);
    types.add(ScanPlanner.columnType(table, -1));
    numbers.add(-6);
    types.add(ScanPlanner.columnType(table, -6));
    return Columns.of(relation, numbers, types);
  }

  private List<Expr> returning(Columns columns) {
    List<Expr> exprs = new ArrayList<>();
    for (Query.TargetEntry t : query.returning()) {
      exprs.add(columns.bind(wholeRows(level.prepare(t.expr()))));
    }
    return List.copyOf(exprs);
  }

  /** A whole-row column of the target is put together from its attributes. */
  private Expr wholeRows(Expr expr) {
    return ExprTrees.transform(
        expr,
        e -> {
          if (e instanceof Expr.Var v
              && v.column() == 0
              && v.levelsUp() == 0
              && v.relation() == query.resultRelation()) {
            List<Expr> fields = new ArrayList<>();
            List<String> names = new ArrayList<>();
            for (ColumnEntry c : table.columns()) {
              if (!c.dropped()) {
                fields.add(
                    new Expr.Var(
                        v.relation(), c.number(), c.type(), c.typmod(), c.collation(), 0, -1));
                names.add(c.name());
              }
            }
            return new Expr.Row(v.type(), fields, names, -1);
          }
          return e;
        });
  }

  private static List<Integer> types(List<Expr> exprs) {
    List<Integer> types = new ArrayList<>();
    for (Expr e : exprs) {
      types.add(e.type());
    }
    return List.copyOf(types);
  }

  /** What views demand of new rows, over the row's columns. */
  private List<Plan.ViewCheck> checks() {
    RangeTableEntry.Table entry =
        (RangeTableEntry.Table) query.rangeTable().get(query.resultRelation() - 1);
    List<Plan.ViewCheck> checks = new ArrayList<>();
    if (entry.via() != null) {
      Columns row = rowColumns(query.resultRelation());
      for (ViewTarget.Check check : entry.via().checks()) {
        Expr condition = row.bind(wholeRows(level.prepare(check.condition())));
        checks.add(new Plan.ViewCheck(check.view(), condition));
      }
    }
    return List.copyOf(checks);
  }

  private Plan.ConflictAction conflict() {
    Query.OnConflict clause = query.onConflict();
    if (clause == null) {
      return null;
    }
    if (!clause.update()) {
      return new Plan.ConflictAction(clause.indexes(), null, List.of(), null);
    }
    Columns both =
        Columns.concat(rowColumns(query.resultRelation()), rowColumns(clause.excluded()));
    List<Expr> set = new ArrayList<>();
    List<Integer> changed = new ArrayList<>();
    for (ColumnEntry column : table.columns()) {
      Expr value = null;
      for (Query.TargetEntry t : clause.set()) {
        if (t.column() == column.number()) {
          value = both.bind(wholeRows(level.prepare(t.expr())));
          changed.add(column.number());
        }
      }
      if (value == null && !column.dropped()) {
        value =
            both.bind(
                new Expr.Var(
                    query.resultRelation(),
                    column.number(),
                    column.type(),
                    column.typmod(),
                    column.collation(),
                    0,
                    -1));
      }
      set.add(value);
    }
    Expr where = clause.where() == null ? null : wholeRows(level.prepare(clause.where()));
    return new Plan.ConflictAction(
        clause.indexes(),
        java.util.Collections.unmodifiableList(set),
        changed,
        where == null ? null : both.bind(where));
  }

  /** The input of UPDATE and DELETE: the joined rows with all columns of the target. */
  private QueryPlanner.Joined input(List<Expr> exprs) {
    int target = query.resultRelation();
    level.needed(target).add(-1);
    for (ColumnEntry column : table.columns()) {
      if (!column.dropped()) {
        level.needed(target).add(column.number());
      }
    }
    List<Expr> read = new ArrayList<>(exprs);
    for (Query.TargetEntry t : query.returning()) {
      read.add(wholeRows(level.prepare(t.expr())));
    }
    return level.joinTree(read);
  }

  private Plan.LockTarget lockTarget(Columns columns) {
    return LockTargets.make(
        level,
        columns,
        query.resultRelation(),
        Query.RowMark.Strength.UPDATE,
        Query.RowMark.Wait.BLOCK);
  }

  private Plan update() {
    List<Expr> assigned = new ArrayList<>();
    for (Query.TargetEntry t : query.targets()) {
      assigned.add(level.prepare(t.expr()));
    }
    QueryPlanner.Joined joined = input(assigned);
    List<Expr> values = new ArrayList<>();
    List<Integer> changed = new ArrayList<>();
    for (ColumnEntry column : table.columns()) {
      Expr value = null;
      for (int i = 0; i < assigned.size(); i++) {
        if (query.targets().get(i).column() == column.number()) {
          value = joined.columns().bind(assigned.get(i));
          changed.add(column.number());
        }
      }
      if (value == null && !column.dropped()) {
        value =
            new Expr.Slot(
                joined.columns().slot(query.resultRelation(), column.number()),
                column.type(),
                column.typmod(),
                column.collation());
      }
      values.add(value);
    }
    List<Expr> returning = returning(joined.columns());
    return new Plan.Update(
        lockTarget(joined.columns()),
        joined.plan(),
        java.util.Collections.unmodifiableList(values),
        changed,
        LockTargets.recheck(level, joined.columns()),
        checks(),
        returning,
        types(returning),
        new Plan.Estimate(joined.plan().rows(), joined.plan().cost() + joined.plan().rows()));
  }

  private Plan merge() {
    List<Expr> read = new ArrayList<>();
    for (Query.MergeAction action : query.mergeActions()) {
      if (action.condition() != null) {
        read.add(level.prepare(action.condition()));
      }
      action.targets().forEach(t -> read.add(level.prepare(t.expr())));
    }
    QueryPlanner.Joined joined = input(read);
    List<Plan.MergeAction> actions = new ArrayList<>();
    for (Query.MergeAction action : query.mergeActions()) {
      List<Integer> changed = new ArrayList<>();
      List<Expr> values = new ArrayList<>();
      for (ColumnEntry column : table.columns()) {
        Expr value = null;
        for (Query.TargetEntry t : action.targets()) {
          if (t.column() == column.number()) {
            value = joined.columns().bind(level.prepare(t.expr()));
            changed.add(column.number());
          }
        }
        if (value == null && !column.dropped()) {
          value =
              new Expr.Slot(
                  joined.columns().slot(query.resultRelation(), column.number()),
                  column.type(),
                  column.typmod(),
                  column.collation());
        }
        values.add(value);
      }
      Expr condition = level.prepare(action.condition());
      actions.add(
          new Plan.MergeAction(
              action.matched(),
              action.command(),
              condition == null ? null : joined.columns().bind(condition),
              java.util.Collections.unmodifiableList(values),
              changed));
    }
    Query.From.Join join = (Query.From.Join) query.from().items().getFirst();
    return new Plan.Merge(
        lockTarget(joined.columns()),
        joined.plan(),
        actions,
        joined.columns().bind(level.prepare(join.condition())),
        List.of(),
        new Plan.Estimate(joined.plan().rows(), joined.plan().cost() + joined.plan().rows()));
  }

  private Plan delete() {
    QueryPlanner.Joined joined = input(List.of());
    List<Expr> returning = returning(joined.columns());
    return new Plan.Delete(
        lockTarget(joined.columns()),
        joined.plan(),
        LockTargets.recheck(level, joined.columns()),
        returning,
        types(returning),
        new Plan.Estimate(joined.plan().rows(), joined.plan().cost() + joined.plan().rows()));
  }
}
