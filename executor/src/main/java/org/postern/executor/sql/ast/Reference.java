package org.postern.executor.sql.ast;

import java.util.List;

/** Something named elsewhere: a column, a parameter, a cursor's row, a column's default. */
public sealed interface Reference extends Expression {
  /**
   * A dotted name that may be a column, a field of one, or a whole row.
   *
   * @param names may be empty when {@code star} is set
   * @param star {@code .*} ends the name
   */
  record ColumnRef(List<String> names, boolean star, int location) implements Reference {
    public ColumnRef {
      names = List.copyOf(names);
    }
  }

  /** {@code $n}. */
  record ParamRef(int number, int location) implements Reference {}

  /** {@code WHERE CURRENT OF}: exactly one of the two is given. */
  record CurrentOf(String cursor, Integer parameter, int location) implements Reference {}

  /** {@code DEFAULT} in the place of a value. */
  record DefaultValue(int location) implements Reference {}
}
