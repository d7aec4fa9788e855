package org.postern.storage.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.postern.storage.smgr.RelationPaths;
import org.postern.storage.vfs.DataFile;
import org.postern.storage.vfs.FileErrors;
import org.postern.storage.vfs.FileSystem;
import org.postern.storage.vfs.OpenMode;

/** The directory of a database in a tablespace; what both the forward path and redo do with it. */
final class DatabaseDirectory {
  private static final int CHUNK = 1 << 20;

  private final FileSystem files;
  private final Path dataDirectory;

  DatabaseDirectory(FileSystem files, Path dataDirectory) {
    this.files = files;
    this.dataDirectory = dataDirectory;
  }

  /** Copies every file and makes copies and directory durable. An older copy is overwritten. */
  void copy(int tablespace, int source, int target) {
    String from = RelationPaths.directory(tablespace, source);
    String to = RelationPaths.directory(tablespace, target);
    Path fromPath = dataDirectory.resolve(from);
    Path toPath = dataDirectory.resolve(to);
    try {
      remove(tablespace, target);
      files.createDirectory(toPath);
      ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
      for (String name : files.list(fromPath)) {
        copyFile(fromPath.resolve(name), toPath.resolve(name), buffer);
      }
      files.syncDirectory(toPath);
      files.syncDirectory(toPath.getParent());
    } catch (IOException e) {
      throw FileErrors.error(e, "could not copy directory \"%s\" to \"%s\"", from, to);
    }
  }

  private void copyFile(Path from, Path to, ByteBuffer buffer) throws IOException {
    try (DataFile source = files.open(from, OpenMode.READ);
        DataFile target = files.open(to, OpenMode.CREATE)) {
      target.truncate(0);
      long position = 0;
      while (true) {
        buffer.clear();
        int count = source.read(buffer, position);
        if (count <= 0) {
          break;
        }
        buffer.position(0).limit(count);
        target.write(buffer, position);
        position += count;
      }
      target.sync();
    }
  }

  /** Removes the directory and all in it; what is missing is no error. */
  void remove(int tablespace, int database) {
    String name = RelationPaths.directory(tablespace, database);
    Path path = dataDirectory.resolve(name);
    try {
      if (!files.isDirectory(path)) {
        return;
      }
      for (String file : files.list(path)) {
        files.delete(path.resolve(file));
      }
      files.delete(path);
      files.syncDirectory(path.getParent());
    } catch (IOException e) {
      throw FileErrors.error(e, "could not remove directory \"%s\"", name);
    }
  }
}
