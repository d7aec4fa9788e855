package org.postern.executor.catalog;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.postern.executor.query.Expr;
import org.postern.executor.types.Physical;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeInfo;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Reads the format of {@link ExprText}. */
final class ExprTextReader {
  private static final int NOWHERE = -1;

  private final String text;
  private final IntFunction<TypeInfo> types;
  private int at;

  ExprTextReader(String text, IntFunction<TypeInfo> types) {
    this.text = text;
    this.types = types;
  }

  Expr expr() {
    if (accept('-')) {
      return null;
    }
    expect('(');
    Expr expr = node(word());
    expect(')');
    return expr;
  }

  void end() {
    blanks();
    if (at != text.length()) {
      throw malformed("end of text");
    }
  }

  private Expr node(String tag) {
    return switch (tag) {
      case "const" -> constant();
      case "var" -> new Expr.Var(num(), num(), num(), num(), num(), num(), NOWHERE);
      case "param" ->
          new Expr.Param(Expr.Param.Kind.valueOf(word()), num(), num(), num(), num(), NOWHERE);
      case "call" ->
          new Expr.Call(
              num(), num(), num(), num(), num(), flag(), flag(), form(), exprs(), NOWHERE);
      case "op" -> new Expr.Op(num(), num(), num(), num(), num(), flag(), exprs(), NOWHERE);
      case "distinct" -> new Expr.Distinct(num(), num(), num(), expr(), expr(), NOWHERE);
      case "nullif" ->
          new Expr.NullIf(num(), num(), num(), num(), num(), num(), expr(), expr(), NOWHERE);
      case "arrayop" -> new Expr.ArrayOp(num(), num(), flag(), num(), expr(), expr(), NOWHERE);
      case "bool" -> new Expr.Bool(Expr.Bool.Kind.valueOf(word()), exprs(), NOWHERE);
      case "nulltest" -> {
        boolean isNull = flag();
        boolean row = flag();
        yield new Expr.NullTest(expr(), isNull, row, NOWHERE);
      }
      case "booltest" -> {
        Expr.BoolTest.Kind kind = Expr.BoolTest.Kind.valueOf(word());
        yield new Expr.BoolTest(expr(), kind, NOWHERE);
      }
      case "case" -> {
        int type = num();
        int typmod = num();
        int collation = num();
        Expr arg = expr();
        List<Expr.Case.When> whens = list(() -> new Expr.Case.When(expr(), expr()));
        yield new Expr.Case(type, typmod, collation, arg, whens, expr(), NOWHERE);
      }
      case "casetest" -> new Expr.CaseTest(num(), num(), num());
      case "coalesce" -> new Expr.Coalesce(num(), num(), num(), exprs(), NOWHERE);
      case "minmax" -> new Expr.MinMax(flag(), num(), num(), num(), num(), exprs(), NOWHERE);
      case "relabel" -> {
        int type = num();
        int typmod = num();
        int collation = num();
        Expr.CastForm form = form();
        yield new Expr.Relabel(expr(), type, typmod, collation, form, NOWHERE);
      }
      case "io" -> {
        int type = num();
        int collation = num();
        Expr.CastForm form = form();
        yield new Expr.CoerceViaIo(expr(), type, collation, form, NOWHERE);
      }
      case "arraycoerce" -> {
        int type = num();
        int typmod = num();
        int collation = num();
        Expr.CastForm form = form();
        yield new Expr.ArrayCoerce(expr(), expr(), type, typmod, collation, form, NOWHERE);
      }
      case "array" -> {
        int type = num();
        int element = num();
        int collation = num();
        boolean nested = flag();
        yield new Expr.Array(type, element, collation, exprs(), nested, NOWHERE);
      }
      case "row" -> new Expr.Row(num(), exprs(), strings(), NOWHERE);
      case "rowcompare" ->
          new Expr.RowCompare(string(), list(this::num), exprs(), exprs(), NOWHERE);
      case "field" -> {
        int field = num();
        int type = num();
        int typmod = num();
        int collation = num();
        yield new Expr.Field(expr(), field, type, typmod, collation);
      }
      case "subscript" -> {
        boolean slice = flag();
        int element = num();
        int type = num();
        int typmod = num();
        int collation = num();
        yield new Expr.Subscript(
            expr(), exprs(), exprs(), slice, element, type, typmod, collation, NOWHERE);
      }
      case "sqlvalue" ->
          new Expr.SqlValue(Expr.SqlValue.Kind.valueOf(word()), num(), num(), num(), NOWHERE);
      case "slot" -> new Expr.Slot(num(), num(), num(), num());
      default -> throw malformed("a kind of expression");
    };
  }

  private Expr constant() {
    int type = num();
    int typmod = num();
    int collation = num();
    return new Expr.Const(type, typmod, collation, value(type, word()), NOWHERE);
  }

  private Object value(int type, String word) {
    if (word.equals("-")) {
      return null;
    }
    if (!word.startsWith("#")) {
      return Long.valueOf(word);
    }
    TypeInfo info = types.apply(type);
    if (info.physical() == Physical.DOUBLE) {
      return Double.longBitsToDouble(Long.parseUnsignedLong(word, 1, word.length(), 16));
    }
    byte[] bytes = HexFormat.of().parseHex(word, 1, word.length());
    return info.physical() == Physical.BYTES
        ? Slice.of(bytes)
        : info.io().load(bytes, 0, bytes.length);
  }

  List<Expr> exprs() {
    return list(this::expr);
  }

  /** An element may be null: the open end of a slice. */
  private <T> List<T> list(Supplier<T> element) {
    expect('[');
    List<T> elements = new ArrayList<>();
    boolean nulls = false;
    while (!accept(']')) {
      T next = element.get();
      nulls |= next == null;
      elements.add(next);
    }
    return nulls ? java.util.Collections.unmodifiableList(elements) : List.copyOf(elements);
  }

  private List<String> strings() {
    return accept('-') ? null : list(this::string);
  }

  private String string() {
    expect('"');
    StringBuilder string = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\') {
        at++;
      }
      string.append(text.charAt(at++));
    }
    expect('"');
    return string.toString();
  }

  private Expr.CastForm form() {
    return Expr.CastForm.valueOf(word());
  }

  private int num() {
    return Integer.parseInt(word());
  }

  private boolean flag() {
    return word().equals("t");
  }

  private String word() {
    blanks();
    int from = at;
    while (at < text.length() && " ()[]".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    if (from == at) {
      throw malformed("a word");
    }
    return text.substring(from, at);
  }

  private boolean accept(char c) {
    blanks();
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) {
    if (!accept(c)) {
      throw malformed("\"" + c + "\"");
    }
  }

  private void blanks() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  private SqlException malformed(String wanted) {
    return SqlException.error(
        SqlState.DATA_CORRUPTED,
        "stored expression is damaged: expected %s at offset %d of \"%s\"",
        wanted,
        at,
        text);
  }
}
