package org.postern.executor.types.io;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.ByteSource;
import org.postern.executor.types.Interval;
import org.postern.executor.types.Physical;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeIo;
import org.postern.executor.types.datetime.IntervalInput;
import org.postern.executor.types.datetime.IntervalOutput;
import org.postern.executor.types.datetime.Precision;

/** interval. Stored in 16 bytes, little-endian: microseconds, days, months. */
public final class IntervalIo implements TypeIo {
  @Override
  public Physical physical() {
    return Physical.OBJECT;
  }

  @Override
  public Object input(String text, int typmod, TypeContext ctx) {
    return IntervalInput.parse(text, typmod, ctx);
  }

  @Override
  public void output(Object value, ByteSink out, TypeContext ctx) {
    IntervalOutput.append((Interval) value, ctx.intervalStyle(), out);
  }

  @Override
  public Object receive(Slice binary, int typmod, TypeContext ctx) {
    ByteSource source = new ByteSource(binary);
    long micros = source.takeLong();
    int days = source.takeInt();
    return Precision.interval(new Interval(source.takeInt(), days, micros), typmod);
  }

  @Override
  public void send(Object value, ByteSink out, TypeContext ctx) {
    Interval interval = (Interval) value;
    out.putLong(interval.micros()).putInt(interval.days()).putInt(interval.months());
  }

  @Override
  public boolean hasTypmod() {
    return true;
  }

  /** One argument: the range mask; two: range mask and precision, as the grammar makes them. */
  @Override
  public int typmodIn(String[] args) {
    int[] values = IoErrors.integers(args);
    if (values.length == 0 || values.length > 2 || !isRange(values[0])) {
      throw IoErrors.parameter(
          values.length > 2 ? "invalid interval type modifier" : "invalid INTERVAL type modifier");
    }
    if (values.length == 1) {
      return values[0] == Precision.FULL_RANGE
          ? -1
          : Precision.intervalTypmod(values[0], Precision.FULL_PRECISION);
    }
    if (values[1] < 0) {
      throw IoErrors.parameter("INTERVAL(%d) precision must not be negative", values[1]);
    }
    return Precision.intervalTypmod(values[0], Math.min(values[1], Precision.MAX));
  }

  private static boolean isRange(int range) {
    return range == Precision.FULL_RANGE || fields(range) != null;
  }

  private static String fields(int range) {
    return switch (range) {
      case Precision.YEAR -> " year";
      case Precision.MONTH -> " month";
      case Precision.DAY -> " day";
      case Precision.HOUR -> " hour";
      case Precision.MINUTE -> " minute";
      case Precision.SECOND -> " second";
      case Precision.YEAR | Precision.MONTH -> " year to month";
      case Precision.DAY | Precision.HOUR -> " day to hour";
      case Precision.DAY | Precision.HOUR | Precision.MINUTE -> " day to minute";
      case Precision.DAY | Precision.HOUR | Precision.MINUTE | Precision.SECOND -> " day to second";
      case Precision.HOUR | Precision.MINUTE -> " hour to minute";
      case Precision.HOUR | Precision.MINUTE | Precision.SECOND -> " hour to second";
      case Precision.MINUTE | Precision.SECOND -> " minute to second";
      default -> null;
    };
  }

  @Override
  public String typmodOut(int typmod) {
    if (typmod < 0) {
      return "";
    }
    int range = Precision.rangeOf(typmod);
    int precision = Precision.precisionOf(typmod);
    String words = range == Precision.FULL_RANGE ? "" : fields(range);
    return words + (precision == Precision.FULL_PRECISION ? "" : "(" + precision + ")");
  }

  @Override
  public int storedLength(Object value) {
    return 16;
  }

  @Override
  public void store(Object value, byte[] base, int offset) {
    Interval interval = (Interval) value;
    Bytes.setLong(base, offset, interval.micros());
    Bytes.setInt(base, offset + 8, interval.days());
    Bytes.setInt(base, offset + 12, interval.months());
  }

  @Override
  public Object load(byte[] base, int offset, int length) {
    return new Interval(
        Bytes.getInt(base, offset + 12),
        Bytes.getInt(base, offset + 8),
        Bytes.getLong(base, offset));
  }
}
