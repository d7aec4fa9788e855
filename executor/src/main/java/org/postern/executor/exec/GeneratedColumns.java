package org.postern.executor.exec;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.catalog.Relations;
import org.postern.executor.expr.EvalContext;
import org.postern.executor.expr.Evaluator;
import org.postern.executor.expr.ExprCompiler;
import org.postern.executor.vector.Batch;

/**
 * The stored generated columns of a table: computed from the other columns of each row that is
 * about to be written, never from one another.
 *
 * <p>Source: PostgreSQL documentation, section 5.3 "Generated Columns".
 */
public final class GeneratedColumns {
  private final List<Integer> numbers = new ArrayList<>();
  private final List<Evaluator> values = new ArrayList<>();

  public GeneratedColumns(RelationEntry relation, Relations relations, ExprCompiler compiler) {
    for (ColumnEntry column : relation.columns()) {
      if (column.generated() != 0 && !column.dropped()) {
        numbers.add(column.number());
        values.add(
            compiler.compile(
                ModifyTarget.slots(
                    relations.columnDefault(relation.oid(), column.number()), relation.oid())));
      }
    }
  }

  /** Puts the generated columns into rows with one column per attribute. */
  public void compute(Batch rows, EvalContext context) {
    for (int i = 0; i < values.size(); i++) {
      rows.columns[numbers.get(i) - 1] = values.get(i).eval(rows, context);
    }
  }

  /** The columns, and those of {@code changed}, without doubles. */
  static List<Integer> with(RelationEntry relation, List<Integer> changed) {
    List<Integer> all = new ArrayList<>(changed);
    for (ColumnEntry column : relation.columns()) {
      if (column.generated() != 0 && !column.dropped() && !all.contains(column.number())) {
        all.add(column.number());
      }
    }
    return all;
  }
}
