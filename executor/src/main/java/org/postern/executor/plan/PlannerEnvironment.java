package org.postern.executor.plan;

import java.util.function.UnaryOperator;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.Relations;
import org.postern.executor.query.Expr;

/**
 * What the planner works with. {@code sizes} tells how big tables are now; {@code folder} replaces
 * an immutable expression over constants by its value.
 */
public record PlannerEnvironment(
    Catalog catalog, Relations relations, TableSizes sizes, UnaryOperator<Expr> folder) {

  /** Sizes of tables. */
  public interface TableSizes {
    /** Blocks of the table's file now. */
    long blocks(int table);
  }
}
