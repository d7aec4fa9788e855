package org.postern.storage.smgr;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.page.PageLayout;
import org.postern.storage.smgr.SyncRequests.SegmentFile;
import org.postern.storage.vfs.DataFile;
import org.postern.storage.vfs.FileErrors;
import org.postern.storage.vfs.FileSystem;
import org.postern.storage.vfs.OpenMode;

/**
 * The files of relations as one process uses them: forks cut into segments of 1 GiB.
 *
 * <p>A segment that a truncation empties is kept with length 0, since other processes may have it
 * open. File numbers are never used twice, so an unlinked file needs no tombstone. Each write is
 * registered with {@link SyncRequests} before it returns; a sync that fails is a PANIC and is never
 * tried again.
 *
 * <p>Source: PostgreSQL documentation, "Database File Layout".
 */
public final class StorageManager {
  private static final int MAX_OPEN_FORKS = 400;

  private final FileSystem files;
  private final Path dataDirectory;
  private final SyncRequests syncRequests;
  private final Map<ForkKey, OpenFork> open = new LinkedHashMap<>(64, 0.75f, true);
  private final Map<SegmentFile, Long> registered = new HashMap<>();
  private ForkKey lastKey;
  private OpenFork lastFork;

  public StorageManager(FileSystem files, Path dataDirectory, SyncRequests syncRequests) {
    this.files = files;
    this.dataDirectory = dataDirectory;
    this.syncRequests = syncRequests;
  }

  private record ForkKey(RelFileLocator locator, Fork fork) {}

  /** The open segments of one fork; a gap is null. */
  private static final class OpenFork {
    private DataFile[] segments = new DataFile[1];

    void closeAll() {
      for (int i = 0; i < segments.length; i++) {
        if (segments[i] != null) {
          try {
            segments[i].close();
          } catch (IOException e) {
            throw FileErrors.error(e, "could not close file");
          }
          segments[i] = null;
        }
      }
    }
  }

  public FileSystem files() {
    return files;
  }

  public Path dataDirectory() {
    return dataDirectory;
  }

  private Path resolve(String relative) {
    return dataDirectory.resolve(relative);
  }

  private OpenFork fork(RelFileLocator locator, Fork fork) {
    if (lastKey != null && lastKey.fork == fork && lastKey.locator.equals(locator)) {
      return lastFork;
    }
    ForkKey key = new ForkKey(locator, fork);
    OpenFork found = open.get(key);
    if (found == null) {
      if (open.size() >= MAX_OPEN_FORKS) {
        Map.Entry<ForkKey, OpenFork> eldest = open.entrySet().iterator().next();
        open.remove(eldest.getKey());
        eldest.getValue().closeAll();
      }
      found = new OpenFork();
      open.put(key, found);
    }
    lastKey = key;
    lastFork = found;
    return found;
  }

  /** The open file of a segment; null when it does not exist and is not to be created. */
  private DataFile segment(RelFileLocator locator, Fork fork, int number, OpenMode mode) {
    OpenFork f = fork(locator, fork);
    if (number < f.segments.length && f.segments[number] != null) {
      return f.segments[number];
    }
    String path = RelationPaths.path(locator, fork, number);
    DataFile file;
    try {
      file = files.open(resolve(path), mode);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw FileErrors.error(e, "could not open file \"%s\"", path);
    }
    if (number >= f.segments.length) {
      f.segments = java.util.Arrays.copyOf(f.segments, number + 1);
    }
    f.segments[number] = file;
    return file;
  }

  private DataFile existing(RelFileLocator locator, Fork fork, int number) {
    DataFile file = segment(locator, fork, number, OpenMode.READ_WRITE);
    if (file == null) {
      String path = RelationPaths.path(locator, fork, number);
      throw FileErrors.error(new NoSuchFileException(path), "could not open file \"%s\"", path);
    }
    return file;
  }

  /** True when the fork's first segment is on disk. */
  public boolean exists(RelFileLocator locator, Fork fork) {
    return files.exists(resolve(RelationPaths.path(locator, fork)));
  }

  /** Creates the fork's first segment; {@code redo}: no error when it is there. */
  public void create(RelFileLocator locator, Fork fork, boolean redo) {
    close(locator, fork);
    Path path = resolve(RelationPaths.path(locator, fork));
    try {
      if (redo) {
        files.createDirectory(path.getParent());
      }
      files.open(path, redo ? OpenMode.CREATE : OpenMode.CREATE_NEW).close();
    } catch (IOException e) {
      throw FileErrors.error(e, "could not create file \"%s\"", RelationPaths.path(locator, fork));
    }
    registerSync(locator, fork, 0);
  }

  /** Removes all forks. The caller has dropped the buffers. */
  public void unlink(RelFileLocator locator) {
    for (Fork fork : Fork.values()) {
      unlink(locator, fork);
    }
  }

  /** Removes one fork; missing files are no error. */
  public void unlink(RelFileLocator locator, Fork fork) {
    close(locator, fork);
    for (int i = 0; ; i++) {
      String path = RelationPaths.path(locator, fork, i);
      try {
        if (!files.exists(resolve(path))) {
          return;
        }
        try (DataFile file = files.open(resolve(path), OpenMode.READ_WRITE)) {
          file.truncate(0);
        }
        files.delete(resolve(path));
      } catch (NoSuchFileException e) {
        return;
      } catch (IOException e) {
        throw FileErrors.error(e, "could not remove file \"%s\"", path);
      }
    }
  }

  private static long offset(long block) {
    return block % RelationPaths.SEGMENT_BLOCKS * PageLayout.PAGE_SIZE;
  }

  private static int segmentOf(long block) {
    return (int) (block / RelationPaths.SEGMENT_BLOCKS);
  }

  /** Writes a new block at the end or beyond it; blocks skipped read as zeros. */
  public void extend(RelFileLocator locator, Fork fork, long block, MemorySegment mem, long page) {
    int number = segmentOf(block);
    if (number == 0) {
      existing(locator, fork, 0);
    }
    fillSegmentsBefore(locator, fork, number);
    DataFile file = segment(locator, fork, number, OpenMode.CREATE);
    try {
      file.write(mem.asSlice(page, PageLayout.PAGE_SIZE), offset(block));
    } catch (IOException e) {
      String path = RelationPaths.path(locator, fork, number);
      throw FileErrors.error(e, "could not extend file \"%s\"", path);
    }
    registerSync(locator, fork, number);
  }

  private void fillSegmentsBefore(RelFileLocator locator, Fork fork, int number) {
    long full = (long) RelationPaths.SEGMENT_BLOCKS * PageLayout.PAGE_SIZE;
    for (int i = number - 1; i >= 0; i--) {
      DataFile file = segment(locator, fork, i, OpenMode.CREATE);
      try {
        if (file.size() == full) {
          return;
        }
        file.allocate(file.size(), full - file.size());
      } catch (IOException e) {
        throw FileErrors.error(
            e, "could not extend file \"%s\"", RelationPaths.path(locator, fork, i));
      }
      registerSync(locator, fork, i);
    }
  }

  /** Reads a block; XX001 when the file ends before it. */
  public void read(RelFileLocator locator, Fork fork, long block, MemorySegment mem, long page) {
    int number = segmentOf(block);
    DataFile file = existing(locator, fork, number);
    int n;
    try {
      n = file.read(mem.asSlice(page, PageLayout.PAGE_SIZE), offset(block));
    } catch (IOException e) {
      throw FileErrors.error(
          e,
          "could not read block %d in file \"%s\"",
          block,
          RelationPaths.path(locator, fork, number));
    }
    if (n != PageLayout.PAGE_SIZE) {
      throw SqlException.error(
          SqlState.DATA_CORRUPTED,
          "could not read block %d in file \"%s\": read only %d of %d bytes",
          block,
          RelationPaths.path(locator, fork, number),
          n,
          PageLayout.PAGE_SIZE);
    }
  }

  /** Writes an existing block, and sees to it that the next checkpoint syncs the file. */
  public void write(RelFileLocator locator, Fork fork, long block, MemorySegment mem, long page) {
    int number = segmentOf(block);
    DataFile file = existing(locator, fork, number);
    try {
      file.write(mem.asSlice(page, PageLayout.PAGE_SIZE), offset(block));
    } catch (IOException e) {
      throw FileErrors.error(
          e,
          "could not write block %d in file \"%s\"",
          block,
          RelationPaths.path(locator, fork, number));
    }
    registerSync(locator, fork, number);
  }

  /** Blocks of the fork; 0 when it does not exist. */
  public long nblocks(RelFileLocator locator, Fork fork) {
    long blocks = 0;
    for (int i = 0; ; i++) {
      DataFile file = segment(locator, fork, i, OpenMode.READ_WRITE);
      if (file == null) {
        return blocks;
      }
      try {
        long here = file.size() / PageLayout.PAGE_SIZE;
        blocks += here;
        if (here < RelationPaths.SEGMENT_BLOCKS) {
          return blocks;
        }
      } catch (IOException e) {
        throw FileErrors.error(
            e, "could not seek to end of file \"%s\"", RelationPaths.path(locator, fork, i));
      }
    }
  }

  /** Cuts the fork to {@code blocks}; the caller has dropped the buffers behind. */
  public void truncate(RelFileLocator locator, Fork fork, long blocks) {
    int last = segmentOf(Math.max(0, nblocks(locator, fork) - 1));
    int kept = segmentOf(blocks);
    for (int i = last; i >= kept; i--) {
      DataFile file = segment(locator, fork, i, OpenMode.READ_WRITE);
      if (file == null) {
        continue;
      }
      try {
        long size = i == kept ? offset(blocks) : 0;
        if (file.size() > size) {
          file.truncate(size);
        }
      } catch (IOException e) {
        throw FileErrors.error(
            e,
            "could not truncate file \"%s\" to %d blocks",
            RelationPaths.path(locator, fork, i),
            blocks);
      }
      registerSync(locator, fork, i);
    }
  }

  private void registerSync(RelFileLocator locator, Fork fork, int number) {
    SegmentFile key = new SegmentFile(locator, fork, number);
    long cycle = syncRequests.cycle();
    Long known = registered.get(key);
    if (known != null && known == cycle) {
      return;
    }
    if (registered.size() > 10 * MAX_OPEN_FORKS) {
      registered.clear();
    }
    if (syncRequests.add(locator, fork, number)) {
      registered.put(key, cycle);
    } else {
      sync(key);
    }
  }

  /** Makes the fork durable now. */
  public void immediateSync(RelFileLocator locator, Fork fork) {
    long segments = nblocks(locator, fork) / RelationPaths.SEGMENT_BLOCKS;
    for (int i = 0; i <= segments; i++) {
      sync(new SegmentFile(locator, fork, i));
    }
  }

  private void sync(SegmentFile key) {
    DataFile file = segment(key.locator(), key.fork(), key.segment(), OpenMode.READ_WRITE);
    if (file == null) {
      return;
    }
    try {
      file.sync();
    } catch (IOException e) {
      throw FileErrors.panic(
          e,
          "could not fsync file \"%s\"",
          RelationPaths.path(key.locator(), key.fork(), key.segment()));
    }
  }

  /**
   * For the checkpointer: syncs every file written since the last call, by any process, and the
   * directories in which files were made. Returns the number of files.
   */
  public int syncPending() {
    int n = 0;
    java.util.Set<String> directories = new java.util.HashSet<>();
    for (SegmentFile key : syncRequests.begin()) {
      RelFileLocator locator = key.locator();
      Path path = resolve(RelationPaths.path(locator, key.fork(), key.segment()));
      if (!files.exists(path)) {
        close(locator, key.fork());
        continue;
      }
      sync(key);
      directories.add(RelationPaths.directory(locator.spcOid(), locator.dbOid()));
      n++;
    }
    for (String directory : directories) {
      try {
        files.syncDirectory(resolve(directory));
      } catch (IOException e) {
        throw FileErrors.panic(e, "could not fsync file \"%s\"", directory);
      }
    }
    syncRequests.end();
    return n;
  }

  private void close(RelFileLocator locator, Fork fork) {
    OpenFork f = open.remove(new ForkKey(locator, fork));
    lastKey = null;
    lastFork = null;
    if (f != null) {
      f.closeAll();
    }
  }

  /** Closes open files of the relation, as after it was dropped or moved elsewhere. */
  public void close(RelFileLocator locator) {
    for (Fork fork : Fork.values()) {
      close(locator, fork);
    }
  }

  /** Closes all open files. */
  public void closeAll() {
    for (OpenFork f : open.values()) {
      f.closeAll();
    }
    open.clear();
    registered.clear();
    lastKey = null;
    lastFork = null;
  }
}
