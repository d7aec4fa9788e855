package org.postern.executor.types.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import org.postern.executor.types.Numeric;
import org.postern.executor.types.Slice;

/**
 * How jsonb is stored. A container says where each member ends, so that one member is found without
 * reading the others. Integers are little-endian.
 *
 * <pre>
 *   Value  → Null | False | True | String | Number | Array | Object
 *   Null   → 0      False → 1      True → 2
 *   String → 3 UTF-8*                                   up to the end of the value
 *   Number → 4 Scale(2) Digits*                         two's complement, big-endian
 *   Array  → 5 Count(4) Depth(2) End(4)*Count Value*Count
 *   Object → 6 Count(4) Depth(2) KeyEnd(4)*Count End(4)*Count Key*Count Value*Count
 * </pre>
 *
 * <p>Keys are sorted as {@link JsonbObject#NAMES} says. Ends count from the first value, key ends
 * from the first key. Depth is how many containers lie in one another, this one included.
 */
public final class JsonbCodec {
  private static final byte NULL = 0;
  private static final byte FALSE = 1;
  private static final byte TRUE = 2;
  private static final byte STRING = 3;
  private static final byte NUMBER = 4;
  private static final byte ARRAY = 5;
  private static final byte OBJECT = 6;

  private static final int COUNT = 1;
  private static final int DEPTH = COUNT + 4;
  private static final int ENDS = DEPTH + 2;
  private static final int DIGITS = 3;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private JsonbCodec() {}

  private static int getInt(byte[] base, int at) {
    return (int) INT.get(base, at);
  }

  public static int length(Jsonb value) {
    return switch (value) {
      case Jsonb.Null n -> 1;
      case Jsonb.Bool b -> 1;
      case Jsonb.Text t -> 1 + t.value().length();
      case Jsonb.Number n -> DIGITS + digitBytes(n.value());
      case JsonbArray array -> {
        int length = ENDS + 4 * array.size();
        for (int i = 0; i < array.size(); i++) {
          length += length(array.item(i));
        }
        yield length;
      }
      case JsonbObject object -> {
        int length = ENDS + 8 * object.size();
        for (int i = 0; i < object.size(); i++) {
          length += object.key(i).length() + length(object.item(i));
        }
        yield length;
      }
    };
  }

  private static int digitBytes(Numeric value) {
    return value.isCompact()
        ? (64 - Long.numberOfLeadingZeros(value.unscaledLong() ^ value.unscaledLong() >> 63)) / 8
            + 1
        : value.toBigDecimal().unscaledValue().bitLength() / 8 + 1;
  }

  /** Writes the value and returns the offset after it. */
  public static int store(Jsonb value, byte[] base, int at) {
    switch (value) {
      case Jsonb.Null n -> base[at] = NULL;
      case Jsonb.Bool b -> base[at] = b.value() ? TRUE : FALSE;
      case Jsonb.Text t -> {
        base[at] = STRING;
        return copy(t.value(), base, at + 1);
      }
      case Jsonb.Number n -> {
        return number(n.value(), base, at);
      }
      case JsonbArray array -> {
        base[at] = ARRAY;
        header(base, at, array.size(), array.depth());
        return values(array, base, at + ENDS, at + ENDS + 4 * array.size());
      }
      case JsonbObject object -> {
        int count = object.size();
        base[at] = OBJECT;
        header(base, at, count, object.depth());
        int keys = at + ENDS + 8 * count;
        int end = keys;
        for (int i = 0; i < count; i++) {
          end = copy(object.key(i), base, end);
          INT.set(base, at + ENDS + 4 * i, end - keys);
        }
        return values(object, base, at + ENDS + 4 * count, end);
      }
    }
    return at + 1;
  }

  private static void header(byte[] base, int at, int count, int depth) {
    INT.set(base, at + COUNT, count);
    base[at + DEPTH] = (byte) depth;
    base[at + DEPTH + 1] = (byte) (depth >> 8);
  }

  /** How deep a stored container is. */
  static int depth(byte[] base, int at) {
    return base[at + DEPTH] & 0xFF | (base[at + DEPTH + 1] & 0xFF) << 8;
  }

  private static int copy(Slice text, byte[] base, int at) {
    System.arraycopy(text.base(), text.offset(), base, at, text.length());
    return at + text.length();
  }

  private static int values(Jsonb container, byte[] base, int ends, int first) {
    int end = first;
    for (int i = 0; i < container.size(); i++) {
      end = store(container.item(i), base, end);
      INT.set(base, ends + 4 * i, end - first);
    }
    return end;
  }

  private static int number(Numeric value, byte[] base, int at) {
    base[at] = NUMBER;
    base[at + 1] = (byte) value.scale();
    base[at + 2] = (byte) (value.scale() >> 8);
    int count = digitBytes(value);
    if (value.isCompact()) {
      long rest = value.unscaledLong();
      for (int i = count - 1; i >= 0; i--) {
        base[at + DIGITS + i] = (byte) rest;
        rest >>= 8;
      }
    } else {
      byte[] digits = value.toBigDecimal().unscaledValue().toByteArray();
      System.arraycopy(digits, 0, base, at + DIGITS, count);
    }
    return at + DIGITS + count;
  }

  /** The value in {@code length} bytes, which must not change afterwards. */
  public static Jsonb load(byte[] base, int at, int length) {
    return switch (base[at]) {
      case NULL -> Jsonb.NULL;
      case FALSE -> Jsonb.FALSE;
      case TRUE -> Jsonb.TRUE;
      case STRING -> new Jsonb.Text(Slice.of(base, at + 1, length - 1));
      case NUMBER -> new Jsonb.Number(loadNumber(base, at, length - DIGITS));
      case ARRAY -> JsonbArray.stored(base, at, getInt(base, at + COUNT));
      case OBJECT -> JsonbObject.stored(base, at, getInt(base, at + COUNT));
      default -> throw new IllegalStateException("not stored jsonb: tag=" + base[at]);
    };
  }

  private static Numeric loadNumber(byte[] base, int at, int count) {
    int scale = base[at + 1] & 0xFF | (base[at + 2] & 0xFF) << 8;
    if (count <= 8) {
      long digits = base[at + DIGITS];
      for (int i = 1; i < count; i++) {
        digits = digits << 8 | base[at + DIGITS + i] & 0xFF;
      }
      return Numeric.of(digits, scale);
    }
    return Numeric.of(new BigDecimal(new BigInteger(base, at + DIGITS, count), scale));
  }

  private static Jsonb member(byte[] base, int ends, int first, int index) {
    int from = index == 0 ? 0 : getInt(base, ends + 4 * (index - 1));
    return load(base, first + from, getInt(base, ends + 4 * index) - from);
  }

  static Jsonb element(byte[] base, int at, int index, int count) {
    return member(base, at + ENDS, at + ENDS + 4 * count, index);
  }

  static Slice key(byte[] base, int at, int index, int count) {
    int ends = at + ENDS;
    int from = index == 0 ? 0 : getInt(base, ends + 4 * (index - 1));
    return Slice.of(base, ends + 8 * count + from, getInt(base, ends + 4 * index) - from);
  }

  static Jsonb field(byte[] base, int at, int index, int count) {
    int ends = at + ENDS;
    int keys = getInt(base, ends + 4 * (count - 1));
    return member(base, ends + 4 * count, ends + 8 * count + keys, index);
  }
}
