package org.postern.storage.btree;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.postern.storage.access.IndexColumn;
import org.postern.storage.access.IndexLayout;
import org.postern.storage.access.IndexTupleBuilder;
import org.postern.storage.access.IndexTupleReader;
import org.postern.storage.access.KeyKind;
import org.postern.storage.access.ScanKey;
import org.postern.storage.access.ScanStrategy;

/** Index rows as Java objects, ordered by code that shares nothing with the tested one. */
final class IndexModel {
  /** One index entry: Long, Double, byte[] or null per column, and a tid. */
  record Row(Object[] values, long tid) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Row row && tid == row.tid && Arrays.deepEquals(values, row.values);
    }

    @Override
    public int hashCode() {
      return Long.hashCode(tid);
    }

    @Override
    public String toString() {
      return Arrays.deepToString(values) + "@" + tid;
    }
  }

  private final IndexLayout layout;
  private final Random random;
  private final int distinct;
  private final IndexTupleBuilder builder;

  /** {@code distinct} bounds the number of different values per column. */
  IndexModel(IndexLayout layout, Random random, int distinct) {
    this.layout = layout;
    this.random = random;
    this.distinct = distinct;
    this.builder = new IndexTupleBuilder(layout);
  }

  IndexLayout layout() {
    return layout;
  }

  String describe() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < layout.columnCount(); i++) {
      IndexColumn column = layout.column(i);
      text.append(i < layout.keyCount() ? "key " : "included ")
          .append(column.kind())
          .append(column.descending() ? " desc" : " asc")
          .append(column.nullsFirst() ? " nulls first, " : " nulls last, ");
    }
    return text.toString();
  }

  IndexTupleBuilder builder() {
    return builder;
  }

  /** A payload order in which 'A' equals 'a': equal values with different bytes. */
  static int ignoringCase(byte[] a, int aAt, int aLength, byte[] b, int bAt, int bLength) {
    String left = new String(a, aAt, aLength, StandardCharsets.ISO_8859_1);
    String right = new String(b, bAt, bLength, StandardCharsets.ISO_8859_1);
    return left.compareToIgnoreCase(right);
  }

  static IndexColumn column(KeyKind kind) {
    return kind == KeyKind.CUSTOM
        ? IndexColumn.custom(IndexModel::ignoringCase)
        : IndexColumn.of(kind);
  }

  static IndexLayout randomLayout(Random random) {
    int keys = 1 + random.nextInt(3);
    List<IndexColumn> columns = new ArrayList<>();
    for (int i = 0; i < keys; i++) {
      KeyKind kind = KeyKind.values()[random.nextInt(KeyKind.values().length)];
      columns.add(column(kind).ordered(random.nextBoolean(), random.nextBoolean()));
    }
    List<IndexColumn> included =
        random.nextInt(3) == 0 ? List.of(IndexColumn.of(KeyKind.BYTES)) : List.of();
    return new IndexLayout(columns, included);
  }

  Row randomRow(long tid) {
    Object[] values = new Object[layout.columnCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(12) == 0 ? null : randomValue(i);
    }
    return new Row(values, tid);
  }

  Object randomValue(int column) {
    KeyKind kind = layout.column(column).kind();
    int n = random.nextInt(distinct);
    return switch (kind) {
      case INT2 -> (long) (short) (n * 7919 % 65536 - 32768);
      case INT4 -> (long) (n * 1_000_003 - 500);
      case INT8 -> n * 0x1234_5678_9ABCL - (1L << 40);
      case OID -> n * 2_654_435_761L & 0xFFFFFFFFL;
      case BOOL -> (long) (n & 1);
      case CHAR -> (long) (byte) n;
      case TID -> (long) n * 77 & 0xFFFF_FFFF_FFFFL;
      case FLOAT4 -> (double) (n % 17 == 0 ? Float.NaN : (n - distinct / 2) / 8f);
      case FLOAT8 -> n % 19 == 0 ? Double.NaN : n % 23 == 0 ? -0.0 : (n - distinct / 2) / 3.0;
      case UUID -> Arrays.copyOf(("u" + n * 31).getBytes(StandardCharsets.ISO_8859_1), 16);
      case BYTES, NAME, CUSTOM -> text(n);
    };
  }

  private byte[] text(int n) {
    String text = (random.nextBoolean() ? "Value" : "value") + n;
    if (n % 5 == 0) {
      text = text + "x".repeat(n % 400);
    }
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Forms the tuple; returns its length. */
  int form(Row row) {
    builder.reset();
    for (int i = 0; i < row.values.length; i++) {
      Object value = row.values[i];
      switch (value) {
        case null -> builder.putNull();
        case Long number -> builder.putLong(number);
        case Double number -> builder.putDouble(number);
        case byte[] bytes -> builder.putBytes(bytes);
        default -> throw new AssertionError(value);
      }
    }
    return builder.finish();
  }

  Row read(IndexTupleReader reader, byte[] tuple, int at, long tid) {
    reader.reset(tuple, at);
    Object[] values = new Object[layout.columnCount()];
    for (int i = 0; i < values.length; i++) {
      if (!reader.isNull(i)) {
        values[i] =
            switch (layout.column(i).kind().shape()) {
              case LONG -> (Object) reader.getLong(i);
              case DOUBLE -> (Object) reader.getDouble(i);
              case BYTES ->
                  Arrays.copyOfRange(tuple, reader.offset(i), reader.offset(i) + reader.length(i));
            };
      }
    }
    return new Row(values, tid);
  }

  int compareValues(int column, Object a, Object b) {
    return switch (layout.column(column).kind()) {
      case INT2, INT4, INT8, OID, BOOL, TID -> Long.compare((Long) a, (Long) b);
      case CHAR -> Integer.compare((int) ((Long) a & 0xFF), (int) ((Long) b & 0xFF));
      case FLOAT4, FLOAT8 -> Double.compare((Double) a + 0.0, (Double) b + 0.0);
      case BYTES, NAME, UUID -> Arrays.compareUnsigned((byte[]) a, (byte[]) b);
      case CUSTOM ->
          ignoringCase((byte[]) a, 0, ((byte[]) a).length, (byte[]) b, 0, ((byte[]) b).length);
    };
  }

  int compareColumn(int column, Object a, Object b) {
    IndexColumn target = layout.column(column);
    if (a == null || b == null) {
      int order = Boolean.compare(a == null, b == null);
      return target.nullsFirst() ? -order : order;
    }
    int order = compareValues(column, a, b);
    return target.descending() ? -order : order;
  }

  Comparator<Row> order() {
    return (a, b) -> {
      for (int i = 0; i < layout.keyCount(); i++) {
        int result = compareColumn(i, a.values[i], b.values[i]);
        if (result != 0) {
          return result;
        }
      }
      return Long.compare(a.tid, b.tid);
    };
  }

  static ScanKey key(int column, ScanStrategy strategy, Object value) {
    return switch (value) {
      case null -> ScanKey.of(column, strategy);
      case Long number -> ScanKey.ofLong(column, strategy, number);
      case Double number -> ScanKey.ofDouble(column, strategy, number);
      case byte[] bytes -> ScanKey.ofBytes(column, strategy, bytes);
      default -> throw new AssertionError(value);
    };
  }

  private Object valueOf(ScanKey key) {
    return switch (layout.column(key.column()).kind().shape()) {
      case LONG -> (Object) key.integer();
      case DOUBLE -> (Object) key.number();
      case BYTES -> Arrays.copyOfRange(key.bytes(), key.offset(), key.offset() + key.length());
    };
  }

  private ScanKey randomKey(int column) {
    ScanStrategy[] strategies = ScanStrategy.values();
    ScanStrategy strategy = strategies[random.nextInt(5)];
    int dice = random.nextInt(20);
    if (dice == 0) {
      return ScanKey.isNull(column);
    }
    if (dice == 1) {
      return ScanKey.isNotNull(column);
    }
    if (dice <= 4) {
      ScanKey[] alternatives = new ScanKey[random.nextInt(5)];
      for (int i = 0; i < alternatives.length; i++) {
        Object value = random.nextInt(8) == 0 ? null : randomValue(column);
        alternatives[i] = key(column, ScanStrategy.EQUAL, value);
      }
      return ScanKey.anyOf(column, alternatives);
    }
    if (dice <= 9) {
      strategy = ScanStrategy.EQUAL;
    }
    Object value = random.nextInt(30) == 0 ? null : randomValue(column);
    return key(column, strategy, value);
  }

  ScanKey[] randomKeys() {
    List<ScanKey> keys = new ArrayList<>();
    for (int column = 0; column < layout.keyCount(); column++) {
      for (int n = random.nextInt(3); n > 0; n--) {
        keys.add(randomKey(column));
      }
    }
    if (layout.keyCount() > 1 && random.nextInt(4) == 0) {
      int from = random.nextInt(layout.keyCount() - 1);
      ScanKey[] members = new ScanKey[layout.keyCount() - from];
      for (int i = 0; i < members.length; i++) {
        Object value = random.nextInt(15) == 0 ? null : randomValue(from + i);
        members[i] = key(from + i, ScanStrategy.EQUAL, value);
      }
      ScanStrategy[] inequalities = {
        ScanStrategy.LESS, ScanStrategy.LESS_EQUAL, ScanStrategy.GREATER, ScanStrategy.GREATER_EQUAL
      };
      keys.add(ScanKey.row(inequalities[random.nextInt(4)], members));
    }
    return keys.toArray(ScanKey[]::new);
  }

  boolean matches(Row row, ScanKey[] keys) {
    for (ScanKey key : keys) {
      if (!matches(row, key)) {
        return false;
      }
    }
    return true;
  }

  private boolean matches(Row row, ScanKey key) {
    if (key.members() != null) {
      return matchesRow(row, key);
    }
    Object value = row.values[key.column()];
    if (key.alternatives() != null) {
      return Arrays.stream(key.alternatives()).anyMatch(one -> matches(row, one));
    }
    switch (key.strategy()) {
      case IS_NULL -> {
        return value == null;
      }
      case IS_NOT_NULL -> {
        return value != null;
      }
      case LESS, LESS_EQUAL, EQUAL, GREATER_EQUAL, GREATER -> {
        return value != null
            && !key.isValueNull()
            && holds(key.strategy(), compareValues(key.column(), value, valueOf(key)));
      }
    }
    throw new AssertionError(key.strategy());
  }

  private static boolean holds(ScanStrategy strategy, int order) {
    return switch (strategy) {
      case LESS -> order < 0;
      case LESS_EQUAL -> order <= 0;
      case EQUAL -> order == 0;
      case GREATER_EQUAL -> order >= 0;
      case GREATER -> order > 0;
      case IS_NULL, IS_NOT_NULL -> throw new AssertionError();
    };
  }

  private boolean matchesRow(Row row, ScanKey key) {
    for (ScanKey member : key.members()) {
      Object value = row.values[member.column()];
      if (value == null || member.isValueNull()) {
        return false;
      }
      int order = compareValues(member.column(), value, valueOf(member));
      if (order != 0) {
        return holds(key.strategy(), order);
      }
    }
    return holds(key.strategy(), 0);
  }
}
