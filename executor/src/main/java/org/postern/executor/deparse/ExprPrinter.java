package org.postern.executor.deparse;

import java.util.List;
import java.util.function.IntFunction;
import org.postern.executor.query.Expr;
import org.postern.executor.query.Query;
import org.postern.executor.query.RangeTableEntry;
import org.postern.storage.error.SqlException;

/**
 * Prints a bound expression: over the columns of one relation, or within a query.
 *
 * <p>Plain form: every operation stands in parentheses. Pretty form: only those that precedence
 * needs. An implicit cast shows where it decides which function or operator is meant: within their
 * arguments, and in lists of values.
 *
 * <p>Source: PostgreSQL documentation, section 9.26 "System Catalog Information Functions".
 */
public final class ExprPrinter {
  private final NamePrinter names;
  private final IntFunction<String> columns;
  private final boolean pretty;
  private final ConstantPrinter constants;
  private final Output out;
  private final QueryPrinter queries;
  private final Level level;

  /** {@code columns} gives the name of a column by its number. */
  public ExprPrinter(NamePrinter names, IntFunction<String> columns, boolean pretty) {
    this(names, columns, pretty, new Output(), null, null);
  }

  private ExprPrinter(
      NamePrinter names,
      IntFunction<String> columns,
      boolean pretty,
      Output out,
      QueryPrinter queries,
      Level level) {
    this.names = names;
    this.columns = columns;
    this.pretty = pretty;
    this.constants = new ConstantPrinter(names);
    this.out = out;
    this.queries = queries;
    this.level = level;
  }

  /** For expressions of a query level. */
  static ExprPrinter within(
      QueryPrinter queries, Level level, NamePrinter names, boolean pretty, Output out) {
    return new ExprPrinter(names, null, pretty, out, queries, level);
  }

  /** The text of a whole expression. */
  public String print(Expr expr) {
    out.text.setLength(0);
    out.indent = 0;
    print(expr, false);
    return out.text.toString();
  }

  /** Prints an expression; {@code implicit}: implicit casts show. */
  void print(Expr expr, boolean implicit) {
    switch (expr) {
      case Expr.Const e -> out.add(constants.print(e, true));
      case Expr.Var e -> out.add(column(e, false));
      case Expr.Param e -> out.add("$" + e.number());
      case Expr.Call e -> call(e, implicit);
      case Expr.Op e -> operation(e);
      case Expr.Distinct e -> infix(e.left(), " IS DISTINCT FROM ", e.right(), e);
      case Expr.NullIf e -> listed("NULLIF(", List.of(e.left(), e.right()));
      case Expr.ArrayOp e -> arrayOperation(e);
      case Expr.Bool e -> connective(e);
      case Expr.NullTest e -> postfix(e.arg(), e.isNull() ? " IS NULL" : " IS NOT NULL", true, e);
      case Expr.BoolTest e -> postfix(e.arg(), " " + e.kind().name().replace('_', ' '), false, e);
      case Expr.Case e -> caseOf(e);
      case Expr.CaseTest e -> out.add("CASE_TEST_EXPR");
      case Expr.Coalesce e -> coalesce(e);
      case Expr.MinMax e -> listed(e.greatest() ? "GREATEST(" : "LEAST(", e.args());
      case Expr.Relabel e -> cast(e.arg(), e.form(), e.type(), e.typmod(), implicit, e);
      case Expr.CoerceViaIo e -> cast(e.arg(), e.form(), e.type(), -1, implicit, e);
      case Expr.ArrayCoerce e -> cast(e.arg(), e.form(), e.type(), e.typmod(), implicit, e);
      case Expr.Array e -> array(e);
      case Expr.Row e -> listed("ROW(", e.fields());
      case Expr.RowCompare e -> {
        listed(pretty ? "ROW(" : "(ROW(", e.left());
        listed(" " + e.operator() + " ROW(", e.right());
        close();
      }
      case Expr.Field e -> field(e);
      case Expr.Subscript e -> subscript(e);
      case Expr.SqlValue e -> out.add(sqlValue(e));
      case Expr.Default e -> out.add("DEFAULT");
      case Expr.NextValue e -> out.add("nextval('" + names.relation(e.sequence()) + "'::regclass)");
      case Expr.SubLink e -> subLink(e);
      case Expr.SubLinkColumn e -> throw unprintable();
      case Expr.Aggregate e -> aggregate(e);
      case Expr.Slot e -> throw unprintable();
      case Expr.WindowCall e -> windowCall(e);
      case Expr.Grouping e -> listed("GROUPING(", e.args());
      case Expr.CurrentOf e -> out.add("CURRENT OF ").add(names.quote(e.cursor()));
      case Expr.FieldStore e -> throw unprintable();
      case Expr.SubscriptStore e -> throw unprintable();
      case Expr.SubPlan e -> throw unprintable();
    }
  }

  private static SqlException unprintable() {
    return SqlException.notSupported("printing a planned expression");
  }

  /** A column's name; {@code top}: it stands alone in a select list. */
  String column(Expr.Var v, boolean top) {
    if (level == null) {
      return v.column() == 0
          ? "*"
          : v.column() == -6 ? "tableoid" : plain(columns.apply(v.column()));
    }
    Level at = level.up(v.levelsUp());
    int join = at.hidingJoin(v.relation());
    if (join != 0) {
      RangeTableEntry.Join entry = (RangeTableEntry.Join) at.query.rangeTable().get(join - 1);
      for (int i = 0; i < entry.vars().size(); i++) {
        if (entry.vars().get(i) instanceof Expr.Var x
            && x.relation() == v.relation()
            && x.column() == v.column()) {
          return names.quote(at.name(join)) + "." + names.quote(entry.columns().get(i));
        }
      }
    }
    String relation = names.quote(at.name(v.relation()));
    if (v.column() == 0) {
      return relation + ".*" + (top ? "::" + names.type(v.type(), -1) : "");
    }
    return relation + "." + names.quote(columnName(at, v));
  }

  /** VALUE of a domain's check is a key word. */
  private String plain(String name) {
    return name.equals("VALUE") ? name : names.quote(name);
  }

  /** The bare name of a column, for comparing it with the name of an output. */
  String columnName(Expr.Var v) {
    return columnName(level.up(v.levelsUp()), v);
  }

  private static String columnName(Level at, Expr.Var v) {
    return switch (v.column()) {
      case 0 -> at.name(v.relation());
      case -1 -> "ctid";
      case -2 -> "xmin";
      case -3 -> "cmin";
      case -4 -> "xmax";
      case -5 -> "cmax";
      case -6 -> "tableoid";
      default -> at.columns(v.relation()).get(v.column() - 1);
    };
  }

  private void open() {
    if (!pretty) {
      out.add("(");
    }
  }

  private void close() {
    if (!pretty) {
      out.add(")");
    }
  }

  /** Prints a list after {@code start} and a closing parenthesis. */
  private void listed(String start, List<Expr> exprs) {
    out.add(start);
    list(exprs);
    out.add(")");
  }

  void list(List<Expr> exprs) {
    for (int i = 0; i < exprs.size(); i++) {
      if (i > 0) {
        out.add(", ");
      }
      print(exprs.get(i), true);
    }
  }

  private void coalesce(Expr.Coalesce e) {
    for (Level at = level; at != null; at = at.parent) {
      String merged = at.merged(e);
      if (merged != null) {
        out.add(names.quote(merged));
        return;
      }
    }
    listed("COALESCE(", e.args());
  }

  private void call(Expr.Call call, boolean implicit) {
    if (call.form() != Expr.CastForm.CALL && !call.args().isEmpty()) {
      cast(call.args().getFirst(), call.form(), call.type(), call.typmod(), implicit, call);
      return;
    }
    String name = names.function(call.function());
    if (!call.args().isEmpty() && SyntaxCalls.print(name.replace("\"", ""), call, this, out)) {
      return;
    }
    out.add(name).add("(");
    int last = call.args().size() - 1;
    for (int i = 0; i <= last; i++) {
      out.add(i > 0 ? ", " : "").add(call.variadic() && i == last ? "VARIADIC " : "");
      print(call.args().get(i), true);
    }
    out.add(")");
  }

  private void cast(
      Expr arg, Expr.CastForm form, int type, int typmod, boolean implicit, Expr self) {
    if (form == Expr.CastForm.IMPLICIT && !implicit) {
      operand(arg, false, self);
      return;
    }
    if (arg instanceof Expr.Const constant && constant.type() == type && constant.typmod() == -1) {
      out.add(constants.print(constant, false));
    } else {
      open();
      operand(arg, false, self);
      close();
    }
    out.add("::").add(names.type(type, typmod));
  }

  private void operation(Expr.Op op) {
    String symbol = names.operator(op.operator());
    open();
    if (op.args().size() == 1) {
      out.add(symbol).add(" ");
      operand(op.args().getFirst(), true, op);
    } else {
      operand(op.args().get(0), true, op);
      out.add(" ").add(symbol).add(" ");
      operand(op.args().get(1), true, op);
    }
    close();
  }

  private void infix(Expr left, String between, Expr right, Expr self) {
    open();
    operand(left, true, self);
    out.add(between);
    operand(right, true, self);
    close();
  }

  private void postfix(Expr arg, String test, boolean implicit, Expr self) {
    open();
    operand(arg, implicit, self);
    out.add(test);
    close();
  }

  /** An operand of {@code parent}: in the pretty form bare when nothing can be mistaken. */
  void operand(Expr expr, boolean implicit, Expr parent) {
    boolean parentheses = pretty && !Precedence.bare(expr, parent, names);
    out.add(parentheses ? "(" : "");
    print(expr, implicit);
    out.add(parentheses ? ")" : "");
  }

  private void arrayOperation(Expr.ArrayOp e) {
    open();
    operand(e.left(), true, e);
    out.add(" ").add(names.operator(e.operator())).add(e.any() ? " ANY (" : " ALL (");
    operand(e.array(), true, e);
    if (e.array() instanceof Expr.SubLink s && s.kind() == Expr.SubLink.Kind.SCALAR) {
      out.add("::").add(names.type(e.array().type(), -1));
    }
    out.add(")");
    close();
  }

  private void connective(Expr.Bool bool) {
    open();
    out.add(bool.kind() == Expr.Bool.Kind.NOT ? "NOT " : "");
    for (int i = 0; i < bool.args().size(); i++) {
      out.add(i > 0 ? " " + bool.kind().name() + " " : "");
      operand(bool.args().get(i), false, bool);
    }
    close();
  }

  private void caseOf(Expr.Case e) {
    out.line("CASE", 0, Output.ITEM, 0);
    if (e.arg() != null) {
      out.add(" ");
      print(e.arg(), true);
    }
    for (Expr.Case.When when : e.whens()) {
      out.line("WHEN ", 0, 0, 0);
      print(condition(when.condition(), e.arg() != null), false);
      out.add(" THEN ");
      print(when.result(), true);
    }
    out.line("ELSE ", 0, 0, 0);
    print(e.otherwise() == null ? Expr.Const.ofNull(e.type()) : e.otherwise(), true);
    out.line("END", -Output.ITEM, 0, 0);
  }

  /** With a CASE argument only the value it is compared with is printed. */
  private static Expr condition(Expr condition, boolean withArgument) {
    if (withArgument
        && condition instanceof Expr.Op op
        && op.args().size() == 2
        && Precedence.withoutImplicitCasts(op.args().getFirst()) instanceof Expr.CaseTest) {
      return op.args().get(1);
    }
    return condition;
  }

  private void array(Expr.Array e) {
    out.add("ARRAY[");
    list(e.elements());
    out.add("]").add(e.elements().isEmpty() ? "::" + names.type(e.type(), -1) : "");
  }

  private void field(Expr.Field e) {
    out.add("(");
    print(e.arg(), true);
    String name =
        e.arg() instanceof Expr.Row row && row.names() != null
            ? row.names().get(e.field() - 1)
            : names.field(e.arg().type(), e.field());
    out.add(").").add(names.quote(name));
  }

  private void subscript(Expr.Subscript e) {
    boolean bare = e.container() instanceof Expr.Var || e.container() instanceof Expr.Subscript;
    out.add(bare ? "" : "(");
    print(e.container(), true);
    out.add(bare ? "" : ")");
    for (int i = 0; i < e.upper().size(); i++) {
      out.add("[");
      if (e.slice()) {
        if (e.lower().get(i) != null) {
          print(e.lower().get(i), false);
        }
        out.add(":");
      }
      if (e.upper().get(i) != null) {
        print(e.upper().get(i), false);
      }
      out.add("]");
    }
  }

  private void aggregate(Expr.Aggregate e) {
    out.add(names.function(e.function())).add("(").add(e.distinct() ? "DISTINCT " : "");
    if (e.star()) {
      out.add("*");
    } else {
      for (int i = 0; i < e.args().size(); i++) {
        out.add(i > 0 ? ", " : "");
        out.add(e.variadic() && i == e.args().size() - 1 ? "VARIADIC " : "");
        print(e.args().get(i), true);
      }
    }
    for (int i = 0; i < e.order().size(); i++) {
      Expr.Aggregate.SortKey key = e.order().get(i);
      out.add(i == 0 ? " ORDER BY " : ", ");
      print(key.expr(), true);
      out.add(QueryPrinter.direction(key.descending(), key.nullsFirst()));
    }
    out.add(")");
    if (e.filter() != null) {
      out.add(" FILTER (WHERE ");
      print(e.filter(), false);
      out.add(")");
    }
  }

  private void windowCall(Expr.WindowCall e) {
    out.add(names.function(e.function())).add("(").add(e.star() ? "*" : "");
    list(e.args());
    out.add(")");
    if (e.filter() != null) {
      out.add(" FILTER (WHERE ");
      print(e.filter(), false);
      out.add(")");
    }
    out.add(" OVER (");
    new WindowPrinter(this, out).print(level.query.windows().get(e.window()));
    out.add(")");
  }

  private void subLink(Expr.SubLink e) {
    if (queries == null) {
      throw unprintable();
    }
    out.add(e.kind() == Expr.SubLink.Kind.ARRAY ? "ARRAY(" : "(");
    String operator = e.test() == null ? null : test(e.test());
    switch (e.kind()) {
      case EXISTS -> out.add("EXISTS (");
      case ANY -> out.add(operator.equals("=") ? " IN (" : " " + operator + " ANY (");
      case ALL -> out.add(" " + operator + " ALL (");
      case SCALAR, ARRAY -> {
        // The parenthesis is there.
      }
    }
    Query query = e.query();
    queries.nested(query, level);
    boolean two = e.kind() != Expr.SubLink.Kind.SCALAR && e.kind() != Expr.SubLink.Kind.ARRAY;
    out.add(two ? "))" : ")");
  }

  /** Prints the left side of a comparison with a subquery; gives its operator. */
  private String test(Expr test) {
    switch (test) {
      case Expr.Op op -> {
        print(op.args().getFirst(), true);
        return names.operator(op.operator());
      }
      case Expr.Bool bool -> {
        out.add("(");
        String operator = "=";
        for (int i = 0; i < bool.args().size(); i++) {
          out.add(i > 0 ? ", " : "");
          operator = test(bool.args().get(i));
        }
        out.add(")");
        return operator;
      }
      case Expr.RowCompare compare -> {
        listed("(", compare.left());
        return compare.operator();
      }
      case Expr.Relabel r -> {
        return test(r.arg());
      }
      default -> throw unprintable();
    }
  }

  private static String sqlValue(Expr.SqlValue e) {
    String name = e.kind().name();
    return e.typmod() >= 0 ? name + "(" + e.typmod() + ")" : name;
  }
}
