package org.postern.storage.smgr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.storage.error.Severity;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.testkit.StorageFixture;
import org.postern.storage.testkit.TestProcess;

final class StorageManagerTest {
  @TempDir Path dir;
  private final MemorySegment page = Arena.ofAuto().allocate(8192);
  private StorageFixture fixture;
  private TestProcess p;
  private StorageManager smgr;

  @BeforeEach
  void open() {
    fixture = StorageFixture.create(dir, 4, 16);
    p = fixture.process();
    smgr = p.smgr();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void shouldNameFilesAsPostgresWhenAsked() {
    assertThat(RelationPaths.path(new RelFileLocator(1663, 5, 16384), Fork.MAIN, 0))
        .isEqualTo("base/5/16384");
    assertThat(RelationPaths.path(new RelFileLocator(1663, 5, 16384), Fork.FREE_SPACE, 2))
        .isEqualTo("base/5/16384_fsm.2");
    assertThat(RelationPaths.path(new RelFileLocator(1664, 0, 1262), Fork.VISIBILITY))
        .isEqualTo("global/1262_vm");
    assertThat(RelationPaths.path(new RelFileLocator(0, 0, 1), Fork.MAIN)).isEqualTo("pg_xact/1");
    assertThat(RelationPaths.path(new RelFileLocator(9000, 5, 7), Fork.INIT))
        .isEqualTo("pg_tblspc/9000/PG_15_202209061/5/7_init");
  }

  @Test
  void shouldRefuseToCreateWhenTheFileIsThere() {
    RelFileLocator rel = fixture.createRelation();
    assertThatThrownBy(() -> smgr.create(rel, Fork.MAIN, false))
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.state()).isEqualTo(SqlState.DUPLICATE_FILE))
        .hasMessage("could not create file \"base/5/16384\": File exists");
    smgr.create(rel, Fork.MAIN, true);
  }

  @Test
  void shouldCrossSegmentsWhenTheFileIsLarge() {
    RelFileLocator rel = fixture.createRelation();
    page.set(ValueLayout.JAVA_LONG, 104, 4711);
    long block = RelationPaths.SEGMENT_BLOCKS - 1L;
    makeSparse(rel);
    smgr.extend(rel, Fork.MAIN, block, page, 0);
    smgr.extend(rel, Fork.MAIN, block + 1, page, 0);
    assertThat(Files.exists(dir.resolve("base/5/16384.1"))).isTrue();
    assertThat(smgr.nblocks(rel, Fork.MAIN)).isEqualTo(block + 2);
    page.fill((byte) 0);
    smgr.read(rel, Fork.MAIN, block + 1, page, 0);
    assertThat(page.get(ValueLayout.JAVA_LONG, 104)).isEqualTo(4711);
    smgr.truncate(rel, Fork.MAIN, 2);
    assertThat(smgr.nblocks(rel, Fork.MAIN)).isEqualTo(2);
    assertThat(Files.exists(dir.resolve("base/5/16384.1"))).isTrue();
    smgr.unlink(rel);
    assertThat(Files.exists(dir.resolve("base/5/16384"))).isFalse();
    assertThat(Files.exists(dir.resolve("base/5/16384.1"))).isFalse();
    assertThat(smgr.nblocks(rel, Fork.MAIN)).isZero();
  }

  private void makeSparse(RelFileLocator rel) {
    smgr.extend(rel, Fork.MAIN, RelationPaths.SEGMENT_BLOCKS - 2L, page, 0);
  }

  @Test
  void shouldSyncOnlyWhatWasWrittenWhenCheckpointing() {
    RelFileLocator rel = fixture.createRelation();
    assertThat(smgr.syncPending()).isEqualTo(1);
    assertThat(smgr.syncPending()).isZero();
    smgr.extend(rel, Fork.MAIN, 0, page, 0);
    smgr.write(rel, Fork.MAIN, 0, page, 0);
    TestProcess other = fixture.newProcess();
    assertThat(other.smgr().syncPending()).isEqualTo(1);
    smgr.write(rel, Fork.MAIN, 0, page, 0);
    assertThat(other.smgr().syncPending()).isEqualTo(1);
    smgr.unlink(rel);
    assertThat(other.smgr().syncPending()).isZero();
  }

  @Test
  void shouldKeepTheRequestWhenTheSyncFailed() {
    fixture.createRelation();
    fixture.files().rules("base:sync:EIO:count=1");
    assertThatThrownBy(() -> smgr.syncPending())
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.severity()).isEqualTo(Severity.PANIC))
        .hasMessage("could not fsync file \"base/5/16384\": Input/output error");
    assertThat(new SyncRequests(fixture.memory(), p.locks()).pending()).isEqualTo(1);
  }

  @Test
  void shouldSayWhichFileWhenItIsMissing() {
    RelFileLocator rel = fixture.newLocator();
    assertThatThrownBy(() -> smgr.read(rel, Fork.MAIN, 0, page, 0))
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.state()).isEqualTo(SqlState.UNDEFINED_FILE))
        .hasMessage("could not open file \"base/5/16384\": No such file or directory");
  }

  @Test
  void shouldReportAShortWriteWhenTheDiskIsFull() {
    RelFileLocator rel = fixture.createRelation();
    fixture.files().rules("16384:write:SHORT:after=1");
    smgr.extend(rel, Fork.MAIN, 0, page, 0);
    assertThatThrownBy(() -> smgr.extend(rel, Fork.MAIN, 1, page, 0))
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.state()).isEqualTo(SqlState.DISK_FULL));
    fixture.files().rules("");
    assertThat(smgr.nblocks(rel, Fork.MAIN)).isEqualTo(1);
  }
}
