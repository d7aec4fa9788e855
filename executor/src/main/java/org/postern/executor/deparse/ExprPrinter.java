package org.postern.executor.deparse;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.postern.executor.query.Expr;
import org.postern.storage.error.SqlException;

/**
 * Prints a bound expression over the columns of one relation.
 *
 * <p>Plain form: every operation stands in parentheses. Pretty form: only those that precedence
 * needs.
 *
 * <p>Source: PostgreSQL documentation, section 9.26 "System Catalog Information Functions".
 */
public final class ExprPrinter {
  private final NamePrinter names;
  private final IntFunction<String> columns;
  private final boolean pretty;
  private final ConstantPrinter constants;

  /** {@code columns} gives the name of a column by its number. */
  public ExprPrinter(NamePrinter names, IntFunction<String> columns, boolean pretty) {
    this.names = names;
    this.columns = columns;
    this.pretty = pretty;
    this.constants = new ConstantPrinter(names);
  }

  public String print(Expr expr) {
    return switch (expr) {
      case Expr.Const e -> constants.print(e, true);
      case Expr.Var e -> e.column() == 0 ? "*" : names.quote(columns.apply(e.column()));
      case Expr.Param e -> "$" + e.number();
      case Expr.Call e -> call(e);
      case Expr.Op e -> operation(e);
      case Expr.Distinct e ->
          wrap(operand(e.left(), e) + " IS DISTINCT FROM " + operand(e.right(), e));
      case Expr.NullIf e -> "NULLIF(" + print(e.left()) + ", " + print(e.right()) + ")";
      case Expr.ArrayOp e -> arrayOperation(e);
      case Expr.Bool e -> connective(e);
      case Expr.NullTest e ->
          wrap(operand(e.arg(), e) + (e.isNull() ? " IS NULL" : " IS NOT NULL"));
      case Expr.BoolTest e -> wrap(operand(e.arg(), e) + " " + e.kind().name().replace('_', ' '));
      case Expr.Case e -> caseOf(e);
      case Expr.CaseTest e -> "CASE_TEST_EXPR";
      case Expr.Coalesce e -> "COALESCE(" + list(e.args()) + ")";
      case Expr.MinMax e -> (e.greatest() ? "GREATEST(" : "LEAST(") + list(e.args()) + ")";
      case Expr.Relabel e -> cast(e.arg(), e.form(), e.type(), e.typmod());
      case Expr.CoerceViaIo e -> cast(e.arg(), e.form(), e.type(), -1);
      case Expr.ArrayCoerce e -> cast(e.arg(), e.form(), e.type(), e.typmod());
      case Expr.Array e -> array(e);
      case Expr.Row e -> "ROW(" + list(e.fields()) + ")";
      case Expr.RowCompare e ->
          wrap("ROW(" + list(e.left()) + ") " + e.operator() + " ROW(" + list(e.right()) + ")");
      case Expr.Field e ->
          "(" + print(e.arg()) + ")." + names.quote(names.field(e.arg().type(), e.field()));
      case Expr.Subscript e -> subscript(e);
      case Expr.SqlValue e -> sqlValue(e);
      case Expr.Default e -> "DEFAULT";
      case Expr.NextValue e -> "nextval('" + names.relation(e.sequence()) + "'::regclass)";
      case Expr.SubLink e -> throw unprintable();
      case Expr.SubLinkColumn e -> throw unprintable();
      case Expr.Aggregate e ->
          names.function(e.function()) + "(" + (e.star() ? "*" : list(e.args())) + ")";
      case Expr.Slot e -> throw unprintable();
      case Expr.SubPlan e -> throw unprintable();
    };
  }

  private static SqlException unprintable() {
    return SqlException.notSupported("printing a subquery");
  }

  private String wrap(String text) {
    return pretty ? text : "(" + text + ")";
  }

  private String list(List<Expr> exprs) {
    List<String> printed = new ArrayList<>();
    exprs.forEach(expr -> printed.add(print(expr)));
    return String.join(", ", printed);
  }

  private String call(Expr.Call call) {
    if (call.form() != Expr.CastForm.CALL && !call.args().isEmpty()) {
      return cast(call.args().getFirst(), call.form(), call.type(), call.typmod());
    }
    String args = list(call.args());
    if (call.variadic() && !call.args().isEmpty()) {
      int last = call.args().size() - 1;
      String head = list(call.args().subList(0, last));
      args = (head.isEmpty() ? "" : head + ", ") + "VARIADIC " + print(call.args().get(last));
    }
    return names.function(call.function()) + "(" + args + ")";
  }

  private String cast(Expr arg, Expr.CastForm form, int type, int typmod) {
    if (form == Expr.CastForm.IMPLICIT) {
      return print(arg);
    }
    String inner;
    if (arg instanceof Expr.Const constant && constant.type() == type && constant.typmod() == -1) {
      inner = constants.print(constant, false);
    } else if (pretty) {
      inner = isSimple(arg) ? print(arg) : "(" + print(arg) + ")";
    } else {
      inner = "(" + print(arg) + ")";
    }
    return inner + "::" + names.type(type, typmod);
  }

  private String operation(Expr.Op op) {
    String symbol = names.operator(op.operator());
    if (op.args().size() == 1) {
      return wrap(symbol + " " + operand(op.args().getFirst(), op));
    }
    Expr left = op.args().get(0);
    Expr right = op.args().get(1);
    String printedLeft = pretty ? pretty(left, symbol, true) : print(left);
    String printedRight = pretty ? pretty(right, symbol, false) : print(right);
    return wrap(printedLeft + " " + symbol + " " + printedRight);
  }

  /** An operand of an operator: bare when it is simple or binds more tightly. */
  private String pretty(Expr operand, String parent, boolean left) {
    Expr visible = withoutImplicitCasts(operand);
    boolean bare = isSimple(visible);
    if (!bare && visible instanceof Expr.Op op && op.args().size() == 2) {
      int outer = priority(parent);
      int inner = priority(names.operator(op.operator()));
      bare = outer > 0 && inner > 0 && (inner > outer || inner == outer && left);
    }
    return bare ? print(operand) : "(" + print(operand) + ")";
  }

  private static int priority(String symbol) {
    return switch (symbol) {
      case "+", "-" -> 1;
      case "*", "/", "%" -> 2;
      default -> 0;
    };
  }

  private static Expr withoutImplicitCasts(Expr expr) {
    return switch (expr) {
      case Expr.Relabel e when e.form() == Expr.CastForm.IMPLICIT -> withoutImplicitCasts(e.arg());
      case Expr.CoerceViaIo e when e.form() == Expr.CastForm.IMPLICIT ->
          withoutImplicitCasts(e.arg());
      case Expr.Call e when e.form() == Expr.CastForm.IMPLICIT && !e.args().isEmpty() ->
          withoutImplicitCasts(e.args().getFirst());
      default -> expr;
    };
  }

  /** Whether an expression is a unit by itself, whatever stands around it. */
  private static boolean isSimple(Expr expr) {
    return switch (withoutImplicitCasts(expr)) {
      case Expr.Op e -> false;
      case Expr.Distinct e -> false;
      case Expr.ArrayOp e -> false;
      case Expr.Bool e -> false;
      case Expr.NullTest e -> false;
      case Expr.BoolTest e -> false;
      case Expr.RowCompare e -> false;
      default -> true;
    };
  }

  private String operand(Expr expr, Expr parent) {
    if (!pretty || isSimple(expr)) {
      return print(expr);
    }
    Expr visible = withoutImplicitCasts(expr);
    boolean inBool = parent instanceof Expr.Bool && !(visible instanceof Expr.Bool);
    return inBool ? print(expr) : "(" + print(expr) + ")";
  }

  private String arrayOperation(Expr.ArrayOp e) {
    String array = print(e.array());
    return wrap(
        operand(e.left(), e)
            + " "
            + names.operator(e.operator())
            + (e.any() ? " ANY (" : " ALL (")
            + array
            + ")");
  }

  private String connective(Expr.Bool bool) {
    if (bool.kind() == Expr.Bool.Kind.NOT) {
      return wrap("NOT " + term(bool.args().getFirst(), bool.kind()));
    }
    List<String> terms = new ArrayList<>();
    for (Expr arg : bool.args()) {
      terms.add(term(arg, bool.kind()));
    }
    return wrap(String.join(" " + bool.kind().name() + " ", terms));
  }

  /** In the pretty form AND and NOT stand bare within AND and OR, and OR within OR. */
  private String term(Expr expr, Expr.Bool.Kind parent) {
    if (!pretty || !(expr instanceof Expr.Bool inner)) {
      return pretty && parent == Expr.Bool.Kind.NOT && !isSimple(expr)
          ? "(" + print(expr) + ")"
          : print(expr);
    }
    boolean bare =
        switch (inner.kind()) {
          case NOT, AND -> parent != Expr.Bool.Kind.NOT;
          case OR -> parent == Expr.Bool.Kind.OR;
        };
    return bare ? print(expr) : "(" + print(expr) + ")";
  }

  private String caseOf(Expr.Case e) {
    StringBuilder out = new StringBuilder("\nCASE");
    if (e.arg() != null) {
      out.append(' ').append(print(e.arg()));
    }
    for (Expr.Case.When when : e.whens()) {
      out.append("\n    WHEN ").append(print(condition(when.condition(), e.arg() != null)));
      out.append(" THEN ").append(print(when.result()));
    }
    if (e.otherwise() != null) {
      out.append("\n    ELSE ").append(print(e.otherwise()));
    }
    return out.append("\nEND").toString();
  }

  /** With a CASE argument only the value it is compared with is printed. */
  private static Expr condition(Expr condition, boolean withArgument) {
    if (withArgument
        && condition instanceof Expr.Op op
        && op.args().size() == 2
        && withoutImplicitCasts(op.args().getFirst()) instanceof Expr.CaseTest) {
      return op.args().get(1);
    }
    return condition;
  }

  private String array(Expr.Array e) {
    String printed = "ARRAY[" + list(e.elements()) + "]";
    return e.elements().isEmpty() ? printed + "::" + names.type(e.type(), -1) : printed;
  }

  private String subscript(Expr.Subscript e) {
    StringBuilder out = new StringBuilder();
    boolean bare = e.container() instanceof Expr.Var || e.container() instanceof Expr.Subscript;
    out.append(bare ? print(e.container()) : "(" + print(e.container()) + ")");
    for (int i = 0; i < e.upper().size(); i++) {
      out.append('[');
      if (e.slice()) {
        Expr lower = e.lower().get(i);
        out.append(lower == null ? "" : print(lower)).append(':');
      }
      Expr upper = e.upper().get(i);
      out.append(upper == null ? "" : print(upper)).append(']');
    }
    return out.toString();
  }

  private static String sqlValue(Expr.SqlValue e) {
    String name = e.kind().name();
    return e.typmod() >= 0 ? name + "(" + e.typmod() + ")" : name;
  }
}
