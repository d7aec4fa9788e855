package org.postern.storage.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.storage.error.Severity;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.page.SlottedPage;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.testkit.StorageFixture;
import org.postern.storage.testkit.TestProcess;
import org.postern.storage.walapi.BlockFlags;
import org.postern.storage.walapi.FlushParticipant;
import org.postern.storage.walapi.RmgrId;

final class BufferPoolTest {
  private static final int BUFFERS = 32;

  @TempDir Path dir;
  private StorageFixture fixture;
  private TestProcess p;
  private BufferPool pool;
  private RelFileLocator rel;

  @BeforeEach
  void open() {
    fixture = StorageFixture.create(dir, 8, BUFFERS);
    p = fixture.process();
    pool = p.pool();
    rel = fixture.createRelation();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private void addPage(BufferPool target, long value) {
    int buffer = target.extend(rel, Fork.MAIN);
    try (PageEdit edit = p.edits().begin(RmgrId.GENERIC, 1)) {
      edit.add(buffer, BlockFlags.WILL_INIT);
      SlottedPage.init(target.memory(), target.page(buffer), 0);
      put(target, buffer, value);
      edit.log();
    }
    target.unlockUnpin(buffer);
  }

  private static void put(BufferPool target, int buffer, long value) {
    target.memory().set(ValueLayout.JAVA_LONG, target.page(buffer) + 4096, value);
  }

  private static long get(BufferPool target, int buffer) {
    return target.memory().get(ValueLayout.JAVA_LONG, target.page(buffer) + 4096);
  }

  @Test
  void shouldReadBackPagesWhenTheyWereEvicted() {
    int pages = BUFFERS * 4;
    for (int i = 0; i < pages; i++) {
      addPage(pool, 1000 + i);
    }
    assertThat(pool.nblocks(rel, Fork.MAIN)).isEqualTo(pages);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < pages; i++) {
        int buffer = pool.read(rel, Fork.MAIN, i);
        pool.lockShared(buffer);
        assertThat(get(pool, buffer)).isEqualTo(1000 + i);
        assertThat(pool.block(buffer)).isEqualTo(i);
        assertThat(pool.tag(buffer).locator()).isEqualTo(rel);
        pool.unlockUnpin(buffer);
      }
    }
    assertThat(pool.reads()).isGreaterThanOrEqualTo(pages);
    assertThat(pool.pinnedBuffers()).isZero();
    assertThat(p.locks().heldCount()).isZero();
  }

  @Test
  void shouldFindThePageInMemoryWhenReadAgain() {
    addPage(pool, 7);
    long reads = pool.reads();
    int first = pool.read(rel, Fork.MAIN, 0);
    int second = pool.read(rel, Fork.MAIN, 0);
    assertThat(second).isEqualTo(first);
    assertThat(pool.reads()).isEqualTo(reads);
    pool.unpin(first);
    assertThat(pool.isPinned(first)).isTrue();
    pool.unpin(first);
    assertThat(pool.isPinned(first)).isFalse();
    assertThatThrownBy(() -> pool.unpin(first)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldFlushTheLogBeforeThePageWhenWriting() {
    addPage(pool, 1);
    long lsn = fixture.wal().insertLsn();
    assertThat(fixture.wal().flushedLsn()).isLessThan(lsn);
    new BufferSync(pool).flush(lsn, FlushParticipant.Throttle.NONE);
    assertThat(fixture.wal().flushedLsn()).isEqualTo(lsn);
    int buffer = pool.read(rel, Fork.MAIN, 0);
    assertThat(pool.isDirty(buffer)).isFalse();
    pool.unpin(buffer);
    assertThat(new BufferSync(pool).flush(lsn, FlushParticipant.Throttle.NONE)).isZero();
  }

  @Test
  void shouldRefuseThePageWhenItsChecksumIsWrong() throws IOException {
    addPage(pool, 1);
    addPage(pool, 2);
    flushAndForget();
    try (RandomAccessFile file =
        new RandomAccessFile(dir.resolve("base/5/" + rel.relNumber()).toFile(), "rw")) {
      file.seek(8192 + 5000);
      file.write(99);
    }
    assertThatThrownBy(() -> pool.read(rel, Fork.MAIN, 1))
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.state()).isEqualTo(SqlState.DATA_CORRUPTED))
        .hasMessage("invalid page in block 1 of relation base/5/" + rel.relNumber());
    assertThat(pool.pinnedBuffers()).isZero();
    int good = pool.read(rel, Fork.MAIN, 0);
    assertThat(get(pool, good)).isEqualTo(1);
    pool.unpin(good);
  }

  private void flushAndForget() {
    pool.flushRelation(rel);
    pool.dropRelation(rel);
  }

  @Test
  void shouldNoticeAPageWrittenToTheWrongPlaceWhenReading() throws IOException {
    addPage(pool, 1);
    addPage(pool, 2);
    flushAndForget();
    try (RandomAccessFile file =
        new RandomAccessFile(dir.resolve("base/5/" + rel.relNumber()).toFile(), "rw")) {
      byte[] first = new byte[8192];
      file.readFully(first);
      file.seek(8192);
      file.write(first);
    }
    assertThatThrownBy(() -> pool.read(rel, Fork.MAIN, 1)).hasMessageContaining("invalid page");
  }

  @Test
  void shouldKeepThePageDirtyWhenWritingFails() {
    addPage(pool, 42);
    long lsn = fixture.wal().insertLsn();
    assertThat(fixture.wal().flushedLsn()).isLessThan(lsn);
    fixture.files().rules(rel.relNumber() + ":write:EIO:count=1");
    assertThatThrownBy(() -> pool.flushRelation(rel))
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.state()).isEqualTo(SqlState.IO_ERROR));
    assertThat(fixture.wal().flushedLsn()).as("flushed before the write").isEqualTo(lsn);
    assertThat(pool.pinnedBuffers()).isZero();
    assertThat(p.locks().heldCount()).isZero();
    int buffer = pool.read(rel, Fork.MAIN, 0);
    assertThat(pool.isDirty(buffer)).isTrue();
    pool.unpin(buffer);
    flushAndForget();
    buffer = pool.read(rel, Fork.MAIN, 0);
    assertThat(get(pool, buffer)).isEqualTo(42);
    pool.unpin(buffer);
  }

  @Test
  void shouldSayDiskFullWhenTheFileCannotGrow() {
    addPage(pool, 1);
    fixture.files().rules(rel.relNumber() + ":write:ENOSPC:count=1");
    assertThatThrownBy(() -> pool.extend(rel, Fork.MAIN))
        .isInstanceOfSatisfying(
            SqlException.class,
            e -> {
              assertThat(e.state()).isEqualTo(SqlState.DISK_FULL);
              assertThat(e.hint()).isEqualTo("Check free disk space.");
            })
        .hasMessage(
            "could not extend file \"base/5/" + rel.relNumber() + "\": No space left on device");
    assertThat(pool.pinnedBuffers()).isZero();
    addPage(pool, 2);
    assertThat(pool.nblocks(rel, Fork.MAIN)).isEqualTo(2);
    int buffer = pool.read(rel, Fork.MAIN, 1);
    assertThat(get(pool, buffer)).isEqualTo(2);
    pool.unpin(buffer);
  }

  @Test
  void shouldPanicWhenAFileCannotBeSynced() {
    addPage(pool, 1);
    fixture.files().rules("base:sync:EIO");
    assertThatThrownBy(() -> new BufferSync(pool).flush(0, FlushParticipant.Throttle.NONE))
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.severity()).isEqualTo(Severity.PANIC));
  }

  @Test
  void shouldSayNoBuffersWhenAllArePinned() {
    for (int i = 0; i < BUFFERS + 1; i++) {
      addPage(pool, i);
    }
    for (int i = 0; i < BUFFERS; i++) {
      pool.read(rel, Fork.MAIN, i);
    }
    assertThatThrownBy(() -> pool.read(rel, Fork.MAIN, BUFFERS))
        .isInstanceOfSatisfying(
            SqlException.class,
            e -> assertThat(e.state()).isEqualTo(SqlState.INSUFFICIENT_RESOURCES));
    pool.releaseAll();
    pool.unpin(pool.read(rel, Fork.MAIN, BUFFERS));
  }

  @Test
  void shouldRestoreThePagesWhenAnEditIsLeftWithoutLogging() {
    addPage(pool, 5);
    addPage(pool, 6);
    int a = pool.read(rel, Fork.MAIN, 0);
    int b = pool.read(rel, Fork.MAIN, 1);
    pool.lockExclusive(a);
    pool.lockExclusive(b);
    int records = fixture.wal().records().size();
    assertThatThrownBy(
            () -> {
              try (PageEdit edit = p.edits().begin(RmgrId.GENERIC, 1)) {
                edit.add(a, BlockFlags.STANDARD);
                edit.add(b, BlockFlags.STANDARD);
                put(pool, a, 50);
                put(pool, b, 60);
                throw new ArithmeticException("in the middle");
              }
            })
        .isInstanceOf(ArithmeticException.class);
    assertThat(get(pool, a)).isEqualTo(5);
    assertThat(get(pool, b)).isEqualTo(6);
    assertThat(fixture.wal().records()).hasSize(records);
    assertThat(p.slot().interrupts().isHeld()).isFalse();
    pool.unlockUnpin(a);
    pool.unlockUnpin(b);
  }

  @Test
  void shouldNameThePagesInTheRecordWhenAnEditIsLogged() {
    addPage(pool, 5);
    var record = fixture.wal().last();
    assertThat(record.blockCount()).isEqualTo(1);
    assertThat(record.locator(0)).isEqualTo(rel);
    assertThat(record.block(0)).isZero();
    int buffer = pool.read(rel, Fork.MAIN, 0);
    assertThat(pool.lsn(buffer)).isEqualTo(record.endLsn());
    assertThat(pool.isDirty(buffer)).isTrue();
    pool.unpin(buffer);
  }

  @Test
  void shouldRefuseAnEditWhenThePageIsNotLocked() {
    addPage(pool, 5);
    int buffer = pool.read(rel, Fork.MAIN, 0);
    try (PageEdit edit = p.edits().begin(RmgrId.GENERIC, 1)) {
      assertThatThrownBy(() -> edit.add(buffer, BlockFlags.STANDARD))
          .isInstanceOf(IllegalStateException.class);
    }
    pool.unpin(buffer);
  }

  @Test
  void shouldForgetOnlyTheTailWhenTruncating() {
    for (int i = 0; i < 6; i++) {
      addPage(pool, i);
    }
    pool.flushRelation(rel);
    pool.dropRelation(rel, Fork.MAIN, 3);
    p.smgr().truncate(rel, Fork.MAIN, 3);
    assertThat(pool.nblocks(rel, Fork.MAIN)).isEqualTo(3);
    assertThatThrownBy(() -> pool.read(rel, Fork.MAIN, 3))
        .hasMessageContaining("could not read block 3");
    addPage(pool, 33);
    int buffer = pool.read(rel, Fork.MAIN, 3);
    assertThat(get(pool, buffer)).isEqualTo(33);
    pool.unpin(buffer);
  }

  @Test
  void shouldReuseTheRingWhenScanningWithAStrategy() {
    for (int i = 0; i < 100; i++) {
      addPage(pool, i);
    }
    pool.flushRelation(rel);
    for (int i = 0; i < 8; i++) {
      for (int round = 0; round < 3; round++) {
        pool.unpin(pool.read(rel, Fork.MAIN, i));
      }
    }
    BufferStrategy ring = BufferStrategy.of(BufferStrategy.Kind.BULK_READ, BUFFERS);
    for (int i = 8; i < 100; i++) {
      pool.unpin(pool.read(rel, Fork.MAIN, i, ring));
    }
    long reads = pool.reads();
    for (int i = 0; i < 8; i++) {
      pool.unpin(pool.read(rel, Fork.MAIN, i));
    }
    assertThat(pool.reads()).isEqualTo(reads);
  }

  @Test
  void shouldGiveAZeroedPageWhenRedoReachesBeyondTheEnd() {
    RelFileLocator other = fixture.newLocator();
    int buffer = pool.readZeroed(other, Fork.MAIN, 4);
    assertThat(pool.isLockedExclusively(buffer)).isTrue();
    assertThat(SlottedPage.isNew(pool.memory(), pool.page(buffer))).isTrue();
    assertThat(pool.nblocks(other, Fork.MAIN)).isEqualTo(5);
    pool.unlockUnpin(buffer);
  }

  @Test
  void shouldCleanBuffersAheadOfTheHandWhenTheBackgroundWriterRuns() {
    BackgroundWriter writer = new BackgroundWriter(pool, 100, 2.0);
    for (int i = 0; i < BUFFERS * 2 + 1; i++) {
      addPage(pool, i);
    }
    assertThat(writer.round()).isPositive();
  }

  @Test
  void shouldNotKeepAHintForTheFileWhenThePageNeedsAnImage() {
    addPage(pool, 1);
    pool.flushRelation(rel);
    int buffer = pool.read(rel, Fork.MAIN, 0);
    fixture.wal().imagesAfter();
    pool.lockShared(buffer);
    pool.markDirtyHint(buffer);
    assertThat(pool.isDirty(buffer)).isFalse();
    pool.unlockUnpin(buffer);
  }
}
