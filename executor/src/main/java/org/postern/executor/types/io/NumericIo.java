package org.postern.executor.types.io;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.ByteSource;
import org.postern.executor.types.Numeric;
import org.postern.executor.types.Physical;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeIo;
import org.postern.executor.types.numeric.NumericRounding;
import org.postern.executor.types.numeric.NumericText;

/**
 * numeric.
 *
 * <p>Stored: two bytes little-endian of the scale, or 0xC000 NaN, 0xD000 infinity, 0xF000 negative
 * infinity; then the unscaled number as the fewest bytes of big-endian two's complement.
 */
public final class NumericIo implements TypeIo {
  private static final int NAN = 0xC000;
  private static final int INFINITY = 0xD000;
  private static final int NEGATIVE_INFINITY = 0xF000;
  private static final int NEGATIVE = 0x4000;
  private static final BigInteger BASE = BigInteger.valueOf(10_000);

  @Override
  public Physical physical() {
    return Physical.OBJECT;
  }

  @Override
  public Object input(String text, int typmod, TypeContext ctx) {
    return NumericRounding.coerce(NumericText.parse(text), typmod);
  }

  @Override
  public void output(Object value, ByteSink out, TypeContext ctx) {
    ((Numeric) value).appendTo(out);
  }

  @Override
  public Object receive(Slice binary, int typmod, TypeContext ctx) {
    ByteSource source = new ByteSource(binary);
    int count = source.takeShort() & 0xFFFF;
    int weight = source.takeShort();
    int sign = source.takeShort() & 0xFFFF;
    int scale = source.takeShort() & 0xFFFF;
    Numeric special = special(sign);
    if (special != null) {
      return NumericRounding.coerce(special, typmod);
    }
    if (sign != 0 && sign != NEGATIVE) {
      throw IoErrors.binary("invalid sign in external \"numeric\" value");
    }
    if (scale > Numeric.MAX_SCALE) {
      throw IoErrors.binary("invalid scale in external \"numeric\" value");
    }
    BigInteger unscaled = BigInteger.ZERO;
    for (int i = 0; i < count; i++) {
      int digit = source.takeShort();
      if (digit < 0 || digit >= 10_000) {
        throw IoErrors.binary("invalid digit in external \"numeric\" value");
      }
      unscaled = unscaled.multiply(BASE).add(BigInteger.valueOf(digit));
    }
    BigDecimal number =
        new BigDecimal(sign == NEGATIVE ? unscaled.negate() : unscaled, (count - 1 - weight) * 4);
    return NumericRounding.coerce(Numeric.of(number.setScale(scale, RoundingMode.DOWN)), typmod);
  }

  private static Numeric special(int sign) {
    return switch (sign) {
      case NAN -> Numeric.NAN;
      case INFINITY -> Numeric.POSITIVE_INFINITY;
      case NEGATIVE_INFINITY -> Numeric.NEGATIVE_INFINITY;
      default -> null;
    };
  }

  private static int specialSign(Numeric value) {
    return value.isNan() ? NAN : value.signum() > 0 ? INFINITY : NEGATIVE_INFINITY;
  }

  @Override
  public void send(Object object, ByteSink out, TypeContext ctx) {
    Numeric value = (Numeric) object;
    if (!value.isFinite()) {
      out.putShort(0).putShort(0).putShort(specialSign(value)).putShort(0);
      return;
    }
    BigDecimal number = value.toBigDecimal();
    int scale = (number.scale() + 3) / 4 * 4;
    BigInteger rest = number.setScale(scale).unscaledValue().abs();
    int weight = -scale / 4 - 1;
    int countAt = out.length();
    out.putShort(0).putShort(0).putShort(number.signum() < 0 ? NEGATIVE : 0);
    out.putShort(value.scale());
    String digits = rest.signum() == 0 ? "" : rest.toString();
    digits = "0".repeat((4 - digits.length() % 4) % 4) + digits;
    int count = digits.length() / 4;
    weight += count;
    while (count > 0 && digits.startsWith("0000", (count - 1) * 4)) {
      count--;
    }
    for (int i = 0; i < count; i++) {
      out.putShort(Integer.parseInt(digits, i * 4, i * 4 + 4, 10));
    }
    if (count == 0) {
      weight = 0;
    }
    out.setInt(countAt, count << 16 | weight & 0xFFFF);
  }

  @Override
  public boolean hasTypmod() {
    return true;
  }

  @Override
  public int typmodIn(String[] args) {
    int[] values = IoErrors.integers(args);
    if (values.length != 1 && values.length != 2) {
      throw IoErrors.parameter("invalid NUMERIC type modifier");
    }
    if (values[0] < 1 || values[0] > 1000) {
      throw IoErrors.parameter("NUMERIC precision %d must be between 1 and 1000", values[0]);
    }
    int scale = values.length == 2 ? values[1] : 0;
    if (scale < -1000 || scale > 1000) {
      throw IoErrors.parameter("NUMERIC scale %d must be between -1000 and 1000", scale);
    }
    return NumericRounding.typmod(values[0], scale);
  }

  @Override
  public String typmodOut(int typmod) {
    return typmod < 4
        ? ""
        : "(" + NumericRounding.precisionOf(typmod) + "," + NumericRounding.scaleOf(typmod) + ")";
  }

  @Override
  public int storedLength(Object object) {
    Numeric value = (Numeric) object;
    if (!value.isFinite() || value.isZero()) {
      return 2;
    }
    return 2
        + (value.isCompact()
            ? compactBytes(value.unscaledLong())
            : value.toBigDecimal().unscaledValue().bitLength() / 8 + 1);
  }

  private static int compactBytes(long unscaled) {
    return (64 - Long.numberOfLeadingZeros(unscaled ^ unscaled >> 63)) / 8 + 1;
  }

  @Override
  public void store(Object object, byte[] base, int offset) {
    Numeric value = (Numeric) object;
    if (!value.isFinite()) {
      Bytes.setShort(base, offset, specialSign(value));
      return;
    }
    Bytes.setShort(base, offset, value.scale());
    if (value.isZero()) {
      return;
    }
    if (value.isCompact()) {
      long unscaled = value.unscaledLong();
      int count = compactBytes(unscaled);
      for (int i = count; i > 0; i--) {
        base[offset + 1 + i] = (byte) unscaled;
        unscaled >>= 8;
      }
      return;
    }
    byte[] bytes = value.toBigDecimal().unscaledValue().toByteArray();
    System.arraycopy(bytes, 0, base, offset + 2, bytes.length);
  }

  @Override
  public Object load(byte[] base, int offset, int length) {
    int scale = Bytes.getShort(base, offset) & 0xFFFF;
    Numeric special = special(scale);
    if (special != null) {
      return special;
    }
    if (length - 2 > 8) {
      return Numeric.of(new BigDecimal(new BigInteger(base, offset + 2, length - 2), scale));
    }
    long unscaled = length > 2 ? base[offset + 2] : 0;
    for (int i = 3; i < length; i++) {
      unscaled = unscaled << 8 | base[offset + i] & 0xFF;
    }
    return Numeric.of(unscaled, scale);
  }
}
