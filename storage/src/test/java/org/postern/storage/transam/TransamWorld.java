package org.postern.storage.transam;

import java.nio.file.Path;
import org.postern.storage.lock.TransactionLocks;
import org.postern.storage.testkit.StorageFixture;
import org.postern.storage.testkit.TestProcess;
import org.postern.storage.walapi.CapturingWalLog;

/** Transactions over a storage fixture: several processes in this JVM, a log in memory. */
public final class TransamWorld implements AutoCloseable {
  private final StorageFixture fixture;

  /** A process with its transactions. */
  public record Process(TestProcess storage, Transam transam) {
    public TransactionManager transactions() {
      return transam.transactions();
    }

    /** Begins a READ COMMITTED transaction and assigns its id. */
    public long begin() {
      transactions().begin(IsolationLevel.READ_COMMITTED, false);
      return transactions().currentXid();
    }

    public CommitLog log() {
      return transam.commitLog();
    }
  }

  public TransamWorld(Path directory) {
    this(StorageFixture.create(directory, 16, 256));
  }

  public TransamWorld(StorageFixture fixture) {
    this.fixture = fixture;
    newProcess().transam().startFresh(Xid.FIRST_NORMAL, 16384, CapturingWalLog.FIRST_LSN);
  }

  public StorageFixture fixture() {
    return fixture;
  }

  public Process newProcess() {
    return process(fixture.newProcess());
  }

  /** The transactions of a process made elsewhere. */
  public Process process(TestProcess storage) {
    TransactionLocks xidLocks = new TransactionLocks(storage.lockManager());
    Transam transam =
        new Transam(
            fixture.memory(),
            storage.slots(),
            storage.slot(),
            storage.locks(),
            storage.pool(),
            fixture.wal(),
            xidLocks);
    transam.transactions().register(TransactionCallback.Phase.LOCKS, xidLocks);
    return new Process(storage, transam);
  }

  @Override
  public void close() {
    fixture.close();
  }
}
