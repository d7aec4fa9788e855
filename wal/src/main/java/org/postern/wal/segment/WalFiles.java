package org.postern.wal.segment;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.lwlock.LwLockId;
import org.postern.storage.lwlock.LwLockMode;
import org.postern.storage.lwlock.LwLocks;
import org.postern.storage.vfs.DataFile;
import org.postern.storage.vfs.FileErrors;
import org.postern.storage.vfs.FileSystem;
import org.postern.storage.vfs.OpenMode;

/**
 * The segment files as one process writes and removes them. A new segment is filled with zeros and
 * synced under a temporary name before it gets its own, so that a later fdatasync has no metadata
 * to write and space never runs out in the middle of a segment. Old segments are renamed to serve
 * as future ones; their stale records carry other LSNs.
 *
 * <p>A segment gets its name (creation, recycling) only under ControlFile, so that no file is ever
 * replaced. Writing and syncing happen under WALWrite, under which ControlFile may be taken.
 */
public final class WalFiles implements AutoCloseable {
  private static final String TEMPORARY = "xlogtemp.";
  private static final int FILL_CHUNK = 1 << 20;

  private final FileSystem fileSystem;
  private final Path directory;
  private final int segmentSize;
  private final boolean fsync;
  private final int owner;
  private DataFile current;
  private long currentSegment = -1;

  /**
   * @param directory {@code pg_wal}
   * @param segmentSize bytes of a segment, a power of two
   * @param fsync false only where durability does not matter ({@code fsync = off})
   * @param owner a number that no other live user of the directory has, for temporary names
   */
  public WalFiles(
      FileSystem fileSystem, Path directory, int segmentSize, boolean fsync, int owner) {
    if (Integer.bitCount(segmentSize) != 1 || segmentSize < 4096) {
      throw new IllegalArgumentException("WAL segment size: size=" + segmentSize);
    }
    this.fileSystem = fileSystem;
    this.directory = directory;
    this.segmentSize = segmentSize;
    this.fsync = fsync;
    this.owner = owner;
  }

  public int segmentSize() {
    return segmentSize;
  }

  public Path directory() {
    return directory;
  }

  public FileSystem fileSystem() {
    return fileSystem;
  }

  /** Where the segment that holds {@code lsn} ends. */
  public long segmentEnd(long lsn) {
    return (lsn / segmentSize + 1) * segmentSize;
  }

  /** The file that holds {@code lsn}. */
  public Path path(long lsn) {
    return directory.resolve(SegmentName.of(lsn / segmentSize, segmentSize));
  }

  public boolean exists(long lsn) {
    return fileSystem.exists(path(lsn));
  }

  /** Writes bytes that lie within one segment; makes the segment if need be. Under WALWrite. */
  public void write(long lsn, MemorySegment source, long offset, long length, LwLocks locks) {
    try {
      if (lsn / segmentSize != currentSegment && !exists(lsn)) {
        install(fill(), path(lsn), locks);
      }
      open(lsn).write(source.asSlice(offset, length), lsn % segmentSize);
    } catch (IOException e) {
      throw failure(e, "could not write to log file \"%s\"", lsn);
    }
  }

  /**
   * Makes the segment of the byte before {@code end} durable; the segments before it have been
   * synced when they were full. Never called again after it has failed.
   */
  public void sync(long end) {
    if (!fsync) {
      return;
    }
    try {
      open(end - 1).sync();
    } catch (IOException e) {
      throw failure(e, "could not fdatasync file \"%s\"", end - 1);
    }
  }

  private DataFile open(long lsn) throws IOException {
    long segment = lsn / segmentSize;
    if (segment != currentSegment) {
      close();
      current = fileSystem.open(path(lsn), OpenMode.READ_WRITE);
      currentSegment = segment;
    }
    return current;
  }

  private Path fill() throws IOException {
    Path temporary = directory.resolve(TEMPORARY + owner);
    try {
      try (DataFile file = fileSystem.open(temporary, OpenMode.CREATE)) {
        file.truncate(0);
        ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(FILL_CHUNK, segmentSize));
        for (long at = 0; at < segmentSize; at += zeros.capacity()) {
          zeros.clear();
          file.write(zeros, at);
        }
        if (fsync) {
          file.sync();
        }
      }
    } catch (IOException e) {
      try {
        fileSystem.delete(temporary);
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
    return temporary;
  }

  /**
   * Makes the segment of {@code lsn} before it is needed; false if somebody else has made it in the
   * meantime.
   */
  public boolean create(long lsn, LwLocks locks) {
    try {
      return install(fill(), path(lsn), locks);
    } catch (IOException e) {
      throw failure(e, "could not create file \"%s\"", lsn);
    }
  }

  /** Gives a file the name of a segment, unless there is one; then the file is removed. */
  private boolean install(Path from, Path to, LwLocks locks) throws IOException {
    locks.acquire(LwLockId.CONTROL_FILE, LwLockMode.EXCLUSIVE);
    try {
      if (fileSystem.exists(to)) {
        fileSystem.delete(from);
        return false;
      }
      fileSystem.rename(from, to);
      return true;
    } finally {
      locks.release(LwLockId.CONTROL_FILE);
    }
  }

  /** Writes the start of the first segment of a new cluster, durably. */
  public void writeFirst(long lsn, MemorySegment source, long length) {
    try {
      fileSystem.createDirectory(directory);
      fileSystem.rename(fill(), path(lsn));
      open(lsn).write(source.asSlice(0, length), lsn % segmentSize);
      sync(lsn + length);
    } catch (IOException e) {
      throw failure(e, "could not create file \"%s\"", lsn);
    }
  }

  /** Numbers of the segments there are, ascending. */
  public List<Long> segments() {
    List<Long> result = new ArrayList<>();
    try {
      for (String name : fileSystem.list(directory)) {
        long segment = SegmentName.parse(name, segmentSize);
        if (segment >= 0) {
          result.add(segment);
        }
      }
    } catch (IOException e) {
      throw SqlException.error(
              SqlState.IO_ERROR, "could not read directory \"%s\": %s", directory, e.getMessage())
          .withCause(e);
    }
    result.sort(null);
    return result;
  }

  /**
   * Segments that end at or before {@code oldest} are not needed for replay any more: keeps as many
   * for future use as {@code futureSegments} behind {@code end} asks for, removes the others.
   * Returns how many were recycled or removed.
   */
  public int recycle(long oldest, long end, int futureSegments, LwLocks locks) {
    long firstNeeded = oldest / segmentSize;
    long last = end / segmentSize + futureSegments;
    long target = end / segmentSize + 1;
    int count = 0;
    try {
      for (long segment : segments()) {
        if (segment >= firstNeeded) {
          break;
        }
        Path old = path(segment * segmentSize);
        while (target <= last && exists(target * segmentSize)) {
          target++;
        }
        if (target <= last) {
          install(old, path(target * segmentSize), locks);
          target++;
        } else {
          fileSystem.delete(old);
        }
        count++;
      }
    } catch (IOException e) {
      throw failure(e, "could not recycle log file before \"%s\"", oldest);
    }
    return count;
  }

  /**
   * Replay ended at {@code end}: bytes behind it are remains of records that were never complete,
   * and must not be taken for records when new ones have been written up to them. Zeroes the rest
   * of the segment and removes the later ones, durably.
   */
  public void cutAfter(long end) {
    try {
      long firstGone = (end + segmentSize - 1) / segmentSize;
      for (long segment : segments()) {
        if (segment >= firstGone) {
          fileSystem.delete(path(segment * segmentSize));
        }
      }
      fileSystem.syncDirectory(directory);
      if (end % segmentSize != 0 && exists(end)) {
        ByteBuffer zeros = ByteBuffer.allocate((int) (segmentEnd(end) - end));
        DataFile file = open(end);
        file.write(zeros, end % segmentSize);
        sync(end + 1);
      }
    } catch (IOException e) {
      throw failure(e, "could not clear log file \"%s\"", end);
    }
  }

  /** Makes every segment from {@code lsn} on durable, so that what replay reads cannot vanish. */
  public void syncFrom(long lsn) {
    for (long segment : segments()) {
      if (segment >= lsn / segmentSize) {
        sync((segment + 1) * segmentSize);
      }
    }
    close();
  }

  /** Removes what processes that died while making a segment have left. */
  public void removeTemporaryFiles() {
    try {
      for (String name : fileSystem.list(directory)) {
        if (name.startsWith(TEMPORARY)) {
          fileSystem.delete(directory.resolve(name));
        }
      }
    } catch (IOException e) {
      throw SqlException.error(
              SqlState.IO_ERROR, "could not clean directory \"%s\": %s", directory, e.getMessage())
          .withCause(e);
    }
  }

  private SqlException failure(IOException cause, String format, long lsn) {
    return FileErrors.error(cause, format, directory.getFileName() + "/" + path(lsn).getFileName());
  }

  @Override
  public void close() {
    DataFile file = current;
    current = null;
    currentSegment = -1;
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        throw SqlException.error(SqlState.IO_ERROR, "could not close log file").withCause(e);
      }
    }
  }
}
