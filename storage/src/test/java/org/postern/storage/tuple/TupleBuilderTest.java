package org.postern.storage.tuple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TupleBuilderTest {
  private static final TupleLayout MIXED =
      new TupleLayout(
          AttributeLayout.BOOL,
          AttributeLayout.INT4,
          AttributeLayout.TEXT,
          AttributeLayout.INT8,
          AttributeLayout.FLOAT4,
          AttributeLayout.NAME,
          new AttributeLayout(AttributeLayout.CSTRING, 'c', false, 'p'),
          AttributeLayout.INT2,
          AttributeLayout.TEXT,
          AttributeLayout.FLOAT8);

  @Test
  void shouldReadBackEveryKindOfAttribute() {
    TupleBuilder builder = new TupleBuilder(MIXED);
    builder.begin();
    builder.putLong(1);
    builder.putLong(-7);
    put(builder, "hello");
    builder.putLong(Long.MIN_VALUE);
    builder.putDouble(1.5);
    put(builder, "relname");
    put(builder, "cstring");
    builder.putLong(-300);
    put(builder, "x".repeat(500));
    builder.putDouble(Math.PI);
    builder.finish();

    TupleReader reader = new TupleReader(MIXED);
    reader.set(builder.bytes(), builder.offset());
    assertThat(TupleHeader.hoff(builder.bytes(), builder.offset())).isEqualTo(32);
    assertThat(reader.getDouble(9)).isEqualTo(Math.PI);
    assertThat(reader.getLong(0)).isEqualTo(1);
    assertThat(reader.getLong(1)).isEqualTo(-7);
    assertThat(text(reader, 2)).isEqualTo("hello");
    assertThat(reader.getLong(3)).isEqualTo(Long.MIN_VALUE);
    assertThat(reader.getDouble(4)).isEqualTo(1.5);
    assertThat(text(reader, 5)).startsWith("relname\0").hasSize(64);
    assertThat(text(reader, 6)).isEqualTo("cstring");
    assertThat(reader.getLong(7)).isEqualTo(-300);
    assertThat(text(reader, 8)).hasSize(500);
  }

  @Test
  void shouldKeepNullsApartFromValues() {
    TupleBuilder builder = new TupleBuilder(MIXED);
    builder.begin();
    for (int i = 0; i < 10; i++) {
      if (i == 1) {
        builder.putLong(42);
      } else if (i == 8) {
        put(builder, "tail");
      } else {
        builder.putNull();
      }
    }
    builder.finish();
    TupleReader reader = new TupleReader(MIXED);
    reader.set(builder.bytes(), builder.offset());
    for (int i = 0; i < 10; i++) {
      assertThat(reader.isNull(i)).as("attribute %d", i).isEqualTo(i != 1 && i != 8);
    }
    assertThat(reader.getLong(1)).isEqualTo(42);
    assertThat(text(reader, 8)).isEqualTo("tail");
  }

  @Test
  void shouldUseShortHeadersOnlyWherePacked() {
    TupleLayout layout = new TupleLayout(AttributeLayout.TEXT, AttributeLayout.BYTEA_PLAIN);
    TupleBuilder builder = new TupleBuilder(layout);
    builder.begin();
    put(builder, "abc");
    put(builder, "abc");
    builder.finish();
    // 32 header, 1+3 short text, 4+3 plain bytes
    assertThat(builder.length()).isEqualTo(32 + 4 + 7);
  }

  @Test
  void shouldGiveMissingValuesForAttributesAddedLater() {
    TupleLayout old = new TupleLayout(AttributeLayout.INT4);
    AttributeLayout[] both = {AttributeLayout.INT4, AttributeLayout.INT8, AttributeLayout.TEXT};
    TupleBuilder defaults = new TupleBuilder(new TupleLayout(both));
    defaults.begin();
    defaults.putNull();
    defaults.putLong(99);
    defaults.putNull();
    defaults.finish();
    TupleLayout now = new TupleLayout(both, defaults.toBytes());

    TupleBuilder builder = new TupleBuilder(old);
    builder.begin();
    builder.putLong(5);
    builder.finish();
    TupleReader reader = new TupleReader(now);
    reader.set(builder.bytes(), builder.offset());
    assertThat(reader.getLong(0)).isEqualTo(5);
    assertThat(reader.isNull(1)).isFalse();
    assertThat(reader.getLong(1)).isEqualTo(99);
    assertThat(reader.isNull(2)).isTrue();
  }

  @Test
  void shouldCopyAttributesVerbatim() {
    TupleLayout layout = new TupleLayout(AttributeLayout.INT4, AttributeLayout.TEXT);
    byte[] pointer = new byte[ToastPointer.SIZE];
    ToastPointer.put(pointer, 0, 10000, 9000, 1, 77, 88, 0x50001L);
    TupleBuilder first = new TupleBuilder(layout);
    first.begin();
    first.putLong(3);
    first.putVarlena(pointer, 0);
    first.finish();
    TupleReader reader = new TupleReader(layout);
    reader.set(first.bytes(), first.offset());
    assertThat(reader.isExternal(1)).isTrue();

    TupleBuilder second = new TupleBuilder(layout);
    second.begin();
    second.copy(reader, 0);
    second.copy(reader, 1);
    second.finish();
    assertThat(second.toBytes()).isEqualTo(first.toBytes());
    int at = reader.rawOffset(1);
    assertThat(ToastPointer.rawLength(first.bytes(), at)).isEqualTo(10000);
    assertThat(ToastPointer.storedLength(first.bytes(), at)).isEqualTo(9000);
    assertThat(ToastPointer.method(first.bytes(), at)).isEqualTo(1);
    assertThat(ToastPointer.firstTid(first.bytes(), at)).isEqualTo(0x50001L);
  }

  @Test
  void shouldReadBackRandomTuples() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    AttributeLayout[] kinds = {
      AttributeLayout.BOOL,
      AttributeLayout.INT2,
      AttributeLayout.INT4,
      AttributeLayout.INT8,
      AttributeLayout.TEXT,
      AttributeLayout.BYTEA_PLAIN
    };
    for (int round = 0; round < 500; round++) {
      int natts = 1 + random.nextInt(20);
      AttributeLayout[] atts = new AttributeLayout[natts];
      Object[] values = new Object[natts];
      for (int i = 0; i < natts; i++) {
        atts[i] = kinds[random.nextInt(kinds.length)];
      }
      TupleLayout layout = new TupleLayout(atts);
      TupleBuilder builder = new TupleBuilder(layout);
      builder.begin();
      for (int i = 0; i < natts; i++) {
        if (random.nextInt(5) == 0) {
          builder.putNull();
        } else if (atts[i].isVarlena()) {
          byte[] bytes = new byte[random.nextInt(random.nextInt(5) == 0 ? 300 : 10)];
          random.nextBytes(bytes);
          values[i] = bytes;
          builder.putBytes(bytes, 0, bytes.length);
        } else {
          int shift = 64 - 8 * atts[i].length();
          long value = random.nextLong() << shift >> shift;
          values[i] = value;
          builder.putLong(value);
        }
      }
      builder.finish();
      TupleReader reader = new TupleReader(layout);
      reader.set(builder.toBytes(), 0);
      for (int n = 0; n < natts; n++) {
        int i = random.nextInt(natts);
        String what = "seed=" + seed + " round=" + round + " attribute=" + i;
        assertThat(reader.isNull(i)).as(what).isEqualTo(values[i] == null);
        if (values[i] instanceof byte[] bytes) {
          assertThat(reader.getBytes(i)).as(what).isEqualTo(bytes);
        } else if (values[i] instanceof Long value) {
          assertThat(reader.getLong(i)).as(what).isEqualTo(value);
        }
      }
    }
  }

  @Test
  void shouldRefuseAnIncompleteTuple() {
    TupleBuilder builder = new TupleBuilder(MIXED);
    builder.begin();
    builder.putLong(1);
    assertThatThrownBy(builder::finish).isInstanceOf(IllegalStateException.class);
  }

  private static void put(TupleBuilder builder, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    builder.putBytes(bytes, 0, bytes.length);
  }

  private static String text(TupleReader reader, int att) {
    return new String(reader.getBytes(att), StandardCharsets.UTF_8);
  }
}
