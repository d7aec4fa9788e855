package org.postern.executor.expr;

import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.Physical;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.json.JsonReads;
import org.postern.executor.types.json.Jsonb;
import org.postern.executor.types.json.JsonbPathEdit;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Subscripts of jsonb, read and written; a subscript is an integer or a text.
 *
 * <p>Source: PostgreSQL documentation, section 8.14.5 "jsonb Subscripting".
 */
final class JsonbEvaluators {
  private JsonbEvaluators() {}

  private static Slice step(Object subscript) {
    return subscript == null || subscript instanceof Slice
        ? (Slice) subscript
        : Slice.utf8(subscript.toString());
  }

  static Evaluator subscript(Evaluator container, Evaluator[] subscripts) {
    Evaluator[] args = new Evaluator[subscripts.length + 1];
    args[0] = container;
    System.arraycopy(subscripts, 0, args, 1, subscripts.length);
    return new SimpleEvaluators.PerRow(
        Physical.OBJECT,
        args,
        new int[args.length],
        TypeOid.JSONB,
        true,
        (values, call, context) -> {
          Object[] path = new Object[values.length - 1];
          for (int i = 0; i < path.length; i++) {
            path[i] = step(values[i + 1]);
          }
          return JsonReads.path((Jsonb) values[0], ArrayValue.of(TypeOid.TEXT, path));
        });
  }

  /** {@code container[…] := value}; a value that is NULL becomes JSON's null. */
  static Evaluator store(Evaluator container, Evaluator[] subscripts, Evaluator value) {
    Evaluator[] args = new Evaluator[subscripts.length + 2];
    args[0] = container;
    args[1] = value;
    System.arraycopy(subscripts, 0, args, 2, subscripts.length);
    return new SimpleEvaluators.PerRow(
        Physical.OBJECT,
        args,
        new int[args.length],
        TypeOid.JSONB,
        false,
        (values, call, context) -> {
          Slice[] path = new Slice[values.length - 2];
          for (int i = 0; i < path.length; i++) {
            path[i] = step(values[i + 2]);
            if (path[i] == null) {
              throw SqlException.error(
                  SqlState.NULL_VALUE_NOT_ALLOWED,
                  "jsonb subscript in assignment must not be null");
            }
          }
          Jsonb replacement = values[1] == null ? Jsonb.NULL : (Jsonb) values[1];
          boolean array = values[2] instanceof Long;
          return JsonbPathEdit.assign((Jsonb) values[0], path, array, replacement);
        });
  }
}
