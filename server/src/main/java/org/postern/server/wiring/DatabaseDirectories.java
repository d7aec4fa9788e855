package org.postern.server.wiring;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.postern.executor.command.DatabaseFiles;
import org.postern.server.launch.ProcessKind;
import org.postern.storage.proc.Interrupts;
import org.postern.storage.proc.ProcSlots;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.transam.TransactionCallback;
import org.postern.storage.transam.TransactionManager;

/**
 * The directories of databases for CREATE and DROP DATABASE: a copy is removed again if the
 * transaction fails, a drop waits for its commit.
 */
final class DatabaseDirectories implements DatabaseFiles, TransactionCallback {
  private static final long PAUSE_NANOS = 100_000_000;

  private final org.postern.storage.database.DatabaseFiles files;
  private final ProcSlots slots;
  private final int ownSlot;
  private final SessionSignals signals;
  private int copied;
  private int dropped;

  DatabaseDirectories(
      org.postern.storage.database.DatabaseFiles files,
      ProcSlots slots,
      int ownSlot,
      TransactionManager transactions,
      SessionSignals signals) {
    this.files = files;
    this.slots = slots;
    this.ownSlot = ownSlot;
    this.signals = signals;
    transactions.register(TransactionCallback.Phase.FILES, this);
  }

  @Override
  public void copy(int template, int database) {
    files.copy(RelFileLocator.DEFAULT_TABLESPACE, template, database);
    copied = database;
  }

  @Override
  public void drop(int database) {
    dropped = database;
  }

  @Override
  public int connections(int database) {
    int count = 0;
    for (int i = 0; i < slots.count(); i++) {
      if (i != ownSlot && slots.databaseOid(i) == database) {
        count++;
        if (slots.kind(i) == ProcessKind.AUTOVACUUM_WORKER.number()) {
          signals.raise(i, Interrupts.TERMINATE);
        }
      }
    }
    return count;
  }

  @Override
  public List<Integer> roles(int database) {
    List<Integer> roles = new ArrayList<>();
    for (int i = 0; i < slots.count(); i++) {
      if (i != ownSlot && slots.databaseOid(i) == database) {
        roles.add(slots.roleOid(i));
      }
    }
    return roles;
  }

  @Override
  public void terminate(int database) {
    for (int i = 0; i < slots.count(); i++) {
      if (i != ownSlot && slots.databaseOid(i) == database) {
        signals.raise(i, Interrupts.TERMINATE);
      }
    }
  }

  @Override
  public void pause(Interrupts interrupts) {
    interrupts.check();
    LockSupport.parkNanos(PAUSE_NANOS);
  }

  @Override
  public void committed() {
    if (dropped != 0) {
      files.drop(RelFileLocator.DEFAULT_TABLESPACE, dropped);
    }
    copied = 0;
    dropped = 0;
  }

  @Override
  public void aborted() {
    if (copied != 0) {
      files.drop(RelFileLocator.DEFAULT_TABLESPACE, copied);
    }
    copied = 0;
    dropped = 0;
  }
}
