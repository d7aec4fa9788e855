package org.postern.storage.vfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.postern.storage.os.Directories;

/** The real file system, through {@link FileChannel}. */
public final class PosixFileSystem implements FileSystem {
  @Override
  public DataFile open(Path path, OpenMode mode) throws IOException {
    Set<StandardOpenOption> options =
        switch (mode) {
          case READ -> Set.of(StandardOpenOption.READ);
          case READ_WRITE -> Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
          case CREATE ->
              Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
          case CREATE_NEW ->
              Set.of(
                  StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        };
    return new PosixFile(FileChannel.open(path, options));
  }

  @Override
  public boolean exists(Path path) {
    return Files.exists(path);
  }

  @Override
  public long size(Path path) throws IOException {
    return Files.size(path);
  }

  @Override
  public boolean delete(Path path) throws IOException {
    return Files.deleteIfExists(path);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    if (!Files.isDirectory(from)) {
      try (FileChannel channel = FileChannel.open(from, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    }
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Path target = to.toAbsolutePath().getParent();
    Directories.fsync(target);
    Path source = from.toAbsolutePath().getParent();
    if (!source.equals(target)) {
      Directories.fsync(source);
    }
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    Files.createDirectories(directory);
  }

  @Override
  public boolean isDirectory(Path path) {
    return Files.isDirectory(path);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    Directories.fsync(directory);
  }

  private static final class PosixFile implements DataFile {
    private static final int ZEROS = 64 * 1024;

    private final FileChannel channel;

    PosixFile(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      int total = 0;
      while (target.hasRemaining()) {
        int n = channel.read(target, position + total);
        if (n < 0) {
          break;
        }
        total += n;
      }
      return total;
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      long at = position;
      while (source.hasRemaining()) {
        at += channel.write(source, at);
      }
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void truncate(long size) throws IOException {
      channel.truncate(size);
    }

    @Override
    public void allocate(long position, long length) throws IOException {
      long end = position + length;
      long at = Math.max(position, size());
      ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS);
      while (at < end) {
        zeros.clear().limit((int) Math.min(ZEROS, end - at));
        write(zeros, at);
        at += zeros.limit();
      }
    }

    @Override
    public void sync() throws IOException {
      channel.force(false);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
