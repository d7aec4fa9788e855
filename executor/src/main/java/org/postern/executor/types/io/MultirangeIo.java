package org.postern.executor.types.io;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.ByteSource;
import org.postern.executor.types.Physical;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeIo;
import org.postern.executor.types.range.MultirangeText;
import org.postern.executor.types.range.MultirangeValue;
import org.postern.executor.types.range.RangeShape;
import org.postern.executor.types.range.RangeValue;

/**
 * A multirange type: stored and in binary the number of ranges (4 bytes), then each with its length
 * (4 bytes) before it, in the form of {@link RangeIo}.
 */
public final class MultirangeIo implements TypeIo {
  private final RangeIo range;

  /** For multirange types outside the built-in ones the catalog makes one of these. */
  public MultirangeIo(RangeIo range) {
    this.range = range;
  }

  public RangeShape shape() {
    return range.shape();
  }

  @Override
  public Physical physical() {
    return Physical.OBJECT;
  }

  @Override
  public Object input(String text, int typmod, TypeContext ctx) {
    return MultirangeText.parse(text, shape(), typmod, ctx);
  }

  @Override
  public void output(Object value, ByteSink out, TypeContext ctx) {
    MultirangeText.print((MultirangeValue) value, out, ctx);
  }

  @Override
  public Object receive(Slice binary, int typmod, TypeContext ctx) {
    ByteSource source = new ByteSource(binary);
    int count = source.takeInt();
    List<RangeValue> ranges = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Slice bytes = source.take(source.takeInt());
      ranges.add((RangeValue) range.receive(bytes, typmod, ctx));
    }
    if (source.remaining() > 0) {
      throw IoErrors.binary("incorrect binary data format");
    }
    return MultirangeValue.of(shape(), ranges);
  }

  @Override
  public void send(Object value, ByteSink out, TypeContext ctx) {
    List<RangeValue> ranges = ((MultirangeValue) value).ranges();
    out.putInt(ranges.size());
    for (RangeValue each : ranges) {
      int at = out.reserve(4);
      range.send(each, out, ctx);
      out.setInt(at, out.length() - at - 4);
    }
  }

  @Override
  public int storedLength(Object value) {
    int length = 4;
    for (RangeValue each : ((MultirangeValue) value).ranges()) {
      length += 4 + range.storedLength(each);
    }
    return length;
  }

  @Override
  public void store(Object value, byte[] base, int offset) {
    List<RangeValue> ranges = ((MultirangeValue) value).ranges();
    Bytes.setInt(base, offset, ranges.size());
    int at = offset + 4;
    for (RangeValue each : ranges) {
      int length = range.storedLength(each);
      Bytes.setInt(base, at, length);
      range.store(each, base, at + 4);
      at += 4 + length;
    }
  }

  @Override
  public Object load(byte[] base, int offset, int length) {
    int count = Bytes.getInt(base, offset);
    List<RangeValue> ranges = new ArrayList<>(count);
    int at = offset + 4;
    for (int i = 0; i < count; i++) {
      int size = Bytes.getInt(base, at);
      ranges.add((RangeValue) range.load(base, at + 4, size));
      at += 4 + size;
    }
    return MultirangeValue.of(shape(), ranges);
  }
}
