package org.postern.storage.freespace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.testkit.StorageFixture;
import org.postern.storage.testkit.TestProcess;

class FreeSpaceMapTest {
  @TempDir Path directory;
  private StorageFixture fixture;
  private TestProcess process;
  private RelFileLocator relation;
  private FreeSpaceMap map;

  @BeforeEach
  void open() {
    fixture = StorageFixture.create(directory);
    process = fixture.process();
    relation = fixture.createRelation();
    map = new FreeSpaceMap(process.pool(), process.smgr(), 0);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void shouldFindNothingInAnEmptyMap() {
    assertThat(map.search(relation, 100)).isEqualTo(-1);
    assertThat(map.recorded(relation, 5)).isZero();
  }

  @Test
  void shouldFindThePageWithRoom() {
    map.record(relation, 7, 500);
    map.record(relation, 9, 3000);
    assertThat(map.search(relation, 2000)).isEqualTo(9);
    assertThat(map.search(relation, 400)).isIn(7L, 9L);
    assertThat(map.search(relation, 4000)).isEqualTo(-1);
  }

  @Test
  void shouldForgetAFilledPage() {
    map.record(relation, 3, 5000);
    assertThat(map.recordAndSearch(relation, 3, 10, 1000)).isEqualTo(-1);
    assertThat(map.recorded(relation, 3)).isZero();
  }

  @Test
  void shouldReachBeyondTheFirstLeafPage() {
    long far = FreeSpacePage.SLOTS * 2L + 17;
    map.record(relation, far, 4000);
    assertThat(map.search(relation, 3000)).isEqualTo(far);
    map.record(relation, far, 0);
    assertThat(map.search(relation, 3000)).isEqualTo(-1);
  }

  @Test
  void shouldKeepEachTreePageAtItsOwnBlock() {
    Set<Long> blocks = new HashSet<>();
    for (long leaf = 0; leaf < FreeSpacePage.SLOTS * 2L; leaf++) {
      assertThat(blocks.add(FreeSpaceMap.physical(0, leaf))).isTrue();
    }
    for (long middle = 0; middle < 2; middle++) {
      assertThat(blocks.add(FreeSpaceMap.physical(1, middle))).isTrue();
    }
    assertThat(FreeSpaceMap.physical(2, 0)).isZero();
    assertThat(FreeSpaceMap.physical(1, 0)).isEqualTo(1);
    assertThat(FreeSpaceMap.physical(0, 0)).isEqualTo(2);
  }

  @Test
  void shouldOfferAnEmptyPageToTheLongestTuple() {
    map.record(relation, 4, 8156);
    assertThat(map.search(relation, 8152)).isEqualTo(4);
  }

  @Test
  void shouldNeverPromiseMoreThanWasRecorded() {
    for (int bytes = 0; bytes < 8100; bytes += 37) {
      map.record(relation, 1, bytes);
      assertThat(map.search(relation, bytes + 32)).as("bytes=%d", bytes).isEqualTo(-1);
    }
  }
}
