package org.postern.executor.types.jsonpath;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.postern.executor.types.Numeric;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.json.JsonDepth;
import org.postern.executor.types.json.Jsonb;
import org.postern.executor.types.jsonpath.PathExpr.ArithmeticOp;
import org.postern.executor.types.jsonpath.PathExpr.CompareOp;
import org.postern.executor.types.jsonpath.PathLexer.Kind;
import org.postern.executor.types.jsonpath.PathLexer.Token;
import org.postern.executor.types.numeric.NumericArithmetic;
import org.postern.executor.types.numeric.NumericText;
import org.postern.executor.types.regex.RegexOptions;
import org.postern.executor.types.regex.RegexTranslator;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * A recursive descent over the path language.
 *
 * <p>Expressions and predicates share their beginnings, so both are read by the same methods; where
 * only one of them may stand, the other is a syntax error at the token behind it.
 */
final class PathParser {
  /** What a pair of parentheses, an operator and a step cost in stack; see {@link JsonDepth}. */
  private static final int NESTED = 4;

  private static final int OPERATOR = 2;
  private static final int STEP = 2;

  private final String text;
  private final PathLexer lexer;
  private final JsonDepth depth;
  private Token token;

  /** The predicate in parentheses that was read last; {@code is unknown} follows only such. */
  private PathExpr parenthesized;

  PathParser(String text, TypeContext context) {
    this.text = text;
    this.lexer = new PathLexer(text);
    this.depth = new JsonDepth(context);
  }

  JsonPath parse() {
    token = lexer.next();
    if (token.kind() == Kind.END) {
      throw SqlException.error(
          SqlState.INVALID_TEXT_REPRESENTATION,
          "invalid input syntax for type jsonpath: \"%s\"",
          text);
    }
    boolean strict = token.is("strict");
    if (strict || token.is("lax")) {
      token = lexer.next();
    }
    PathExpr expr = or();
    if (token.kind() != Kind.END) {
      throw unexpected();
    }
    PathPlaces.check(expr);
    return new JsonPath(strict, expr);
  }

  private SqlException unexpected() {
    return PathLexer.error("syntax error", token.near());
  }

  private boolean take(String wordOrSign) {
    if (!token.is(wordOrSign)) {
      return false;
    }
    token = lexer.next();
    return true;
  }

  private void expect(String wordOrSign) {
    if (!take(wordOrSign)) {
      throw unexpected();
    }
  }

  private PathExpr predicate(PathExpr expr) {
    if (!(expr instanceof PathExpr.Predicate)) {
      throw unexpected();
    }
    return expr;
  }

  private PathExpr value(PathExpr expr) {
    if (expr instanceof PathExpr.Predicate) {
      throw unexpected();
    }
    return expr;
  }

  private PathExpr or() {
    depth.enter(NESTED);
    int weight = NESTED;
    PathExpr left = and();
    while (token.is("||")) {
      depth.enter(OPERATOR);
      weight += OPERATOR;
      predicate(left);
      token = lexer.next();
      left = new PathExpr.Or(left, predicate(and()));
    }
    depth.leave(weight);
    return left;
  }

  private PathExpr and() {
    int weight = 0;
    PathExpr left = not();
    while (token.is("&&")) {
      depth.enter(OPERATOR);
      weight += OPERATOR;
      predicate(left);
      token = lexer.next();
      left = new PathExpr.And(left, predicate(not()));
    }
    depth.leave(weight);
    return left;
  }

  private PathExpr not() {
    if (!take("!")) {
      return comparison();
    }
    if (token.is("exists")) {
      return new PathExpr.Not(exists());
    }
    expect("(");
    PathExpr arg = predicate(or());
    expect(")");
    return new PathExpr.Not(arg);
  }

  private PathExpr exists() {
    expect("exists");
    expect("(");
    PathExpr arg = value(or());
    expect(")");
    return new PathExpr.Exists(arg);
  }

  private static CompareOp compareOp(Token token) {
    if (token.kind() == Kind.SIGN) {
      for (CompareOp op : CompareOp.values()) {
        if (token.is(op.sign())) {
          return op;
        }
      }
    }
    return null;
  }

  private PathExpr comparison() {
    PathExpr left = sum();
    if (left instanceof PathExpr.Predicate) {
      if (token.is("is") && left == parenthesized) {
        token = lexer.next();
        expect("unknown");
        return new PathExpr.IsUnknown(left);
      }
      return left;
    }
    CompareOp op = compareOp(token);
    if (op != null) {
      token = lexer.next();
      return new PathExpr.Compare(op, left, value(sum()));
    }
    if (take("starts")) {
      expect("with");
      if (token.kind() != Kind.STRING && token.kind() != Kind.VARIABLE) {
        throw unexpected();
      }
      return new PathExpr.StartsWith(left, scalar());
    }
    return take("like_regex") ? likeRegex(left) : left;
  }

  private Slice string() {
    if (token.kind() != Kind.STRING) {
      throw unexpected();
    }
    Slice string = Slice.utf8(token.text());
    token = lexer.next();
    return string;
  }

  private PathExpr likeRegex(PathExpr left) {
    Slice pattern = string();
    String letters = take("flag") ? string().toString() : "";
    for (int i = 0; i < letters.length(); i = letters.offsetByCodePoints(i, 1)) {
      String letter = Character.toString(letters.codePointAt(i));
      if (!"ismxq".contains(letter)) {
        throw SqlException.error(
                SqlState.SYNTAX_ERROR, "invalid input syntax for type %s", "jsonpath")
            .withDetail("Unrecognized flag character \"%s\" in LIKE_REGEX predicate.", letter);
      }
    }
    PathExpr.RegexFlags flags =
        new PathExpr.RegexFlags(
            letters.contains("i"),
            letters.contains("s"),
            letters.contains("m"),
            letters.contains("x"),
            letters.contains("q"));
    return new PathExpr.LikeRegex(left, pattern, flags, compiled(pattern, flags));
  }

  /** The flags mean what XQuery says, so that a dot matches a newline only when asked to. */
  private static Pattern compiled(Slice pattern, PathExpr.RegexFlags flags) {
    if (flags.x() && !flags.q()) {
      throw SqlException.error(
          SqlState.FEATURE_NOT_SUPPORTED,
          "XQuery \"x\" flag (expanded regular expressions) is not implemented");
    }
    RegexOptions options =
        new RegexOptions(
            flags.i(), flags.m() && !flags.q(), !flags.s() && !flags.q(), false, flags.q(), false);
    return RegexTranslator.translate(pattern.toString(), options);
  }

  private PathExpr sum() {
    int weight = 0;
    PathExpr left = product();
    while (token.is("+") || token.is("-")) {
      depth.enter(OPERATOR);
      weight += OPERATOR;
      value(left);
      ArithmeticOp op = token.is("+") ? ArithmeticOp.ADD : ArithmeticOp.SUBTRACT;
      token = lexer.next();
      left = new PathExpr.Arithmetic(op, left, value(product()));
    }
    depth.leave(weight);
    return left;
  }

  private PathExpr product() {
    int weight = 0;
    PathExpr left = signed();
    while (token.is("*") || token.is("/") || token.is("%")) {
      depth.enter(OPERATOR);
      weight += OPERATOR;
      value(left);
      ArithmeticOp op =
          token.is("*")
              ? ArithmeticOp.MULTIPLY
              : token.is("/") ? ArithmeticOp.DIVIDE : ArithmeticOp.MODULO;
      token = lexer.next();
      left = new PathExpr.Arithmetic(op, left, value(signed()));
    }
    depth.leave(weight);
    return left;
  }

  private PathExpr signed() {
    if (!token.is("+") && !token.is("-")) {
      return primary();
    }
    depth.enter(OPERATOR);
    boolean minus = token.is("-");
    token = lexer.next();
    PathExpr arg = value(signed());
    depth.leave(OPERATOR);
    if (arg instanceof PathExpr.Literal literal && literal.value() instanceof Jsonb.Number number) {
      Numeric value = number.value();
      return minus ? new PathExpr.Literal(new Jsonb.Number(NumericArithmetic.negate(value))) : arg;
    }
    return new PathExpr.Sign(minus, arg);
  }

  private PathExpr primary() {
    if (token.is("exists")) {
      return exists();
    }
    if (!take("(")) {
      return accessors(head());
    }
    PathExpr inner = or();
    expect(")");
    PathExpr whole = accessors(inner);
    if (whole == inner && inner instanceof PathExpr.Predicate) {
      parenthesized = inner;
    }
    return whole;
  }

  private PathExpr head() {
    PathExpr head =
        token.is("$")
            ? new PathExpr.Root()
            : token.is("@")
                ? new PathExpr.Current()
                : token.is("last") ? new PathExpr.Last() : null;
    if (head == null) {
      return scalar();
    }
    token = lexer.next();
    return head;
  }

  private PathExpr scalar() {
    Token t = token;
    PathExpr scalar =
        switch (t.kind()) {
          case STRING -> new PathExpr.Literal(new Jsonb.Text(Slice.utf8(t.text())));
          case VARIABLE -> new PathExpr.Variable(Slice.utf8(t.text()));
          case INTEGER, NUMBER ->
              new PathExpr.Literal(new Jsonb.Number(NumericText.parse(t.text())));
          case KEYWORD ->
              switch (t.word()) {
                case "null" -> new PathExpr.Literal(Jsonb.NULL);
                case "true" -> new PathExpr.Literal(Jsonb.TRUE);
                case "false" -> new PathExpr.Literal(Jsonb.FALSE);
                default -> throw unexpected();
              };
          case SIGN, NAME, END -> throw unexpected();
        };
    token = lexer.next();
    return scalar;
  }

  /** The steps after a head; those of a path in parentheses go on where it ends. */
  private PathExpr accessors(PathExpr head) {
    List<PathStep> steps = new ArrayList<>();
    while (true) {
      depth.enter(STEP);
      if (take("[")) {
        steps.add(subscript());
      } else if (take("?")) {
        expect("(");
        PathExpr predicate = predicate(or());
        expect(")");
        steps.add(new PathStep.Filter(predicate));
      } else if (take(".")) {
        steps.add(member());
      } else {
        break;
      }
    }
    depth.leave(STEP * (steps.size() + 1));
    if (steps.isEmpty()) {
      return head;
    }
    if (head instanceof PathExpr.Path path) {
      List<PathStep> all = new ArrayList<>(path.steps());
      all.addAll(steps);
      return new PathExpr.Path(path.head(), all);
    }
    return new PathExpr.Path(head, steps);
  }

  private PathStep subscript() {
    if (take("*")) {
      expect("]");
      return new PathStep.AnyElement();
    }
    List<PathStep.Range> ranges = new ArrayList<>();
    do {
      PathExpr from = value(or());
      PathExpr to = take("to") ? value(or()) : null;
      ranges.add(new PathStep.Range(from, to));
    } while (take(","));
    expect("]");
    return new PathStep.Elements(ranges);
  }

  private PathStep member() {
    if (take("*")) {
      return new PathStep.AnyKey();
    }
    if (take("**")) {
      return levels();
    }
    Token name = token;
    if (name.kind() != Kind.NAME && name.kind() != Kind.STRING && name.kind() != Kind.KEYWORD) {
      throw unexpected();
    }
    token = lexer.next();
    if (name.kind() == Kind.KEYWORD && token.is("(")) {
      PathStep method = method(name.word());
      if (method != null) {
        return method;
      }
    }
    return new PathStep.Key(Slice.utf8(name.text()));
  }

  private PathStep method(String word) {
    if (word.equals("datetime")) {
      expect("(");
      Slice template = token.kind() == Kind.STRING ? string() : null;
      expect(")");
      return new PathStep.DateTime(template);
    }
    for (PathStep.MethodKind kind : PathStep.MethodKind.values()) {
      if (kind.label().equals(word)) {
        expect("(");
        expect(")");
        return new PathStep.Method(kind);
      }
    }
    return null;
  }

  private PathStep levels() {
    if (!take("{")) {
      return new PathStep.AnyLevel(0, PathStep.AnyLevel.DEEPEST);
    }
    int first = level();
    int last = take("to") ? level() : first;
    expect("}");
    return new PathStep.AnyLevel(first, last);
  }

  private int level() {
    if (take("last")) {
      return PathStep.AnyLevel.DEEPEST;
    }
    if (token.kind() != Kind.INTEGER) {
      throw unexpected();
    }
    String digits = token.text();
    token = lexer.next();
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw SqlException.error(
          SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
          "value \"%s\" is out of range for type %s",
          digits,
          "integer");
    }
  }
}
