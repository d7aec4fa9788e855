package org.postern.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.postern.storage.os.ProcessControl;

/** postmaster.pid as pg_ctl reads it. Lines that are not there yet are null or 0. */
record PidFile(long pid, long startSeconds, String status) {
  private static final int START_LINE = 2;
  private static final int STATUS_LINE = 7;

  /** Null when there is no file. */
  static PidFile read(Path dataDirectory) throws IOException, UsageException {
    Path file = dataDirectory.resolve("postmaster.pid");
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      return null;
    }
    if (lines.isEmpty()) {
      throw new UsageException(1, "pg_ctl: the PID file \"" + file + "\" is empty");
    }
    try {
      return new PidFile(
          Long.parseLong(lines.getFirst().strip()),
          lines.size() > START_LINE ? Long.parseLong(lines.get(START_LINE).strip()) : 0,
          lines.size() > STATUS_LINE ? lines.get(STATUS_LINE).strip() : null);
    } catch (NumberFormatException e) {
      throw new UsageException(1, "pg_ctl: invalid data in PID file \"" + file + "\"");
    }
  }

  /** Null also while the server has only begun to write the file. */
  static PidFile readIfComplete(Path dataDirectory) throws IOException {
    try {
      return read(dataDirectory);
    } catch (UsageException e) {
      return null;
    }
  }

  boolean isReady() {
    return "ready".equals(status) || "standby".equals(status);
  }

  boolean isAlive() {
    return ProcessControl.isAlive((int) pid);
  }
}
