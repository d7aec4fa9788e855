package org.postern.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.postern.storage.vfs.DataFile;
import org.postern.storage.vfs.FileSystem;
import org.postern.storage.vfs.OpenMode;

/**
 * Files in memory that know what would survive a power failure: the content as of each file's last
 * sync. Names are durable at once. A hook may fail any operation.
 */
public final class MemoryFileSystem implements FileSystem {
  /** Decides about an operation ("write", "sync", "open", "rename", "delete") on a file. */
  public interface Fault {
    void before(String operation, Path path) throws IOException;
  }

  private static final int SECTOR = 512;

  private final TreeMap<String, Content> files = new TreeMap<>();
  private Fault fault = (operation, path) -> {};
  private long syncNanos;

  private static final class Content {
    private byte[] bytes = new byte[0];
    private byte[] durable = new byte[0];
    private int size;
  }

  public synchronized void fault(Fault value) {
    fault = value;
  }

  /** How long each sync takes. */
  public synchronized void syncNanos(long value) {
    syncNanos = value;
  }

  /** Power failure: everything not synced is lost. */
  public synchronized void crash() {
    for (Content file : files.values()) {
      file.bytes = file.durable.clone();
      file.size = file.bytes.length;
    }
  }

  /** Power failure in which each sector written since the last sync survives or not by chance. */
  public synchronized void crash(Random random) {
    for (Content file : files.values()) {
      byte[] mixed = Arrays.copyOf(file.durable, file.size);
      for (int at = 0; at < file.size; at += SECTOR) {
        if (random.nextBoolean()) {
          int end = Math.min(at + SECTOR, file.size);
          System.arraycopy(file.bytes, at, mixed, at, end - at);
        }
      }
      file.bytes = mixed;
      file.durable = mixed.clone();
    }
  }

  public synchronized byte[] content(Path path) {
    Content file = files.get(path.toString());
    return Arrays.copyOf(file.bytes, file.size);
  }

  public synchronized void content(Path path, byte[] bytes) {
    Content file = files.computeIfAbsent(path.toString(), key -> new Content());
    file.bytes = bytes.clone();
    file.durable = bytes.clone();
    file.size = bytes.length;
  }

  /** An independent copy of all files. */
  public synchronized MemoryFileSystem copy() {
    MemoryFileSystem copy = new MemoryFileSystem();
    files.forEach((name, file) -> {
      Content content = new Content();
      content.bytes = Arrays.copyOf(file.bytes, file.size);
      content.durable = file.durable.clone();
      content.size = file.size;
      copy.files.put(name, content);
    });
    return copy;
  }

  @Override
  public synchronized DataFile open(Path path, OpenMode mode) throws IOException {
    fault.before("open", path);
    Content file = files.get(path.toString());
    if (file == null) {
      if (mode != OpenMode.CREATE && mode != OpenMode.CREATE_NEW) {
        throw new NoSuchFileException(path.toString());
      }
      file = new Content();
      files.put(path.toString(), file);
    } else if (mode == OpenMode.CREATE_NEW) {
      throw new FileAlreadyExistsException(path.toString());
    }
    return new Handle(path, file);
  }

  @Override
  public synchronized boolean exists(Path path) {
    return files.containsKey(path.toString());
  }

  @Override
  public synchronized long size(Path path) {
    return files.get(path.toString()).size;
  }

  @Override
  public synchronized boolean delete(Path path) throws IOException {
    fault.before("delete", path);
    return files.remove(path.toString()) != null;
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    fault.before("rename", from);
    Content file = files.remove(from.toString());
    if (file == null) {
      throw new NoSuchFileException(from.toString());
    }
    file.durable = Arrays.copyOf(file.bytes, file.size);
    files.put(to.toString(), file);
  }

  @Override
  public synchronized List<String> list(Path directory) {
    List<String> names = new ArrayList<>();
    for (String name : files.keySet()) {
      Path path = Path.of(name);
      if (path.startsWith(directory) && !path.equals(directory)) {
        String child = path.getName(directory.getNameCount()).toString();
        if (names.isEmpty() || !names.getLast().equals(child)) {
          names.add(child);
        }
      }
    }
    return names;
  }

  @Override
  public void createDirectory(Path directory) {}

  @Override
  public boolean isDirectory(Path path) {
    String prefix = path + "/";
    String next = files.ceilingKey(prefix);
    return next != null && next.startsWith(prefix);
  }

  @Override
  public void syncDirectory(Path directory) {}

  private final class Handle implements DataFile {
    private final Path path;
    private final Content file;

    Handle(Path path, Content file) {
      this.path = path;
      this.file = file;
    }

    @Override
    public int read(ByteBuffer target, long position) {
      synchronized (MemoryFileSystem.this) {
        if (position >= file.size) {
          return -1;
        }
        int count = (int) Math.min(target.remaining(), file.size - position);
        target.put(file.bytes, (int) position, count);
        return count;
      }
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      synchronized (MemoryFileSystem.this) {
        fault.before("write", path);
        int end = (int) position + source.remaining();
        if (end > file.bytes.length) {
          file.bytes = Arrays.copyOf(file.bytes, Math.max(end, file.bytes.length * 2));
        }
        source.get(file.bytes, (int) position, source.remaining());
        file.size = Math.max(file.size, end);
      }
    }

    @Override
    public long size() {
      synchronized (MemoryFileSystem.this) {
        return file.size;
      }
    }

    @Override
    public void truncate(long size) {
      synchronized (MemoryFileSystem.this) {
        file.bytes = Arrays.copyOf(file.bytes, (int) Math.min(size, file.bytes.length));
        file.size = file.bytes.length;
      }
    }

    @Override
    public void allocate(long position, long length) {
      synchronized (MemoryFileSystem.this) {
        int end = (int) (position + length);
        if (end > file.size) {
          file.bytes = Arrays.copyOf(file.bytes, end);
          file.size = end;
        }
      }
    }

    @Override
    public void sync() throws IOException {
      byte[] seen;
      synchronized (MemoryFileSystem.this) {
        fault.before("sync", path);
        seen = Arrays.copyOf(file.bytes, file.size);
      }
      if (syncNanos > 0) {
        java.util.concurrent.locks.LockSupport.parkNanos(syncNanos);
      }
      synchronized (MemoryFileSystem.this) {
        file.durable = seen;
      }
    }

    @Override
    public void close() {}
  }
}
