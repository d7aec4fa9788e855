package org.postern.executor.analyze;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.query.Expr;
import org.postern.executor.query.Query;
import org.postern.executor.query.QueryBuilder;
import org.postern.executor.query.RangeTableEntry;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.ModifyStatement;
import org.postern.executor.sql.ast.Reference;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * MERGE: the source joined with the target, and what to do with each row.
 *
 * <p>Source: PostgreSQL documentation, MERGE.
 */
final class MergeAnalyzer {
  private final ModifyAnalyzer modify;
  private final QueryAnalyzer queries;
  private final ExpressionAnalyzer expressions;

  MergeAnalyzer(ModifyAnalyzer modify, QueryAnalyzer queries, ExpressionAnalyzer expressions) {
    this.modify = modify;
    this.queries = queries;
    this.expressions = expressions;
  }

  Query analyze(ModifyStatement.Merge merge, Scope scope) {
    if (merge.with() != null && merge.with().recursive()) {
      throw SqlException.error(
          SqlState.SYNTAX_ERROR, "WITH RECURSIVE is not supported for MERGE statement");
    }
    queries.with(merge.with(), scope);
    checkReachable(merge);
    ChangeTarget change =
        modify.target(merge.relation(), merge.alias(), Query.Command.MERGE, scope);
    if (change.view() != null) {
      throw SqlException.notSupported("MERGE on a view");
    }
    Scope.Item target = change.item();
    List<Query.From.Item> source = queries.from.analyze(List.of(merge.source()), scope);
    List<Scope.Item> sourceItems = new ArrayList<>(scope.items);
    for (Scope.Item item : sourceItems) {
      if (item.nameVisible && item.name != null && item.name.equals(target.name)) {
        throw SqlException.error(
                SqlState.DUPLICATE_ALIAS, "name \"%s\" specified more than once", target.name)
            .withDetail("The name is used both as MERGE target table and data source.");
      }
    }
    List<Scope.Item> both = new ArrayList<>();
    both.add(target);
    both.addAll(sourceItems);
    scope.items = both;
    Expr condition =
        expressions.condition(merge.condition(), scope, Scope.Clause.JOIN_ON, "JOIN/ON");
    boolean inserts = merge.whens().stream().anyMatch(w -> !w.matched());
    List<Query.MergeAction> actions = new ArrayList<>();
    for (ModifyStatement.MergeWhen when : merge.whens()) {
      scope.items = when.matched() ? both : sourceItems;
      actions.add(action(when, change, scope));
    }
    scope.items = both;
    Query.From.Item joined =
        new Query.From.Join(
            inserts ? Query.JoinType.LEFT : Query.JoinType.INNER,
            source.getFirst(),
            new Query.From.Relation(target.relation),
            condition,
            scope.add(
                new RangeTableEntry.Join(
                    inserts ? Query.JoinType.LEFT : Query.JoinType.INNER,
                    List.of(),
                    null,
                    List.of())));
    QueryBuilder made = new QueryBuilder();
    made.command = Query.Command.MERGE;
    made.rangeTable = scope.rangeTable;
    made.from = new Query.From(List.of(joined), null);
    made.resultRelation = target.relation;
    made.with = scope.commonTables.list();
    made.mergeActions = List.copyOf(actions);
    made.hasSubLinks = scope.hasSubLinks;
    return made.build();
  }

  private static void checkReachable(ModifyStatement.Merge merge) {
    boolean[] last = new boolean[2];
    for (ModifyStatement.MergeWhen when : merge.whens()) {
      int kind = when.matched() ? 1 : 0;
      if (last[kind]) {
        throw SqlException.error(
            SqlState.SYNTAX_ERROR,
            "unreachable WHEN clause specified after unconditional WHEN clause");
      }
      last[kind] = when.condition() == null;
    }
  }

  private Query.MergeAction action(
      ModifyStatement.MergeWhen when, ChangeTarget relation, Scope scope) {
    Expr condition =
        when.condition() == null
            ? null
            : expressions.condition(when.condition(), scope, Scope.Clause.MERGE_WHEN, "WHEN");
    return switch (when.action()) {
      case ModifyStatement.MergeUpdate u ->
          new Query.MergeAction(
              when.matched(),
              Query.Command.UPDATE,
              condition,
              modify.assignments(u.assignments(), relation, scope));
      case ModifyStatement.MergeDelete d ->
          new Query.MergeAction(when.matched(), Query.Command.DELETE, condition, List.of());
      case ModifyStatement.MergeDoNothing n ->
          new Query.MergeAction(when.matched(), Query.Command.SELECT, condition, List.of());
      case ModifyStatement.MergeInsert i ->
          new Query.MergeAction(
              when.matched(), Query.Command.INSERT, condition, insert(i, relation, scope));
    };
  }

  private List<Query.TargetEntry> insert(
      ModifyStatement.MergeInsert insert, ChangeTarget relation, Scope scope) {
    List<ColumnEntry> columns = modify.insertColumns(insert.columns(), relation);
    List<Expression> values = insert.values();
    if (values.size() > columns.size()) {
      throw SqlException.error(
              SqlState.SYNTAX_ERROR, "INSERT has more expressions than target columns")
          .withPosition(values.get(columns.size()).location() + 1);
    }
    if (!values.isEmpty() && values.size() < columns.size() && !insert.columns().isEmpty()) {
      throw SqlException.error(
              SqlState.SYNTAX_ERROR, "INSERT has more target columns than expressions")
          .withPosition(insert.columns().get(values.size()).location() + 1);
    }
    scope.clause = Scope.Clause.VALUES;
    List<Query.TargetEntry> targets = new ArrayList<>();
    for (ColumnEntry column : relation.table().columns()) {
      if (column.dropped()) {
        continue;
      }
      int at = -1;
      for (int i = 0; i < Math.min(values.size(), columns.size()); i++) {
        at = columns.get(i).number() == column.number() ? i : at;
      }
      Expr value =
          at < 0 || values.get(at) instanceof Reference.DefaultValue
              ? modify.columnDefault(relation, column)
              : modify.assign(expressions.analyze(values.get(at), scope), column);
      targets.add(new Query.TargetEntry(value, column.number(), column.name(), 0, 0, 0, false));
    }
    scope.clause = Scope.Clause.NONE;
    return targets;
  }
}
