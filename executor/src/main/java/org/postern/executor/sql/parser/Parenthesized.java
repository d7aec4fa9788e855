package org.postern.executor.sql.parser;

import java.util.List;
import org.postern.executor.sql.ast.Expression;
import org.postern.executor.sql.ast.SelectStatement;

/**
 * What was found between parentheses: a query, or else expressions.
 *
 * @param query null for expressions
 */
record Parenthesized(SelectStatement query, List<Expression> items) {
  static Parenthesized of(SelectStatement query) {
    return new Parenthesized(query, List.of());
  }
}
