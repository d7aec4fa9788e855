package org.postern.executor.catalog;

import java.util.HexFormat;
import java.util.List;
import java.util.function.IntFunction;
import org.postern.executor.query.Expr;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeInfo;

/** Writes the format of {@link ExprText}. */
final class ExprTextWriter {
  private final IntFunction<TypeInfo> types;
  private final StringBuilder out = new StringBuilder();

  ExprTextWriter(IntFunction<TypeInfo> types) {
    this.types = types;
  }

  @Override
  public String toString() {
    return out.toString();
  }

  void expr(Expr expr) {
    if (expr == null) {
      word("-");
      return;
    }
    switch (expr) {
      case Expr.Const e -> {
        open("const").num(e.type()).num(e.typmod()).num(e.collation());
        value(e);
      }
      case Expr.Var e ->
          open("var")
              .num(e.relation())
              .num(e.column())
              .num(e.type())
              .num(e.typmod())
              .num(e.collation())
              .num(e.levelsUp());
      case Expr.Param e ->
          open("param")
              .word(e.kind().name())
              .num(e.number())
              .num(e.type())
              .num(e.typmod())
              .num(e.collation());
      case Expr.Call e ->
          open("call")
              .num(e.function())
              .num(e.type())
              .num(e.typmod())
              .num(e.collation())
              .num(e.inputCollation())
              .flag(e.returnsSet())
              .flag(e.variadic())
              .word(e.form().name())
              .exprs(e.args());
      case Expr.Op e ->
          open("op")
              .num(e.operator())
              .num(e.function())
              .num(e.type())
              .num(e.collation())
              .num(e.inputCollation())
              .flag(e.returnsSet())
              .exprs(e.args());
      case Expr.Distinct e -> {
        open("distinct").num(e.operator()).num(e.function()).num(e.inputCollation());
        expr(e.left());
        expr(e.right());
      }
      case Expr.NullIf e -> {
        open("nullif")
            .num(e.operator())
            .num(e.function())
            .num(e.type())
            .num(e.typmod())
            .num(e.collation())
            .num(e.inputCollation());
        expr(e.left());
        expr(e.right());
      }
      case Expr.ArrayOp e -> {
        open("arrayop").num(e.operator()).num(e.function()).flag(e.any()).num(e.inputCollation());
        expr(e.left());
        expr(e.array());
      }
      case Expr.Bool e -> open("bool").word(e.kind().name()).exprs(e.args());
      case Expr.NullTest e -> {
        open("nulltest").flag(e.isNull()).flag(e.row());
        expr(e.arg());
      }
      case Expr.BoolTest e -> {
        open("booltest").word(e.kind().name());
        expr(e.arg());
      }
      case Expr.Case e -> {
        open("case").num(e.type()).num(e.typmod()).num(e.collation());
        expr(e.arg());
        word("[");
        for (Expr.Case.When when : e.whens()) {
          expr(when.condition());
          expr(when.result());
        }
        word("]");
        expr(e.otherwise());
      }
      case Expr.CaseTest e -> open("casetest").num(e.type()).num(e.typmod()).num(e.collation());
      case Expr.Coalesce e ->
          open("coalesce").num(e.type()).num(e.typmod()).num(e.collation()).exprs(e.args());
      case Expr.MinMax e ->
          open("minmax")
              .flag(e.greatest())
              .num(e.type())
              .num(e.typmod())
              .num(e.collation())
              .num(e.inputCollation())
              .exprs(e.args());
      case Expr.Relabel e -> {
        open("relabel").num(e.type()).num(e.typmod()).num(e.collation()).word(e.form().name());
        expr(e.arg());
      }
      case Expr.CoerceViaIo e -> {
        open("io").num(e.type()).num(e.collation()).word(e.form().name());
        expr(e.arg());
      }
      case Expr.ArrayCoerce e -> {
        open("arraycoerce").num(e.type()).num(e.typmod()).num(e.collation()).word(e.form().name());
        expr(e.arg());
        expr(e.element());
      }
      case Expr.Array e ->
          open("array")
              .num(e.type())
              .num(e.elementType())
              .num(e.collation())
              .flag(e.nested())
              .exprs(e.elements());
      case Expr.Row e -> {
        open("row").num(e.type()).exprs(e.fields());
        strings(e.names());
      }
      case Expr.RowCompare e ->
          open("rowcompare")
              .string(e.operator())
              .nums(e.operators())
              .exprs(e.left())
              .exprs(e.right());
      case Expr.Field e -> {
        open("field").num(e.field()).num(e.type()).num(e.typmod()).num(e.collation());
        expr(e.arg());
      }
      case Expr.Subscript e -> {
        open("subscript")
            .flag(e.slice())
            .num(e.elementType())
            .num(e.type())
            .num(e.typmod())
            .num(e.collation());
        expr(e.container());
        exprs(e.upper());
        exprs(e.lower());
      }
      case Expr.SqlValue e ->
          open("sqlvalue").word(e.kind().name()).num(e.type()).num(e.typmod()).num(e.collation());
      case Expr.Slot e ->
          open("slot").num(e.column()).num(e.type()).num(e.typmod()).num(e.collation());
      default ->
          throw new IllegalArgumentException(
              "an expression that is never stored: node=" + expr.getClass().getSimpleName());
    }
    out.append(')');
  }

  private void value(Expr.Const constant) {
    switch (constant.value()) {
      case null -> word("-");
      case Long number -> word(Long.toString(number));
      case Double number -> word("#" + Long.toHexString(Double.doubleToRawLongBits(number)));
      case Slice slice -> {
        int from = slice.offset();
        hex(slice.base(), from, from + slice.length());
      }
      default -> {
        TypeInfo type = types.apply(constant.type());
        byte[] bytes = new byte[type.io().storedLength(constant.value())];
        type.io().store(constant.value(), bytes, 0);
        hex(bytes, 0, bytes.length);
      }
    }
  }

  private void hex(byte[] bytes, int from, int to) {
    word("#" + HexFormat.of().formatHex(bytes, from, to));
  }

  private ExprTextWriter open(String tag) {
    return word("(" + tag);
  }

  private ExprTextWriter word(String word) {
    if (!out.isEmpty() && out.charAt(out.length() - 1) != '[') {
      out.append(' ');
    }
    out.append(word);
    return this;
  }

  private ExprTextWriter num(int number) {
    return word(Integer.toString(number));
  }

  private ExprTextWriter flag(boolean flag) {
    return word(flag ? "t" : "f");
  }

  private ExprTextWriter string(String string) {
    return word("\"" + string.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
  }

  ExprTextWriter exprs(List<Expr> exprs) {
    word("[");
    exprs.forEach(this::expr);
    out.append(']');
    return this;
  }

  private ExprTextWriter nums(List<Integer> numbers) {
    word("[");
    numbers.forEach(this::num);
    out.append(']');
    return this;
  }

  private void strings(List<String> strings) {
    if (strings == null) {
      word("-");
      return;
    }
    word("[");
    strings.forEach(this::string);
    out.append(']');
  }
}
