package org.postern.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.storage.inval.InvalidationMessage;
import org.postern.storage.inval.InvalidationQueue;
import org.postern.storage.proc.ProcSlotLayout;
import org.postern.storage.reaper.ReapResult;
import org.postern.storage.shmem.ShmemArea;
import org.postern.storage.shmem.Words;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.transam.IsolationLevel;
import org.postern.storage.transam.Snapshot;
import org.postern.storage.transam.TransactionCallback;
import org.postern.storage.vfs.PosixFileSystem;
import org.postern.storage.walapi.WalLog;
import org.postern.storage.walapi.WalOutput;
import org.postern.storage.walapi.WalRecordBuilder;
import org.postern.wal.checkpoint.CheckpointKind;
import org.postern.wal.insert.WalControlLayout;

/** What the others see after a process died in the middle of a transaction. */
final class DeadProcessTest {
  private static final int NO_SUCH_PID = 99_999_999;
  private static final RelFileLocator TABLE = new RelFileLocator(1663, 5, 16384);

  @TempDir private Path directory;

  /** Where in commit the process dies. */
  enum Death {
    BEFORE_INSERT(false),
    AFTER_INSERT(true),
    BEFORE_FLUSH(true),
    AFTER_FLUSH(true);

    private final boolean committed;

    Death(boolean committed) {
      this.committed = committed;
    }
  }

  /** Stands for the kill: nothing on the way out may repair anything. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private static final class DeadlyLog implements WalLog {
    private final WalLog log;
    private final Death death;
    private boolean armed;

    DeadlyLog(WalLog log, Death death) {
      this.log = log;
      this.death = death;
    }

    @Override
    public long insert(WalRecordBuilder record) {
      if (armed && death == Death.BEFORE_INSERT) {
        throw new Killed();
      }
      long lsn = log.insert(record);
      if (armed && death == Death.AFTER_INSERT) {
        throw new Killed();
      }
      return lsn;
    }

    @Override
    public void flush(long lsn) {
      if (armed && death == Death.BEFORE_FLUSH) {
        throw new Killed();
      }
      log.flush(lsn);
      if (armed && death == Death.AFTER_FLUSH) {
        throw new Killed();
      }
    }

    @Override
    public long insertLsn() {
      return log.insertLsn();
    }

    @Override
    public long flushedLsn() {
      return log.flushedLsn();
    }

    @Override
    public long redoPointer() {
      return log.redoPointer();
    }

    @Override
    public boolean needsImage(long pageLsn) {
      return log.needsImage(pageLsn);
    }
  }

  private Cluster newCluster() {
    Path root = directory.resolve("data");
    PosixFileSystem files = new PosixFileSystem();
    Cluster.initialize(files, root);
    Cluster cluster = new Cluster(files, root, 128);
    ClusterSession session = cluster.session();
    session.transactions().begin(IsolationLevel.READ_COMMITTED, false);
    session.transactions().createFiles(TABLE, true);
    session.transactions().commit();
    cluster.slots().release(session.slot());
    return cluster;
  }

  private static void die(Cluster cluster, ClusterSession session) {
    long pid = session.slot().base() + ProcSlotLayout.PID;
    Words.setIntVolatile(cluster.memory().segment(), pid, NO_SUCH_PID);
  }

  @ParameterizedTest
  @EnumSource
  void shouldSettleByCommitRecordWhenKilledInCommit(Death death) {
    try (Cluster cluster = newCluster()) {
      DeadlyLog[] log = new DeadlyLog[1];
      UnaryOperator<WalLog> wrap = wal -> log[0] = new DeadlyLog(wal, death);
      ClusterSession victim =
          new ClusterSession(cluster.memory(), cluster.files(), cluster.root(), wrap);
      ClusterSession other = cluster.session();
      RelFileLocator created = new RelFileLocator(1663, 5, 30001);
      victim.transactions().begin(IsolationLevel.READ_COMMITTED, false);
      victim.append(TABLE, 7);
      victim.transactions().beginSub();
      victim.append(TABLE, 7);
      long sub = victim.transactions().currentXid();
      victim.transactions().commitSub();
      victim.transactions().createFiles(created, true);
      long xid = victim.transactions().topXid();
      log[0].armed = true;
      assertThatThrownBy(() -> victim.transactions().commit()).isInstanceOf(Killed.class);
      die(cluster, victim);

      List<ReapResult> reaped = cluster.reaper().reapDead();
      assertThat(reaped).hasSize(1).allMatch(ReapResult::repaired);
      assertThat(other.transam().commitLog().isCommitted(xid)).isEqualTo(death.committed);
      assertThat(other.transam().commitLog().isCommitted(sub)).isEqualTo(death.committed);
      assertThat(other.transam().commitLog().isInProgress(xid)).isFalse();
      assertThat(other.storage().exists(created, Fork.MAIN)).isEqualTo(death.committed);
      other.transactions().begin(IsolationLevel.READ_COMMITTED, false);
      other.transactions().waitForXid(xid);
      Snapshot snapshot = other.transactions().snapshots().acquire();
      assertThat(other.values(TABLE, snapshot)).hasSize(death.committed ? 2 : 0);
      other.append(TABLE, 8);
      other.transactions().commit();
      assertThat(other.transam().horizons().refreshOldestRunningXid()).isGreaterThan(xid);
      cluster.checkpoint(CheckpointKind.REQUESTED);
      assertThat(cluster.reaper().reapDead()).isEmpty();
    }
  }

  /** Rule 16 of storage.transam: what others see of a synchronous commit is durable. */
  @Test
  void shouldNotShowASynchronousCommitBeforeItsFlushWhenAnAsynchronousOneFollows() {
    try (Cluster cluster = newCluster()) {
      DeadlyLog[] log = new DeadlyLog[1];
      UnaryOperator<WalLog> wrap = wal -> log[0] = new DeadlyLog(wal, Death.BEFORE_FLUSH);
      ClusterSession slow =
          new ClusterSession(cluster.memory(), cluster.files(), cluster.root(), wrap);
      ClusterSession hasty = cluster.session();
      slow.transactions().begin(IsolationLevel.READ_COMMITTED, false);
      slow.append(TABLE, 7);
      log[0].armed = true;
      assertThatThrownBy(() -> slow.transactions().commit()).isInstanceOf(Killed.class);
      long record = hasty.wal().insertLsn();
      assertThat(hasty.wal().flushedLsn()).isLessThan(record);

      hasty.transactions().begin(IsolationLevel.READ_COMMITTED, false);
      hasty.transactions().setSynchronousCommit(false);
      hasty.append(TABLE, 8);
      hasty.transactions().commit();
      hasty.transactions().begin(IsolationLevel.READ_COMMITTED, false);
      Snapshot snapshot = hasty.transactions().snapshots().acquire();
      assertThat(hasty.values(TABLE, snapshot)).contains(7L, 8L);
      assertThat(hasty.wal().flushedLsn()).isGreaterThanOrEqualTo(record);
    }
  }

  @Test
  void shouldResetCachesWhenKilledBeforeTheMessagesWereSent() {
    try (Cluster cluster = newCluster()) {
      ClusterSession victim = cluster.session();
      victim.transactions().register(TransactionCallback.Phase.CACHES, new DeadlyMessages());
      ClusterSession other = cluster.session();
      InvalidationQueue queue = new InvalidationQueue(cluster.memory(), other.locks());
      victim.transactions().begin(IsolationLevel.READ_COMMITTED, false);
      victim.append(TABLE, 7);
      assertThatThrownBy(() -> victim.transactions().commit()).isInstanceOf(Killed.class);
      die(cluster, victim);
      cluster.checkpoint(CheckpointKind.REQUESTED);
      assertThat(cluster.reaper().reapDead()).hasSize(1).allMatch(ReapResult::repaired);
      List<InvalidationMessage> received = new ArrayList<>();
      queue.receive(received::add);
      assertThat(received).containsExactly(InvalidationMessage.EVERYTHING);
    }
  }

  /** The process dies when the transaction is over, and others have not heard of it. */
  private static final class DeadlyMessages implements TransactionCallback {
    @Override
    public void invalidations(WalOutput out) {
      out.putByte(1);
    }

    @Override
    public void committed() {
      throw new Killed();
    }
  }

  @Test
  void shouldFinishCommitWhenAnotherDeadProcessLeftAHoleBeforeIt() {
    try (Cluster cluster = newCluster()) {
      DeadlyLog[] log = new DeadlyLog[1];
      UnaryOperator<WalLog> wrap = wal -> log[0] = new DeadlyLog(wal, Death.AFTER_INSERT);
      ClusterSession first =
          new ClusterSession(cluster.memory(), cluster.files(), cluster.root(), wrap);
      ClusterSession second = cluster.session();
      ClusterSession other = cluster.session();
      first.transactions().begin(IsolationLevel.READ_COMMITTED, false);
      first.append(TABLE, 7);
      long xid = first.transactions().topXid();
      leaveHole(cluster, second);
      log[0].armed = true;
      assertThatThrownBy(() -> first.transactions().commit()).isInstanceOf(Killed.class);
      die(cluster, first);
      die(cluster, second);
      assertThat(cluster.reaper().reapDead()).hasSize(2).allMatch(ReapResult::repaired);
      assertThat(other.transam().commitLog().isCommitted(xid)).isTrue();
      assertThat(other.wal().flushedLsn()).isEqualTo(other.wal().insertLsn());
    }
  }

  /** A reservation that its owner never fills. */
  private static void leaveHole(Cluster cluster, ClusterSession session) {
    MemorySegment shm = cluster.memory().segment();
    long position = cluster.memory().base(ShmemArea.WAL_CONTROL) + WalControlLayout.INSERT_POSITION;
    long start = Words.getAndAddLong(shm, position, 64);
    long slot = session.slot().base();
    Words.setLongVolatile(shm, slot + ProcSlotLayout.WAL_START, start);
    Words.setLongVolatile(shm, slot + ProcSlotLayout.WAL_LENGTH, 64);
    Words.setIntVolatile(shm, slot + ProcSlotLayout.WAL_PHASE, ProcSlotLayout.WAL_RESERVED);
  }

  @Test
  void shouldLoseNothingAcknowledgedWhenProcessesAreKilled() throws Exception {
    Set<Long> committed = new HashSet<>();
    Set<Long> aborted = new HashSet<>();
    try (Cluster cluster = newCluster()) {
      Random random = new Random(5);
      for (int round = 0; round < 3; round++) {
        Path first = directory.resolve("first" + round);
        Path second = directory.resolve("second" + round);
        List<Process> children =
            List.of(
                spawn(cluster, (round * 2 + 1) * 1_000_000L, first),
                spawn(cluster, (round * 2 + 2) * 1_000_000L, second));
        try {
          awaitLines(first);
          awaitLines(second);
          Thread.sleep(50 + random.nextInt(200));
          for (Process child : children) {
            child.destroyForcibly().waitFor();
            assertThat(cluster.reaper().reapDead()).hasSize(1).allMatch(ReapResult::repaired);
            Thread.sleep(50);
          }
        } finally {
          children.forEach(Process::destroyForcibly);
        }
        read(first, committed, aborted);
        read(second, committed, aborted);
        ClusterSession reader = cluster.session();
        verify(reader, committed, aborted);
        cluster.slots().release(reader.slot());
        if (round % 2 == 1) {
          cluster.checkpoint(CheckpointKind.REQUESTED);
        }
      }
      assertThat(committed.size()).isGreaterThan(20);
    }
    // Nobody has stopped the cluster: this is a start after the crash of everything.
    try (Cluster cluster = new Cluster(new PosixFileSystem(), directory.resolve("data"), 128)) {
      assertThat(cluster.result().crashed()).isTrue();
      verify(cluster.session(), committed, aborted);
    }
  }

  private Process spawn(Cluster cluster, long firstValue, Path out) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-ea",
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            ClusterChild.class.getName(),
            cluster.segmentPath().toString(),
            cluster.root().toString(),
            String.valueOf(TABLE.relNumber()),
            String.valueOf(firstValue),
            String.valueOf(firstValue));
    return builder
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .redirectOutput(out.toFile())
        .start();
  }

  private static void awaitLines(Path out) throws Exception {
    for (int i = 0; Files.size(out) < 300; i++) {
      assertThat(i).as("child does not start").isLessThan(1200);
      Thread.sleep(50);
    }
  }

  private static void read(Path out, Set<Long> committed, Set<Long> aborted) throws IOException {
    String text = Files.readString(out);
    // The last line may be cut off.
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      if (line.startsWith("c ")) {
        committed.add(Long.parseLong(line.substring(2)));
      } else if (line.startsWith("a ")) {
        aborted.add(Long.parseLong(line.substring(2)));
      }
    }
  }

  private void verify(ClusterSession session, Set<Long> committed, Set<Long> aborted)
      throws IOException {
    session.transactions().begin(IsolationLevel.READ_COMMITTED, false);
    Snapshot snapshot = session.transactions().snapshots().acquire();
    Map<Long, Integer> counts = new HashMap<>();
    session.values(TABLE, snapshot).forEach(value -> counts.merge(value, 1, Integer::sum));
    assertThat(counts.keySet()).containsAll(committed).doesNotContainAnyElementsOf(aborted);
    assertThat(counts.values()).allMatch(count -> count == 3);
    // Beyond what was acknowledged, each killed process may have committed one transaction more.
    assertThat(counts.size() - committed.size()).isLessThanOrEqualTo(8);
    try (Stream<Path> files = Files.list(directory.resolve("data/base/5"))) {
      List<Long> relations =
          files
              .map(path -> path.getFileName().toString())
              .filter(name -> name.matches("\\d{7,}"))
              .map(Long::parseLong)
              .toList();
      assertThat(counts.keySet()).containsAll(relations);
      assertThat(relations).isNotEmpty();
    }
    session.transactions().commit();
  }
}
