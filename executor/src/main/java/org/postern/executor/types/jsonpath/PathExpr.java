package org.postern.executor.types.jsonpath;

import java.util.List;
import java.util.regex.Pattern;
import org.postern.executor.types.Slice;
import org.postern.executor.types.json.Jsonb;

/** An expression of the path language; it gives a sequence of items. */
public sealed interface PathExpr {
  /** How tightly an operator binds; what needs no parentheses binds tightest. */
  int TIGHTEST = 6;

  /** An expression that is true, false or unknown. */
  sealed interface Predicate extends PathExpr {}

  /** A number, string, boolean or null. */
  record Literal(Jsonb value) implements PathExpr {}

  /** {@code $name}. */
  record Variable(Slice name) implements PathExpr {}

  /** {@code $}: the document. */
  record Root() implements PathExpr {}

  /** {@code @}: the item that a filter looks at. */
  record Current() implements PathExpr {}

  /** {@code last}: the last index of the array that is being subscripted. */
  record Last() implements PathExpr {}

  /** A head and the steps taken from each of its items; there is at least one step. */
  record Path(PathExpr head, List<PathStep> steps) implements PathExpr {
    public Path {
      steps = List.copyOf(steps);
    }
  }

  /** {@code left op right} of two numbers. */
  record Arithmetic(ArithmeticOp op, PathExpr left, PathExpr right) implements PathExpr {}

  /** {@code + arg} or {@code - arg}. */
  record Sign(boolean minus, PathExpr arg) implements PathExpr {}

  /** {@code left op right}. */
  record Compare(CompareOp op, PathExpr left, PathExpr right) implements Predicate {}

  record And(PathExpr left, PathExpr right) implements Predicate {}

  record Or(PathExpr left, PathExpr right) implements Predicate {}

  record Not(PathExpr arg) implements Predicate {}

  /** {@code (arg) is unknown}. */
  record IsUnknown(PathExpr arg) implements Predicate {}

  /** {@code exists (arg)}. */
  record Exists(PathExpr arg) implements Predicate {}

  /** {@code left starts with prefix}, a string or a variable. */
  record StartsWith(PathExpr left, PathExpr prefix) implements Predicate {}

  /** {@code arg like_regex "pattern" flag "flags"}; {@code compiled} is the pattern in use. */
  record LikeRegex(PathExpr arg, Slice pattern, RegexFlags flags, Pattern compiled)
      implements Predicate {}

  /** The flags of like_regex, in the order in which they are shown. */
  record RegexFlags(boolean i, boolean s, boolean m, boolean x, boolean q) {}

  /** The operators between numbers. */
  enum ArithmeticOp {
    ADD("+", 3),
    SUBTRACT("-", 3),
    MULTIPLY("*", 4),
    DIVIDE("/", 4),
    MODULO("%", 4);

    private final String sign;
    private final int priority;

    ArithmeticOp(String sign, int priority) {
      this.sign = sign;
      this.priority = priority;
    }

    public String sign() {
      return sign;
    }

    int priority() {
      return priority;
    }
  }

  /** The comparisons. */
  enum CompareOp {
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS("<"),
    GREATER(">"),
    LESS_OR_EQUAL("<="),
    GREATER_OR_EQUAL(">=");

    private final String sign;

    CompareOp(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }

    boolean holds(int comparison) {
      return switch (this) {
        case EQUAL -> comparison == 0;
        case NOT_EQUAL -> comparison != 0;
        case LESS -> comparison < 0;
        case GREATER -> comparison > 0;
        case LESS_OR_EQUAL -> comparison <= 0;
        case GREATER_OR_EQUAL -> comparison >= 0;
      };
    }
  }
}
