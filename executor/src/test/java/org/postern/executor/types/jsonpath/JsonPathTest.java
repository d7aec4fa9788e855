package org.postern.executor.types.jsonpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.executor.types.Slice;
import org.postern.executor.types.io.StandaloneContext;
import org.postern.executor.types.json.JsonParser;
import org.postern.executor.types.json.Jsonb;

/** The expected texts are those of a PostgreSQL 15. */
final class JsonPathTest {
  private static final StandaloneContext CONTEXT = StandaloneContext.DEFAULT;

  private static PathQuery query(String document, String path, String variables, boolean silent) {
    Jsonb vars = variables == null ? null : jsonb(variables);
    return new PathQuery(jsonb(document), JsonPath.parse(path, CONTEXT), vars, silent, false);
  }

  private static Jsonb jsonb(String text) {
    return JsonParser.jsonb(Slice.utf8(text), CONTEXT);
  }

  private static String items(String document, String path) {
    return query(document, path, null, false).array(CONTEXT).text().toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$.a[*].b ? (@ > 1)|$.\"a\"[*].\"b\"?(@ > 1)",
        "strict $.**{2 to last}|strict $.**{2 to last}",
        "1 + 2 * -3 - $x|((1 + 2 * -3) - $\"x\")",
        "(-+$.a).c|(-(+$.\"a\")).\"c\"",
        "($.a).b|$.\"a\".\"b\"",
        "(1).type()|(1).type()",
        "$ ? (!(@ == 1) && (@ like_regex \"^a\" flag \"mi\") is unknown)"
            + "|$?(!(@ == 1) && (@ like_regex \"^a\" flag \"im\") is unknown)",
        "$.size.type()|$.\"size\".type()"
      })
  void shouldPrintTheCanonicalForm(String path, String canonical) {
    assertThat(JsonPath.parse(path, CONTEXT)).hasToString(canonical);
    assertThat(JsonPath.parse(canonical, CONTEXT)).hasToString(canonical);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "$ a|syntax error at end of jsonpath input",
        "$ foo bar|syntax error at or near \" \" of jsonpath input",
        "$ == 1 == 2|syntax error at or near \"==\" of jsonpath input",
        "$ ? (1)|syntax error at or near \")\" of jsonpath input",
        "1.type()|trailing junk after numeric literal at or near \"1.t\" of jsonpath input",
        "@ + 1|@ is not allowed in root expressions",
        "last|LAST is allowed only in array subscripts",
        "$ like_regex \"a(\"|invalid regular expression: parentheses () not balanced"
      })
  void shouldRefuseWhatIsNoPath(String path, String message) {
    assertThatThrownBy(() -> JsonPath.parse(path, CONTEXT)).hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[{\"a\":1},{\"a\":[2,3]}]|$.a|[1, [2, 3]]",
        "[{\"a\":1},{\"a\":[2,3]}]|$.a[*] ? (@ >= 2)|[2, 3]",
        "{\"a\":[1,2,3,4]}|$.a[1 to last - 1]|[2, 3]",
        "{\"a\":{\"b\":[1,{\"b\":2}]}}|$.**.b|[[1, {\"b\": 2}], 2, 2]",
        "[1,\"x\",null]|$[*].type()|[\"number\", \"string\", \"null\"]",
        "{\"b\":2,\"a\":[1]}|$.keyvalue()"
            + "|[{\"id\": 0, \"key\": \"a\", \"value\": [1]},"
            + " {\"id\": 0, \"key\": \"b\", \"value\": 2}]",
        "\"2020-01-02 03:04:05+02\"|$.datetime()|[\"2020-01-02T03:04:05+02:00\"]",
        "\"02.01.2020\"|$.datetime(\"dd.mm.yyyy\")|[\"2020-01-02\"]",
        "[1,2.5,-3]|-$[*].abs()|[-1, -2.5, -3]",
        "[\"a\",1]|$[*] ? ((@ > 0) is unknown)|[\"a\"]"
      })
  void shouldFindItemsInLaxMode(String document, String path, String items) {
    assertThat(items(document, path)).isEqualTo(items);
  }

  @Test
  void shouldFailInStrictModeUnlessSilent() {
    PathQuery loud = query("[{\"a\":1},{}]", "strict $[*].a", null, false);
    assertThatThrownBy(() -> loud.items(CONTEXT))
        .hasMessage("JSON object does not contain key \"a\"");
    PathQuery silent = query("[{\"a\":1},{}]", "strict $[*].a", null, true);
    assertThat(silent.items(CONTEXT)).containsExactly(jsonb("1"));
    assertThat(silent.exists(CONTEXT)).isNull();
  }

  @Test
  void shouldTakeVariablesFromAnObject() {
    assertThat(query("[1,2,3]", "$[*] ? (@ > $min)", "{\"min\":2}", false).first(CONTEXT))
        .isEqualTo(jsonb("3"));
    assertThatThrownBy(() -> query("1", "$x", null, true).items(CONTEXT))
        .hasMessage("could not find jsonpath variable \"x\"");
    assertThatThrownBy(() -> query("1", "$", "[1]", true))
        .hasMessage("\"vars\" argument is not an object");
  }
}
