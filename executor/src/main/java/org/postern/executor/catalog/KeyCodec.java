package org.postern.executor.catalog;

import org.postern.executor.types.Slice;
import org.postern.executor.types.Tid;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.TypeIo;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.TypeOrder;
import org.postern.executor.types.TypeOrders;
import org.postern.executor.vector.BytesVector;
import org.postern.executor.vector.DoubleVector;
import org.postern.executor.vector.LongVector;
import org.postern.executor.vector.ObjectVector;
import org.postern.executor.vector.Vector;
import org.postern.storage.access.IndexColumn;
import org.postern.storage.access.IndexTupleBuilder;
import org.postern.storage.access.IndexTupleReader;
import org.postern.storage.access.KeyKind;
import org.postern.storage.access.ScanKey;

/**
 * One column of an index: which {@link IndexColumn} its type gives, and scalars to and from the
 * index's forms. Types that the B-tree does not compare by itself lie there in their stored form,
 * and are loaded and compared by their {@link TypeOrder}.
 */
public final class KeyCodec {
  private final TypeInfo type;
  private final IndexColumn column;

  private KeyCodec(TypeInfo type, IndexColumn column) {
    this.type = type;
    this.column = column;
  }

  /** A key column; DESC and NULLS FIRST as in pg_index.indoption. */
  public static KeyCodec key(TypeInfo type, boolean descending, boolean nullsFirst) {
    return new KeyCodec(type, column(type).ordered(descending, nullsFirst));
  }

  /** An included column, which needs no order. */
  public static KeyCodec included(TypeInfo type) {
    return new KeyCodec(type, column(type));
  }

  /** A key column of type oidvector in the order of pg_catalog.oidvector_ops. */
  static KeyCodec oidVector(TypeInfo type) {
    return new KeyCodec(type, IndexColumn.custom(new OidVectorOrder(type.io())));
  }

  public IndexColumn column() {
    return column;
  }

  public TypeInfo type() {
    return type;
  }

  private static IndexColumn column(TypeInfo type) {
    KeyKind kind = kind(type);
    if (kind != KeyKind.CUSTOM) {
      return IndexColumn.of(kind);
    }
    TypeOrder order = type.order();
    if (type.length() > 0) {
      int align = alignment(type.align());
      return order == null
          ? new IndexColumn(type.length(), align, KeyKind.CUSTOM, null, false, false)
          : IndexColumn.customFixed(type.length(), align, new LoadedOrder(type, order)::compare);
    }
    return order == null
        ? new IndexColumn(-1, 4, KeyKind.CUSTOM, null, false, false)
        : IndexColumn.custom(new LoadedOrder(type, order)::compare);
  }

  private static KeyKind kind(TypeInfo type) {
    return switch (type.oid()) {
      case TypeOid.BOOL -> KeyKind.BOOL;
      case TypeOid.CHAR -> KeyKind.CHAR;
      case TypeOid.NAME -> KeyKind.NAME;
      case TypeOid.UUID -> KeyKind.UUID;
      case TypeOid.TID -> KeyKind.TID;
      default ->
          switch (type.physical()) {
            case LONG -> longKind(type);
            case DOUBLE -> type.length() == 4 ? KeyKind.FLOAT4 : KeyKind.FLOAT8;
            case BYTES ->
                type.length() == -1 && type.order() == TypeOrders.BYTES
                    ? KeyKind.BYTES
                    : KeyKind.CUSTOM;
            case OBJECT -> KeyKind.CUSTOM;
          };
    };
  }

  private static KeyKind longKind(TypeInfo type) {
    if (type.order() != TypeOrders.LONGS) {
      return KeyKind.CUSTOM;
    }
    return switch (type.length()) {
      case 2 -> KeyKind.INT2;
      case 4 -> type.io().isUnsigned() ? KeyKind.OID : KeyKind.INT4;
      case 8 -> KeyKind.INT8;
      default -> KeyKind.CUSTOM;
    };
  }

  private static int alignment(char align) {
    return switch (align) {
      case 'c' -> 1;
      case 's' -> 2;
      case 'i' -> 4;
      default -> 8;
    };
  }

  /** Appends a scalar to an index tuple. */
  public void put(IndexTupleBuilder builder, Object value) {
    if (value == null) {
      builder.putNull();
      return;
    }
    switch (column.kind().shape()) {
      case LONG -> builder.putLong(asLong(value));
      case DOUBLE -> builder.putDouble((Double) value);
      case BYTES -> {
        if (value instanceof Slice slice) {
          builder.putBytes(slice.base(), slice.offset(), slice.length());
        } else {
          byte[] bytes = stored(value);
          builder.putBytes(bytes, 0, bytes.length);
        }
      }
    }
  }

  /** Appends a row's value to an index tuple. */
  public void put(IndexTupleBuilder builder, Vector vector, int row) {
    if (vector.isNull(row)) {
      builder.putNull();
      return;
    }
    switch (vector) {
      case LongVector v -> {
        if (column.kind().shape() == KeyKind.Shape.LONG) {
          builder.putLong(v.values[row]);
        } else {
          put(builder, (Object) v.values[row]);
        }
      }
      case DoubleVector v -> builder.putDouble(v.values[row]);
      case BytesVector v -> builder.putBytes(v.base[row], v.offset[row], v.length[row]);
      case ObjectVector v -> put(builder, v.values[row]);
    }
  }

  /** Sets what a scan compares with. */
  public void set(ScanKey key, Object value) {
    if (value == null) {
      key.setNull();
      return;
    }
    switch (column.kind().shape()) {
      case LONG -> key.setLong(asLong(value));
      case DOUBLE -> key.setDouble((Double) value);
      case BYTES -> {
        if (value instanceof Slice slice) {
          key.setBytes(slice.base(), slice.offset(), slice.length());
        } else {
          byte[] bytes = stored(value);
          key.setBytes(bytes, 0, bytes.length);
        }
      }
    }
  }

  /** A column of an index tuple as a scalar. */
  public Object get(IndexTupleReader reader, int index) {
    if (reader.isNull(index)) {
      return null;
    }
    return switch (column.kind().shape()) {
      case LONG -> {
        long value = reader.getLong(index);
        yield column.kind() == KeyKind.TID
            ? (Object) new Tid((int) (value >>> 16), (int) (value & 0xffff))
            : (Object) value;
      }
      case DOUBLE -> reader.getDouble(index);
      case BYTES -> load(type, reader.data(), reader.offset(index), reader.length(index));
    };
  }

  private static long asLong(Object value) {
    return value instanceof Tid tid
        ? Integer.toUnsignedLong(tid.block()) << 16 | tid.position()
        : (Long) value;
  }

  /** The stored form of a scalar of any physical form. */
  private byte[] stored(Object value) {
    return switch (value) {
      case Long number -> {
        byte[] bytes = new byte[type.length()];
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = (byte) (number >> (8 * i));
        }
        yield bytes;
      }
      case Slice slice -> slice.toBytes();
      default -> {
        byte[] bytes = new byte[type.io().storedLength(value)];
        type.io().store(value, bytes, 0);
        yield bytes;
      }
    };
  }

  private static Object load(TypeInfo type, byte[] base, int offset, int length) {
    return switch (type.physical()) {
      case LONG -> {
        long value = 0;
        for (int i = 0; i < length; i++) {
          value |= (base[offset + i] & 0xffL) << (8 * i);
        }
        boolean signed = length < 8 && !type.io().isUnsigned();
        yield signed ? value << (64 - 8 * length) >> (64 - 8 * length) : value;
      }
      case DOUBLE -> throw new IllegalStateException("a float is no custom key");
      case BYTES -> Slice.of(base, offset, length);
      case OBJECT -> type.io().load(base, offset, length);
    };
  }

  /** Compares stored values by the type's own order. */
  private record LoadedOrder(TypeInfo type, TypeOrder order) {
    int compare(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
      return order.compare(load(type, a, aOffset, aLength), load(type, b, bOffset, bLength));
    }
  }

  /** Shorter vectors first, then oid by oid. */
  private record OidVectorOrder(TypeIo io) implements org.postern.storage.access.KeyComparator {
    @Override
    public int compare(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
      Object[] left = elements(a, aOffset, aLength);
      Object[] right = elements(b, bOffset, bLength);
      if (left.length != right.length) {
        return Integer.compare(left.length, right.length);
      }
      for (int i = 0; i < left.length; i++) {
        int result = Long.compare((Long) left[i], (Long) right[i]);
        if (result != 0) {
          return result;
        }
      }
      return 0;
    }

    private Object[] elements(byte[] base, int offset, int length) {
      return ((org.postern.executor.types.ArrayValue) io.load(base, offset, length)).elements();
    }
  }
}
