package org.postern.executor.types.jsonpath;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.types.Numeric;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.json.Jsonb;
import org.postern.executor.types.json.JsonbArray;
import org.postern.executor.types.json.JsonbObject;
import org.postern.executor.types.numeric.NumericArithmetic;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * One evaluation of a path. Items are pushed to a {@link Sink} as they are found, so that a
 * question for existence ends with the first.
 *
 * <p>Lax mode unwraps an array where an accessor wants its elements, wraps a single value where an
 * array is wanted, and forgives what is missing; strict mode does none of these.
 */
final class PathEvaluator {
  private final PathExpr expr;
  private final boolean lax;
  private final boolean zones;
  private final TypeContext context;
  private final JsonbObject variables;
  private final PathItem root;
  private final PathPredicates predicates = new PathPredicates(this);
  private final PathIndexes indexes = new PathIndexes(this);
  private final PathMethods methods;

  private PathItem current;
  private boolean forgiving;

  /** Takes items; false ends the evaluation. */
  @FunctionalInterface
  interface Sink {
    boolean accept(PathItem item);
  }

  PathEvaluator(PathQuery query, TypeContext context) {
    this.expr = query.path().expr();
    this.lax = !query.path().strict();
    this.zones = query.zones();
    this.context = context;
    this.variables = (JsonbObject) query.variables();
    this.root = PathItem.of(query.document());
    this.methods = new PathMethods(query.document(), variables != null);
    this.current = root;
    this.forgiving = lax;
  }

  void run(Sink sink) {
    eval(expr, root, sink);
  }

  boolean exists() {
    return exists(expr, root);
  }

  /**
   * Whether an expression gives any item. Lax mode is content with the first; strict mode looks at
   * the whole document, since it may hold an error.
   */
  boolean exists(PathExpr operand, PathItem item) {
    if (lax && operand instanceof PathExpr.Sign sign) {
      return items(sign.arg(), item, true).stream().anyMatch(found -> found.number() != null);
    }
    boolean[] any = new boolean[1];
    eval(
        operand,
        item,
        found -> {
          any[0] = true;
          return !lax;
        });
    return any[0];
  }

  boolean lax() {
    return lax;
  }

  boolean zones() {
    return zones;
  }

  TypeContext context() {
    return context;
  }

  /** Whether what does not fit the path is passed over. */
  boolean forgiving() {
    return forgiving;
  }

  /** Whether a predicate holds for an item, which {@code @} stands for meanwhile. */
  Boolean test(PathExpr predicate, PathItem item) {
    PathItem before = current;
    current = item;
    try {
      return predicates.eval(predicate, item);
    } finally {
      current = before;
    }
  }

  /** The items of an expression; {@code unwrap}: in lax mode arrays give their elements. */
  List<PathItem> items(PathExpr operand, PathItem item, boolean unwrap) {
    List<PathItem> items = new ArrayList<>();
    eval(
        operand,
        item,
        found -> {
          JsonbArray array = unwrap && lax ? found.array() : null;
          if (array == null) {
            return items.add(found);
          }
          for (int i = 0; i < array.size(); i++) {
            items.add(PathItem.of(array.item(i)));
          }
          return true;
        });
    return items;
  }

  /** Gives an expression's items to the sink; false when it has had enough. */
  boolean eval(PathExpr operand, PathItem item, Sink sink) {
    return switch (operand) {
      case PathExpr.Path path ->
          path.head() instanceof PathExpr.Root || path.head() instanceof PathExpr.Variable
              ? methods.within(base(path.head()), () -> path(path, item, sink))
              : path(path, item, sink);
      case PathExpr.Literal literal -> sink.accept(PathItem.of(literal.value()));
      case PathExpr.Variable variable -> sink.accept(variable(variable.name()));
      case PathExpr.Root r -> sink.accept(root);
      case PathExpr.Current c -> sink.accept(current);
      case PathExpr.Last l -> sink.accept(indexes.last());
      case PathExpr.Arithmetic arithmetic -> sink.accept(arithmetic(arithmetic, item));
      case PathExpr.Sign sign -> signed(sign, item, sink);
      case PathExpr.Predicate predicate -> {
        Boolean result = predicates.eval(predicate, item);
        yield sink.accept(PathItem.of(result == null ? Jsonb.NULL : Jsonb.of(result)));
      }
    };
  }

  private PathMethods.Base base(PathExpr head) {
    return head instanceof PathExpr.Variable variable
        ? new PathMethods.Base(variable(variable.name()).toJsonb(), 1)
        : new PathMethods.Base(root.toJsonb(), 0);
  }

  private boolean path(PathExpr.Path path, PathItem item, Sink sink) {
    return eval(path.head(), item, found -> step(path.steps(), 0, found, sink, lax));
  }

  private PathItem variable(Slice name) {
    Jsonb value = variables == null ? null : variables.field(name);
    if (value == null) {
      throw SqlException.error(
          SqlState.UNDEFINED_OBJECT, "could not find jsonpath variable \"%s\"", name);
    }
    return PathItem.of(value);
  }

  private PathItem arithmetic(PathExpr.Arithmetic e, PathItem item) {
    Numeric left = operand(e.left(), item, "left", e.op());
    Numeric right = operand(e.right(), item, "right", e.op());
    try {
      return PathItem.of(
          new Jsonb.Number(
              switch (e.op()) {
                case ADD -> NumericArithmetic.add(left, right);
                case SUBTRACT -> NumericArithmetic.subtract(left, right);
                case MULTIPLY -> NumericArithmetic.multiply(left, right);
                case DIVIDE -> NumericArithmetic.divide(left, right);
                case MODULO -> NumericArithmetic.remainder(left, right);
              }));
    } catch (SqlException error) {
      throw new PathFailure(error);
    }
  }

  private Numeric operand(PathExpr operand, PathItem item, String side, PathExpr.ArithmeticOp op) {
    List<PathItem> found = items(operand, item, true);
    if (found.size() != 1 || found.getFirst().number() == null) {
      throw PathFailure.of(
          SqlState.SINGLETON_SQL_JSON_ITEM_REQUIRED,
          "%s operand of jsonpath operator %s is not a single numeric value",
          side,
          op.sign());
    }
    return found.getFirst().number().value();
  }

  private boolean signed(PathExpr.Sign sign, PathItem item, Sink sink) {
    for (PathItem found : items(sign.arg(), item, true)) {
      Jsonb.Number number = found.number();
      if (number == null) {
        throw PathFailure.of(
            SqlState.SQL_JSON_NUMBER_NOT_FOUND,
            "operand of unary jsonpath operator %s is not a numeric value",
            sign.minus() ? "-" : "+");
      }
      Jsonb value =
          sign.minus() ? new Jsonb.Number(NumericArithmetic.negate(number.value())) : number;
      if (!sink.accept(PathItem.of(value))) {
        return false;
      }
    }
    return true;
  }

  /** Takes step {@code at} from an item; {@code unwrap}: an array may stand for its elements. */
  private boolean step(List<PathStep> steps, int at, PathItem item, Sink sink, boolean unwrap) {
    if (at == steps.size()) {
      return sink.accept(item);
    }
    Sink next = found -> step(steps, at + 1, found, sink, lax);
    JsonbArray array = item.array();
    if (unwrap && array != null && unwraps(steps.get(at))) {
      for (int i = 0; i < array.size(); i++) {
        if (!step(steps, at, PathItem.of(array.item(i)), sink, false)) {
          return false;
        }
      }
      return true;
    }
    return switch (steps.get(at)) {
      case PathStep.Key key -> key(key.name(), item, next);
      case PathStep.AnyKey any -> anyKey(item, next);
      case PathStep.AnyElement any -> anyElement(item, next);
      case PathStep.Elements elements -> indexes.elements(elements, item, next);
      case PathStep.AnyLevel any -> anyLevel(any, item, next);
      case PathStep.Filter filter ->
          !Boolean.TRUE.equals(test(filter.predicate(), item)) || next.accept(item);
      case PathStep.DateTime datetime ->
          next.accept(new PathItem.Moment(PathMoments.read(item, datetime.template())));
      case PathStep.Method method -> method(method.kind(), item, next);
    };
  }

  /** Whether a step looks at the elements of an array rather than at the array. */
  private static boolean unwraps(PathStep step) {
    return switch (step) {
      case PathStep.Key k -> true;
      case PathStep.AnyKey k -> true;
      case PathStep.Filter f -> true;
      case PathStep.DateTime d -> true;
      case PathStep.Method m ->
          m.kind() != PathStep.MethodKind.TYPE && m.kind() != PathStep.MethodKind.SIZE;
      case PathStep.AnyElement e -> false;
      case PathStep.Elements e -> false;
      case PathStep.AnyLevel l -> false;
    };
  }

  private static JsonbObject object(PathItem item) {
    return item instanceof PathItem.Json json && json.value() instanceof JsonbObject object
        ? object
        : null;
  }

  private boolean key(Slice name, PathItem item, Sink next) {
    JsonbObject object = object(item);
    if (object != null) {
      Jsonb value = object.field(name);
      if (value != null) {
        return next.accept(PathItem.of(value));
      }
      if (!forgiving) {
        throw PathFailure.of(
            SqlState.SQL_JSON_MEMBER_NOT_FOUND, "JSON object does not contain key \"%s\"", name);
      }
      return true;
    }
    return missing(
        SqlState.SQL_JSON_MEMBER_NOT_FOUND,
        "jsonpath member accessor can only be applied to an object");
  }

  /** A structural error, unless those are forgiven: then there is just no item. */
  boolean missing(SqlState state, String message) {
    if (!forgiving) {
      throw PathFailure.of(state, "%s", message);
    }
    return true;
  }

  private boolean anyKey(PathItem item, Sink next) {
    JsonbObject object = object(item);
    return object == null
        ? missing(
            SqlState.SQL_JSON_OBJECT_NOT_FOUND,
            "jsonpath wildcard member accessor can only be applied to an object")
        : members(object, next);
  }

  private static boolean members(Jsonb container, Sink next) {
    for (int i = 0; i < container.size(); i++) {
      if (!next.accept(PathItem.of(container.item(i)))) {
        return false;
      }
    }
    return true;
  }

  private boolean anyElement(PathItem item, Sink next) {
    JsonbArray array = item.array();
    if (array != null) {
      return members(array, next);
    }
    return lax
        ? next.accept(item)
        : missing(
            SqlState.SQL_JSON_ARRAY_NOT_FOUND,
            "jsonpath wildcard array accessor can only be applied to an array");
  }

  private boolean anyLevel(PathStep.AnyLevel any, PathItem item, Sink next) {
    boolean before = forgiving;
    forgiving = true;
    try {
      if (any.first() == 0 && !next.accept(item)) {
        return false;
      }
      return !(item instanceof PathItem.Json json)
          || json.value().kind().isScalar()
          || levels(any, json.value(), 1, next);
    } finally {
      forgiving = before;
    }
  }

  private boolean levels(PathStep.AnyLevel any, Jsonb container, int level, Sink next) {
    boolean leaves = any.first() == PathStep.AnyLevel.DEEPEST;
    boolean endless = any.last() == PathStep.AnyLevel.DEEPEST;
    if (!endless && level > any.last()) {
      return true;
    }
    for (int i = 0; i < container.size(); i++) {
      Jsonb value = container.item(i);
      boolean scalar = value.kind().isScalar();
      boolean wanted = leaves ? endless && scalar : level >= any.first();
      if (wanted && !next.accept(PathItem.of(value))) {
        return false;
      }
      if (!scalar && (endless || level < any.last()) && !levels(any, value, level + 1, next)) {
        return false;
      }
    }
    return true;
  }

  private boolean method(PathStep.MethodKind kind, PathItem item, Sink next) {
    return switch (kind) {
      case TYPE -> next.accept(PathItem.of(new Jsonb.Text(Slice.utf8(item.typeName()))));
      case SIZE -> {
        JsonbArray array = item.array();
        if (array == null && !lax) {
          yield missing(
              SqlState.SQL_JSON_ARRAY_NOT_FOUND,
              "jsonpath item method .size() can only be applied to an array");
        }
        int size = array == null ? 1 : array.size();
        yield next.accept(PathItem.of(new Jsonb.Number(Numeric.of(size))));
      }
      case DOUBLE -> next.accept(PathMethods.toDouble(item));
      case CEILING, FLOOR, ABS -> next.accept(PathMethods.rounded(kind, item));
      case KEYVALUE -> methods.keyValues(item, next);
    };
  }
}
