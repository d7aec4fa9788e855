package org.postern.wal.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.storage.error.SqlException;
import org.postern.wal.MemoryFileSystem;
import org.postern.wal.WalFixture;
import org.postern.wal.checkpoint.CheckpointKind;
import org.postern.wal.control.ClusterState;
import org.postern.wal.control.ControlFile;
import org.postern.wal.reader.FileSource;
import org.postern.wal.reader.WalReader;
import org.postern.wal.record.DecodedRecord;

final class StartupRecoveryTest {
  private static MemoryFileSystem newCluster() {
    MemoryFileSystem files = new MemoryFileSystem();
    ToyCluster.initialize(files);
    return files;
  }

  @Test
  void shouldNotReplayWhenStoppedCleanly() {
    MemoryFileSystem files = newCluster();
    try (ToyCluster cluster = new ToyCluster(files)) {
      assertThat(cluster.result().crashed()).isFalse();
      cluster.put(1, 10);
      cluster.checkpoint(CheckpointKind.SHUTDOWN);
    }
    files.crash();
    assertThat(new ControlFile(files, Path.of("/")).read().state())
        .isEqualTo(ClusterState.SHUT_DOWN);
    try (ToyCluster cluster = new ToyCluster(files)) {
      assertThat(cluster.result().crashed()).isFalse();
      assertThat(cluster.values()).isEqualTo(Map.of(1L, 10L));
      cluster.put(2, 20);
      cluster.checkpoint(CheckpointKind.SHUTDOWN);
    }
    try (ToyCluster cluster = new ToyCluster(files)) {
      assertThat(cluster.values()).isEqualTo(Map.of(1L, 10L, 2L, 20L));
    }
  }

  @Test
  void shouldKeepFlushedAndForgetUnflushedWhenPowerFails() {
    MemoryFileSystem files = newCluster();
    try (ToyCluster cluster = new ToyCluster(files)) {
      cluster.flush(cluster.put(1, 10));
      cluster.put(2, 20);
    }
    files.crash();
    try (ToyCluster cluster = new ToyCluster(files)) {
      assertThat(cluster.result().crashed()).isTrue();
      assertThat(cluster.values()).isEqualTo(Map.of(1L, 10L));
      assertThat(cluster.counters().nextXid()).isEqualTo(102);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void shouldEqualSomePrefixOfHistoryWhenCrashedAnywhere(long seed) {
    Random random = new Random(seed);
    MemoryFileSystem files = newCluster();
    List<long[]> history = new ArrayList<>();
    int acknowledged = 0;
    for (int life = 0; life < 12; life++) {
      try (ToyCluster cluster = new ToyCluster(files)) {
        int survived = prefixOf(history, acknowledged, cluster.values());
        assertThat(survived).as("seed %d life %d", seed, life).isGreaterThanOrEqualTo(0);
        history = new ArrayList<>(history.subList(0, survived));
        acknowledged = survived;
        int steps = random.nextInt(400);
        for (int i = 0; i < steps; i++) {
          long[] step = {random.nextInt(50), random.nextLong()};
          long end = cluster.put(step[0], step[1]);
          history.add(step);
          if (random.nextInt(10) == 0) {
            cluster.flush(end);
            acknowledged = history.size();
          }
          if (random.nextInt(100) == 0) {
            cluster.checkpoint(CheckpointKind.REQUESTED);
            acknowledged = history.size();
          }
        }
      }
      files.crash(random);
    }
  }

  /** The length of the history of at least {@code from} steps that gives these values, or -1. */
  private static int prefixOf(List<long[]> history, int from, Map<Long, Long> values) {
    Map<Long, Long> model = new TreeMap<>();
    for (int i = 0; i <= history.size(); i++) {
      if (i >= from && model.equals(values)) {
        return i;
      }
      if (i < history.size()) {
        model.put(history.get(i)[0], history.get(i)[1]);
      }
    }
    return -1;
  }

  @Test
  void shouldNotReviveStaleRecordsWhenLogWasCut() {
    MemoryFileSystem files = newCluster();
    long end;
    long stale;
    try (ToyCluster cluster = new ToyCluster(files)) {
      cluster.flush(cluster.put(1, 10));
      end = cluster.process().wal().insertLsn();
      cluster.put(2, 20);
      for (int i = 0; i < 10; i++) {
        cluster.put(3, 30);
      }
      cluster.flush(cluster.put(3, 31));
      stale = cluster.process().wal().lastStart();
    }
    Path path = new ToyPaths(files).segment(end);
    byte[] bytes = files.content(path);
    bytes[(int) (end % ToyCluster.SEGMENT) + 40] ^= 1;
    files.content(path, bytes);
    try (ToyCluster cluster = new ToyCluster(files)) {
      assertThat(cluster.result().end()).isEqualTo(end);
      assertThat(cluster.values()).isEqualTo(Map.of(1L, 10L));
    }
    // A crash of the new life whose log ends just before the stale record must not revive it.
    byte[] after = files.content(path);
    byte[] rest = java.util.Arrays.copyOfRange(after, (int) (stale % ToyCluster.SEGMENT), 1 << 14);
    DecodedRecord decoded = new DecodedRecord();
    assertThat(decoded.decode(rest, 0, rest.length, stale)).isNotNull();
  }

  @Test
  void shouldStopExactlyThereWhenTailIsTornAtAnyByte() {
    MemoryFileSystem files = newCluster();
    List<long[]> places = new ArrayList<>();
    long start;
    try (ToyCluster cluster = new ToyCluster(files)) {
      start = cluster.process().wal().insertLsn();
      for (int i = 0; i < 12; i++) {
        byte[] payload = new byte[i * 3];
        long end = cluster.process().put(1, 1, payload);
        places.add(new long[] {cluster.process().wal().lastStart(), 32 + payload.length, end});
      }
      cluster.flush(cluster.process().wal().insertLsn());
    }
    Path path = new ToyPaths(files).segment(start);
    byte[] whole = files.content(path);
    long last = places.getLast()[2];
    for (long torn = start; torn < last; torn++) {
      int at = (int) (torn % ToyCluster.SEGMENT);
      byte[] cut = whole.clone();
      java.util.Arrays.fill(cut, at, cut.length, (byte) 0);
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x40;
      byte[] shorter = java.util.Arrays.copyOf(whole, at);
      long position = torn;
      long complete = places.stream().filter(p -> p[0] + p[1] <= position).count();
      boolean inRecord = places.stream().anyMatch(p -> p[0] <= position && position < p[0] + p[1]);
      // Zeroing may happen to write the zeros that were there: then the record is not damaged.
      int zeroed = readFrom(files, path, cut, start).size();
      boolean unchanged = java.util.Arrays.equals(cut, whole);
      assertThat(zeroed).as("cut at %d", torn).isGreaterThanOrEqualTo((int) complete);
      if (!unchanged && zeroed > complete) {
        assertThat(isZero(whole, at, places.get((int) complete))).isTrue();
      }
      assertThat(readFrom(files, path, shorter, start))
          .as("short %d", torn)
          .hasSize((int) complete);
      int expected = inRecord ? (int) complete : places.size();
      assertThat(readFrom(files, path, damaged, start)).as("bit %d", torn).hasSize(expected);
    }
    files.content(path, whole);
  }

  private static boolean isZero(byte[] bytes, int from, long[] place) {
    int end = (int) ((place[0] + place[1]) % ToyCluster.SEGMENT);
    for (int i = from; i < end; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static List<Long> readFrom(
      MemoryFileSystem files, Path path, byte[] content, long start) {
    files.content(path, content);
    List<Long> result = new ArrayList<>();
    try (FileSource source = new FileSource(files, WalFixture.PG_WAL, ToyCluster.SEGMENT)) {
      WalReader reader = new WalReader(source, start);
      for (DecodedRecord record = reader.read(); record != null; record = reader.read()) {
        result.add(record.startLsn());
      }
    }
    return result;
  }

  @Test
  void shouldStayRecoverableWhenCrashedDuringCheckpoint() {
    for (int failAt = 0; failAt < 40; failAt++) {
      MemoryFileSystem files = newCluster();
      int countdown = failAt;
      boolean failed = false;
      try (ToyCluster cluster = new ToyCluster(files)) {
        for (int i = 0; i < 100; i++) {
          cluster.put(i % 7, i);
        }
        cluster.flush(cluster.put(7, 7));
        int[] left = {countdown};
        files.fault((operation, path) -> {
          if (left[0]-- <= 0) {
            throw new IOException("Input/output error");
          }
        });
        try {
          cluster.checkpoint(CheckpointKind.REQUESTED);
        } catch (RuntimeException e) {
          failed = true;
        }
        files.fault((operation, path) -> {});
      }
      files.crash();
      try (ToyCluster cluster = new ToyCluster(files)) {
        assertThat(cluster.values()).as("fail at %d", failAt).hasSize(8).containsEntry(6L, 97L);
      }
      if (!failed) {
        assertThat(failAt).isGreaterThan(4);
        return;
      }
    }
    throw new AssertionError("checkpoint never succeeded");
  }

  @Test
  void shouldRefuseToStartWhenCheckpointRecordIsDamaged() {
    MemoryFileSystem files = newCluster();
    Path path = new ToyPaths(files).segment(ToyCluster.SEGMENT);
    byte[] bytes = files.content(path);
    bytes[40] ^= 1;
    files.content(path, bytes);
    assertThatThrownBy(() -> new ToyCluster(files).close())
        .isInstanceOf(SqlException.class)
        .hasMessageContaining("could not locate a valid checkpoint record");
  }

  @Test
  void shouldRefuseToStartWhenControlFileIsDamaged() {
    MemoryFileSystem files = newCluster();
    Path path = Path.of("/global/pg_control");
    byte[] bytes = files.content(path);
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 1;
      files.content(path, damaged);
      assertThatThrownBy(() -> new ControlFile(files, Path.of("/")).read())
          .as("byte %d", i)
          .isInstanceOf(SqlException.class);
    }
  }

  @Test
  void shouldRecycleSegmentsWhenCheckpointed() {
    MemoryFileSystem files = newCluster();
    try (ToyCluster cluster = new ToyCluster(files)) {
      for (int round = 0; round < 20; round++) {
        for (int i = 0; i < 1000; i++) {
          cluster.put(i, round);
        }
        cluster.checkpoint(CheckpointKind.REQUESTED);
      }
      assertThat(cluster.process().wal().files().segments()).hasSizeLessThan(12);
    }
    files.crash();
    try (ToyCluster cluster = new ToyCluster(files)) {
      assertThat(cluster.values()).hasSize(1000).containsEntry(5L, 19L);
    }
  }

  private record ToyPaths(MemoryFileSystem files) {
    Path segment(long lsn) {
      return WalFixture.PG_WAL.resolve(
          org.postern.wal.segment.SegmentName.of(lsn / ToyCluster.SEGMENT, ToyCluster.SEGMENT));
    }
  }
}
