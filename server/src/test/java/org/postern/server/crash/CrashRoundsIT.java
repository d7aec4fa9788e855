package org.postern.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.server.testing.Programs;

/**
 * A few rounds of scripts/crash-test under pgbench's load. The full counts are run by hand, see
 * there. Needs psql and pgbench.
 */
@Timeout(600)
class CrashRoundsIT {
  @ParameterizedTest
  @ValueSource(
      strings = {"cluster --rounds 1", "backend --rounds 2", "backend --rounds 1 --victims 2"})
  void shouldLoseNothingAndDisturbNobody(String mode) throws Exception {
    Assumptions.assumeTrue(hasPgbench(), "no pgbench");
    List<String> command = new ArrayList<>();
    command.add(Programs.root().resolve("scripts/crash-test").toString());
    command.addAll(List.of(mode.split(" ")));
    command.addAll(List.of("--clients", "4", "--seconds", "5", "--scale", "1"));
    command.addAll(List.of("--port", Integer.toString(Programs.freePort())));
    Map<String, String> environment =
        Map.of(
            "POSTERN_CLASSPATH",
            System.getProperty("java.class.path"),
            "POSTERN_JAVA_HOME",
            System.getProperty("java.home"),
            "POSTERN_AOT_CACHE",
            "none");
    Programs.Outcome outcome = Programs.run(environment, command.toArray(String[]::new));
    assertThat(outcome.status()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains("restarts by replay 0");
  }

  private static boolean hasPgbench() {
    String pgBin = System.getenv().getOrDefault("POSTERN_PG_BIN", "/usr/lib/postgresql/15/bin");
    String path = pgBin + ":" + System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(":"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "pgbench")));
  }
}
