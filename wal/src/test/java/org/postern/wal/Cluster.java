package org.postern.wal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.postern.storage.btree.BtreeRedo;
import org.postern.storage.buffer.BufferSync;
import org.postern.storage.heap.HeapRedo;
import org.postern.storage.heap.MultiXactRedo;
import org.postern.storage.inval.InvalidationQueue;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.proc.ProcSlots;
import org.postern.storage.reaper.SlotReaper;
import org.postern.storage.reaper.TransactionReaperHooks;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.shmem.ShmemConfig;
import org.postern.storage.vfs.FileSystem;
import org.postern.storage.walapi.RedoAction;
import org.postern.storage.walapi.RedoBuffers;
import org.postern.storage.walapi.ResourceManager;
import org.postern.storage.walapi.RmgrId;
import org.postern.storage.walapi.WalRecordView;
import org.postern.wal.checkpoint.CheckpointKind;
import org.postern.wal.checkpoint.CheckpointSettings;
import org.postern.wal.checkpoint.Checkpointer;
import org.postern.wal.control.ControlFile;
import org.postern.wal.reader.FileSource;
import org.postern.wal.recovery.RecoveryBuffers;
import org.postern.wal.recovery.ResourceManagers;
import org.postern.wal.recovery.StartupRecovery;
import org.postern.wal.recovery.WalBootstrap;
import org.postern.wal.recovery.WalRepair;

/**
 * A whole cluster of storage and log in this JVM: from a start, with recovery, to a crash. Its
 * tables are heaps of the simplest kind: rows of (xid, value), appended to the last page.
 */
public final class Cluster implements AutoCloseable {
  public static final int SEGMENT = 1 << 17;
  private final FileSystem files;
  private final Path root;
  private final Arena arena = Arena.ofShared();
  private final Path segment;
  private final SharedMemory memory;
  private final ProcSlots slots;
  private final ClusterSession startup;
  private final Checkpointer checkpointer;
  private final StartupRecovery.Result result;
  private final SlotReaper reaper;

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
    memory.publish(org.postern.storage.os.ProcessControl.pid());
    this.slots = new ProcSlots(memory);
    this.startup = new ClusterSession(memory, files, root, wal -> wal, this::lookForDead);
    ControlFile controlFile = new ControlFile(files, root);
    this.checkpointer = checkpointer(startup);
    List<ResourceManager> managers = new ArrayList<>(startup.transam().resourceManagers());
    managers.add(new RowRedo());
    managers.add(new HeapRedo());
    managers.add(new MultiXactRedo());
    managers.add(new BtreeRedo());
    this.result =
        new StartupRecovery(
                files,
                root.resolve("pg_wal"),
                controlFile,
                startup.wal(),
                startup.transam().recovery(),
                new ResourceManagers(managers),
                new RecoveryBuffers(startup.pool(), startup.storage()),
                checkpointer)
            .run();
    this.reaper = newReaper();
  }

  public StartupRecovery.Result result() {
    return result;
  }

  public FileSystem files() {
    return files;
  }

  public Path root() {
    return root;
  }

  public Path segmentPath() {
    return segment;
  }

  public SharedMemory memory() {
    return memory;
  }

  public ProcSlots slots() {
    return slots;
  }

  /** The process that recovered; also used for checkpoints and repairs. */
  public ClusterSession startup() {
    return startup;
  }

  public void checkpoint(CheckpointKind kind) {
    checkpointer.run(kind);
  }

  /** A checkpointer that runs in this process. */
  public Checkpointer checkpointer(ClusterSession session) {
    return new Checkpointer(
        memory,
        session.wal(),
        session.locks(),
        new ControlFile(files, root),
        session.transam().recovery(),
        List.of(session.transam().flushParticipant(), new BufferSync(session.pool())),
        new CheckpointSettings(1000, SEGMENT * 8L, SEGMENT, 0));
  }

  public ClusterSession session() {
    return new ClusterSession(memory, files, root);
  }

  private void lookForDead() {
    if (reaper != null) {
      reaper.whileWaiting();
    }
  }

  /** The reaper, run by the startup process. */
  public SlotReaper reaper() {
    return reaper;
  }

  private SlotReaper newReaper() {
    return new SlotReaper(
        memory,
        startup.slot(),
        new TransactionReaperHooks(
            memory,
            repair(),
            startup.transam().deadTransactions(),
            messages -> new InvalidationQueue(memory, startup.locks()).resetAll()));
  }

  public WalRepair repair() {
    return new WalRepair(memory, slots, new FileSource(files, root.resolve("pg_wal"), SEGMENT));
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
