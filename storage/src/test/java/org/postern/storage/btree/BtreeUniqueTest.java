package org.postern.storage.btree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.storage.access.IndexBatch;
import org.postern.storage.access.IndexBuild;
import org.postern.storage.access.IndexHandle;
import org.postern.storage.access.IndexLayout;
import org.postern.storage.access.IndexScan;
import org.postern.storage.access.IndexTupleBuilder;
import org.postern.storage.access.InsertResult;
import org.postern.storage.access.KeyKind;
import org.postern.storage.access.Liveness;
import org.postern.storage.access.ScanDirection;
import org.postern.storage.access.ScanKey;
import org.postern.storage.access.ScanStrategy;
import org.postern.storage.access.UniqueCheck;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.page.PageLayout;
import org.postern.storage.smgr.Fork;
import org.postern.storage.testkit.StorageFixture;

/** Unique checks against a pretended heap, dead entries, limits and damage. */
class BtreeUniqueTest {
  @TempDir Path directory;
  private StorageFixture fixture;
  private IndexUser user;
  private IndexHandle index;
  private final IndexLayout layout =
      IndexLayout.ofKeys(IndexModel.column(KeyKind.INT8), IndexModel.column(KeyKind.INT4));
  private final IndexTupleBuilder builder = new IndexTupleBuilder(layout);
  private final Map<Long, Liveness.State> heap = new HashMap<>();

  @BeforeEach
  void open() {
    fixture = StorageFixture.create(directory, 4, 256);
    user = new IndexUser(fixture, fixture.process(), new IndexUser.Blocks());
    index = IndexUser.handle(fixture.createRelation(), layout, true);
    user.access().createEmpty(index);
  }

  @AfterEach
  void close() {
    user.assertNothingHeld();
    fixture.close();
  }

  private void look(long tid, Liveness result) {
    Liveness.State state = heap.getOrDefault(tid, Liveness.State.LIVE);
    result.set(state, state == Liveness.State.WAIT ? 77 : 0, 0, tid);
  }

  private InsertResult insert(IndexHandle target, Long a, Long b, long tid, UniqueCheck check) {
    builder.reset();
    for (Long value : new Long[] {a, b}) {
      if (value == null) {
        builder.putNull();
      } else {
        builder.putLong(value);
      }
    }
    int length = builder.finish();
    return user.access().insert(target, builder.bytes(), length, tid, check, this::look);
  }

  private InsertResult insert(Long a, Long b, long tid) {
    return insert(index, a, b, tid, UniqueCheck.YES);
  }

  @Test
  void shouldReportTheConflictWhenALiveEntryHasTheKey() {
    assertThat(insert(1L, 2L, 10)).isEqualTo(InsertResult.INSERTED);
    assertThat(insert(1L, 3L, 11)).isEqualTo(InsertResult.INSERTED);
    assertThat(insert(1L, 2L, 12)).isEqualTo(InsertResult.CONFLICT);
    assertThat(user.access().conflictTid()).isEqualTo(10);
    heap.put(10L, Liveness.State.DEAD);
    assertThat(insert(1L, 2L, 12)).isEqualTo(InsertResult.INSERTED);
    assertThat(user.scan(index, new ScanKey[0], ScanDirection.FORWARD))
        .containsExactly(10L, 12L, 11L);
  }

  @Test
  void shouldTellWhomToWaitForWhenATransactionDecides() {
    insert(1L, 2L, 10);
    heap.put(10L, Liveness.State.WAIT);
    assertThat(insert(1L, 2L, 12)).isEqualTo(InsertResult.MUST_WAIT);
    assertThat(user.access().conflict().xid()).isEqualTo(77);
    assertThat(insert(index, 1L, 2L, 12, UniqueCheck.PARTIAL))
        .isEqualTo(InsertResult.INSERTED_RECHECK);
    assertThat(insert(index, 1L, 2L, 12, UniqueCheck.EXISTING)).isEqualTo(InsertResult.MUST_WAIT);
    heap.put(10L, Liveness.State.LIVE);
    assertThat(insert(index, 1L, 2L, 12, UniqueCheck.EXISTING)).isEqualTo(InsertResult.CONFLICT);
    heap.put(10L, Liveness.State.DEAD);
    assertThat(insert(index, 1L, 2L, 12, UniqueCheck.EXISTING)).isEqualTo(InsertResult.INSERTED);
    heap.put(12L, Liveness.State.DEAD);
    assertThatThrownBy(() -> insert(index, 1L, 2L, 99, UniqueCheck.EXISTING))
        .isInstanceOf(SqlException.class)
        .hasMessageContaining("failed to re-find tuple");
    fixture.process().pool().releaseAll();
    fixture.process().locks().releaseAll();
  }

  @Test
  void shouldAdmitEqualNullsUnlessTheyAreNotDistinct() {
    assertThat(insert(null, 2L, 10)).isEqualTo(InsertResult.INSERTED);
    assertThat(insert(null, 2L, 11)).isEqualTo(InsertResult.INSERTED);
    IndexHandle strict =
        new IndexHandle(fixture.createRelation(), 2, "strict_idx", layout, true, true, true, 90);
    user.access().createEmpty(strict);
    assertThat(insert(strict, null, 2L, 10, UniqueCheck.YES)).isEqualTo(InsertResult.INSERTED);
    assertThat(insert(strict, null, 2L, 11, UniqueCheck.YES)).isEqualTo(InsertResult.CONFLICT);
  }

  @Test
  void shouldLookAtAllEqualEntriesWhenTheyFillSeveralPages() {
    for (long tid = 1; tid <= 3000; tid++) {
      heap.put(tid, Liveness.State.DEAD);
      assertThat(insert(5L, 5L, tid)).isEqualTo(InsertResult.INSERTED);
    }
    heap.put(2990L, Liveness.State.LIVE);
    assertThat(insert(5L, 5L, 5000)).isEqualTo(InsertResult.CONFLICT);
    assertThat(user.access().conflictTid()).isEqualTo(2990);
    assertThat(insert(5L, 4L, 5000)).isEqualTo(InsertResult.INSERTED);
    assertThat(user.access().checker().check(index, true, null)).isEqualTo(3001);
  }

  /** Updates of one row leave dead entries behind; the index must not grow with them. */
  @Test
  void shouldReuseTheRoomOfEntriesWhenTheyAreDeadToAll() {
    for (long key = 0; key < 200; key++) {
      insert(key, 0L, key + 1);
    }
    long blocks = user.process().pool().nblocks(index.locator(), Fork.MAIN);
    for (long version = 1; version < 5000; version++) {
      heap.put(version == 1 ? 101L : 10_000 + version - 1, Liveness.State.DEAD_TO_ALL);
      assertThat(insert(100L, 0L, 10_000 + version)).isEqualTo(InsertResult.INSERTED);
    }
    assertThat(user.process().pool().nblocks(index.locator(), Fork.MAIN))
        .isLessThanOrEqualTo(blocks + 1);
    assertThat(user.access().checker().check(index, true, null)).isLessThan(600);
  }

  @Test
  void shouldSkipEntriesWhenAScanKilledThem() {
    for (long key = 0; key < 1000; key++) {
      insert(key, 0L, key + 1);
    }
    ScanKey[] all = {ScanKey.ofLong(0, ScanStrategy.GREATER_EQUAL, 100)};
    IndexBatch batch = new IndexBatch();
    try (IndexScan scan = user.access().openScan(index, all, false, null)) {
      scan.nextBatch(batch, ScanDirection.FORWARD);
      assertThat(batch.tid(0)).isEqualTo(101);
      scan.kill(0);
      scan.kill(3);
    }
    assertThat(user.scan(index, all, ScanDirection.FORWARD))
        .hasSize(898)
        .startsWith(102L, 103L, 105L);
    try (IndexScan scan = user.access().openScan(index, all, false, null)) {
      scan.nextBatch(batch, ScanDirection.FORWARD);
      scan.kill(0);
      // The page changes, so the entry's number cannot be trusted any more.
      insert(100L, 1L, 7000);
    }
    assertThat(user.scan(index, all, ScanDirection.FORWARD)).hasSize(899).contains(102L);
  }

  @Test
  void shouldRefuseARowWhenItIsTooLong() {
    IndexLayout text = IndexLayout.ofKeys(IndexModel.column(KeyKind.BYTES));
    IndexHandle long1 = IndexUser.handle(fixture.createRelation(), text, false);
    user.access().createEmpty(long1);
    IndexTupleBuilder tuple = new IndexTupleBuilder(text);
    for (int size : new int[] {2680, 2684}) {
      int length = tuple.reset().putBytes(new byte[size]).finish();
      assertThat(length).isEqualTo(2696);
      user.access().insert(long1, tuple.bytes(), length, size, UniqueCheck.NO, null);
    }
    int length = tuple.reset().putBytes(new byte[2685]).finish();
    assertThatThrownBy(
            () -> user.access().insert(long1, tuple.bytes(), length, 1, UniqueCheck.NO, null))
        .isInstanceOf(SqlException.class)
        .hasMessage(
            "index row size 2704 exceeds btree version 4 maximum 2696 for index \"test_idx\"");
  }

  @Test
  void shouldSplitWhenAllTuplesHaveTheGreatestSize() {
    IndexLayout text = IndexLayout.ofKeys(IndexModel.column(KeyKind.BYTES));
    IndexHandle wide = IndexUser.handle(fixture.createRelation(), text, false);
    user.access().createEmpty(wide);
    IndexTupleBuilder tuple = new IndexTupleBuilder(text);
    Random random = new Random(9);
    for (int i = 0; i < 400; i++) {
      byte[] value = new byte[2684];
      value[2683] = (byte) random.nextInt(5);
      value[0] = (byte) random.nextInt(2);
      int length = tuple.reset().putBytes(value).finish();
      user.access().insert(wide, tuple.bytes(), length, i + 1, UniqueCheck.NO, null);
    }
    assertThat(user.access().checker().check(wide, true, null)).isEqualTo(400);
  }

  @Test
  void shouldRefuseToBuildWhenLiveEntriesAreEqual() {
    heap.clear();
    assertThat(build(true)).isFalse();
    assertThat(build(false)).isTrue();
  }

  private boolean build(boolean secondIsLive) {
    IndexHandle target = IndexUser.handle(fixture.createRelation(), layout, true);
    try (IndexBuild build = user.access().beginBuild(target, directory, 1)) {
      for (long i = 0; i < 1000; i++) {
        int length = builder.reset().putLong(i % 999).putLong(0).finish();
        build.add(builder.bytes(), length, i + 1, i < 999 || secondIsLive);
        length = builder.reset().putLong(0).putNull().finish();
        build.add(builder.bytes(), length, i + 5000, true);
      }
      boolean unique = build.finish();
      assertThat(build.duplicate() == null).isEqualTo(unique);
      return unique;
    }
  }

  @Test
  void shouldFindTheDamageWhenItemsAreExchanged() {
    for (long key = 0; key < 2000; key++) {
      insert(key, 0L, key + 1);
    }
    assertThat(user.access().checker().check(index, true, null)).isEqualTo(2000);
    int buffer = user.process().pool().read(index.locator(), Fork.MAIN, 1);
    user.process().pool().lockExclusive(buffer);
    long page = user.process().pool().page(buffer);
    var mem = user.process().pool().memory();
    int pointer = PageLayout.linePointer(mem, page, 5);
    PageLayout.setLinePointer(mem, page, 5, PageLayout.linePointer(mem, page, 6));
    PageLayout.setLinePointer(mem, page, 6, pointer);
    user.process().pool().unlockUnpin(buffer);
    assertThatThrownBy(() -> user.access().checker().check(index, false, null))
        .isInstanceOfSatisfying(
            SqlException.class,
            e -> {
              assertThat(e.state()).isEqualTo(SqlState.INDEX_CORRUPTED);
              assertThat(e).hasMessageContaining("item order invariant violated");
            });
    user.process().pool().releaseAll();
    user.process().locks().releaseAll();
  }

  @Test
  void shouldPassEntriesToTheVisitorWhenChecking() {
    for (long key = 0; key < 500; key++) {
      insert(key, 0L, key + 1);
    }
    long[] sum = new long[1];
    user.access().checker().check(index, false, (tuple, length, tid) -> sum[0] += tid);
    assertThat(sum[0]).isEqualTo(500L * 501 / 2);
  }
}
