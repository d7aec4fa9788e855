package org.postern.storage.vfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** A temporary file: written at its end, read anywhere, removed when closed. */
public final class TemporaryFile implements AutoCloseable {
  private final TemporaryFiles owner;
  private final DataFile file;
  private final Path path;
  private final String name;
  private final long limit;
  private long size;
  private boolean kept;
  private boolean closed;

  TemporaryFile(TemporaryFiles owner, DataFile file, Path path, String name, long limit) {
    this.owner = owner;
    this.file = file;
    this.path = path;
    this.name = name;
    this.limit = limit;
  }

  /** Adds bytes to the end; returns where they begin. Throws 53400 above the limit. */
  public long append(byte[] bytes, int length) {
    if (limit >= 0 && owner.bytes() + length > limit) {
      throw SqlException.error(
          SqlState.CONFIGURATION_LIMIT_EXCEEDED,
          "temporary file size exceeds temp_file_limit (%dkB)",
          limit / 1024);
    }
    try {
      file.write(ByteBuffer.wrap(bytes, 0, length), size);
    } catch (IOException e) {
      throw FileErrors.error(e, "could not write to file \"%s\"", name);
    }
    long at = size;
    size += length;
    owner.grown(length);
    return at;
  }

  /** Reads {@code length} bytes from {@code position} on. */
  public void read(byte[] target, int length, long position) {
    try {
      int got = file.read(ByteBuffer.wrap(target, 0, length), position);
      if (got != length) {
        throw SqlException.error(
            SqlState.IO_ERROR,
            "could not read from temporary file: read only %d of %d bytes",
            got,
            length);
      }
    } catch (IOException e) {
      throw FileErrors.error(e, "could not read from file \"%s\"", name);
    }
  }

  public long size() {
    return size;
  }

  /** The file outlives the transaction. */
  public void keep() {
    kept = true;
  }

  boolean isKept() {
    return kept;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      file.close();
      owner.closed(this, path, size);
    } catch (IOException e) {
      throw FileErrors.error(e, "could not remove file \"%s\"", name);
    }
  }
}
