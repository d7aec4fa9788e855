package org.postern.server.postmaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.storage.error.SqlException;

class LockFileTest {
  @TempDir private Path directory;

  private LockFile.Content content() {
    return new LockFile.Content(
        ProcessHandle.current().pid(), directory, 1_795_455_429L, 7432, "/tmp");
  }

  private Path pidFile() {
    return directory.resolve("postmaster.pid");
  }

  @Test
  void shouldWritePostgresqlsEightLines() throws IOException {
    LockFile file = LockFile.forDataDirectory(content());
    file.complete(7432, "/tmp", "localhost", 2146402, "starting");
    file.complete(7432, "/tmp", "localhost", 2146402, "ready");
    assertThat(Files.readAllLines(pidFile()))
        .containsExactly(
            Long.toString(ProcessHandle.current().pid()),
            directory.toString(),
            "1795455429",
            "7432",
            "/tmp",
            "localhost",
            "  2146402         0",
            "ready   ");
    assertThat(file.isStillOurs()).isTrue();
    Files.writeString(pidFile(), "1\n");
    assertThat(file.isStillOurs()).isFalse();
    file.remove();
    assertThat(pidFile()).doesNotExist();
  }

  @Test
  void shouldReplaceFileOfDeadProcess() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Files.writeString(pidFile(), dead.pid() + "\n");
    LockFile.forDataDirectory(content()).remove();
  }

  @Test
  void shouldReplaceFileWrittenBeforeTheProcessStarted() throws IOException {
    // The parent of this JVM would not do: parents never count as owners.
    Files.writeString(pidFile(), "1\n");
    Files.setLastModifiedTime(pidFile(), FileTime.from(Instant.EPOCH));
    LockFile.forDataDirectory(content()).remove();
  }

  @Test
  void shouldRefuseWhenOwnerLives() throws Exception {
    Process alive =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Sleeper.class.getName())
            .start();
    try {
      Files.writeString(pidFile(), alive.pid() + "\n");
      assertThatThrownBy(() -> LockFile.forDataDirectory(content()))
          .isInstanceOfSatisfying(
              SqlException.class,
              e ->
                  assertThat(e.hint())
                      .isEqualTo(
                          "Is another postmaster (PID %d) running in data directory \"%s\"?"
                              .formatted(alive.pid(), directory)))
          .hasMessage("lock file \"postmaster.pid\" already exists");
    } finally {
      alive.destroyForcibly().waitFor();
    }
  }

  /** A process that looks like a server. */
  static final class Sleeper {
    private Sleeper() {}

    public static void main(String[] arguments) throws InterruptedException {
      Thread.sleep(60_000);
    }
  }

  @Test
  void shouldRefuseEmptyFile() throws IOException {
    Files.createFile(pidFile());
    assertThatThrownBy(() -> LockFile.forDataDirectory(content()))
        .hasMessage("lock file \"postmaster.pid\" is empty");
  }

  @Test
  void shouldCheckDataDirectory() throws IOException {
    long uid = DataDirectoryCheck.currentUid();
    Path data = Files.createDirectory(directory.resolve("data"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThatThrownBy(() -> DataDirectoryCheck.check(data, uid))
        .hasMessage("data directory \"" + data + "\" has invalid permissions");
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-x---"));
    assertThatThrownBy(() -> DataDirectoryCheck.check(data, uid))
        .hasMessage("\"" + data + "\" is not a valid data directory");
    assertThatThrownBy(() -> DataDirectoryCheck.check(data, uid + 1))
        .hasMessage("data directory \"" + data + "\" has wrong ownership");
    Files.writeString(data.resolve("PG_VERSION"), "14\n");
    assertThatThrownBy(() -> DataDirectoryCheck.check(data, uid))
        .hasMessage("database files are incompatible with server");
    Files.writeString(data.resolve("PG_VERSION"), "15\n");
    DataDirectoryCheck.check(data, uid);
  }
}
