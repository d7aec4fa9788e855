package org.postern.wal.recovery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.storage.vfs.DataFile;
import org.postern.storage.vfs.FileErrors;
import org.postern.storage.vfs.FileSystem;
import org.postern.storage.vfs.OpenMode;

/**
 * Empties unlogged relations after a crash: their pages were not logged, so what is on disk is
 * arbitrary. Each has an init fork, which is logged, with the content of an empty relation.
 *
 * <p>Source: PostgreSQL documentation, "The Initialization Fork".
 */
final class UnloggedRelations {
  private static final Pattern NAME = Pattern.compile("(\\d+)(_fsm|_vm|_init)?(\\.\\d+)?");
  private static final String INIT = "_init";
  private static final int CHUNK = 1 << 16;

  private final FileSystem files;
  private final Path root;

  UnloggedRelations(FileSystem files, Path root) {
    this.files = files;
    this.root = root;
  }

  /** Before replay: removes every fork but the init fork. */
  void removeContents() {
    try {
      for (Path directory : databases()) {
        List<String> names = files.list(directory);
        Set<String> unlogged = withInitFork(names);
        for (String name : names) {
          Matcher matcher = NAME.matcher(name);
          if (matcher.matches()
              && unlogged.contains(matcher.group(1))
              && !INIT.equals(matcher.group(2))) {
            files.delete(directory.resolve(name));
          }
        }
      }
    } catch (IOException e) {
      throw FileErrors.panic(e, "could not reset unlogged relations");
    }
  }

  /** After replay: makes the main fork a copy of the init fork, durably. */
  void restoreFromInitForks() {
    try {
      for (Path directory : databases()) {
        Set<String> unlogged = withInitFork(files.list(directory));
        for (String relation : unlogged) {
          copy(directory.resolve(relation + INIT), directory.resolve(relation));
        }
        if (!unlogged.isEmpty()) {
          files.syncDirectory(directory);
        }
      }
    } catch (IOException e) {
      throw FileErrors.panic(e, "could not reset unlogged relations");
    }
  }

  private List<Path> databases() throws IOException {
    List<Path> result = new ArrayList<>();
    Path base = root.resolve("base");
    if (files.isDirectory(base)) {
      for (String name : files.list(base)) {
        Path directory = base.resolve(name);
        if (files.isDirectory(directory)) {
          result.add(directory);
        }
      }
    }
    return result;
  }

  private static Set<String> withInitFork(List<String> names) {
    Set<String> result = new HashSet<>();
    for (String name : names) {
      Matcher matcher = NAME.matcher(name);
      if (matcher.matches() && INIT.equals(matcher.group(2))) {
        result.add(matcher.group(1));
      }
    }
    return result;
  }

  private void copy(Path from, Path to) throws IOException {
    try (DataFile source = files.open(from, OpenMode.READ);
        DataFile target = files.open(to, OpenMode.CREATE)) {
      target.truncate(0);
      ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
      long size = source.size();
      for (long at = 0; at < size; at += buffer.limit()) {
        buffer.clear();
        if (source.read(buffer, at) <= 0) {
          break;
        }
        target.write(buffer.flip(), at);
      }
      target.sync();
    }
  }
}
