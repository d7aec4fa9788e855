package org.postern.storage.vfs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The temporary files of one process: what queries put aside that does not fit in their memory. A
 * file is named pgsql_tmpPID.NUMBER and is removed when it is closed; what a dead process leaves is
 * removed by its name.
 *
 * <p>Source: PostgreSQL documentation, "Database File Layout".
 */
public final class TemporaryFiles {
  private static final String PREFIX = "pgsql_tmp";

  private final FileSystem files;
  private final Path directory;
  private final long process;
  private final Set<TemporaryFile> open = new HashSet<>();
  private long created;
  private long bytes;

  /** {@code directory}: base/pgsql_tmp of the data directory; made when first needed. */
  public TemporaryFiles(FileSystem files, Path directory, long process) {
    this.files = files;
    this.directory = directory;
    this.process = process;
  }

  /** A new empty file. {@code limit}: how many bytes all files may have together, -1 any number. */
  public TemporaryFile create(long limit) {
    String name = PREFIX + process + "." + created++;
    try {
      if (!files.isDirectory(directory)) {
        files.createDirectory(directory);
      }
      Path path = directory.resolve(name);
      TemporaryFile made =
          new TemporaryFile(this, files.open(path, OpenMode.CREATE), path, shown(name), limit);
      open.add(made);
      return made;
    } catch (IOException e) {
      throw FileErrors.error(e, "could not create temporary file \"%s\"", shown(name));
    }
  }

  private static String shown(String name) {
    return "base/" + PREFIX + "/" + name;
  }

  /** Bytes in all open files. */
  public long bytes() {
    return bytes;
  }

  /** Files that exist. */
  public int count() {
    return open.size();
  }

  void grown(long by) {
    bytes += by;
  }

  void closed(TemporaryFile file, Path path, long size) throws IOException {
    open.remove(file);
    bytes -= size;
    files.delete(path);
  }

  /** Closes all files but those marked to be kept: a transaction has ended. */
  public void endTransaction() {
    for (TemporaryFile file : Set.copyOf(open)) {
      if (!file.isKept()) {
        file.close();
      }
    }
  }

  /** Closes all files. */
  public void closeAll() {
    Set.copyOf(open).forEach(TemporaryFile::close);
  }

  /** Removes what processes that are gone left; {@code process} 0 for any process. */
  public static void removeLeftovers(FileSystem files, Path directory, long process) {
    if (!files.isDirectory(directory)) {
      return;
    }
    String wanted = process == 0 ? PREFIX : PREFIX + process + ".";
    try {
      for (String name : files.list(directory)) {
        if (name.startsWith(wanted)) {
          files.delete(directory.resolve(name));
        }
      }
    } catch (IOException e) {
      throw FileErrors.error(e, "could not remove temporary files of \"%s\"", directory);
    }
  }
}
