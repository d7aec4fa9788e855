package org.postern.wal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.postern.storage.buffer.BufferPool;
import org.postern.storage.buffer.BufferSync;
import org.postern.storage.buffer.PageEdit;
import org.postern.storage.buffer.PageEdits;
import org.postern.storage.lock.LockManager;
import org.postern.storage.lock.TransactionLocks;
import org.postern.storage.lwlock.LwLocks;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.proc.ProcSlot;
import org.postern.storage.proc.ProcSlots;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.ShmemConfig;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.smgr.StorageManager;
import org.postern.storage.smgr.SyncRequests;
import org.postern.storage.transam.Snapshot;
import org.postern.storage.transam.TransactionCallback;
import org.postern.storage.transam.TransactionManager;
import org.postern.storage.transam.Transam;
import org.postern.storage.vfs.FileSystem;
import org.postern.storage.walapi.BlockFlags;
import org.postern.storage.walapi.RedoAction;
import org.postern.storage.walapi.RedoBuffers;
import org.postern.storage.walapi.ResourceManager;
import org.postern.storage.walapi.RmgrId;
import org.postern.storage.walapi.WalRecordView;
import org.postern.wal.checkpoint.CheckpointKind;
import org.postern.wal.checkpoint.CheckpointSettings;
import org.postern.wal.checkpoint.Checkpointer;
import org.postern.wal.control.ControlFile;
import org.postern.wal.insert.Wal;
import org.postern.wal.insert.WalRepair;
import org.postern.wal.reader.FileSource;
import org.postern.wal.recovery.RecoveryBuffers;
import org.postern.wal.recovery.ResourceManagers;
import org.postern.wal.recovery.StartupRecovery;
import org.postern.wal.recovery.WalBootstrap;
import org.postern.wal.segment.WalFiles;

/**
 * A whole cluster of storage and log in this JVM: from a start, with recovery, to a crash. Its
 * tables are heaps of the simplest kind: rows of (xid, value), appended to the last page.
 */
public final class Cluster implements AutoCloseable {
  public static final int SEGMENT = 1 << 17;
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final FileSystem files;
  private final Path root;
  private final Arena arena = Arena.ofShared();
  private final Path segment;
  private final SharedMemory memory;
  private final ProcSlots slots;
  private final Session startup;
  private final Checkpointer checkpointer;
  private final StartupRecovery.Result result;

  /** A row as it lies on a page. */
  public record Row(long xid, long value) {}

  public static void initialize(FileSystem files, Path root) {
    WalBootstrap.create(files, root, 42, 1, SEGMENT, 3, 16384);
    try {
      files.createDirectory(root.resolve("base/5"));
      files.createDirectory(root.resolve("pg_xact"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public Cluster(FileSystem files, Path root, int bufferCount) {
    this.files = files;
    this.root = root;
    try {
      this.segment = Files.createTempFile("wal-test", ".shm");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    ShmemConfig config = new ShmemConfig(16, bufferCount, 1 << 18, 1024, 4096, 1 << 12, 1 << 12);
    this.memory = SharedMemory.create(segment, config, arena);
    memory.publish(1);
    this.slots = new ProcSlots(memory);
    this.startup = new Session();
    ControlFile controlFile = new ControlFile(files, root);
    this.checkpointer =
        new Checkpointer(
            memory,
            startup.wal,
            startup.locks,
            controlFile,
            startup.transam.recovery(),
            List.of(startup.transam.flushParticipant(), new BufferSync(startup.pool)),
            new CheckpointSettings(1000, SEGMENT * 8L, SEGMENT, 0));
    List<ResourceManager> managers = new ArrayList<>(startup.transam.resourceManagers());
    managers.add(new RowRedo());
    this.result =
        new StartupRecovery(
                files,
                root.resolve("pg_wal"),
                controlFile,
                startup.wal,
                startup.transam.recovery(),
                new ResourceManagers(managers),
                new RecoveryBuffers(startup.pool, startup.storage),
                checkpointer)
            .run();
  }

  public StartupRecovery.Result result() {
    return result;
  }

  public SharedMemory memory() {
    return memory;
  }

  public ProcSlots slots() {
    return slots;
  }

  /** The process that recovered; also used for checkpoints and repairs. */
  public Session startup() {
    return startup;
  }

  public void checkpoint(CheckpointKind kind) {
    checkpointer.run(kind);
  }

  public Session session() {
    return new Session();
  }

  public WalRepair repair() {
    return new WalRepair(memory, slots, new FileSource(files, root.resolve("pg_wal"), SEGMENT));
  }

  /** One process of the cluster. */
  public final class Session {
    private final ProcSlot slot = slots.acquire(1);
    private final LwLocks locks = new LwLocks(memory, slot);
    private final Wal wal =
        new Wal(
            memory,
            slots,
            slot,
            locks,
            new WalFiles(files, root.resolve("pg_wal"), SEGMENT, true, slot.index()));
    private final StorageManager storage =
        new StorageManager(files, root, new SyncRequests(memory, locks));
    private final BufferPool pool = new BufferPool(memory, slot, locks, storage, wal);
    private final PageEdits edits = new PageEdits(pool, wal);
    private final Transam transam;

    Session() {
      TransactionLocks xidLocks = new TransactionLocks(new LockManager(memory, slot, locks));
      transam = new Transam(memory, slots, slot, locks, pool, wal, xidLocks);
      transam.transactions().register(TransactionCallback.Phase.LOCKS, xidLocks);
    }

    public ProcSlot slot() {
      return slot;
    }

    public Wal wal() {
      return wal;
    }

    public Transam transam() {
      return transam;
    }

    public TransactionManager transactions() {
      return transam.transactions();
    }

    public StorageManager storage() {
      return storage;
    }

    public BufferPool pool() {
      return pool;
    }

    /** Appends a row of the current (sub)transaction. */
    public void append(RelFileLocator table, long value) {
      long xid = transactions().currentXid();
      byte[] row = new byte[16];
      MemorySegment bytes = MemorySegment.ofArray(row);
      bytes.set(LONG, 0, xid);
      bytes.set(LONG, 8, value);
      int buffer = bufferWithRoom(table);
      long page = pool.page(buffer);
      try {
        boolean fresh = SlottedPage.isNew(pool.memory(), page);
        try (PageEdit edit = edits.begin(RmgrId.GENERIC, fresh ? 1 : 0)) {
          int flags = fresh ? BlockFlags.WILL_INIT : BlockFlags.STANDARD;
          int index = edit.add(buffer, flags);
          if (fresh) {
            SlottedPage.init(pool.memory(), page, 0);
          }
          SlottedPage.addItem(pool.memory(), page, row, 0, 16);
          edit.xid(xid).blockData(index).putBytes(row);
          edit.log();
        }
      } finally {
        pool.unlockUnpin(buffer);
      }
    }

    private int bufferWithRoom(RelFileLocator table) {
      long blocks = pool.nblocks(table, Fork.MAIN);
      if (blocks > 0) {
        int buffer = pool.read(table, Fork.MAIN, blocks - 1);
        pool.lockExclusive(buffer);
        long page = pool.page(buffer);
        if (SlottedPage.isNew(pool.memory(), page)
            || SlottedPage.freeSpace(pool.memory(), page) > 7000) {
          return buffer;
        }
        pool.unlockUnpin(buffer);
      }
      return pool.extend(table, Fork.MAIN);
    }

    /** All rows of the table, whoever wrote them. */
    public List<Row> rows(RelFileLocator table) {
      List<Row> rows = new ArrayList<>();
      long blocks = pool.nblocks(table, Fork.MAIN);
      for (long block = 0; block < blocks; block++) {
        int buffer = pool.read(table, Fork.MAIN, block);
        pool.lockShared(buffer);
        long page = pool.page(buffer);
        int count =
            SlottedPage.isNew(pool.memory(), page) ? 0 : SlottedPage.itemCount(pool.memory(), page);
        for (int i = 1; i <= count; i++) {
          long item = SlottedPage.item(pool.memory(), page, i);
          rows.add(new Row(pool.memory().get(LONG, item), pool.memory().get(LONG, item + 8)));
        }
        pool.unlockUnpin(buffer);
      }
      return rows;
    }

    /** The values that the snapshot sees. */
    public List<Long> values(RelFileLocator table, Snapshot snapshot) {
      List<Long> values = new ArrayList<>();
      for (Row row : rows(table)) {
        if (transam.commitLog().committedBefore(row.xid(), snapshot.csn())) {
          values.add(row.value());
        }
      }
      return values;
    }
  }

  private static final class RowRedo implements ResourceManager {
    @Override
    public RmgrId id() {
      return RmgrId.GENERIC;
    }

    @Override
    public void redo(WalRecordView record, RedoBuffers buffers) {
      if (buffers.read(0) == RedoAction.NEEDS_REDO) {
        if (record.info() == 1) {
          SlottedPage.init(buffers.memory(), buffers.page(0), 0);
        }
        byte[] row = record.blockData(0).getBytes(16);
        SlottedPage.addItem(buffers.memory(), buffers.page(0), row, 0, 16);
        buffers.changed(0);
      }
    }

    @Override
    public String describe(WalRecordView record) {
      return "ROW";
    }
  }

  @Override
  public void close() {
    arena.close();
    try {
      Files.delete(segment);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
