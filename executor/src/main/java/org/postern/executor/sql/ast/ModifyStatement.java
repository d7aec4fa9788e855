package org.postern.executor.sql.ast;

import java.util.List;

/** INSERT, UPDATE, DELETE and MERGE. */
public sealed interface ModifyStatement extends Statement {
  WithClause with();

  RelationName relation();

  enum Overriding {
    NONE,
    USER_VALUE,
    SYSTEM_VALUE
  }

  /** {@code source} is null for DEFAULT VALUES. */
  record Insert(
      WithClause with,
      RelationName relation,
      String alias,
      List<TargetColumn> columns,
      Overriding overriding,
      SelectStatement source,
      OnConflict onConflict,
      List<SelectItem> returning,
      int location)
      implements ModifyStatement {
    public Insert {
      columns = List.copyOf(columns);
      returning = List.copyOf(returning);
    }
  }

  record Update(
      WithClause with,
      RelationName relation,
      String alias,
      List<SetClause> assignments,
      List<FromItem> from,
      Expression where,
      List<SelectItem> returning,
      int location)
      implements ModifyStatement {
    public Update {
      assignments = List.copyOf(assignments);
      from = List.copyOf(from);
      returning = List.copyOf(returning);
    }
  }

  record Delete(
      WithClause with,
      RelationName relation,
      String alias,
      List<FromItem> using,
      Expression where,
      List<SelectItem> returning,
      int location)
      implements ModifyStatement {
    public Delete {
      using = List.copyOf(using);
      returning = List.copyOf(returning);
    }
  }

  record Merge(
      WithClause with,
      RelationName relation,
      String alias,
      FromItem source,
      Expression condition,
      List<MergeWhen> whens,
      int location)
      implements ModifyStatement {
    public Merge {
      whens = List.copyOf(whens);
    }
  }

  /**
   * ON CONFLICT.
   *
   * @param inference null when neither columns nor a constraint were named
   * @param update the assignments of DO UPDATE; empty for DO NOTHING
   */
  record OnConflict(
      Inference inference, boolean doUpdate, List<SetClause> update, Expression where, int location)
      implements Node {
    public OnConflict {
      update = List.copyOf(update);
    }
  }

  /** Which index decides a conflict: elements with a predicate, or a constraint's name. */
  record Inference(List<IndexElement> elements, Expression where, String constraint, int location)
      implements Node {
    public Inference {
      elements = List.copyOf(elements);
    }
  }

  /** {@code condition} is null when absent. */
  record MergeWhen(boolean matched, Expression condition, MergeAction action, int location)
      implements Node {}

  /** What MERGE does with a row. */
  sealed interface MergeAction {}

  record MergeUpdate(List<SetClause> assignments) implements MergeAction {
    public MergeUpdate {
      assignments = List.copyOf(assignments);
    }
  }

  record MergeDelete() implements MergeAction {}

  record MergeDoNothing() implements MergeAction {}

  /** {@code values} is empty for DEFAULT VALUES. */
  record MergeInsert(List<TargetColumn> columns, Overriding overriding, List<Expression> values)
      implements MergeAction {
    public MergeInsert {
      columns = List.copyOf(columns);
      values = List.copyOf(values);
    }
  }
}
