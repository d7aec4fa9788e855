package org.postern.storage.btree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.storage.access.IndexHandle;
import org.postern.storage.access.IndexLayout;
import org.postern.storage.access.KeyKind;
import org.postern.storage.freespace.FreeSpaceMap;
import org.postern.storage.smgr.Fork;
import org.postern.storage.smgr.RelFileLocator;
import org.postern.storage.testkit.StorageFixture;
import org.postern.storage.testkit.TestProcess;

/** Deleted pages come back through the free-space map. */
class FreeSpaceBlocksTest {
  @TempDir Path directory;

  @Test
  void shouldGiveEachBlockOnceWhenItWasPut() {
    try (StorageFixture fixture = StorageFixture.create(directory)) {
      RelFileLocator relation = fixture.createRelation();
      FreeSpaceBlocks blocks = blocks(fixture.process());
      assertThat(blocks.take(relation)).isEqualTo(-1);
      blocks.put(relation, 7);
      blocks.put(relation, 9);
      assertThat(new long[] {blocks.take(relation), blocks.take(relation)})
          .containsExactlyInAnyOrder(7, 9);
      assertThat(blocks.take(relation)).isEqualTo(-1);
    }
  }

  private static FreeSpaceBlocks blocks(TestProcess process) {
    return new FreeSpaceBlocks(new FreeSpaceMap(process.pool(), process.smgr(), 0));
  }

  @Test
  void shouldKeepTheIndexSmallWhenKeysMoveOn() {
    try (StorageFixture fixture = StorageFixture.create(directory)) {
      TestProcess process = fixture.process();
      IndexLayout layout = IndexLayout.ofKeys(IndexModel.column(KeyKind.INT8));
      IndexHandle index = IndexUser.handle(fixture.createRelation(), layout, false);
      IndexUser user = new IndexUser(fixture, process, blocks(process));
      user.access().createEmpty(index);
      IndexModel model = new IndexModel(layout, new Random(1), 1);
      for (long key = 1; key <= 30_000; key++) {
        user.insert(index, model, new IndexModel.Row(new Object[] {key}, key));
        if (key % 3000 == 0) {
          long limit = key - 1000;
          user.access().bulkDelete(index, tid -> tid <= limit, Long.MAX_VALUE);
        }
      }
      assertThat(process.pool().nblocks(index.locator(), Fork.MAIN)).isLessThan(40);
      assertThat(user.access().checker().check(index, true, null)).isEqualTo(1000);
      user.assertNothingHeld();
    }
  }
}
