package org.postern.executor.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Scripts whose answers PostgreSQL 15 gave: after each {@code > statement} what psql printed, with
 * SQLSTATEs, up to an empty line.
 */
class UtilityScriptTest {
  @TempDir private Path directory;

  private record Case(String sql, String expected) {}

  private static List<Case> read(String name) throws IOException {
    String all;
    try (InputStream in = UtilityScriptTest.class.getResourceAsStream(name)) {
      all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    List<Case> cases = new ArrayList<>();
    for (String block : all.split("\n(?=> )")) {
      int end = block.indexOf('\n');
      cases.add(new Case(block.substring(2, end), block.substring(end + 1).stripTrailing()));
    }
    return cases;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "utility.txt",
        "queries.txt",
        "foreign-keys.txt",
        "identity-columns.txt",
        "views.txt",
        "temporary-tables.txt",
        "privileges.txt",
        "types.txt",
        "materialized-views.txt"
      })
  void shouldAnswerAsPostgresDoesWhenScriptRuns(String script) throws IOException {
    List<String> differences = new ArrayList<>();
    try (SqlWorld world = new SqlWorld(directory)) {
      SqlWorld.Client client = world.connect();
      for (Case each : read(script)) {
        String answer;
        try {
          answer = client.show(each.sql()).stripTrailing();
        } catch (RuntimeException e) {
          java.io.StringWriter trace = new java.io.StringWriter();
          e.printStackTrace(new java.io.PrintWriter(trace));
          answer = trace.toString();
        }
        if (!answer.equals(each.expected())) {
          differences.add("> " + each.sql() + "\n" + answer + "\n--- expected\n" + each.expected());
        }
      }
    }
    assertThat(String.join("\n\n", differences)).isEmpty();
  }
}
