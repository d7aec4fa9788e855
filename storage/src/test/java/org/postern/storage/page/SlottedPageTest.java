package org.postern.storage.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SlottedPageTest {
  private static final long PAGE = 8192;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment mem = arena.allocate(3 * 8192, 8192);

  @BeforeEach
  void init() {
    SlottedPage.init(mem, PAGE, 16);
  }

  @AfterEach
  void close() {
    arena.close();
  }

  private static byte[] bytes(int length, int value) {
    byte[] b = new byte[length];
    java.util.Arrays.fill(b, (byte) value);
    return b;
  }

  private int add(byte[] item) {
    return SlottedPage.addItem(mem, PAGE, item, 0, item.length);
  }

  private byte[] get(int number) {
    byte[] b = new byte[SlottedPage.itemLength(mem, PAGE, number)];
    MemorySegment.copy(
        mem, ValueLayout.JAVA_BYTE, SlottedPage.item(mem, PAGE, number), b, 0, b.length);
    return b;
  }

  @Test
  void shouldPinTheHeaderWhenTheLayoutIsTouched() {
    assertThat(PageLayout.LSN).isZero();
    assertThat(PageLayout.CHECKSUM).isEqualTo(8);
    assertThat(PageLayout.FLAGS).isEqualTo(12);
    assertThat(PageLayout.LOWER).isEqualTo(14);
    assertThat(PageLayout.UPPER).isEqualTo(16);
    assertThat(PageLayout.SPECIAL).isEqualTo(18);
    assertThat(PageLayout.LAYOUT_VERSION).isEqualTo(20);
    assertThat(PageLayout.PRUNE_XID).isEqualTo(24);
    assertThat(PageLayout.HEADER_SIZE).isEqualTo(32);
    int pointer = PageLayout.pack(8176, PageLayout.LP_DEAD, 8100);
    assertThat(PageLayout.offsetOf(pointer)).isEqualTo(8176);
    assertThat(PageLayout.flagsOf(pointer)).isEqualTo(PageLayout.LP_DEAD);
    assertThat(PageLayout.lengthOf(pointer)).isEqualTo(8100);
  }

  @Test
  void shouldGiveBackWhatWasAddedWhenThePageFills() {
    int n = 0;
    while (add(bytes(37, n + 1)) != 0) {
      n++;
    }
    assertThat(n).isEqualTo((8192 - 32 - 16) / (40 + 4));
    assertThat(SlottedPage.itemCount(mem, PAGE)).isEqualTo(n);
    for (int i = 1; i <= n; i++) {
      assertThat(get(i)).isEqualTo(bytes(37, i));
      assertThat(SlottedPage.itemOffset(mem, PAGE, i) % 8).isZero();
    }
    assertThat(SlottedPage.freeSpace(mem, PAGE)).isLessThan(40);
  }

  @Test
  void shouldReuseTheLowestUnusedPointerWhenAdding() {
    add(bytes(8, 1));
    add(bytes(8, 2));
    add(bytes(8, 3));
    SlottedPage.setUnused(mem, PAGE, 2);
    SlottedPage.setUnused(mem, PAGE, 1);
    assertThat(add(bytes(16, 4))).isEqualTo(1);
    assertThat(add(bytes(16, 5))).isEqualTo(2);
    assertThat(add(bytes(16, 6))).isEqualTo(4);
    assertThat(PageLayout.hasFlag(mem, PAGE, PageLayout.FLAG_HAS_FREE_LINES)).isFalse();
  }

  @Test
  void shouldKeepNumbersWhenCompactifying() {
    for (int i = 1; i <= 20; i++) {
      add(bytes(100 + i, i));
    }
    SlottedPage.setUnused(mem, PAGE, 3);
    SlottedPage.setDead(mem, PAGE, 4);
    SlottedPage.setRedirect(mem, PAGE, 5, 7);
    int before = SlottedPage.exactFreeSpace(mem, PAGE);
    SlottedPage.compactify(mem, PAGE);
    assertThat(SlottedPage.exactFreeSpace(mem, PAGE)).isEqualTo(before + 3 * 104 + 8);
    for (int i = 6; i <= 20; i++) {
      assertThat(get(i)).isEqualTo(bytes(100 + i, i));
    }
    assertThat(SlottedPage.itemFlags(mem, PAGE, 4)).isEqualTo(PageLayout.LP_DEAD);
    assertThat(SlottedPage.itemOffset(mem, PAGE, 5)).isEqualTo(7);
  }

  @Test
  void shouldCloseTheGapsWhenDeletingItems() {
    for (int i = 1; i <= 10; i++) {
      add(bytes(24, i));
    }
    SlottedPage.deleteItems(mem, PAGE, new int[] {1, 4, 10}, 3);
    assertThat(SlottedPage.itemCount(mem, PAGE)).isEqualTo(7);
    assertThat(get(1)).isEqualTo(bytes(24, 2));
    assertThat(get(3)).isEqualTo(bytes(24, 5));
    assertThat(get(7)).isEqualTo(bytes(24, 9));
    MemorySegment item = MemorySegment.ofArray(bytes(9, 77));
    assertThat(SlottedPage.insertItem(mem, PAGE, 2, item, 0, 9)).isTrue();
    assertThat(get(2)).isEqualTo(bytes(9, 77));
    assertThat(get(3)).isEqualTo(bytes(24, 3));
    assertThatThrownBy(() -> SlottedPage.insertItem(mem, PAGE, 11, item, 0, 9))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldAgreeWithAMapWhenItemsAreReplacedAtRandom() {
    Random random = new Random(1);
    Map<Integer, byte[]> expected = new HashMap<>();
    for (int i = 1; i <= 40; i++) {
      byte[] item = bytes(60 + random.nextInt(60), i);
      assertThat(add(item)).isEqualTo(i);
      expected.put(i, item);
    }
    for (int round = 0; round < 2000; round++) {
      int number = 1 + random.nextInt(40);
      byte[] item = bytes(1 + random.nextInt(300), random.nextInt(256));
      if (SlottedPage.replaceItem(mem, PAGE, number, MemorySegment.ofArray(item), 0, item.length)) {
        expected.put(number, item);
      }
      assertThat(get(number)).isEqualTo(expected.get(number));
    }
    expected.forEach((number, item) -> assertThat(get(number)).isEqualTo(item));
    assertThat(mem.get(ValueLayout.JAVA_LONG, PAGE - 8)).isZero();
    assertThat(mem.get(ValueLayout.JAVA_LONG, PAGE + 8192)).isZero();
  }

  @Test
  void shouldNoticeAnyFlippedBitWhenVerifying() {
    add(bytes(500, 5));
    assertThat(PageChecksum.verify(mem, PAGE, 9)).isFalse();
    PageChecksum.set(mem, PAGE, 9);
    assertThat(PageChecksum.verify(mem, PAGE, 9)).isTrue();
    assertThat(PageChecksum.verify(mem, PAGE, 8)).isFalse();
    Random random = new Random(2);
    for (int i = 0; i < 500; i++) {
      long at = PAGE + random.nextInt(8192);
      byte old = mem.get(ValueLayout.JAVA_BYTE, at);
      mem.set(ValueLayout.JAVA_BYTE, at, (byte) (old ^ 1 << random.nextInt(8)));
      assertThat(PageChecksum.verify(mem, PAGE, 9)).as("offset %d", at - PAGE).isFalse();
      mem.set(ValueLayout.JAVA_BYTE, at, old);
    }
    mem.asSlice(PAGE, 8192).fill((byte) 0);
    assertThat(PageChecksum.verify(mem, PAGE, 9)).isTrue();
    mem.set(ValueLayout.JAVA_BYTE, PAGE + 8000, (byte) 1);
    assertThat(PageChecksum.verify(mem, PAGE, 9)).isFalse();
  }
}
