package org.postern.wal.recovery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.postern.storage.buffer.BufferPool;
import org.postern.storage.smgr.StorageManager;
import org.postern.storage.vfs.DataFile;
import org.postern.storage.vfs.OpenMode;
import org.postern.storage.walapi.FlushParticipant;
import org.postern.storage.walapi.RedoBuffers;
import org.postern.storage.walapi.ResourceManager;
import org.postern.storage.walapi.RmgrId;
import org.postern.storage.walapi.TransactionCounters;
import org.postern.storage.walapi.WalInput;
import org.postern.storage.walapi.WalRecordView;
import org.postern.wal.MemoryFileSystem;
import org.postern.wal.WalFixture;
import org.postern.wal.checkpoint.CheckpointKind;
import org.postern.wal.checkpoint.CheckpointSettings;
import org.postern.wal.checkpoint.Checkpointer;
import org.postern.wal.control.ControlFile;

/**
 * A cluster whose only data is a map from numbers to numbers, kept in memory, logged entry by
 * entry, and written to a file by checkpoints. One object lives from a start to a crash or stop.
 */
final class ToyCluster implements AutoCloseable {
  static final int SEGMENT = 1 << 14;
  private static final Path ROOT = Path.of("/");
  private static final Path DATA = Path.of("/toy");

  private final MemoryFileSystem files;
  private final WalFixture fixture;
  private final WalFixture.Process process;
  private final Checkpointer checkpointer;
  private final Counters counters = new Counters();
  private final TreeMap<Long, Entry> map = new TreeMap<>();
  private final StartupRecovery.Result result;

  record Entry(long value, long lsn) {}

  static void initialize(MemoryFileSystem files) {
    WalBootstrap.create(files, ROOT, 42, 1, SEGMENT, 3, 16384);
    try (DataFile file = files.open(DATA, OpenMode.CREATE)) {
      file.sync();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ToyCluster(MemoryFileSystem files) {
    this.files = files;
    this.fixture = new WalFixture(files, 4, 1 << 14, SEGMENT);
    this.process = fixture.process();
    ControlFile controlFile = new ControlFile(files, ROOT);
    ToyParticipant participant = new ToyParticipant();
    this.checkpointer =
        new Checkpointer(
            fixture.memory(),
            process.wal(),
            process.locks(),
            controlFile,
            counters,
            List.of(participant),
            new CheckpointSettings(1000, SEGMENT * 4L, SEGMENT, 0));
    load();
    BufferPool noPool = null;
    StorageManager noStorage = null;
    this.result =
        new StartupRecovery(
                files,
                WalFixture.PG_WAL,
                controlFile,
                process.wal(),
                counters,
                new ResourceManagers(List.of(new ToyManager())),
                new RecoveryBuffers(noPool, noStorage),
                checkpointer)
            .run();
  }

  long put(long key, long value) {
    process.record().begin(RmgrId.GENERIC, 0).xid(key + 100);
    process.record().data().putLong(key).putLong(value);
    long end = process.wal().insert(process.record());
    map.put(key, new Entry(value, end));
    return end;
  }

  void flush(long lsn) {
    process.wal().flush(lsn);
  }

  void checkpoint(CheckpointKind kind) {
    checkpointer.run(kind);
  }

  WalFixture.Process process() {
    return process;
  }

  StartupRecovery.Result result() {
    return result;
  }

  Counters counters() {
    return counters;
  }

  Map<Long, Long> values() {
    Map<Long, Long> values = new TreeMap<>();
    map.forEach((key, entry) -> values.put(key, entry.value()));
    return values;
  }

  private void load() {
    byte[] bytes = files.content(DATA);
    WalInput in = new WalInput(bytes, 0, bytes.length);
    while (in.remaining() >= 24) {
      map.put(in.getLong(), new Entry(in.getLong(), in.getLong()));
    }
  }

  @Override
  public void close() {
    fixture.close();
  }

  private final class ToyParticipant implements FlushParticipant {
    @Override
    public String title() {
      return "toy";
    }

    @Override
    public long flush(long redoPointer, Throttle throttle) {
      ByteBuffer buffer = ByteBuffer.allocate(map.size() * 24);
      buffer.order(java.nio.ByteOrder.LITTLE_ENDIAN);
      map.forEach((key, e) -> buffer.putLong(key).putLong(e.value()).putLong(e.lsn()));
      map.values().forEach(entry -> process.wal().flush(entry.lsn()));
      Path temporary = Path.of("/toy.new");
      try {
        try (DataFile file = files.open(temporary, OpenMode.CREATE)) {
          file.truncate(0);
          file.write(buffer.flip(), 0);
          file.sync();
        }
        files.rename(temporary, DATA);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      throttle.progress(1, 1);
      return 1;
    }
  }

  private final class ToyManager implements ResourceManager {
    @Override
    public RmgrId id() {
      return RmgrId.GENERIC;
    }

    @Override
    public void redo(WalRecordView record, RedoBuffers buffers) {
      WalInput in = record.data();
      long key = in.getLong();
      Entry entry = new Entry(in.getLong(), record.endLsn());
      map.merge(key, entry, (old, now) -> old.lsn() >= now.lsn() ? old : now);
    }

    @Override
    public String describe(WalRecordView record) {
      return "PUT";
    }
  }

  /** Counters in plain fields. */
  static final class Counters implements TransactionCounters {
    private long nextXid;
    private long nextOid;
    private long visible;

    @Override
    public long nextXid() {
      return nextXid;
    }

    @Override
    public long nextOid() {
      return nextOid;
    }

    @Override
    public long oldestRunningXid() {
      return nextXid;
    }

    @Override
    public long visibleCsn() {
      return visible;
    }

    @Override
    public void restore(long xid, long oid, long oldest, long csn) {
      nextXid = xid;
      nextOid = oid;
      visible = csn;
    }

    @Override
    public void sawXid(long xid) {
      nextXid = Math.max(nextXid, xid + 1);
    }

    @Override
    public void finishRecovery(long end) {
      visible = end;
    }
  }
}
