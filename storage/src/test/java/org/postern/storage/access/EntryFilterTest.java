package org.postern.storage.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class EntryFilterTest {
  private static byte[] tuple(long value) {
    return ByteBuffer.allocate(16).putLong(8, value).array();
  }

  @Test
  void shouldFindEachEntryThatWasPutInAndFewOthers() {
    EntryFilter filter = new EntryFilter(10_000, 1 << 20, 42);
    for (int i = 0; i < 10_000; i++) {
      filter.add(tuple(i), 16, i * 3L);
    }
    int wrong = 0;
    for (int i = 0; i < 10_000; i++) {
      assertThat(filter.mayContain(tuple(i), 16, i * 3L)).isTrue();
      wrong += filter.mayContain(tuple(i), 16, i * 3L + 1) ? 1 : 0;
      wrong += filter.mayContain(tuple(i + 10_000), 16, i * 3L) ? 1 : 0;
    }
    assertThat(wrong).isLessThan(200);
  }

  @Test
  void shouldOnlyOverlookMoreWhenMemoryIsShort() {
    EntryFilter filter = new EntryFilter(1_000_000, 1, 42);
    for (int i = 0; i < 50_000; i++) {
      filter.add(tuple(i), 16, i);
    }
    for (int i = 0; i < 50_000; i++) {
      assertThat(filter.mayContain(tuple(i), 16, i)).isTrue();
    }
  }

  @Test
  void shouldNotLookAtTheHeader() {
    EntryFilter filter = new EntryFilter(10, 1 << 20, 42);
    byte[] stored = tuple(7);
    stored[0] = 55;
    filter.add(stored, 16, 9);
    assertThat(filter.mayContain(tuple(7), 16, 9)).isTrue();
  }
}
