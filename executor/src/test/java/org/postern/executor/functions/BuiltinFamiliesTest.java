package org.postern.executor.functions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.TypeOrders;
import org.postern.executor.types.io.BuiltinTypes;
import org.postern.executor.types.io.StandaloneContext;
import org.postern.storage.error.SqlException;

/** The families' tables against answers that PostgreSQL 15 gave. */
class BuiltinFamiliesTest {
  private static final TypeContext TYPES = StandaloneContext.DEFAULT;

  private final FunctionRegistry registry = new FunctionRegistry(BuiltinFamilies.all());

  static List<String> recorded() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String file : List.of("function-cases.txt", "range-cases.txt")) {
      try (InputStream in = BuiltinFamiliesTest.class.getResourceAsStream(file)) {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        text.lines().filter(line -> !line.startsWith("#")).forEach(lines::add);
      }
    }
    return lines;
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void shouldAnswerAsRecordedWhenCalled(String line) {
    String[] fields = line.split("\t", -1);
    TypeInfo result = BuiltinTypes.get(fields[1]);
    int count = fields.length - 3;
    Object[] args = new Object[count];
    TypeInfo[] types = new TypeInfo[count];
    for (int i = 0; i < count; i++) {
      String[] parts = fields[i + 2].split(":", 2);
      types[i] = BuiltinTypes.get(parts[0]);
      args[i] = types[i].io().input(parts[1], -1, TYPES);
    }
    assertThat(text(fields[0], args, types, result)).isEqualTo(fields[fields.length - 1]);
  }

  private String text(String prosrc, Object[] args, TypeInfo[] types, TypeInfo result) {
    try {
      Object value = call(registry.lookup(prosrc), args, types, result);
      if (value == null) {
        return "";
      }
      ByteSink out = new ByteSink();
      result.io().output(value, out, TYPES);
      return out.toString();
    } catch (SqlException e) {
      return "!" + e.getMessage();
    }
  }

  private record Call(TypeInfo[] arguments, TypeInfo result) implements CallContext {
    @Override
    public TypeContext types() {
      return TYPES;
    }

    @Override
    public int argumentType(int index) {
      return arguments[index].oid();
    }

    @Override
    public int resultType() {
      return result.oid();
    }
  }

  private static Object call(FunctionImpl impl, Object[] a, TypeInfo[] types, TypeInfo result) {
    return switch (impl) {
      case FunctionImpl.Long1 f -> f.code().apply((Long) a[0]);
      case FunctionImpl.Long2 f -> f.code().apply((Long) a[0], (Long) a[1]);
      case FunctionImpl.LongCompare f ->
          Fn.bool(f.op().holds(((Long) a[0]).compareTo((Long) a[1])));
      case FunctionImpl.Double1 f -> f.code().apply((Double) a[0]);
      case FunctionImpl.Double2 f -> f.code().apply((Double) a[0], (Double) a[1]);
      case FunctionImpl.DoubleCompare f ->
          Fn.bool(f.op().holds(TypeOrders.compareDoubles((Double) a[0], (Double) a[1])));
      case FunctionImpl.BytesCompare f ->
          Fn.bool(f.op().holds(((Slice) a[0]).compareTo((Slice) a[1])));
      case FunctionImpl.General f -> f.code().apply(a, new Call(types, result));
      case FunctionImpl.SetReturning f -> throw new AssertionError("returns a set");
    };
  }

  @Test
  void shouldGiveSeededSequenceWhenSeedIsSet() {
    call("setseed", 0.5);
    assertThat((Double) call("drandom")).isEqualTo(0.985_167_717_5, within());
    assertThat((Double) call("drandom")).isEqualTo(0.825_301_858_0, within());
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(1e-10);
  }

  private Object call(String prosrc, Object... args) {
    FunctionImpl.General impl = (FunctionImpl.General) registry.lookup(prosrc);
    return impl.code().apply(args, CallContext.plain(TYPES));
  }

  @Test
  void shouldCountDownWhenStepIsNegative() {
    assertThat(rows("generate_series_step_int4", 3L, 1L, -1L)).containsExactly(3L, 2L, 1L);
    assertThat(rows("generate_series_int8", Long.MAX_VALUE - 1, Long.MAX_VALUE)).hasSize(2);
    assertThat(rows("generate_series_int4", 2L, 1L)).isEmpty();
  }

  private List<Object> rows(String prosrc, Object... args) {
    FunctionImpl.SetReturning impl = (FunctionImpl.SetReturning) registry.lookup(prosrc);
    Iterator<Object> rows = impl.code().apply(args, CallContext.plain(TYPES));
    Iterable<Object> once = () -> rows;
    ArrayList<Object> found = new ArrayList<>();
    once.forEach(found::add);
    return found;
  }

  @Test
  void shouldKnowEverySourceThatStandsForSqlBody() {
    for (int oid : new int[] {879, 1305, 1384, 1386, 1708, 2003, 2074, 13208}) {
      String source = SqlBodies.sourceOf(oid);
      assertThat(registry.lookup(source)).as(source).isNotNull();
    }
    assertThat(Arrays.asList(SqlBodies.sourceOf(1))).containsExactly((String) null);
  }
}
