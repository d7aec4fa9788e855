package org.postern.wal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.postern.storage.lwlock.LwLocks;
import org.postern.storage.proc.ProcSlot;
import org.postern.storage.proc.ProcSlots;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.ShmemConfig;
import org.postern.storage.vfs.FileSystem;
import org.postern.storage.walapi.RmgrId;
import org.postern.storage.walapi.WalRecordBuilder;
import org.postern.wal.insert.Wal;
import org.postern.wal.reader.FileSource;
import org.postern.wal.reader.WalReader;
import org.postern.wal.record.DecodedRecord;
import org.postern.wal.segment.WalFiles;

/** A log over a small segment in this JVM, with several slots that play processes. */
public final class WalFixture implements AutoCloseable {
  public static final Path PG_WAL = Path.of("/pg_wal");

  private final Arena arena = Arena.ofShared();
  private final Path file;
  private final SharedMemory memory;
  private final ProcSlots slots;
  private final FileSystem fileSystem;
  private final Path directory;
  private final int segmentSize;

  /** One playing process. */
  public record Process(ProcSlot slot, LwLocks locks, Wal wal, WalRecordBuilder record) {
    /** Inserts a record whose main data is {@code payload}. */
    public long put(int info, long xid, byte[] payload) {
      record.begin(RmgrId.GENERIC, info).xid(xid).data().putBytes(payload);
      return wal.insert(record);
    }
  }

  public WalFixture(FileSystem fileSystem, int maxSlots, int walBuffer, int segmentSize) {
    this(fileSystem, PG_WAL, maxSlots, walBuffer, segmentSize);
  }

  /** As above, with the log in another directory. */
  public WalFixture(
      FileSystem fileSystem, Path directory, int maxSlots, int walBuffer, int segmentSize) {
    this.directory = directory;
    try {
      this.file = Files.createTempFile("wal-test", ".shm");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    this.fileSystem = fileSystem;
    this.segmentSize = segmentSize;
    ShmemConfig config = new ShmemConfig(maxSlots, 64, walBuffer, 1024, 65536, 1 << 12, 1 << 12);
    this.memory = SharedMemory.create(file, config, arena);
    memory.publish(1);
    this.slots = new ProcSlots(memory);
  }

  /** A log that begins with segment 1. */
  public static WalFixture started(FileSystem fileSystem, int maxSlots) {
    WalFixture fixture = new WalFixture(fileSystem, maxSlots, 1 << 20, 1 << 18);
    Process first = fixture.process();
    first.wal().open(fixture.firstLsn(), fixture.firstLsn());
    fixture.slots().release(first.slot());
    return fixture;
  }

  public long firstLsn() {
    return segmentSize;
  }

  public Process process() {
    ProcSlot slot = slots.acquire(1);
    LwLocks locks = new LwLocks(memory, slot);
    WalFiles files = new WalFiles(fileSystem, directory, segmentSize, true, slot.index());
    return new Process(
        slot, locks, new Wal(memory, slots, slot, locks, files), new WalRecordBuilder());
  }

  public SharedMemory memory() {
    return memory;
  }

  public ProcSlots slots() {
    return slots;
  }

  public int segmentSize() {
    return segmentSize;
  }

  /** What the files hold from {@code lsn} on: the main data of each record as text. */
  public static List<String> readAll(FileSystem fileSystem, int segmentSize, long lsn) {
    List<String> result = new ArrayList<>();
    try (FileSource source = new FileSource(fileSystem, PG_WAL, segmentSize)) {
      WalReader reader = new WalReader(source, lsn);
      for (DecodedRecord record = reader.read(); record != null; record = reader.read()) {
        result.add(new String(record.data().getBytes(record.data().remaining())));
      }
    }
    return result;
  }

  @Override
  public void close() {
    arena.close();
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
