package org.postern.executor.types.jsonpath;

import java.util.List;
import org.postern.executor.types.Numeric;
import org.postern.executor.types.json.Jsonb;
import org.postern.executor.types.json.JsonbArray;
import org.postern.executor.types.numeric.NumericCasts;
import org.postern.executor.types.numeric.NumericRounding;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Array subscripts of one evaluation, and what {@code last} means inside of them. */
final class PathIndexes {
  private final PathEvaluator evaluator;
  private int size = -1;

  PathIndexes(PathEvaluator evaluator) {
    this.evaluator = evaluator;
  }

  PathItem last() {
    if (size < 0) {
      throw SqlException.error(
          SqlState.INTERNAL_ERROR, "evaluating jsonpath LAST outside of array subscript");
    }
    return PathItem.of(new Jsonb.Number(Numeric.of(size - 1)));
  }

  /** In lax mode what is no array is taken for an array of one. */
  boolean elements(PathStep.Elements step, PathItem item, PathEvaluator.Sink next) {
    JsonbArray array = item.array();
    if (array == null && !evaluator.lax()) {
      return evaluator.missing(
          SqlState.SQL_JSON_ARRAY_NOT_FOUND,
          "jsonpath array accessor can only be applied to an array");
    }
    int before = size;
    size = array == null ? 1 : array.size();
    try {
      for (PathStep.Range range : step.ranges()) {
        if (!range(range, item, array, next)) {
          return false;
        }
      }
      return true;
    } finally {
      size = before;
    }
  }

  private boolean range(
      PathStep.Range range, PathItem item, JsonbArray array, PathEvaluator.Sink next) {
    int count = size;
    int from = index(range.from(), item);
    int to = range.to() == null ? from : index(range.to(), item);
    if (!evaluator.forgiving() && (from < 0 || from > to || to >= count)) {
      throw PathFailure.of(
          SqlState.INVALID_SQL_JSON_SUBSCRIPT, "jsonpath array subscript is out of bounds");
    }
    for (int i = Math.max(from, 0); i <= Math.min(to, count - 1); i++) {
      if (!next.accept(array == null ? item : PathItem.of(array.item(i)))) {
        return false;
      }
    }
    return true;
  }

  private int index(PathExpr expr, PathItem item) {
    List<PathItem> found = evaluator.items(expr, item, false);
    if (found.size() != 1 || found.getFirst().number() == null) {
      throw PathFailure.of(
          SqlState.INVALID_SQL_JSON_SUBSCRIPT,
          "jsonpath array subscript is not a single numeric value");
    }
    try {
      return (int) NumericCasts.toInt4(NumericRounding.trunc(found.getFirst().number().value()));
    } catch (SqlException e) {
      throw PathFailure.of(
          SqlState.INVALID_SQL_JSON_SUBSCRIPT, "jsonpath array subscript is out of integer range");
    }
  }
}
