package org.postern.wal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.postern.storage.buffer.BufferPool;
import org.postern.storage.buffer.PageEdit;
import org.postern.storage.buffer.PageEdits;
import org.postern.storage.lock.LockManager;
import org.postern.storage.lock.TransactionLocks;
import org.postern.storage.lwlock.LwLocks;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.proc.ProcSlot;
import org.postern.storage.proc.ProcSlots;
import org.postern.storage.shmem.SharedMemory;
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
import org.postern.storage.walapi.RmgrId;
import org.postern.storage.walapi.WalLog;
import org.postern.wal.insert.Wal;
import org.postern.wal.segment.WalFiles;

/** One process of a {@link Cluster}, in this JVM or in its own. */
public final class ClusterSession {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final ProcSlot slot;
  private final LwLocks locks;
  private final Wal wal;
  private final WalLog log;
  private final StorageManager storage;
  private final BufferPool pool;
  private final PageEdits edits;
  private final LockManager lockManager;
  private final Transam transam;
  private final Random random = new Random(1);

  public ClusterSession(SharedMemory memory, FileSystem files, Path root) {
    this(memory, files, root, wal -> wal);
  }

  /** {@code wrap} puts something between the log and its users. */
  public ClusterSession(
      SharedMemory memory, FileSystem files, Path root, UnaryOperator<WalLog> wrap) {
    this(memory, files, root, wrap, () -> {});
  }

  /** {@code stalled} is run while the process waits for others. */
  public ClusterSession(
      SharedMemory memory,
      FileSystem files,
      Path root,
      UnaryOperator<WalLog> wrap,
      Runnable stalled) {
    ProcSlots slots = new ProcSlots(memory);
    slot = slots.acquire(1);
    locks = new LwLocks(memory, slot, stalled);
    WalFiles walFiles =
        new WalFiles(files, root.resolve("pg_wal"), Cluster.SEGMENT, true, slot.index());
    wal = new Wal(memory, slots, slot, locks, walFiles, stalled);
    log = wrap.apply(wal);
    storage = new StorageManager(files, root, new SyncRequests(memory, locks));
    pool = new BufferPool(memory, slot, locks, storage, log);
    edits = new PageEdits(pool, log);
    lockManager = new LockManager(memory, slot, locks);
    TransactionLocks xidLocks = new TransactionLocks(lockManager);
    transam = new Transam(memory, slots, slot, locks, pool, log, xidLocks);
    transam.transactions().register(TransactionCallback.Phase.LOCKS, xidLocks);
  }

  public LwLocks locks() {
    return locks;
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

  public PageEdits edits() {
    return edits;
  }

  public LockManager lockManager() {
    return lockManager;
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

  /** Any block with room, so that old pages are changed again after checkpoints. */
  private int bufferWithRoom(RelFileLocator table) {
    long blocks = pool.nblocks(table, Fork.MAIN);
    for (int i = 0; i < 3 && blocks > 0; i++) {
      int buffer = pool.read(table, Fork.MAIN, random.nextLong(blocks));
      pool.lockExclusive(buffer);
      long page = pool.page(buffer);
      if (SlottedPage.isNew(pool.memory(), page)
          || SlottedPage.freeSpace(pool.memory(), page) > 6000) {
        return buffer;
      }
      pool.unlockUnpin(buffer);
    }
    return pool.extend(table, Fork.MAIN);
  }

  /** All rows of the table, whoever wrote them. */
  public List<Cluster.Row> rows(RelFileLocator table) {
    List<Cluster.Row> rows = new ArrayList<>();
    long blocks = pool.nblocks(table, Fork.MAIN);
    for (long block = 0; block < blocks; block++) {
      int buffer = pool.read(table, Fork.MAIN, block);
      pool.lockShared(buffer);
      long page = pool.page(buffer);
      int count =
          SlottedPage.isNew(pool.memory(), page) ? 0 : SlottedPage.itemCount(pool.memory(), page);
      for (int i = 1; i <= count; i++) {
        long item = SlottedPage.item(pool.memory(), page, i);
        rows.add(new Cluster.Row(pool.memory().get(LONG, item), pool.memory().get(LONG, item + 8)));
      }
      pool.unlockUnpin(buffer);
    }
    return rows;
  }

  /** The values that the snapshot sees. */
  public List<Long> values(RelFileLocator table, Snapshot snapshot) {
    List<Long> values = new ArrayList<>();
    for (Cluster.Row row : rows(table)) {
      if (transam.commitLog().committedBefore(row.xid(), snapshot.csn())) {
        values.add(row.value());
      }
    }
    return values;
  }
}
