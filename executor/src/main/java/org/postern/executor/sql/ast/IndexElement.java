package org.postern.executor.sql.ast;

import java.util.List;

/**
 * A column or expression of an index, a partition key or a conflict target.
 *
 * @param column null when {@code expression} is given
 * @param collation null when absent, as is {@code operatorClass}
 */
public record IndexElement(
    String column,
    Expression expression,
    QualifiedName collation,
    QualifiedName operatorClass,
    List<Option> operatorClassOptions,
    SortItem.Direction direction,
    SortItem.Nulls nulls,
    int location)
    implements Node {
  public IndexElement {
    operatorClassOptions = List.copyOf(operatorClassOptions);
  }
}
