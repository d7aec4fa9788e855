package org.postern.executor.types.jsonpath;

import java.util.List;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.json.JsonEscapes;
import org.postern.executor.types.json.Jsonb;
import org.postern.executor.types.json.JsonbPrinter;

/** A path as canonical text: names quoted, and parentheses where operators meet. */
final class PathPrinter {
  private final ByteSink out;

  private PathPrinter(ByteSink out) {
    this.out = out;
  }

  static void append(JsonPath path, ByteSink out) {
    out.putAscii(path.strict() ? "strict " : "");
    new PathPrinter(out).print(path.expr(), true);
  }

  private static int priority(PathExpr expr) {
    return switch (expr) {
      case PathExpr.Path path -> priority(path.head());
      case PathExpr.Or or -> 0;
      case PathExpr.And and -> 1;
      case PathExpr.Compare c -> 2;
      case PathExpr.StartsWith s -> 2;
      case PathExpr.Arithmetic a -> a.op().priority();
      case PathExpr.Sign s -> 5;
      case PathExpr.Literal l -> PathExpr.TIGHTEST;
      case PathExpr.Variable v -> PathExpr.TIGHTEST;
      case PathExpr.Root r -> PathExpr.TIGHTEST;
      case PathExpr.Current c -> PathExpr.TIGHTEST;
      case PathExpr.Last l -> PathExpr.TIGHTEST;
      case PathExpr.Not n -> PathExpr.TIGHTEST;
      case PathExpr.IsUnknown i -> PathExpr.TIGHTEST;
      case PathExpr.Exists e -> PathExpr.TIGHTEST;
      case PathExpr.LikeRegex l -> PathExpr.TIGHTEST;
    };
  }

  private void operand(PathExpr operand, PathExpr operator) {
    print(operand, priority(operand) <= priority(operator));
  }

  private void print(PathExpr expr, boolean brackets) {
    switch (expr) {
      case PathExpr.Path path -> path(path, brackets);
      case PathExpr.Literal literal -> JsonbPrinter.append(literal.value(), out);
      case PathExpr.Variable variable -> {
        out.put('$');
        JsonEscapes.append(variable.name(), out);
      }
      case PathExpr.Root root -> out.put('$');
      case PathExpr.Current current -> out.put('@');
      case PathExpr.Last last -> out.putAscii("last");
      case PathExpr.Arithmetic a -> binary(a, a.left(), a.op().sign(), a.right(), brackets);
      case PathExpr.Compare c -> binary(c, c.left(), c.op().sign(), c.right(), brackets);
      case PathExpr.And a -> binary(a, a.left(), "&&", a.right(), brackets);
      case PathExpr.Or o -> binary(o, o.left(), "||", o.right(), brackets);
      case PathExpr.StartsWith s -> binary(s, s.left(), "starts with", s.prefix(), brackets);
      case PathExpr.Sign sign -> {
        out.putAscii(brackets ? "(" : "").put(sign.minus() ? '-' : '+');
        operand(sign.arg(), sign);
        out.putAscii(brackets ? ")" : "");
      }
      case PathExpr.Not not -> enclosed("!(", not.arg(), ")");
      case PathExpr.IsUnknown is -> enclosed("(", is.arg(), ") is unknown");
      case PathExpr.Exists exists -> enclosed("exists (", exists.arg(), ")");
      case PathExpr.LikeRegex like -> {
        out.putAscii(brackets ? "(" : "");
        operand(like.arg(), like);
        out.putAscii(" like_regex ");
        JsonEscapes.append(like.pattern(), out);
        flags(like.flags());
        out.putAscii(brackets ? ")" : "");
      }
    }
  }

  private void enclosed(String before, PathExpr arg, String after) {
    out.putAscii(before);
    print(arg, false);
    out.putAscii(after);
  }

  private void binary(
      PathExpr operator, PathExpr left, String sign, PathExpr right, boolean brackets) {
    out.putAscii(brackets ? "(" : "");
    operand(left, operator);
    out.put(' ').putAscii(sign).put(' ');
    operand(right, operator);
    out.putAscii(brackets ? ")" : "");
  }

  private void flags(PathExpr.RegexFlags flags) {
    String shown =
        (flags.i() ? "i" : "")
            + (flags.s() ? "s" : "")
            + (flags.m() ? "m" : "")
            + (flags.x() ? "x" : "")
            + (flags.q() ? "q" : "");
    if (!shown.isEmpty()) {
      out.putAscii(" flag \"" + shown + "\"");
    }
  }

  private void path(PathExpr.Path path, boolean brackets) {
    if (path.head() instanceof PathExpr.Literal literal
        && literal.value() instanceof Jsonb.Number) {
      out.put('(');
      print(literal, false);
      out.put(')');
    } else {
      print(path.head(), brackets);
    }
    path.steps().forEach(this::step);
  }

  private void step(PathStep step) {
    switch (step) {
      case PathStep.Key key -> {
        out.put('.');
        JsonEscapes.append(key.name(), out);
      }
      case PathStep.AnyKey any -> out.putAscii(".*");
      case PathStep.AnyElement any -> out.putAscii("[*]");
      case PathStep.Elements elements -> ranges(elements.ranges());
      case PathStep.AnyLevel any -> levels(any);
      case PathStep.Filter filter -> enclosed("?(", filter.predicate(), ")");
      case PathStep.Method method -> out.putAscii("." + method.kind().label() + "()");
      case PathStep.DateTime datetime -> {
        out.putAscii(".datetime(");
        if (datetime.template() != null) {
          JsonEscapes.append(datetime.template(), out);
        }
        out.put(')');
      }
    }
  }

  private void ranges(List<PathStep.Range> ranges) {
    out.put('[');
    for (int i = 0; i < ranges.size(); i++) {
      out.putAscii(i > 0 ? "," : "");
      print(ranges.get(i).from(), false);
      if (ranges.get(i).to() != null) {
        out.putAscii(" to ");
        print(ranges.get(i).to(), false);
      }
    }
    out.put(']');
  }

  private void levels(PathStep.AnyLevel any) {
    out.putAscii(".**");
    if (any.first() == 0 && any.last() == PathStep.AnyLevel.DEEPEST) {
      return;
    }
    out.put('{').putAscii(level(any.first()));
    if (any.first() != any.last()) {
      out.putAscii(" to ").putAscii(level(any.last()));
    }
    out.put('}');
  }

  private static String level(int level) {
    return level == PathStep.AnyLevel.DEEPEST ? "last" : String.valueOf(level);
  }
}
