package org.postern.executor.analyze;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.IndexEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.query.Query;
import org.postern.executor.query.RangeTableEntry;
import org.postern.executor.sql.ast.IndexElement;
import org.postern.executor.sql.ast.ModifyStatement;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** ON CONFLICT: finds the unique indexes it means and binds the DO UPDATE part. */
final class OnConflictAnalyzer {
  private final ModifyAnalyzer modify;
  private final QueryAnalyzer queries;
  private final AnalyzerEnvironment env;

  OnConflictAnalyzer(ModifyAnalyzer modify, QueryAnalyzer queries, AnalyzerEnvironment env) {
    this.modify = modify;
    this.queries = queries;
    this.env = env;
  }

  Query.OnConflict analyze(ModifyStatement.OnConflict clause, ChangeTarget change, Scope scope) {
    RelationEntry relation = change.table();
    if (clause.doUpdate() && clause.inference() == null) {
      throw SqlException.error(
              SqlState.SYNTAX_ERROR,
              "ON CONFLICT DO UPDATE requires inference specification or constraint name")
          .withHint("For example, ON CONFLICT (column_name).")
          .withPosition(clause.location() + 1);
    }
    List<Integer> indexes =
        clause.inference() == null ? List.of() : arbiters(clause.inference(), change, scope);
    if (!clause.doUpdate()) {
      return new Query.OnConflict(indexes, null, null, 0, false);
    }
    List<Expr> columns = new ArrayList<>();
    List<String> names = new ArrayList<>();
    int excluded = scope.rangeTable.size() + 1;
    change.excluded(excluded, names, columns);
    scope.add(new RangeTableEntry.Result("excluded", names));
    Scope.Item item = new Scope.Item("excluded", null, excluded, 0, false, names, columns);
    scope.items = new ArrayList<>(List.of(change.item(), item));
    item.columnsVisible = false;
    List<Query.TargetEntry> set = modify.assignments(clause.update(), change, scope);
    Expr where =
        clause.where() == null
            ? null
            : queries.expressions.condition(clause.where(), scope, Scope.Clause.WHERE, "WHERE");
    return new Query.OnConflict(indexes, List.copyOf(set), where, excluded, true);
  }

  private List<Integer> arbiters(
      ModifyStatement.Inference inference, ChangeTarget change, Scope scope) {
    RelationEntry relation = change.table();
    List<Integer> found = new ArrayList<>();
    if (inference.constraint() != null) {
      for (IndexEntry index : env.relations().indexes(relation.oid())) {
        if (index.unique() && index.name().equals(inference.constraint())) {
          found.add(index.oid());
        }
      }
      if (found.isEmpty()) {
        throw SqlException.error(
            SqlState.UNDEFINED_OBJECT,
            "constraint \"%s\" for table \"%s\" does not exist",
            inference.constraint(),
            relation.name());
      }
      return found;
    }
    Set<Integer> wanted = new HashSet<>();
    List<Expr> expressions = new ArrayList<>();
    for (IndexElement element : inference.elements()) {
      if (element.expression() != null) {
        expressions.add(
            queries.analyzeTableExpression(
                element.expression(), relation, QueryAnalyzer.TableExpression.INDEX));
        continue;
      }
      ColumnEntry column = change.columnOrNull(element.column());
      if (column == null) {
        throw Suggestions.hint(
            SqlException.error(
                    SqlState.UNDEFINED_COLUMN, "column \"%s\" does not exist", element.column())
                .withPosition(element.location() + 1),
            scope,
            null,
            element.column());
      }
      wanted.add(column.number());
    }
    Expr predicate =
        inference.where() == null
            ? null
            : queries.analyzeTableExpression(
                inference.where(), relation, QueryAnalyzer.TableExpression.INDEX_PREDICATE);
    for (IndexEntry index : env.relations().indexes(relation.oid())) {
      if (index.unique()
          && index.immediate()
          && (index.predicate() == null || implies(predicate, index.predicate()))
          && columns(index).equals(wanted)
          && sameSet(index.expressions(), expressions)) {
        found.add(index.oid());
      }
    }
    if (found.isEmpty()) {
      throw SqlException.error(
          SqlState.INVALID_COLUMN_REFERENCE,
          "there is no unique or exclusion constraint matching the ON CONFLICT specification");
    }
    return found;
  }

  private static Set<Integer> columns(IndexEntry index) {
    Set<Integer> columns = new HashSet<>(index.keys().subList(0, index.keyCount()));
    columns.remove(0);
    return columns;
  }

  private static boolean sameSet(List<Expr> left, List<Expr> right) {
    return containsAll(left, right) && containsAll(right, left);
  }

  private static boolean containsAll(List<Expr> all, List<Expr> some) {
    for (Expr e : some) {
      if (all.stream().noneMatch(x -> ExprTrees.same(x, e))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a condition has all conjuncts of another, which is all the implication we look for. */
  private static boolean implies(Expr condition, Expr other) {
    return condition != null && containsAll(conjuncts(condition), conjuncts(other));
  }

  private static List<Expr> conjuncts(Expr condition) {
    return condition instanceof Expr.Bool b && b.kind() == Expr.Bool.Kind.AND
        ? b.args()
        : List.of(condition);
  }
}
