package org.postern.executor.types.jsonpath;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.json.JsonErrors;
import org.postern.executor.types.json.Jsonb;
import org.postern.executor.types.json.JsonbArray;
import org.postern.executor.types.json.JsonbObject;
import org.postern.storage.error.SqlState;

/**
 * The questions that can be asked of a document with a path.
 *
 * @param variables an object, or null for none
 * @param silent whether errors that depend on the document are left out
 * @param zones whether comparisons may use the session's time zone
 */
public record PathQuery(
    Jsonb document, JsonPath path, Jsonb variables, boolean silent, boolean zones) {
  public PathQuery {
    if (variables != null && !(variables instanceof JsonbObject)) {
      throw JsonErrors.parameter("\"vars\" argument is not an object")
          .withDetail(
              "Jsonpath parameters should be encoded as key-value pairs of \"vars\" object.");
    }
  }

  private PathEvaluator evaluator(TypeContext context) {
    return new PathEvaluator(this, context);
  }

  /** Whether there is an item; null when a silent evaluation fails. */
  public Boolean exists(TypeContext context) {
    PathEvaluator evaluator = evaluator(context);
    try {
      return evaluator.exists();
    } catch (PathFailure failure) {
      if (!silent) {
        throw failure.error();
      }
      return null;
    }
  }

  /** All items; those before the error when a silent evaluation fails. */
  public List<Jsonb> items(TypeContext context) {
    List<Jsonb> items = new ArrayList<>();
    try {
      evaluator(context).run(item -> items.add(item.toJsonb()));
    } catch (PathFailure failure) {
      if (!silent) {
        throw failure.error();
      }
    }
    return items;
  }

  public Jsonb array(TypeContext context) {
    return JsonbArray.of(items(context));
  }

  /** The first item or null. */
  public Jsonb first(TypeContext context) {
    List<Jsonb> items = items(context);
    return items.isEmpty() ? null : items.getFirst();
  }

  /** The one item, which is a boolean or null. */
  public Boolean match(TypeContext context) {
    List<Jsonb> items = items(context);
    if (items.size() == 1) {
      if (items.getFirst() instanceof Jsonb.Bool value) {
        return value.value();
      }
      if (items.getFirst().isNull()) {
        return null;
      }
    }
    if (!silent) {
      throw PathFailure.of(
              SqlState.SINGLETON_SQL_JSON_ITEM_REQUIRED, "single boolean result is expected")
          .error();
    }
    return null;
  }
}
