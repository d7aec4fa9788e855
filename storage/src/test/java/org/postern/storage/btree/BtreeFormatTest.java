package org.postern.storage.btree;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postern.storage.access.IndexLayout;
import org.postern.storage.access.IndexTupleReader;
import org.postern.storage.page.PageLayout;
import org.postern.storage.page.SlottedPage;

/** Tuples, pages, comparison, separators and split points, on plain memory. */
class BtreeFormatTest {
  private final Arena arena = Arena.ofAuto();
  private final MemorySegment mem = arena.allocate(4L * PageLayout.PAGE_SIZE, 8192);

  @Test
  void shouldKeepOffsetsOfSpecialSpaceAndMetaPage() {
    assertThat(BtreePageLayout.LEFT).isZero();
    assertThat(BtreePageLayout.RIGHT).isEqualTo(4);
    assertThat(BtreePageLayout.LEVEL).isEqualTo(8);
    assertThat(BtreePageLayout.FLAGS).isEqualTo(12);
    assertThat(BtreePageLayout.DELETED_AT).isEqualTo(16);
    assertThat(BtreePageLayout.START).isEqualTo(8168);
    assertThat(BtreePageLayout.MAX_TUPLE_SIZE).isEqualTo(2696);
    assertThat(BtreeMetaLayout.MAGIC).isEqualTo(32);
    assertThat(BtreeMetaLayout.ROOT).isEqualTo(40);
  }

  @Test
  void shouldReadBackWhatWasPutWhenTuplesAreRandom() {
    Random random = new Random(1);
    for (int round = 0; round < 300; round++) {
      IndexModel model = new IndexModel(IndexModel.randomLayout(random), random, 200);
      IndexTupleReader reader = new IndexTupleReader(model.layout());
      for (int i = 0; i < 20; i++) {
        IndexModel.Row row = model.randomRow(i + 1);
        int length = model.form(row);
        assertThat(length % 8).isZero();
        byte[] bytes = model.builder().bytes();
        assertThat(BtreeTupleLayout.size(bytes, 0)).isEqualTo(length);
        assertThat(model.read(reader, bytes, 0, i + 1)).isEqualTo(row);
      }
    }
  }

  @Test
  void shouldCompareAsTheModelDoesWhenTuplesAreRandom() {
    Random random = new Random(2);
    for (int round = 0; round < 500; round++) {
      IndexModel model = new IndexModel(IndexModel.randomLayout(random), random, 8);
      BtreeComparer comparer = new BtreeComparer(model.layout());
      BtreeSortOrder order = new BtreeSortOrder(model.layout());
      IndexTupleReader reader = new IndexTupleReader(model.layout());
      BtreeKey key = new BtreeKey();
      for (int i = 0; i < 20; i++) {
        IndexModel.Row a = model.randomRow(1 + random.nextInt(3));
        IndexModel.Row b = model.randomRow(1 + random.nextInt(3));
        byte[] left = form(model, a);
        byte[] right = form(model, b);
        key.load(model.layout(), reader, left, 0);
        key.tid = a.tid();
        MemorySegment.copy(MemorySegment.ofArray(right), 0, mem, 8, right.length);
        int expected = Integer.signum(model.order().compare(a, b));
        assertThat(Integer.signum(comparer.compare(mem, 8, key))).isEqualTo(expected);
        assertThat(Integer.signum(order.compare(left, 0, right, 0))).isEqualTo(expected);
        long leftPrefix = order.prefix(left, 0);
        long rightPrefix = order.prefix(right, 0);
        if (leftPrefix != rightPrefix) {
          assertThat(Long.compare(leftPrefix, rightPrefix)).isEqualTo(expected);
        }
      }
    }
  }

  private static byte[] form(IndexModel model, IndexModel.Row row) {
    int length = model.form(row);
    byte[] tuple = java.util.Arrays.copyOf(model.builder().bytes(), length);
    BtreeTupleLayout.setTid(tuple, 0, row.tid());
    return tuple;
  }

  /** Splits full pages of random rows and checks that the separator separates. */
  @Test
  void shouldSeparateTheHalvesWhenAPageIsSplit() {
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      IndexLayout layout = IndexModel.randomLayout(random);
      IndexModel model = new IndexModel(layout, random, 1 + random.nextInt(300));
      List<IndexModel.Row> rows = new ArrayList<>();
      for (int i = 0; i < 600; i++) {
        rows.add(model.randomRow(1 + i));
      }
      rows.sort(model.order());
      checkSplit(model, rows, random.nextInt(60), random);
    }
  }

  private void checkSplit(IndexModel model, List<IndexModel.Row> rows, int newAt, Random random) {
    BtreeComparer comparer = new BtreeComparer(model.layout());
    BtreePageLayout.init(mem, 0, 0, 0);
    int newNumber = 1;
    byte[] newTuple = null;
    int count = 0;
    for (int i = 0; i < rows.size(); i++) {
      byte[] tuple = form(model, rows.get(i));
      if (newTuple == null && i >= newAt) {
        newTuple = tuple;
        newNumber = count + 1;
        continue;
      }
      if (!BtreePage.fits(mem, 0, tuple.length)) {
        break;
      }
      BtreePage.append(mem, 0, tuple, 0, tuple.length);
      count++;
    }
    if (newTuple == null) {
      return;
    }
    BtreeItems items = new BtreeItems();
    items.load(mem, 0, newNumber, newTuple, 0, newTuple.length);
    int first = new BtreeSplitPoint(comparer).choose(items, 90, newNumber == items.count());
    BtreePivots pivots = new BtreePivots(comparer);
    pivots.truncate(items.memory(), items.address(first - 1), items.address(first));
    long left = 0;
    long right = PageLayout.PAGE_SIZE;
    items.writeRight(mem, right, first, 5);
    items.writeLeft(mem, left, first, pivots.bytes(), 0, 6);
    assertThat(SlottedPage.itemCount(mem, left) - 1 + SlottedPage.itemCount(mem, right))
        .isEqualTo(items.count());
    BtreeKey key = new BtreeKey();
    IndexTupleReader reader = new IndexTupleReader(model.layout());
    for (int i = 0; i < items.count(); i++) {
      key.loadPivot(model.layout(), reader, items.memory(), items.address(i));
      key.pivot = false;
      key.tid = BtreeTupleLayout.tid(items.memory(), items.address(i));
      assertThat(comparer.isRightOf(mem, left, key)).isEqualTo(i >= first);
    }
  }

  @Test
  void shouldFindEachTupleAtItsPlaceWhenSearchingAPage() {
    Random random = new Random(4);
    for (int round = 0; round < 100; round++) {
      IndexModel model = new IndexModel(IndexModel.randomLayout(random), random, 30);
      BtreeComparer comparer = new BtreeComparer(model.layout());
      IndexTupleReader reader = new IndexTupleReader(model.layout());
      BtreePageLayout.init(mem, 0, 0, 0);
      BtreeKey key = new BtreeKey();
      List<IndexModel.Row> placed = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        IndexModel.Row row = model.randomRow(1 + random.nextInt(1000));
        byte[] tuple = form(model, row);
        if (!BtreePage.fits(mem, 0, tuple.length)) {
          break;
        }
        key.load(model.layout(), reader, tuple, 0);
        key.tid = row.tid();
        BtreePage.insert(mem, 0, comparer.search(mem, 0, key), tuple, 0, tuple.length);
        placed.add(row);
      }
      placed.sort(model.order());
      for (int i = 0; i < placed.size(); i++) {
        long tuple = SlottedPage.item(mem, 0, i + 1);
        assertThat(BtreeTupleLayout.tid(mem, tuple)).isEqualTo(placed.get(i).tid());
      }
    }
  }
}
