package org.postern.executor.analyze;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.postern.executor.sql.ast.Constructor;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.GroupItem;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * GROUPING SETS, ROLLUP and CUBE as a list of plain sets: the product of the items of GROUP BY.
 *
 * <p>Source: PostgreSQL documentation, section 7.2.4 "GROUPING SETS, CUBE, and ROLLUP".
 */
final class GroupingSets {
  private static final int MAX_CUBE = 12;
  private static final int MAX_SETS = 4096;

  /** Gives the sort group of a grouping expression. */
  private final Function<Expression, Integer> group;

  GroupingSets(Function<Expression, Integer> group) {
    this.group = group;
  }

  /** Whether the clause is more than a list of expressions. */
  static boolean isNeeded(List<GroupItem> items) {
    return items.stream().anyMatch(i -> !(i instanceof GroupItem.GroupExpression));
  }

  List<List<Integer>> expand(List<GroupItem> items, boolean distinct) {
    List<List<Integer>> product = List.of(List.of());
    for (GroupItem item : items) {
      List<List<Integer>> sets = sets(item);
      if ((long) product.size() * sets.size() > MAX_SETS) {
        throw SqlException.error(
            SqlState.STATEMENT_TOO_COMPLEX,
            "too many grouping sets present (maximum %d)",
            MAX_SETS);
      }
      List<List<Integer>> next = new ArrayList<>();
      for (List<Integer> before : product) {
        for (List<Integer> set : sets) {
          Set<Integer> both = new LinkedHashSet<>(before);
          both.addAll(set);
          next.add(List.copyOf(both));
        }
      }
      product = next;
    }
    if (distinct) {
      Set<Set<Integer>> seen = new LinkedHashSet<>();
      product = product.stream().filter(s -> seen.add(Set.copyOf(s))).toList();
    }
    return product.stream().sorted(Comparator.comparingInt(List::size)).toList();
  }

  private List<Integer> columns(Expression expression) {
    if (expression instanceof Constructor.RowConstructor row && !row.explicit()) {
      List<Integer> all = new ArrayList<>();
      row.fields().forEach(field -> all.addAll(columns(field)));
      return all;
    }
    return List.of(group.apply(expression));
  }

  private List<List<Integer>> sets(GroupItem item) {
    return switch (item) {
      case GroupItem.GroupExpression g -> List.of(columns(g.value()));
      case GroupItem.EmptySet e -> List.of(List.of());
      case GroupItem.Rollup r -> rollup(r.args());
      case GroupItem.Cube c -> cube(c);
      case GroupItem.GroupingSets s -> {
        List<List<Integer>> all = new ArrayList<>();
        s.items().forEach(i -> all.addAll(sets(i)));
        yield all;
      }
    };
  }

  private List<List<Integer>> rollup(List<Expression> args) {
    List<List<Integer>> parts = new ArrayList<>();
    args.forEach(arg -> parts.add(columns(arg)));
    List<List<Integer>> sets = new ArrayList<>();
    for (int n = parts.size(); n >= 0; n--) {
      List<Integer> set = new ArrayList<>();
      parts.subList(0, n).forEach(set::addAll);
      sets.add(set);
    }
    return sets;
  }

  private List<List<Integer>> cube(GroupItem.Cube cube) {
    if (cube.args().size() > MAX_CUBE) {
      throw SqlException.error(
              SqlState.TOO_MANY_COLUMNS, "CUBE is limited to %d elements", MAX_CUBE)
          .withPosition(cube.location() + 1);
    }
    List<List<Integer>> parts = new ArrayList<>();
    cube.args().forEach(arg -> parts.add(columns(arg)));
    List<List<Integer>> sets = new ArrayList<>();
    for (int bits = 0; bits < 1 << parts.size(); bits++) {
      List<Integer> set = new ArrayList<>();
      for (int i = 0; i < parts.size(); i++) {
        if ((bits & 1 << i) != 0) {
          set.addAll(parts.get(i));
        }
      }
      sets.add(set);
    }
    return sets;
  }
}
