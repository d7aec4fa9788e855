package org.postern.storage.vfs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Files and directories as storage and the log use them. All methods throw {@link IOException}; the
 * callers, who know what the file is, word it for the user with FileErrors.
 */
public interface FileSystem {
  /** Opens a file. */
  DataFile open(Path path, OpenMode mode) throws IOException;

  boolean exists(Path path);

  /** Bytes of a file. */
  long size(Path path) throws IOException;

  /** Removes a file or an empty directory; false when it was not there. */
  boolean delete(Path path) throws IOException;

  /** Renames durably: the file and both directories are synced. Replaces the target. */
  void rename(Path from, Path to) throws IOException;

  /** Names in a directory, sorted. */
  List<String> list(Path directory) throws IOException;

  /** Creates a directory and missing parents. */
  void createDirectory(Path directory) throws IOException;

  boolean isDirectory(Path path);

  /** Makes the directory's entries durable. */
  void syncDirectory(Path directory) throws IOException;
}
