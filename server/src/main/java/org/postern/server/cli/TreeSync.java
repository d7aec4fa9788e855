package org.postern.server.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Whole directory trees: made durable, or removed. */
final class TreeSync {
  private TreeSync() {}

  /** Syncs every file and directory below, links followed. */
  static void sync(Path root) throws IOException {
    List<Path> all;
    try (Stream<Path> paths = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
      all = paths.toList();
    }
    for (Path path : all) {
      Set<StandardOpenOption> how =
          Files.isDirectory(path)
              ? Set.of(StandardOpenOption.READ)
              : Set.of(StandardOpenOption.WRITE);
      try (FileChannel channel = FileChannel.open(path, how)) {
        channel.force(true);
      }
    }
  }

  /** Removes a tree; links are removed, not followed. */
  static void delete(Path root) throws IOException {
    List<Path> all;
    try (Stream<Path> paths = Files.walk(root)) {
      all = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
