package org.postern.executor.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.executor.query.Expr;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.io.BuiltinTypes;
import org.postern.executor.types.io.StandaloneContext;
import org.postern.storage.error.SqlException;

class ExprTextTest {
  private static final ExprText TEXT = new ExprText(BuiltinTypes::get);
  private static final Expr A = new Expr.Var(1, 2, TypeOid.INT4, -1, 0, 0, -1);
  private static final Expr B = constant(TypeOid.INT4, -5L);
  private static final Expr TRUE = constant(TypeOid.BOOL, 1L);

  private static Expr constant(int type, Object value) {
    return new Expr.Const(type, -1, 0, value, -1);
  }

  private static Expr text(String value) {
    return new Expr.Const(TypeOid.TEXT, -1, 100, Slice.utf8(value), -1);
  }

  private static Object numeric(String value) {
    return BuiltinTypes.get(TypeOid.NUMERIC).io().input(value, -1, StandaloneContext.DEFAULT);
  }

  static Stream<Expr> expressions() {
    Expr.CastForm form = Expr.CastForm.EXPLICIT;
    List<Expr> two = List.of(A, B);
    List<Expr> all = new ArrayList<>();
    all.add(A);
    all.add(constant(TypeOid.INT8, Long.MIN_VALUE));
    all.add(Expr.Const.ofNull(TypeOid.TEXT));
    all.add(constant(TypeOid.FLOAT8, -0.0));
    all.add(constant(TypeOid.FLOAT8, 1.0 / 3));
    all.add(constant(TypeOid.FLOAT4, Double.POSITIVE_INFINITY));
    all.add(text(""));
    all.add(text("It's (\"odd\") [text] \\ \u00e4\n"));
    all.add(constant(TypeOid.NUMERIC, numeric("-12345.6789000")));
    all.add(constant(TypeOid.INT4_ARRAY, ArrayValue.of(TypeOid.INT4, 1L, null, 3L)));
    all.add(new Expr.Param(Expr.Param.Kind.EXTERNAL, 3, TypeOid.INT4, -1, 0, -1));
    all.add(new Expr.Call(481, TypeOid.INT8, -1, 0, 100, false, true, Expr.CastForm.CALL, two, -1));
    all.add(new Expr.Call(1299, TypeOid.TIMESTAMPTZ, -1, 0, 0, true, false, form, List.of(), -1));
    all.add(new Expr.Op(551, 177, TypeOid.INT4, 0, 0, false, two, -1));
    all.add(new Expr.Distinct(96, 65, 0, A, B, -1));
    all.add(new Expr.NullIf(96, 65, TypeOid.INT4, -1, 0, 0, A, B, -1));
    all.add(
        new Expr.ArrayOp(
            96,
            65,
            true,
            0,
            A,
            new Expr.Array(TypeOid.INT4_ARRAY, TypeOid.INT4, 0, two, false, -1),
            -1));
    all.add(
        new Expr.Bool(
            Expr.Bool.Kind.OR,
            List.of(TRUE, new Expr.Bool(Expr.Bool.Kind.NOT, List.of(TRUE), -1)),
            -1));
    all.add(new Expr.NullTest(A, false, true, -1));
    all.add(new Expr.BoolTest(TRUE, Expr.BoolTest.Kind.IS_NOT_UNKNOWN, -1));
    Expr.CaseTest test = new Expr.CaseTest(TypeOid.INT4, -1, 0);
    all.add(
        new Expr.Case(
            TypeOid.TEXT,
            -1,
            100,
            A,
            List.of(new Expr.Case.When(test, text("x")), new Expr.Case.When(TRUE, text("y"))),
            null,
            -1));
    all.add(
        new Expr.Case(
            TypeOid.TEXT,
            -1,
            100,
            null,
            List.of(new Expr.Case.When(TRUE, text("x"))),
            text("z"),
            -1));
    all.add(new Expr.Coalesce(TypeOid.INT4, -1, 0, two, -1));
    all.add(new Expr.MinMax(true, TypeOid.INT4, -1, 0, 0, two, -1));
    all.add(new Expr.Relabel(A, TypeOid.OID, 7, 0, Expr.CastForm.IMPLICIT, -1));
    all.add(new Expr.CoerceViaIo(A, TypeOid.TEXT, 100, form, -1));
    all.add(new Expr.ArrayCoerce(A, test, TypeOid.INT8_ARRAY, -1, 0, form, -1));
    all.add(new Expr.Array(TypeOid.INT4_ARRAY, TypeOid.INT4, 0, List.of(), true, -1));
    all.add(new Expr.Row(TypeOid.RECORD, two, List.of("f1", "odd \"name\\"), -1));
    all.add(new Expr.RowCompare("<=", List.of(523, 523), two, two, -1));
    all.add(new Expr.Field(A, 2, TypeOid.TEXT, 9, 100));
    all.add(
        new Expr.Subscript(
            A,
            Arrays.asList(B, null),
            List.of(A, B),
            true,
            TypeOid.INT4,
            TypeOid.INT4_ARRAY,
            -1,
            0,
            -1));
    all.add(new Expr.SqlValue(Expr.SqlValue.Kind.CURRENT_TIMESTAMP, TypeOid.TIMESTAMPTZ, 3, 0, -1));
    all.add(new Expr.Slot(4, TypeOid.INT4, -1, 0));
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("expressions")
  void shouldReadBackWhatWasWritten(Expr expr) {
    assertThat(TEXT.read(TEXT.write(expr))).isEqualTo(expr);
  }

  @Test
  void shouldReadBackListsWhenWritten() {
    List<Expr> all = expressions().toList();
    assertThat(TEXT.readList(TEXT.writeList(all))).isEqualTo(all);
    assertThat(TEXT.readList(TEXT.writeList(List.of()))).isEmpty();
  }

  @Test
  void shouldBeCompactWhenWritten() {
    Expr sum = new Expr.Op(551, 177, TypeOid.INT4, 0, 0, false, List.of(A, B), 17);
    assertThat(TEXT.write(sum))
        .isEqualTo("(op 551 177 23 0 0 f [(var 1 2 23 -1 0 0) (const 23 -1 0 -5)])");
  }

  @Test
  void shouldRefuseTextWhenDamaged() {
    assertThatThrownBy(() -> TEXT.read("(op 551 177 23 0 0 f [(var 1 2 23 -1 0 0)"))
        .isInstanceOf(SqlException.class);
    assertThatThrownBy(() -> TEXT.read("(const 23 -1 0 5) x")).isInstanceOf(SqlException.class);
  }

  @Test
  void shouldRefuseAggregatesWhenWritten() {
    Expr count =
        new Expr.Aggregate(
            2803,
            TypeOid.INT8,
            0,
            0,
            List.of(),
            List.of(),
            List.of(),
            false,
            null,
            true,
            false,
            0,
            -1);
    assertThatThrownBy(() -> TEXT.write(count)).isInstanceOf(IllegalArgumentException.class);
  }
}
