package org.postern.executor.functions;

import org.postern.executor.types.TypeContext;
import org.postern.executor.types.json.RowShape;

/** What a function may know of its call beside the arguments. */
public interface CallContext {
  /** Session settings that steer input and output of types. */
  TypeContext types();

  /** The oid of the type of argument {@code index} as the analyzer resolved it. */
  int argumentType(int index);

  /** The oid of the resolved result type. */
  int resultType();

  /** The columns that a query expects of a function returning record; null when it names none. */
  default RowShape resultRow() {
    return null;
  }

  /** A call without an expression around it: every type is unknown (0). */
  static CallContext plain(TypeContext types) {
    return new Plain(types);
  }

  /** See {@link #plain}. */
  record Plain(TypeContext types) implements CallContext {
    @Override
    public int argumentType(int index) {
      return 0;
    }

    @Override
    public int resultType() {
      return 0;
    }
  }
}
