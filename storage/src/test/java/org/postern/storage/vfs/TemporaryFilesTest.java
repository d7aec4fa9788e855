package org.postern.storage.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

class TemporaryFilesTest {
  @TempDir private Path directory;

  private TemporaryFiles files(long process) {
    return new TemporaryFiles(new PosixFileSystem(), directory.resolve("pgsql_tmp"), process);
  }

  private long onDisk() throws IOException {
    try (Stream<Path> list = Files.list(directory.resolve("pgsql_tmp"))) {
      return list.count();
    }
  }

  @Test
  void shouldGiveBackWhatWasWrittenWhenRead() {
    TemporaryFile file = files(7).create(-1);
    file.append(new byte[] {1, 2, 3}, 3);
    long at = file.append(new byte[] {4, 5, 6, 7}, 3);
    byte[] target = new byte[2];
    file.read(target, 2, at + 1);
    assertThat(target).containsExactly(5, 6);
    assertThat(file.size()).isEqualTo(6);
  }

  @Test
  void shouldRemoveFilesButThoseKeptWhenTransactionEnds() throws IOException {
    TemporaryFiles files = files(7);
    files.create(-1);
    files.create(-1).keep();
    files.endTransaction();
    assertThat(onDisk()).isEqualTo(1);
    files.closeAll();
    assertThat(onDisk()).isZero();
  }

  @Test
  void shouldRefuseMoreBytesWhenLimitIsReached() {
    TemporaryFile file = files(7).create(2048);
    file.append(new byte[2000], 2000);
    assertThatThrownBy(() -> file.append(new byte[100], 100))
        .isInstanceOf(SqlException.class)
        .hasMessage("temporary file size exceeds temp_file_limit (2kB)")
        .extracting(e -> ((SqlException) e).state())
        .isEqualTo(SqlState.CONFIGURATION_LIMIT_EXCEEDED);
  }

  @Test
  void shouldRemoveOnlyFilesOfOneProcessWhenItDied() throws IOException {
    files(7).create(-1);
    files(77).create(-1);
    TemporaryFiles.removeLeftovers(new PosixFileSystem(), directory.resolve("pgsql_tmp"), 7);
    assertThat(onDisk()).isEqualTo(1);
    TemporaryFiles.removeLeftovers(new PosixFileSystem(), directory.resolve("pgsql_tmp"), 0);
    assertThat(onDisk()).isZero();
  }

  @Test
  void shouldReportFullDiskWhenWriteFails() {
    FaultyFileSystem faulty = new FaultyFileSystem(new PosixFileSystem());
    faulty.rules("pgsql_tmp:write:ENOSPC");
    TemporaryFile file = new TemporaryFiles(faulty, directory.resolve("pgsql_tmp"), 7).create(-1);
    assertThatThrownBy(() -> file.append(new byte[10], 10))
        .isInstanceOf(SqlException.class)
        .hasMessageContaining("could not write to file \"base/pgsql_tmp/pgsql_tmp7.0\"")
        .extracting(e -> ((SqlException) e).state())
        .isEqualTo(SqlState.DISK_FULL);
  }
}
