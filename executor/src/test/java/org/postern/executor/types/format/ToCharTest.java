package org.postern.executor.types.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.executor.types.Slice;
import org.postern.executor.types.datetime.DateTimeInput;
import org.postern.executor.types.datetime.IntervalInput;
import org.postern.executor.types.datetime.TimeZones;
import org.postern.executor.types.io.StandaloneContext;
import org.postern.executor.types.numeric.FloatText;
import org.postern.executor.types.numeric.NumericText;
import org.postern.storage.error.SqlException;

/** Templates of all kinds; the expected text, which ends at the bar, is PostgreSQL's. */
class ToCharTest {
  private final StandaloneContext ctx =
      StandaloneContext.DEFAULT.with(TimeZones.find("America/New_York"));

  @Test
  void shouldFormatAsPostgresDoes() throws IOException {
    List<String> failures = new ArrayList<>();
    int count = 0;
    for (String line : lines()) {
      String[] words = line.split("\t", -1);
      String actual;
      try {
        Slice result = format(words[0], words[1], Slice.utf8(words[2]));
        actual = result == null ? "<null>" : result.toString();
      } catch (SqlException e) {
        actual = e.state().code() + ": " + e.getMessage();
        actual += e.detail() == null ? "" : " | " + e.detail();
        actual += e.hint() == null ? "" : " | " + e.hint();
      }
      if (!(actual + "|").equals(words[3])) {
        failures.add(line + ": " + actual);
      }
      count++;
    }
    assertThat(failures).isEmpty();
    assertThat(count).isGreaterThan(500);
  }

  private static List<String> lines() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                ToCharTest.class.getResourceAsStream("to-char-cases.tsv"),
                StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }

  private Slice format(String type, String value, Slice template) {
    return switch (type) {
      case "timestamp" -> DateToChar.timestamp(DateTimeInput.timestamp(value, -1, ctx), template);
      case "timestamptz" ->
          DateToChar.timestamptz(
              DateTimeInput.timestamptz(value, -1, ctx), template, ctx.timeZone());
      case "interval" -> DateToChar.interval(IntervalInput.parse(value, -1, ctx), template);
      case "numeric" -> NumberToChar.numeric(NumericText.parse(value), template);
      case "int4" -> NumberToChar.integer(Long.parseLong(value), template);
      case "float8" -> NumberToChar.floating(FloatText.parseDouble(value), template, false);
      default -> throw new IllegalArgumentException(type);
    };
  }
}
