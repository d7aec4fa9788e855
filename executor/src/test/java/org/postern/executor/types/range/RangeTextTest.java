package org.postern.executor.types.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.io.BuiltinTypes;
import org.postern.executor.types.io.StandaloneContext;
import org.postern.storage.error.SqlException;

/** Texts and other forms of ranges and multiranges; the answers are PostgreSQL's. */
class RangeTextTest {
  private static final StandaloneContext CTX = StandaloneContext.DEFAULT;

  private static Object read(String type, String text) {
    return BuiltinTypes.get(type).io().input(text, -1, CTX);
  }

  private static String print(String type, Object value) {
    ByteSink out = new ByteSink();
    BuiltinTypes.get(type).io().output(value, out, CTX);
    return out.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int4range|[1,5]|[1,6)",
        "int4range|(1,2)|empty",
        "int4range| EMPTY |empty",
        "int8range|(,7]|(,8)",
        "numrange|[1.10,]|[1.10,)",
        "daterange|[2020-01-01,2020-01-31]|[2020-01-01,2020-02-01)",
        "daterange|[2020-01-01,infinity]|[2020-01-01,infinity]",
        "tsrange|[2020-01-01 10:00,\"2020-01-01 11:00\")"
            + "|[\"2020-01-01 10:00:00\",\"2020-01-01 11:00:00\")",
        "int4multirange|{[1,3),[2,5),[8,9]}|{[1,5),[8,10)}",
        "int4multirange|{[1,2],[3,4],empty}|{[1,5)}",
        "nummultirange|{ }|{}",
      })
  void shouldPrintTheOneFormWhenRead(String type, String text, String expected) {
    assertThat(print(type, read(type, text))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int4range|[1,2|malformed range literal: \"[1,2\"|Unexpected end of input.",
        "int4range|1,2)|malformed range literal: \"1,2)\"|Missing left parenthesis or bracket.",
        "int4range|[1)|malformed range literal: \"[1)\"|Missing comma after lower bound.",
        "int4range|[1,2,3)|malformed range literal: \"[1,2,3)\"|Too many commas.",
        "int4multirange|{[1,2),}|malformed multirange literal: \"{[1,2),}\"|Expected range start.",
        "int4multirange|{(),1)}|malformed range literal: \"()\"|Missing comma after lower bound.",
      })
  void shouldSayWhatIsWrongWhenMalformed(String type, String text, String message, String detail) {
    assertThatThrownBy(() -> read(type, text))
        .isInstanceOf(SqlException.class)
        .hasMessage(message)
        .satisfies(e -> assertThat(((SqlException) e).detail()).isEqualTo(detail));
  }

  @Test
  void shouldRefuseWhenBoundsAreTurnedRound() {
    assertThatThrownBy(() -> read("int4range", "[3,1)"))
        .hasMessage("range lower bound must be less than or equal to range upper bound");
    assertThatThrownBy(() -> read("int4range", "[1,2147483647]"))
        .hasMessage("integer out of range");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "numrange|(1.5,2]",
        "numrange|(,)",
        "numrange|empty",
        "int4range|[1,)",
        "nummultirange|{(,1),[2.5,3]}",
        "nummultirange|{}"
      })
  void shouldComeBackTheSameWhenStoredOrSent(String name, String text) {
    TypeInfo type = BuiltinTypes.get(name);
    Object value = read(name, text);
    byte[] stored = new byte[type.io().storedLength(value) + 3];
    type.io().store(value, stored, 3);
    Object loaded = type.io().load(stored, 3, stored.length - 3);
    assertThat(loaded).isEqualTo(value).hasSameHashCodeAs(value);
    ByteSink sent = new ByteSink();
    type.io().send(value, sent, CTX);
    assertThat(type.io().receive(sent.toSlice(), -1, CTX)).isEqualTo(value);
    assertThat(type.order().hash(loaded)).isEqualTo(type.order().hash(value));
  }
}
