package org.postern.storage.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.postern.storage.os.ProcessControl;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.ShmemConfig;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.vfs.FaultyFileSystem;
import org.postern.storage.vfs.PosixFileSystem;
import org.postern.storage.walapi.CapturingWalLog;

/**
 * A data directory, a small shared segment and a log in memory, for tests.
 *
 * <pre>
 *   try (StorageFixture fixture = StorageFixture.create(tempDir)) {
 *     TestProcess p = fixture.process();
 *     RelFileLocator rel = fixture.createRelation();
 *     int buffer = p.pool().extend(rel, Fork.MAIN);
 * </pre>
 */
public final class StorageFixture implements AutoCloseable {
  /** Database of the relations made here. */
  public static final int DATABASE = 5;

  private final Path directory;
  private final Arena arena = Arena.ofShared();
  private final SharedMemory memory;
  private final FaultyFileSystem files = new FaultyFileSystem(new PosixFileSystem());
  private final CapturingWalLog wal = new CapturingWalLog();
  private final List<TestProcess> processes = new ArrayList<>();
  private long nextRelNumber = 16384;

  private StorageFixture(Path directory, ShmemConfig config) {
    this.directory = directory;
    try {
      Files.createDirectories(directory.resolve("base/" + DATABASE));
      Files.createDirectories(directory.resolve("global"));
      Files.createDirectories(directory.resolve("pg_xact"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.memory = SharedMemory.create(directory.resolve("shm"), config, arena);
    memory.publish(ProcessControl.pid());
  }

  /** 16 processes and 128 buffers. */
  public static StorageFixture create(Path directory) {
    return create(directory, 16, 128);
  }

  public static StorageFixture create(Path directory, int maxSlots, int bufferCount) {
    return new StorageFixture(directory, ShmemConfig.small(maxSlots, bufferCount));
  }

  /** The first process; made at the first call. */
  public TestProcess process() {
    return processes.isEmpty() ? newProcess() : processes.getFirst();
  }

  /** One more process. */
  public TestProcess newProcess() {
    TestProcess process = new TestProcess(memory, files, directory, wal);
    processes.add(process);
    return process;
  }

  public SharedMemory memory() {
    return memory;
  }

  public Path directory() {
    return directory;
  }

  /** The files; tests inject faults with its rules. */
  public FaultyFileSystem files() {
    return files;
  }

  public CapturingWalLog wal() {
    return wal;
  }

  /** A locator nobody has yet, without files. */
  public RelFileLocator newLocator() {
    return new RelFileLocator(RelFileLocator.DEFAULT_TABLESPACE, DATABASE, nextRelNumber++);
  }

  /** A new relation with an empty main fork. */
  public RelFileLocator createRelation() {
    RelFileLocator locator = newLocator();
    process().smgr().create(locator, Fork.MAIN, false);
    return locator;
  }

  @Override
  public void close() {
    files.rules("");
    for (TestProcess process : processes) {
      process.smgr().closeAll();
    }
    arena.close();
  }
}
