package org.postern.executor.types.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.executor.types.Slice;
import org.postern.executor.types.io.StandaloneContext;
import org.postern.storage.error.SqlException;

/** The expected texts are those of a PostgreSQL 15. */
final class JsonParserTest {
  private static final StandaloneContext CONTEXT = StandaloneContext.DEFAULT;

  private static SqlException failure(String text) {
    return catchThrowableOfType(
        SqlException.class, () -> JsonParser.check(Slice.utf8(text), CONTEXT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "''|Token \"'\" is invalid.|'...",
        "\"abc|Token \"\"abc\" is invalid.|\"abc",
        "\"\\v\"|Escape sequence \"\\v\" is invalid.|\"\\v...",
        "01|Token \"01\" is invalid.|01",
        "1f2|Token \"1f2\" is invalid.|1f2",
        "[1,]|Expected JSON value, but found \"]\".|[1,]",
        "[1,2|The input string ended unexpectedly.|[1,2",
        "{\"abc\"}|Expected \":\", but found \"}\".|{\"abc\"}",
        "{1:\"abc\"}|Expected string or \"}\", but found \"1\".|{1...",
        "{\"a\":1,3}|Expected string, but found \"3\".|{\"a\":1,3...",
        "{\"a\":1:2}|Expected \",\" or \"}\", but found \":\".|{\"a\":1:...",
        "true false|Expected end of input, but found \"false\".|true false",
        "\"\\u00\"|\"\\u\" must be followed by four hexadecimal digits.|\"\\u00\"",
      })
  void shouldNameTheTokenAndShowTheLineWhenTextIsNoJson(
      String text, String detail, String context) {
    SqlException failure = failure(text);
    assertThat(failure).hasMessage("invalid input syntax for type json");
    assertThat(failure.detail()).isEqualTo(detail);
    assertThat(failure.where()).isEqualTo("JSON data, line 1: " + context);
  }

  @Test
  void shouldCountLinesAndCutLongOnes() {
    SqlException failure =
        failure("{\n  \"averyveryveryveryveryverylongfieldname\":\"with a value\", oops }");
    assertThat(failure.where())
        .isEqualTo("JSON data, line 2: ...ryveryveryverylongfieldname\":\"with a value\", oops...");
  }

  @Test
  void shouldRefuseEscapesThatNoTextCanHoldWhenStringsAreDecoded() {
    Slice zero = Slice.utf8("[\"null \\u0000 escape\"]");
    JsonParser.check(zero, CONTEXT);
    SqlException failure =
        catchThrowableOfType(SqlException.class, () -> JsonParser.jsonb(zero, CONTEXT));
    assertThat(failure).hasMessage("unsupported Unicode escape sequence");
    assertThat(failure.where()).isEqualTo("JSON data, line 1: [\"null \\u0000...");
  }

  @Test
  void shouldKeepTheTextOfPartsAndTheLastOfRepeatedNames() {
    Slice text = Slice.utf8("{ \"a\" : [ 1.50, \"\\u0041\\ud83d\\ude04\" ], \"a\":{ } }");
    JsonText tree = JsonParser.text(text, true, CONTEXT);
    assertThat(tree.size()).isEqualTo(2);
    assertThat(tree.field(Slice.utf8("a")).datum()).hasToString("{ }");
    assertThat(tree.item(0).item(0).datum()).hasToString("1.50");
    assertThat(tree.item(0).item(1).text()).hasToString("A\ud83d\ude04");
  }
}
