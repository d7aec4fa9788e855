package org.postern.executor.types.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Slice;
import org.postern.executor.types.datetime.DateTimeOutput;
import org.postern.executor.types.datetime.TimeZones;
import org.postern.executor.types.io.StandaloneContext;
import org.postern.storage.error.SqlException;

/** to_date and to_timestamp; the expected results are PostgreSQL's. */
class TemplateReaderTest {
  private final StandaloneContext ctx =
      StandaloneContext.DEFAULT.with(TimeZones.find("America/New_York"));

  @Test
  void shouldReadAsPostgresDoes() throws IOException {
    List<String> failures = new ArrayList<>();
    for (String line : lines()) {
      String[] words = line.split("\t", -1);
      String actual;
      try {
        actual = read(words[0], Slice.utf8(words[1]), Slice.utf8(words[2]));
      } catch (SqlException e) {
        actual = e.state().code() + ": " + e.getMessage();
        actual += e.detail() == null ? "" : " | " + e.detail();
        actual += e.hint() == null ? "" : " | " + e.hint();
      }
      if (!actual.equals(words[3])) {
        failures.add(line + ": " + actual);
      }
    }
    assertThat(failures).isEmpty();
  }

  private static List<String> lines() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                TemplateReaderTest.class.getResourceAsStream("template-reader-cases.tsv"),
                StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }

  private String read(String function, Slice text, Slice template) {
    ByteSink out = new ByteSink();
    if (function.equals("to_date")) {
      DateTimeOutput.appendDate(TemplateReader.toDate(text, template), out, ctx);
    } else {
      long value = TemplateReader.toTimestamptz(text, template, ctx.timeZone());
      DateTimeOutput.appendTimestamptz(value, out, ctx);
    }
    return out.toString();
  }
}
