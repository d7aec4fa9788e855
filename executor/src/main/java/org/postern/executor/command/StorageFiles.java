package org.postern.executor.command;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.postern.storage.access.TableHandle;
import org.postern.storage.buffer.BufferPool;
import org.postern.storage.heap.Heap;
import org.postern.storage.heap.HeapCleaner;
import org.postern.storage.lock.LockManager;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.transam.TransactionManager;
import org.postern.storage.vacuum.IndexCleaner;
import org.postern.storage.vacuum.TableVacuum;
import org.postern.storage.vacuum.VacuumOptions;
import org.postern.storage.vacuum.VacuumResult;

/** Files of relations through the transaction manager, which logs and undoes their making. */
public final class StorageFiles implements RelationFiles {
  private final TransactionManager transactions;
  private final BufferPool pool;
  private final Heap heap;
  private final LockManager locks;
  private final Path spillDirectory;
  private final LongSupplier maintenanceMemory;
  private final Map<RelFileLocator, Long> made = new HashMap<>();
  private long madeUnder;

  /** {@code maintenanceMemory} is maintenance_work_mem in bytes. */
  public StorageFiles(
      TransactionManager transactions,
      BufferPool pool,
      Heap heap,
      LockManager locks,
      Path spillDirectory,
      LongSupplier maintenanceMemory) {
    this.transactions = transactions;
    this.pool = pool;
    this.heap = heap;
    this.locks = locks;
    this.spillDirectory = spillDirectory;
    this.maintenanceMemory = maintenanceMemory;
  }

  @Override
  public void create(RelFileLocator locator, boolean logged) {
    transactions.createFiles(locator, logged);
    if (madeUnder != transactions.topXid()) {
      made.clear();
      madeUnder = transactions.topXid();
    }
    made.put(locator, transactions.currentXid());
  }

  @Override
  public boolean madeInTransaction(RelFileLocator locator) {
    Long xid = made.get(locator);
    return xid != null && xid == transactions.currentXidIfAny();
  }

  @Override
  public void createInitFork(RelFileLocator locator) {
    transactions.createFork(locator, Fork.INIT, true);
  }

  @Override
  public void dropAtCommit(RelFileLocator locator) {
    transactions.dropFilesAtCommit(locator);
  }

  @Override
  public long blocks(RelFileLocator locator) {
    return pool.nblocks(locator, Fork.MAIN);
  }

  @Override
  public VacuumResult vacuum(
      TableHandle table, List<? extends IndexCleaner> indexes, VacuumOptions options) {
    return new TableVacuum(new HeapCleaner(heap), locks, this::truncate, table, indexes, options)
        .run();
  }

  private void truncate(RelFileLocator relation, Fork fork, long blocks, boolean logged) {
    long[] byFork = new long[Fork.values().length];
    java.util.Arrays.fill(byFork, -1);
    byFork[fork.ordinal()] = blocks;
    transactions.truncateFiles(relation, byFork, logged);
  }

  @Override
  public long maintenanceMemory() {
    return maintenanceMemory.getAsLong();
  }

  @Override
  public Path spillDirectory() {
    return spillDirectory;
  }
}
