package org.postern.executor.deparse;

import java.util.List;
import org.postern.executor.query.Expr;

/**
 * Functions of the system that SQL has a syntax of its own for.
 *
 * <p>Source: PostgreSQL documentation, chapter 9 "Functions and Operators".
 */
final class SyntaxCalls {
  private SyntaxCalls() {}

  /** Prints such a call; false for one that is printed as a plain call. */
  static boolean print(String function, Expr.Call call, ExprPrinter printer, Output out) {
    List<Expr> args = call.args();
    switch (function) {
      case "timezone" -> {
        if (args.size() != 2) {
          return false;
        }
        out.add("(");
        printer.operand(args.get(1), false, call);
        out.add(" AT TIME ZONE ");
        printer.operand(args.get(0), false, call);
        out.add(")");
      }
      case "extract" -> {
        if (!(args.getFirst() instanceof Expr.Const field) || field.value() == null) {
          return false;
        }
        out.add("EXTRACT(").add(field.value().toString()).add(" FROM ");
        printer.print(args.get(1), false);
        out.add(")");
      }
      case "overlaps" -> {
        out.add("((");
        printer.print(args.get(0), false);
        out.add(", ");
        printer.print(args.get(1), false);
        out.add(") OVERLAPS (");
        printer.print(args.get(2), false);
        out.add(", ");
        printer.print(args.get(3), false);
        out.add("))");
      }
      case "position" -> {
        out.add("POSITION((");
        printer.print(args.get(1), false);
        out.add(") IN (");
        printer.print(args.get(0), false);
        out.add("))");
      }
      case "btrim", "ltrim", "rtrim" -> {
        String side =
            switch (function) {
              case "btrim" -> "BOTH";
              case "ltrim" -> "LEADING";
              default -> "TRAILING";
            };
        out.add("TRIM(" + side);
        if (args.size() == 2) {
          out.add(" ");
          printer.print(args.get(1), false);
        }
        out.add(" FROM ");
        printer.print(args.get(0), false);
        out.add(")");
      }
      default -> {
        return false;
      }
    }
    return true;
  }
}
