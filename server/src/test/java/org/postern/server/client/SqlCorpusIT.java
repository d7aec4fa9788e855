package org.postern.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postern.server.testing.PosternServer;
import org.postern.server.testing.PostgresqlServer;
import org.postern.server.testing.Programs;
import org.postern.server.testing.TestServer;

/**
 * Runs the files of {@code src/test/sql} and compares with the output beside them, which comes from
 * a real PostgreSQL 15.
 *
 * <p>With the environment variable {@code POSTERN_CORPUS=accept} the second test writes that output
 * instead of comparing it: that is how a new file gets its output.
 */
@ExtendWith(SharedServers.class)
@Timeout(300)
class SqlCorpusIT {
  private final PosternServer server;

  SqlCorpusIT(PosternServer server) {
    this.server = server;
  }

  private static Path directory() {
    return Programs.root().resolve("server/src/test/sql");
  }

  private static List<Path> scripts() throws IOException {
    try (Stream<Path> files = Files.walk(directory())) {
      return files.filter(f -> f.toString().endsWith(".sql")).sorted().toList();
    }
  }

  private static Path output(Path script) {
    return script.resolveSibling(script.getFileName().toString().replace(".sql", ".out"));
  }

  private static String run(TestServer server, Path script) throws Exception {
    String database = "corpus_" + script.getFileName().toString().replace(".sql", "");
    try (ScriptRunner runner = new ScriptRunner(server, database)) {
      return runner.run(SqlScript.parse(Files.readString(script)));
    }
  }

  @TestFactory
  Stream<DynamicTest> shouldAnswerAsPostgresqlDid() throws IOException {
    return scripts().stream()
        .map(script ->
            DynamicTest.dynamicTest(
                directory().relativize(script).toString(),
                () -> compare(script, run(server, script))));
  }

  /** What differs is kept, so that it can be looked at with diff. */
  private static void compare(Path script, String actual) throws IOException {
    String expected = Files.readString(output(script));
    if (!actual.equals(expected)) {
      Path kept = Programs.root().resolve("server/target/corpus");
      Files.createDirectories(kept);
      Files.writeString(kept.resolve(output(script).getFileName()), actual);
    }
    assertThat(actual).as("diff with server/target/corpus").isEqualTo(expected);
  }

  /** Holds the expected output against the real server, where there is one. */
  @TestFactory
  Stream<DynamicTest> shouldExpectWhatPostgresqlAnswers() throws IOException {
    assumeTrue(PostgresqlServer.isAvailable(), "no PostgreSQL 15 to compare with");
    boolean accept = "accept".equals(System.getenv("POSTERN_CORPUS"));
    PostgresqlServer oracle = PostgresqlServer.start("shared_buffers=1MB");
    Stream<DynamicTest> tests =
        scripts().stream()
            .map(script ->
                DynamicTest.dynamicTest(
                    directory().relativize(script).toString(),
                    () -> {
                      String actual = run(oracle, script);
                      if (accept) {
                        Files.writeString(output(script), actual);
                      }
                      assertThat(Files.readString(output(script))).isEqualTo(actual);
                    }));
    return Stream.concat(
        tests, Stream.of(DynamicTest.dynamicTest("end of the real server", oracle::close)));
  }
}
