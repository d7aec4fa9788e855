package org.postern.server.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.server.testing.Programs;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;

/** The image of scripts/Dockerfile serves JDBC as PostgreSQL's does. */
@Timeout(1800)
final class ContainerIT {
  private static final int PORT = 5432;
  private static final Duration START = Duration.ofMinutes(3);
  private static final List<String> CONTEXT =
      List.of(
          "pom.xml",
          ".mvn",
          "scripts",
          "storage/pom.xml",
          "storage/src",
          "wal/pom.xml",
          "wal/src",
          "protocol/pom.xml",
          "protocol/src",
          "executor/pom.xml",
          "executor/src",
          "server/pom.xml",
          "server/src");

  @Test
  void shouldServeJdbcFromContainer() throws SQLException {
    assumeTrue(isDockerRunning(), "no Docker engine runs here");
    Path root = Programs.root();
    ImageFromDockerfile image =
        new ImageFromDockerfile("postern-test", true)
            .withFileFromPath("Dockerfile", root.resolve("scripts/Dockerfile"));
    for (String path : CONTEXT) {
      image = image.withFileFromPath(path, root.resolve(path));
    }
    try (GenericContainer<?> container = new GenericContainer<>(image)) {
      container
          .withEnv("POSTGRES_PASSWORD", "secret")
          .withExposedPorts(PORT)
          .waitingFor(
              Wait.forLogMessage(".*database system is ready to accept connections.*", 1)
                  .withStartupTimeout(START))
          .start();
      String url =
          "jdbc:postgresql://%s:%d/postgres"
              .formatted(container.getHost(), container.getMappedPort(PORT));
      try (Connection connection = DriverManager.getConnection(url, "postgres", "secret")) {
        assertThat(sumOfThree(connection)).isEqualTo(6);
      }
    }
  }

  private static boolean isDockerRunning() {
    return DockerClientFactory.instance().isDockerAvailable();
  }

  private static long sumOfThree(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE numbers (n bigint PRIMARY KEY)");
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO numbers VALUES (?), (?), (?)")) {
      for (int i = 1; i <= 3; i++) {
        insert.setLong(i, i);
      }
      insert.executeUpdate();
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT sum(n) FROM numbers")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
