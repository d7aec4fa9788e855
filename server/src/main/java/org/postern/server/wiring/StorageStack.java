package org.postern.server.wiring;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.postern.executor.session.guc.GucState;
import org.postern.storage.btree.BtreeAccess;
import org.postern.storage.btree.BtreeRedo;
import org.postern.storage.btree.FreeSpaceBlocks;
import org.postern.storage.buffer.BufferPool;
import org.postern.storage.buffer.BufferSync;
import org.postern.storage.buffer.PageEdits;
import org.postern.storage.database.DatabaseRedo;
import org.postern.storage.freespace.FreeSpaceMap;
import org.postern.storage.heap.Heap;
import org.postern.storage.heap.HeapRedo;
import org.postern.storage.heap.MultiXactRedo;
import org.postern.storage.inval.InvalidationQueue;
import org.postern.storage.lock.LockManager;
import org.postern.storage.lock.TransactionLocks;
import org.postern.storage.lwlock.LwLocks;
import org.postern.storage.proc.ProcSlot;
import org.postern.storage.proc.ProcSlots;
import org.postern.storage.shmem.SharedMemory;
import org.postern.storage.smgr.StorageManager;
import org.postern.storage.smgr.SyncRequests;
import org.postern.storage.stats.ChangeCounter;
import org.postern.storage.stats.TableStatistics;
import org.postern.storage.transam.TransactionCallback;
import org.postern.storage.transam.Transam;
import org.postern.storage.vfs.FaultyFileSystem;
import org.postern.storage.vfs.PosixFileSystem;
import org.postern.storage.vfs.TemporaryFiles;
import org.postern.storage.walapi.ResourceManager;
import org.postern.wal.checkpoint.CheckpointSettings;
import org.postern.wal.checkpoint.Checkpointer;
import org.postern.wal.control.ControlFile;
import org.postern.wal.insert.Wal;
import org.postern.wal.recovery.RecoveryBuffers;
import org.postern.wal.recovery.ResourceManagers;
import org.postern.wal.recovery.StartupRecovery;
import org.postern.wal.segment.WalFiles;

/**
 * Storage and log as one process has them, put together from the bottom up: slot, locks, files,
 * log, buffers, transactions, access methods.
 */
final class StorageStack {
  final Path dataDirectory;
  final SharedMemory memory;
  final ProcSlots slots;
  final ProcSlot slot;
  final LwLocks locks;
  final FaultyFileSystem files;
  final int segmentSize;
  final Wal wal;
  final StorageManager storage;
  final BufferPool pool;
  final PageEdits edits;
  final LockManager lockManager;
  final Transam transam;
  final Heap heap;
  final BtreeAccess btree;
  final InvalidationQueue invalidations;
  final TableStatistics statistics;

  StorageStack(Path dataDirectory, Attachment attachment, GucState settings) {
    this(dataDirectory, attachment, settings, () -> {});
  }

  /** {@code stalled} runs while this process waits for another one for long. */
  StorageStack(Path dataDirectory, Attachment attachment, GucState settings, Runnable stalled) {
    this.dataDirectory = dataDirectory;
    this.memory = attachment.memory();
    this.slots = attachment.slots();
    this.slot = attachment.slot();
    this.locks = new LwLocks(memory, slot, stalled);
    this.files = new FaultyFileSystem(new PosixFileSystem());
    faults(settings);
    Path walDirectory = dataDirectory.resolve("pg_wal");
    this.segmentSize = new ControlFile(files, dataDirectory).read().segmentSize();
    WalFiles walFiles =
        new WalFiles(files, walDirectory, segmentSize, settings.bool("fsync"), slot.index());
    this.wal = new Wal(memory, slots, slot, locks, walFiles, stalled);
    this.storage = new StorageManager(files, dataDirectory, new SyncRequests(memory, locks));
    this.pool = new BufferPool(memory, slot, locks, storage, wal);
    this.edits = new PageEdits(pool, wal);
    this.lockManager = new LockManager(memory, slot, locks);
    TransactionLocks xidLocks = new TransactionLocks(lockManager);
    this.transam = new Transam(memory, slots, slot, locks, pool, wal, xidLocks);
    transam.transactions().register(TransactionCallback.Phase.LOCKS, xidLocks);
    this.heap =
        new Heap(
            pool,
            edits,
            storage,
            transam.transactions(),
            lockManager,
            wal,
            slot.interrupts(),
            pool.bufferCount(),
            slot.index());
    this.btree =
        new BtreeAccess(
            slot.interrupts(),
            pool,
            edits,
            wal,
            files,
            new FreeSpaceBlocks(new FreeSpaceMap(pool, storage, slot.index())),
            () -> transam.horizons().oldestSnapshotCsn());
    this.invalidations = new InvalidationQueue(memory, locks);
    this.statistics = new TableStatistics(memory);
    if (settings.bool("track_counts")) {
      ChangeCounter counter = new ChangeCounter(statistics);
      heap.changes(counter);
      transam.transactions().register(TransactionCallback.Phase.CLEANUP, counter);
    }
  }

  /** Files fail as the setting for tests says, or not at all. */
  void faults(GucState settings) {
    files.rules(settings.text("postern.debug_io_faults"));
  }

  Checkpointer checkpointer(CheckpointSettings settings) {
    return new Checkpointer(
        memory,
        wal,
        locks,
        new ControlFile(files, dataDirectory),
        transam.recovery(),
        List.of(transam.flushParticipant(), new BufferSync(pool)),
        settings);
  }

  /** Brings the data directory into a consistent state; the first thing a start does. */
  StartupRecovery.Result recover(CheckpointSettings settings) {
    TemporaryFiles.removeLeftovers(files, temporaryDirectory(), 0);
    List<ResourceManager> managers = new ArrayList<>(transam.resourceManagers());
    managers.add(new HeapRedo());
    managers.add(new MultiXactRedo());
    managers.add(new BtreeRedo());
    managers.add(new DatabaseRedo(pool));
    return new StartupRecovery(
            files,
            dataDirectory.resolve("pg_wal"),
            new ControlFile(files, dataDirectory),
            wal,
            transam.recovery(),
            new ResourceManagers(managers),
            new RecoveryBuffers(pool, storage),
            checkpointer(settings))
        .run();
  }

  /** Where queries put what does not fit their memory. */
  Path temporaryDirectory() {
    return dataDirectory.resolve("base").resolve("pgsql_tmp");
  }

  /** Gives back everything and leaves the slot. */
  void release() {
    pool.releaseAll();
    lockManager.releaseAll();
    storage.closeAll();
    slots.release(slot);
  }
}
