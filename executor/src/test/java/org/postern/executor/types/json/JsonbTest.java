package org.postern.executor.types.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.io.StandaloneContext;

/** Values, order, storage and changes of jsonb. */
final class JsonbTest {
  private static Jsonb jsonb(String text) {
    return JsonParser.jsonb(Slice.utf8(text), StandaloneContext.DEFAULT);
  }

  private static String text(Jsonb value) {
    ByteSink out = new ByteSink();
    JsonbPrinter.append(value, out);
    return out.toString();
  }

  private static ArrayValue path(String... steps) {
    Object[] slices = new Object[steps.length];
    for (int i = 0; i < steps.length; i++) {
      slices[i] = Slice.utf8(steps[i]);
    }
    return ArrayValue.of(TypeOid.TEXT, slices);
  }

  @Test
  void shouldSortNamesByLengthAndKeepTheLastWhenAnObjectIsRead() {
    assertThat(text(jsonb("{\"bb\":1, \"c\":2,\"aa\":3,\"c\":1.50}")))
        .isEqualTo("{\"c\": 1.50, \"aa\": 3, \"bb\": 1}");
  }

  @Test
  void shouldSortValuesAsPostgresqlDoes() {
    List<String> sorted =
        List.of(
            "[]",
            "null",
            "\"a\"",
            "\"ab\"",
            "-1e2",
            "1",
            "1.5",
            "false",
            "true",
            "[1]",
            "[2]",
            "[1, 1]",
            "{}",
            "{\"a\": 2}",
            "{\"b\": 1}",
            "{\"a\": 1, \"b\": 1}");
    List<Jsonb> values = new ArrayList<>();
    sorted.forEach(s -> values.add(jsonb(s)));
    Collections.shuffle(values, new Random(7));
    values.sort(new JsonbOrder()::compare);
    assertThat(values)
        .extracting(JsonbTest::text)
        .containsExactlyElementsOf(sorted.stream().map(s -> text(jsonb(s))).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "\"\"",
        "0",
        "-0.00",
        "-128",
        "128",
        "-9223372036854775808",
        "123456789012345678901234567890.123456789",
        "[]",
        "{}",
        "[1, [2, {\"a\": [], \"bb\": \"x\"}], null, false]",
        "{\"\": {\"a\": [1, 2, {\"b\": null}]}, \"long name\": \"\\u00e9\"}"
      })
  void shouldBeTheSameAfterStoring(String json) {
    Jsonb value = jsonb(json);
    int length = JsonbCodec.length(value);
    byte[] stored = new byte[length + 3];
    assertThat(JsonbCodec.store(value, stored, 3)).isEqualTo(length + 3);
    Jsonb loaded = JsonbCodec.load(stored, 3, length);
    assertThat(text(loaded)).isEqualTo(text(value));
    assertThat(loaded).isEqualTo(value).hasSameHashCodeAs(value);
  }

  @Test
  void shouldFindAFieldOfAStoredObjectByItsName() {
    Jsonb value = jsonb("{\"a\":1,\"bb\":[10,20],\"ccc\":{\"d\":3}}");
    byte[] stored = new byte[JsonbCodec.length(value)];
    JsonbCodec.store(value, stored, 0);
    Jsonb loaded = JsonbCodec.load(stored, 0, stored.length);
    assertThat(JsonReads.path(loaded, path("ccc", "d")).text()).hasToString("3");
    assertThat(JsonReads.path(loaded, path("bb", "-1")).text()).hasToString("20");
    assertThat(JsonReads.path(loaded, path("b"))).isNull();
  }

  @Test
  void shouldTakeNumbersOfDifferentScaleForEqual() {
    assertThat(jsonb("[1.0]")).isEqualTo(jsonb("[1.00]")).hasSameHashCodeAs(jsonb("[1.00]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1,\"b\":[1,2,{\"c\":3}]}|{\"b\":[{\"c\":3},1]}|true",
        "{\"a\":1}|{\"a\":1,\"b\":2}|false",
        "[\"foo\",1]|\"foo\"|true",
        "\"foo\"|[\"foo\"]|false",
        "[[1,2]]|[[1]]|true",
        "[[\"a\"]]|[\"a\"]|false",
        "[1,1]|[1,1,1]|true"
      })
  void shouldSayWhatContainsWhat(String whole, String part, boolean contained) {
    assertThat(JsonbEdits.contains(jsonb(whole), jsonb(part))).isEqualTo(contained);
  }

  @Test
  void shouldChangeTheEndOfAPath() {
    Jsonb value = jsonb("{\"a\":[1,2],\"b\":{\"c\":null}}");
    Jsonb nine = jsonb("9");
    assertThat(text(JsonbPathEdit.apply(value, path("a", "-1"), JsonbPathEdit.Change.SET, nine)))
        .isEqualTo("{\"a\": [1, 9], \"b\": {\"c\": null}}");
    assertThat(text(JsonbPathEdit.apply(value, path("a", "7"), JsonbPathEdit.Change.SET, nine)))
        .isEqualTo("{\"a\": [1, 2, 9], \"b\": {\"c\": null}}");
    assertThat(text(JsonbPathEdit.apply(value, path("b", "c"), JsonbPathEdit.Change.DELETE, null)))
        .isEqualTo("{\"a\": [1, 2], \"b\": {}}");
    assertThat(
            text(
                JsonbPathEdit.apply(
                    value, path("a", "0"), JsonbPathEdit.Change.INSERT_BEFORE, nine)))
        .isEqualTo("{\"a\": [9, 1, 2], \"b\": {\"c\": null}}");
    assertThatThrownBy(() ->
            JsonbPathEdit.apply(value, path("b", "c"), JsonbPathEdit.Change.INSERT_AFTER, nine))
        .hasMessage("cannot replace existing key");
  }

  @Test
  void shouldFillGapsWhenASubscriptIsAssigned() {
    Slice[] steps = {Slice.utf8("a"), Slice.utf8("1"), Slice.utf8("b")};
    assertThat(text(JsonbPathEdit.assign(null, steps, false, Jsonb.TRUE)))
        .isEqualTo("{\"a\": [null, {\"b\": true}]}");
    assertThatThrownBy(() -> JsonbPathEdit.assign(jsonb("{\"a\":1}"), steps, false, Jsonb.TRUE))
        .hasMessage("cannot replace existing key");
  }
}
