package org.postern.storage.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.storage.access.HeapAccess;
import org.postern.storage.access.RowLockMode;
import org.postern.storage.access.RowWait;
import org.postern.storage.access.TmResult;
import org.postern.storage.access.TupleBatch;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

class HeapLockTest {
  @TempDir Path directory;
  private HeapWorld world;
  private HeapSession a;
  private HeapSession b;
  private HeapSession c;
  private long tid;

  @BeforeEach
  void open() {
    world = new HeapWorld(directory);
    a = world.session();
    b = world.session();
    c = world.session();
    a.run(() -> tid = a.insert(1, 10, "x"));
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void shouldGrantAndRefuseByTheConflictTable() {
    for (RowLockMode held : RowLockMode.values()) {
      for (RowLockMode wanted : RowLockMode.values()) {
        a.begin();
        b.begin();
        assertThat(a.lock(tid, held, RowWait.BLOCK)).isEqualTo(TmResult.OK);
        assertThat(b.lock(tid, wanted, RowWait.SKIP))
            .as("%s against %s", wanted, held)
            .isEqualTo(held.conflictsWith(wanted) ? TmResult.WOULD_BLOCK : TmResult.OK);
        a.commit();
        b.commit();
      }
    }
    world.assertSound();
  }

  @Test
  void shouldReportAConflictWithNowait() {
    a.begin();
    b.begin();
    a.lock(tid, RowLockMode.UPDATE, RowWait.BLOCK);
    assertThatThrownBy(() -> b.lock(tid, RowLockMode.SHARE, RowWait.ERROR))
        .isInstanceOfSatisfying(
            SqlException.class,
            e -> {
              assertThat(e.state()).isEqualTo(SqlState.LOCK_NOT_AVAILABLE);
              assertThat(e).hasMessage("could not obtain lock on row in relation \"accounts\"");
            });
    b.abort();
    a.commit();
  }

  @Test
  void shouldKeepSeveralSharersApart() {
    a.begin();
    b.begin();
    c.begin();
    assertThat(a.lock(tid, RowLockMode.SHARE, RowWait.BLOCK)).isEqualTo(TmResult.OK);
    assertThat(b.lock(tid, RowLockMode.SHARE, RowWait.BLOCK)).isEqualTo(TmResult.OK);
    assertThat(c.lock(tid, RowLockMode.NO_KEY_UPDATE, RowWait.SKIP))
        .isEqualTo(TmResult.WOULD_BLOCK);
    a.commit();
    assertThat(c.lock(tid, RowLockMode.NO_KEY_UPDATE, RowWait.SKIP))
        .isEqualTo(TmResult.WOULD_BLOCK);
    b.abort();
    assertThat(c.lock(tid, RowLockMode.NO_KEY_UPDATE, RowWait.SKIP)).isEqualTo(TmResult.OK);
    c.commit();
    world.assertSound();
  }

  @Test
  void shouldUpdateBesideAKeyShareLockAndCarryItOver() {
    a.begin();
    b.begin();
    assertThat(a.lock(tid, RowLockMode.KEY_SHARE, RowWait.BLOCK)).isEqualTo(TmResult.OK);
    assertThat(b.update(tid, 1, 11, "x", 0, false)).isEqualTo(TmResult.OK);
    b.commit();
    c.begin();
    long now = c.tids().getFirst();
    assertThat(c.lock(now, RowLockMode.UPDATE, RowWait.SKIP)).isEqualTo(TmResult.WOULD_BLOCK);
    assertThat(c.lock(now, RowLockMode.NO_KEY_UPDATE, RowWait.SKIP)).isEqualTo(TmResult.OK);
    c.commit();
    a.commit();
    c.begin();
    assertThat(c.lock(now, RowLockMode.UPDATE, RowWait.SKIP)).isEqualTo(TmResult.OK);
    c.commit();
    world.assertSound();
  }

  @Test
  void shouldLockLaterVersionsToo() {
    b.begin();
    assertThat(b.update(tid, 1, 11, "x")).isEqualTo(TmResult.OK);
    long next = b.info.newTid();
    a.begin();
    assertThat(a.lock(tid, RowLockMode.KEY_SHARE, RowWait.SKIP)).isEqualTo(TmResult.OK);
    b.commit();
    c.begin();
    assertThat(c.lock(next, RowLockMode.UPDATE, RowWait.SKIP)).isEqualTo(TmResult.WOULD_BLOCK);
    assertThat(
            c.update(next, 2, 12, "x", HeapAccess.CHANGED_KEY | HeapAccess.CHANGED_INDEXED, false))
        .isEqualTo(TmResult.BEING_MODIFIED);
    assertThat(c.update(next, 1, 12, "x", 0, false)).isEqualTo(TmResult.OK);
    c.commit();
    a.commit();
    world.assertSound();
  }

  @Test
  void shouldWaitForTheHolderAndThenSeeItsUpdate() throws Exception {
    a.begin();
    assertThat(a.update(tid, 1, 11, "x")).isEqualTo(TmResult.OK);
    long next = a.info.newTid();
    CompletableFuture<TmResult> waiting =
        CompletableFuture.supplyAsync(() -> {
          b.begin();
          TmResult result = b.update(tid, 1, 99, "x");
          if (result == TmResult.UPDATED) {
            TupleBatch row = new TupleBatch();
            assertThat(b.lockLast(tid, RowLockMode.NO_KEY_UPDATE, row)).isEqualTo(TmResult.OK);
            assertThat(b.info.tid()).isEqualTo(next);
            assertThat(b.info.traversed()).isTrue();
            assertThat(b.update(next, 1, 12, "x")).isEqualTo(TmResult.OK);
          }
          b.commit();
          return result;
        });
    Thread.sleep(50);
    assertThat(waiting.isDone()).isFalse();
    a.commit();
    assertThat(waiting.get(20, TimeUnit.SECONDS)).isEqualTo(TmResult.UPDATED);
    a.run(() -> assertThat(a.rows()).containsEntry(1, 12L));
    world.assertSound();
  }

  @Test
  void shouldGoOnWhenTheHolderRolledBack() throws Exception {
    a.begin();
    assertThat(a.delete(tid)).isEqualTo(TmResult.OK);
    CompletableFuture<TmResult> waiting =
        CompletableFuture.supplyAsync(() -> {
          b.begin();
          TmResult result = b.update(tid, 1, 12, "x");
          b.commit();
          return result;
        });
    Thread.sleep(30);
    a.abort();
    assertThat(waiting.get(20, TimeUnit.SECONDS)).isEqualTo(TmResult.OK);
    a.run(() -> assertThat(a.rows()).containsEntry(1, 12L));
  }

  @Test
  void shouldLoseALockTakenInARolledBackSubtransaction() {
    a.begin();
    a.tm.beginSub();
    assertThat(a.lock(tid, RowLockMode.UPDATE, RowWait.BLOCK)).isEqualTo(TmResult.OK);
    b.begin();
    assertThat(b.lock(tid, RowLockMode.UPDATE, RowWait.SKIP)).isEqualTo(TmResult.WOULD_BLOCK);
    a.tm.abortSub();
    assertThat(b.lock(tid, RowLockMode.UPDATE, RowWait.SKIP)).isEqualTo(TmResult.OK);
    b.commit();
    a.commit();
  }

  @Test
  void shouldStrengthenAnOwnLock() {
    a.begin();
    b.begin();
    assertThat(a.lock(tid, RowLockMode.KEY_SHARE, RowWait.BLOCK)).isEqualTo(TmResult.OK);
    assertThat(b.lock(tid, RowLockMode.KEY_SHARE, RowWait.BLOCK)).isEqualTo(TmResult.OK);
    assertThat(a.lock(tid, RowLockMode.NO_KEY_UPDATE, RowWait.SKIP)).isEqualTo(TmResult.OK);
    assertThat(a.update(tid, 1, 11, "x", 0, false)).isEqualTo(TmResult.OK);
    assertThat(b.lock(tid, RowLockMode.SHARE, RowWait.SKIP)).isEqualTo(TmResult.WOULD_BLOCK);
    a.commit();
    b.commit();
    world.assertSound();
  }

  @Test
  void shouldNotWaitForTheHolderOfALaterVersionUnlessAsked() {
    b.begin();
    assertThat(b.update(tid, 1, 11, "x")).isEqualTo(TmResult.OK);
    long next = b.info.newTid();
    b.commit();
    c.begin();
    assertThat(c.lock(next, RowLockMode.UPDATE, RowWait.BLOCK)).isEqualTo(TmResult.OK);
    a.begin();
    assertThat(a.lock(tid, RowLockMode.KEY_SHARE, RowWait.SKIP)).isEqualTo(TmResult.WOULD_BLOCK);
    assertThatThrownBy(() -> a.lock(tid, RowLockMode.KEY_SHARE, RowWait.ERROR))
        .isInstanceOf(SqlException.class);
    a.abort();
    c.commit();
  }

  @Test
  void shouldNotKeyShareARowWhoseLaterVersionWasDeleted() {
    b.run(() -> assertThat(b.update(tid, 1, 11, "x")).isEqualTo(TmResult.OK));
    b.run(() -> assertThat(b.delete(b.info.newTid())).isEqualTo(TmResult.OK));
    a.begin();
    assertThat(a.lock(tid, RowLockMode.KEY_SHARE, RowWait.BLOCK)).isEqualTo(TmResult.UPDATED);
    assertThat(a.lockLast(tid, RowLockMode.KEY_SHARE, null)).isEqualTo(TmResult.DELETED);
    a.commit();
  }
}
