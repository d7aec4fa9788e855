package org.postern.executor.sql.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Error reports; {@code errors.tsv} holds what PostgreSQL 15 says about each statement. */
class ParseErrorTest {
  private static SqlException errorOf(String sql) {
    return catchThrowableOfType(SqlException.class, () -> SqlParser.parse(sql));
  }

  /** The message, or an empty string when the text parses. */
  static String messageOf(String sql) {
    SqlException error = errorOf(sql);
    return error == null ? "" : error.getMessage();
  }

  static List<String> lines(String resource) throws IOException {
    try (InputStream in = ParseErrorTest.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  @Test
  void shouldReportAsPostgresDoesWhenTheTextIsWrong() throws IOException {
    List<String> expected = lines("errors.tsv");
    assertThat(expected).hasSizeGreaterThan(100);
    List<String> actual = new ArrayList<>();
    for (String line : expected) {
      String sql = line.substring(0, line.indexOf('\t'));
      actual.add(sql + "\t" + report(errorOf(sql)));
    }
    assertThat(actual).containsExactlyElementsOf(expected);
  }

  private static String report(SqlException error) {
    return error == null
        ? "no error"
        : String.join(
            "\t",
            error.state().code(),
            Integer.toString(error.position()),
            error.getMessage(),
            error.hint() == null ? "" : error.hint());
  }

  @Test
  void shouldRefuseWhenNestedTooDeeply() {
    for (String open : new String[] {"(", "f(", "not ", "a[", "coalesce(", "- ", "case when "}) {
      SqlException error = errorOf("select " + open.repeat(20_000));
      assertThat(error.state()).as(open).isEqualTo(SqlState.STATEMENT_TOO_COMPLEX);
      assertThat(error).hasMessage("stack depth limit exceeded");
      assertThat(error.hint()).startsWith("Increase the configuration parameter");
    }
  }

  @Test
  void shouldStillParseWhenNestedDeeplyOnASmallStack() throws InterruptedException {
    String[] texts = {
      "(".repeat(4500) + "1" + ")".repeat(4500),
      "not ".repeat(4500) + "true",
      "f(".repeat(2000) + "1" + ")".repeat(2000),
    };
    Throwable[] failure = new Throwable[1];
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                for (String text : texts) {
                  SqlParser.parseExpression(text);
                }
              } catch (Throwable t) {
                failure[0] = t;
              }
            },
            "small stack",
            4L << 20);
    thread.start();
    thread.join();
    assertThat(failure[0]).isNull();
  }

  @Test
  void shouldLoopRatherThanRecurseWhenAChainIsLong() {
    String chain = " + 1".repeat(50_000);
    assertThat(messageOf("select 1" + chain)).isEmpty();
    assertThat(messageOf("select true" + " and true".repeat(50_000))).isEmpty();
    assertThat(messageOf("select 1" + " union select 1".repeat(20_000))).isEmpty();
    assertThat(messageOf("select * from a" + " cross join b".repeat(20_000))).isEmpty();
  }
}
