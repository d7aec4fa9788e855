package org.postern.server.backend;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * The files of the server's machine that COPY reads and writes.
 *
 * <p>Source: PostgreSQL documentation, "COPY".
 */
final class CopyFiles {
  private static final int PIECE_BYTES = 1 << 16;

  private CopyFiles() {}

  /** Hands a file to a COPY FROM, piece by piece. */
  static void read(String name, CopyIn copy) {
    Path path = Path.of(name);
    if (Files.isDirectory(path)) {
      throw SqlException.error(SqlState.WRONG_OBJECT_TYPE, "\"%s\" is a directory", name);
    }
    byte[] piece = new byte[PIECE_BYTES];
    try (InputStream in = Files.newInputStream(path)) {
      for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
        ByteBuf bytes = Unpooled.wrappedBuffer(piece, 0, length);
        copy.data(bytes);
      }
    } catch (IOException e) {
      throw failure(name, "reading", "COPY FROM", "read", e);
    }
    copy.finish();
  }

  /** Opens the file of a COPY TO. */
  static OutputStream create(String name) {
    Path path = Path.of(name);
    if (!path.isAbsolute()) {
      throw SqlException.error(SqlState.INVALID_NAME, "relative path not allowed for COPY to file");
    }
    if (Files.isDirectory(path)) {
      throw SqlException.error(SqlState.WRONG_OBJECT_TYPE, "\"%s\" is a directory", name);
    }
    try {
      return Files.newOutputStream(path);
    } catch (IOException e) {
      throw failure(name, "writing", "COPY TO", "write", e);
    }
  }

  /** Appends to the file, and empties the piece. */
  static void write(OutputStream out, ByteBuf piece) {
    try {
      piece.readBytes(out, piece.readableBytes());
    } catch (IOException e) {
      throw SqlException.error(
          SqlState.IO_ERROR, "could not write to COPY file: %s", e.getMessage());
    }
    piece.clear();
  }

  private static SqlException failure(
      String name, String doing, String command, String verb, IOException e) {
    boolean missing = e instanceof NoSuchFileException;
    boolean denied = e instanceof java.nio.file.AccessDeniedException;
    SqlException error =
        SqlException.error(
            missing
                ? SqlState.UNDEFINED_FILE
                : denied ? SqlState.INSUFFICIENT_PRIVILEGE : SqlState.IO_ERROR,
            "could not open file \"%s\" for %s: %s",
            name,
            doing,
            missing ? "No such file or directory" : denied ? "Permission denied" : e.getMessage());
    return missing || denied
        ? error.withHint(
            "%s instructs the PostgreSQL server process to %s a file. You may want a client-side"
                + " facility such as psql's \\copy.",
            command, verb)
        : error;
  }
}
