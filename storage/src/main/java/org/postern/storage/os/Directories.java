package org.postern.storage.os;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Durable directory entries: a created, renamed or removed file survives a power loss. */
public final class Directories {
  private Directories() {}

  /** Syncs the directory itself. */
  public static void fsync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
