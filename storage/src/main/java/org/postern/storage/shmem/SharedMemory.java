package org.postern.storage.shmem;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * The shared segment as one process sees it: a file mapped as one {@link MemorySegment}, in which
 * everything is addressed by {@code long} offsets.
 *
 * <p>The creator fills the areas that need it and then calls {@link #publish}; attachers wait for
 * that, and refuse a segment of another version. The file's mode is 0600.
 */
public final class SharedMemory {
  private static final long ATTACH_TIMEOUT_NANOS = 10_000_000_000L;

  private final Path path;
  private final MemorySegment segment;
  private final ShmemConfig config;
  private final long[] bases;
  private final long[] sizes;

  private SharedMemory(Path path, MemorySegment segment, ShmemConfig config) {
    this.path = path;
    this.segment = segment;
    this.config = config;
    ShmemArea[] areas = ShmemArea.values();
    this.bases = new long[areas.length];
    this.sizes = new long[areas.length];
    for (ShmemArea area : areas) {
      bases[area.ordinal()] = ShmemHeaderLayout.areaBase(segment, area);
      sizes[area.ordinal()] = ShmemHeaderLayout.areaSize(segment, area);
    }
  }

  /** Creates the file, replacing an old one, and lays out the areas; not yet published. */
  public static SharedMemory create(Path path, ShmemConfig config, Arena arena) {
    long total = 0;
    for (ShmemArea area : ShmemArea.values()) {
      total += roundUp(area.size(config));
    }
    try {
      Files.deleteIfExists(path);
      Path directory = path.toAbsolutePath().getParent();
      long usable = Files.getFileStore(directory).getUsableSpace();
      if (usable < total) {
        throw SqlException.fatal(
                SqlState.OUT_OF_MEMORY, "could not create shared memory segment: not enough space")
            .withDetail("%d bytes are needed in \"%s\", %d are free.", total, directory, usable);
      }
      MemorySegment segment = mapNew(path, total, arena);
      long base = 0;
      for (ShmemArea area : ShmemArea.values()) {
        long size = area.size(config);
        ShmemHeaderLayout.area(segment, area, base, size);
        base += roundUp(size);
      }
      ShmemHeaderLayout.config(segment, config);
      Words.setIntPlain(segment, ShmemHeaderLayout.VERSION, ShmemHeaderLayout.SHMEM_VERSION);
      Words.setIntPlain(segment, ShmemHeaderLayout.PAGE_SIZE, ShmemConfig.PAGE_BYTES);
      Words.setIntPlain(segment, ShmemHeaderLayout.AREA_COUNT, ShmemArea.values().length);
      Words.setLongPlain(segment, ShmemHeaderLayout.TOTAL_SIZE, total);
      return new SharedMemory(path, segment, config);
    } catch (IOException e) {
      throw SqlException.fatal(
              SqlState.SYSTEM_ERROR, "could not create shared memory segment \"%s\"", path)
          .withCause(e);
    }
  }

  private static MemorySegment mapNew(Path path, long total, Arena arena) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    FileAttribute<?>[] attributes =
        path.getFileSystem().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try (FileChannel channel = FileChannel.open(path, options, attributes)) {
      channel.write(ByteBuffer.allocate(1), total - 1);
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, total, arena);
    }
  }

  private static long roundUp(long size) {
    return size + ShmemConfig.PAGE_BYTES - 1 & -(long) ShmemConfig.PAGE_BYTES;
  }

  /** Lets others attach. {@code pid} is the creator's, shown to the tools. */
  public void publish(int pid) {
    Words.setIntPlain(segment, ShmemHeaderLayout.PID, pid);
    Words.setLongPlain(segment, ShmemHeaderLayout.START_TIME, System.currentTimeMillis());
    ShmemHeaderLayout.magicRelease(segment, ShmemHeaderLayout.MAGIC_VALUE);
  }

  /** Maps an existing segment; waits up to 10 s for its creator to publish it. */
  public static SharedMemory attach(Path path, Arena arena) {
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long size = channel.size();
      if (size < ShmemHeaderLayout.SIZE) {
        throw refuse(path, "size", size);
      }
      MemorySegment segment = channel.map(FileChannel.MapMode.READ_WRITE, 0, size, arena);
      long deadline = System.nanoTime() + ATTACH_TIMEOUT_NANOS;
      while (ShmemHeaderLayout.magicAcquire(segment) != ShmemHeaderLayout.MAGIC_VALUE) {
        if (System.nanoTime() - deadline > 0) {
          throw refuse(path, "magic", ShmemHeaderLayout.magicAcquire(segment));
        }
        Thread.sleep(1);
      }
      int version = Words.intPlain(segment, ShmemHeaderLayout.VERSION);
      if (version != ShmemHeaderLayout.SHMEM_VERSION) {
        throw refuse(path, "version", version);
      }
      int areas = Words.intPlain(segment, ShmemHeaderLayout.AREA_COUNT);
      if (areas != ShmemArea.values().length
          || Words.longPlain(segment, ShmemHeaderLayout.TOTAL_SIZE) != size) {
        throw refuse(path, "areas", areas);
      }
      return new SharedMemory(path, segment, ShmemHeaderLayout.config(segment));
    } catch (IOException e) {
      throw SqlException.fatal(
              SqlState.SYSTEM_ERROR, "could not attach to shared memory segment \"%s\"", path)
          .withCause(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SqlException.fatal(SqlState.ADMIN_SHUTDOWN, "interrupted while attaching");
    }
  }

  private static SqlException refuse(Path path, String name, long value) {
    return SqlException.fatal(
        SqlState.SYSTEM_ERROR,
        "shared memory segment \"%s\" does not fit this server: %s=%d",
        path,
        name,
        value);
  }

  public Path path() {
    return path;
  }

  public MemorySegment segment() {
    return segment;
  }

  public ShmemConfig config() {
    return config;
  }

  /** Address of the area's first byte. */
  public long base(ShmemArea area) {
    return bases[area.ordinal()];
  }

  /** Bytes of the area. */
  public long size(ShmemArea area) {
    return sizes[area.ordinal()];
  }

  /** Both as one value. */
  public Area area(ShmemArea area) {
    return new Area(base(area), size(area));
  }

  /** The creator's process id. */
  public int creatorPid() {
    return Words.intPlain(segment, ShmemHeaderLayout.PID);
  }

  /** Milliseconds since 1970 at which the segment was published. */
  public long startTime() {
    return Words.longPlain(segment, ShmemHeaderLayout.START_TIME);
  }

  /** Counts a dead process that could not be repaired, and asks for a restart by replay. */
  public void requestRestart() {
    Words.getAndAddInt(segment, ShmemHeaderLayout.RESTARTS_NEEDED, 1);
    Words.setIntVolatile(segment, ShmemHeaderLayout.RESTART_REQUEST, 1);
  }

  public boolean restartRequested() {
    return Words.intAcquire(segment, ShmemHeaderLayout.RESTART_REQUEST) != 0;
  }

  public int restartsNeeded() {
    return Words.intAcquire(segment, ShmemHeaderLayout.RESTARTS_NEEDED);
  }

  /** Where an area lies. */
  public record Area(long base, long size) {}
}
