package org.postern.storage.vfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.postern.storage.vfs.FaultRule.Fault;
import org.postern.storage.vfs.FaultRule.Operation;

/**
 * A file system that fails on demand, wrapped around another one. Rules may change while files are
 * open, so that a running server can be told to fail; without rules it only passes on.
 */
public final class FaultyFileSystem implements FileSystem {
  private final FileSystem target;
  private volatile List<FaultRule> rules = List.of();

  public FaultyFileSystem(FileSystem target) {
    this.target = target;
  }

  /** Replaces the rules; see {@link FaultRule} for the text. Empty for none. */
  public void rules(String text) {
    rules = FaultRule.parse(text);
  }

  private Fault fault(Path path, Operation operation) {
    for (FaultRule rule : rules) {
      Fault fault = rule.match(path.toString(), operation);
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }

  private void check(Path path, Operation operation) throws IOException {
    Fault fault = fault(path, operation);
    if (fault != null) {
      throw failure(fault);
    }
  }

  private static IOException failure(Fault fault) {
    return switch (fault) {
      case EIO, TORN, LOST -> new IOException("Input/output error");
      case ENOSPC, SHORT -> new IOException("No space left on device");
      case BUG -> throw new IllegalStateException("bug injected");
    };
  }

  @Override
  public DataFile open(Path path, OpenMode mode) throws IOException {
    check(path, Operation.OPEN);
    return new FaultyFile(path, target.open(path, mode));
  }

  @Override
  public boolean exists(Path path) {
    return target.exists(path);
  }

  @Override
  public long size(Path path) throws IOException {
    return target.size(path);
  }

  @Override
  public boolean delete(Path path) throws IOException {
    check(path, Operation.DELETE);
    return target.delete(path);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    check(to, Operation.RENAME);
    target.rename(from, to);
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return target.list(directory);
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    check(directory, Operation.OPEN);
    target.createDirectory(directory);
  }

  @Override
  public boolean isDirectory(Path path) {
    return target.isDirectory(path);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    Fault fault = fault(directory, Operation.SYNC);
    if (fault == Fault.LOST) {
      return;
    }
    if (fault != null) {
      throw failure(fault);
    }
    target.syncDirectory(directory);
  }

  private final class FaultyFile implements DataFile {
    private final Path path;
    private final DataFile file;

    FaultyFile(Path path, DataFile file) {
      this.path = path;
      this.file = file;
    }

    @Override
    public int read(ByteBuffer buffer, long position) throws IOException {
      check(path, Operation.READ);
      return file.read(buffer, position);
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      Fault fault = fault(path, Operation.WRITE);
      if (fault == null) {
        file.write(source, position);
        return;
      }
      switch (fault) {
        case EIO, ENOSPC, BUG -> throw failure(fault);
        case SHORT -> {
          half(source, position);
          throw failure(fault);
        }
        case TORN -> half(source, position);
        case LOST -> source.position(source.limit());
      }
    }

    private void half(ByteBuffer source, long position) throws IOException {
      ByteBuffer first = source.duplicate();
      first.limit(source.position() + source.remaining() / 2);
      file.write(first, position);
      source.position(source.limit());
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void truncate(long size) throws IOException {
      check(path, Operation.TRUNCATE);
      file.truncate(size);
    }

    @Override
    public void allocate(long position, long length) throws IOException {
      check(path, Operation.ALLOCATE);
      file.allocate(position, length);
    }

    @Override
    public void sync() throws IOException {
      Fault fault = fault(path, Operation.SYNC);
      if (fault == Fault.LOST) {
        return;
      }
      if (fault != null) {
        throw failure(fault);
      }
      file.sync();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
