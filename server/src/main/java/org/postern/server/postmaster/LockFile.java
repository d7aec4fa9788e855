package org.postern.server.postmaster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * A file that says which postmaster owns a data directory (postmaster.pid) or a socket.
 *
 * <pre>
 * 1 pid   2 data directory   3 start time, s   4 port   5 socket directory
 * 6 listen address   7 shared memory key and id   8 status, 8 characters
 * </pre>
 *
 * <p>The lock file of a socket ends after line 5. pg_ctl reads lines 1, 3 and 8; the lines and
 * their order are PostgreSQL's, so that its tools work on this server.
 */
final class LockFile {
  static final String PID_FILE = "postmaster.pid";
  private static final int ATTEMPTS = 10;

  /** What both kinds of lock file say. Port 0 or an empty directory: not known yet. */
  record Content(
      long pid, Path dataDirectory, long startSeconds, int port, String socketDirectory) {
    String text() {
      return pid
          + "\n"
          + dataDirectory
          + "\n"
          + startSeconds
          + "\n"
          + port
          + "\n"
          + socketDirectory
          + "\n";
    }
  }

  private final Path path;
  private final Content content;

  private LockFile(Path path, Content content) {
    this.path = path;
    this.content = content;
  }

  /** Takes the data directory, or reports who has it. */
  static LockFile forDataDirectory(Content content) {
    Path path = content.dataDirectory().resolve(PID_FILE);
    return create(
        path,
        PID_FILE,
        content,
        "Is another postmaster (PID %d) running in data directory \"%s\"?",
        content.dataDirectory().toString());
  }

  /** Takes a socket, or reports who has it. */
  static LockFile forSocket(Path socket, Content content) {
    Path path = socket.resolveSibling(socket.getFileName() + ".lock");
    return create(
        path,
        path.toString(),
        content,
        "Is another postmaster (PID %d) using socket file \"%s\"?",
        socket.toString());
  }

  private static LockFile create(
      Path path, String shown, Content content, String hint, String subject) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        Files.createFile(
            path,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        LockFile file = new LockFile(path, content);
        file.write(content.text());
        return file;
      } catch (FileAlreadyExistsException e) {
        removeStale(path, shown, content.pid(), hint, subject);
      } catch (IOException e) {
        throw SqlException.fatal(
            SqlState.IO_ERROR, "could not create lock file \"%s\": %s", shown, reason(e));
      }
    }
    throw SqlException.fatal(SqlState.LOCK_FILE_EXISTS, "could not create lock file \"%s\"", shown);
  }

  private static String reason(IOException e) {
    return e instanceof NoSuchFileException ? "No such file or directory" : e.getMessage();
  }

  private static void removeStale(
      Path path, String shown, long myPid, String hint, String subject) {
    try {
      List<String> lines = Files.readAllLines(path);
      if (lines.isEmpty() || lines.getFirst().isBlank()) {
        throw SqlException.fatal(SqlState.LOCK_FILE_EXISTS, "lock file \"%s\" is empty", shown)
            .withHint(
                "Either another server is starting, or the lock file is the remnant of a previous"
                    + " server startup crash.");
      }
      long pid = Math.abs(Long.parseLong(lines.getFirst().strip()));
      long written = Files.getLastModifiedTime(path).toMillis();
      if (LockFileOwner.isAlive(pid, myPid, written)) {
        throw SqlException.fatal(
                SqlState.LOCK_FILE_EXISTS, "lock file \"%s\" already exists", shown)
            .withHint(hint, pid, subject);
      }
      Files.deleteIfExists(path);
    } catch (NumberFormatException e) {
      throw SqlException.fatal(SqlState.LOCK_FILE_EXISTS, "bogus data in lock file \"%s\"", shown);
    } catch (NoSuchFileException e) {
      // Its owner has just ended; the next attempt will tell.
      return;
    } catch (IOException e) {
      throw SqlException.fatal(SqlState.IO_ERROR, "could not remove old lock file \"%s\"", shown)
          .withHint(
              "The file seems accidentally left over, but it could not be removed. Please remove"
                  + " the file by hand and try again.");
    }
  }

  /**
   * Fills in the lines of postmaster.pid that become known later. The text only ever grows and is
   * written over the old one, so that a reader never sees an empty file.
   */
  void complete(int port, String socketDirectory, String listenAddress, long key, String status) {
    Content full =
        new Content(
            content.pid(), content.dataDirectory(), content.startSeconds(), port, socketDirectory);
    String text =
        full.text()
            + listenAddress
            + "\n"
            + "%9d %9d%n".formatted(key, 0)
            + "%-8s%n".formatted(status);
    try {
      write(text);
    } catch (IOException e) {
      throw SqlException.fatal(SqlState.IO_ERROR, "could not write to file \"%s\"", path)
          .withCause(e);
    }
  }

  private void write(String text) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(false);
    }
  }

  /** False when somebody removed the file or put another pid into it. */
  boolean isStillOurs() {
    try {
      List<String> lines = Files.readAllLines(path);
      return !lines.isEmpty() && lines.getFirst().equals(Long.toString(content.pid()));
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      // Some other trouble with the file system is no reason to stop.
      return true;
    }
  }

  void remove() {
    deleteQuietly(path);
  }

  static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // Left over; the next start finds it stale.
      return;
    }
  }
}
