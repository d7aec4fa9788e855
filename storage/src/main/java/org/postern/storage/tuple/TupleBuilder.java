package org.postern.storage.tuple;

import java.util.Arrays;

/**
 * Builds tuples one after the other in a reusable buffer. Attributes are put in order, each exactly
 * once:
 *
 * <pre>
 * builder.begin(); builder.putLong(7); builder.putNull(); builder.putBytes(b, 0, n);
 * heap.insert(table, builder.bytes(), builder.offset(), builder.length(), …);
 * </pre>
 *
 * The header's transaction fields stay zero for the heap to fill. Data is laid down behind the
 * largest possible header; a tuple that turns out to have no nulls simply begins later in the
 * buffer, so no byte is moved.
 */
public final class TupleBuilder {
  private final TupleLayout layout;
  private final int natts;
  private final int dataStart;
  private byte[] buffer;
  private int att;
  private int end;
  private int mask;
  private int start;

  public TupleBuilder(TupleLayout layout) {
    this.layout = layout;
    this.natts = layout.attributeCount();
    this.dataStart = Math.max(TupleHeader.MIN_SIZE, TupleHeader.sizeWithNulls(natts));
    this.buffer = new byte[Math.max(256, dataStart + 64)];
  }

  public TupleLayout layout() {
    return layout;
  }

  /** Starts a new tuple; the bytes of the last one are gone. */
  public void begin() {
    Arrays.fill(buffer, 0, dataStart, (byte) 0);
    att = 0;
    end = dataStart;
    mask = 0;
  }

  /** The number of the attribute that the next put fills. */
  public int next() {
    return att;
  }

  public void putNull() {
    mask |= TupleHeader.HAS_NULL;
    att++;
  }

  /** A number of 1, 2, 4 or 8 bytes. */
  public void putLong(long value) {
    int size = layout.length[att];
    int at = place(layout.align[att], size);
    switch (size) {
      case 1 -> buffer[at] = (byte) value;
      case 2 -> Varlena.SHORT.set(buffer, at, (short) value);
      case 4 -> Varlena.INT.set(buffer, at, (int) value);
      case 8 -> Varlena.LONG.set(buffer, at, value);
      default -> throw wrongKind("a number");
    }
    present();
  }

  /** A float4 or float8. */
  public void putDouble(double value) {
    int size = layout.length[att];
    int at = place(layout.align[att], size);
    switch (size) {
      case 4 -> Varlena.INT.set(buffer, at, Float.floatToRawIntBits((float) value));
      case 8 -> Varlena.LONG.set(buffer, at, Double.doubleToRawLongBits(value));
      default -> throw wrongKind("a float");
    }
    present();
  }

  /**
   * The payload of a varlena (without header), the bytes of a cstring (without the zero), or a
   * fixed-length value by reference, padded with zeros.
   */
  public void putBytes(byte[] base, int offset, int size) {
    int fixed = layout.length[att];
    if (fixed == AttributeLayout.VARLENA) {
      putPayload(base, offset, size);
    } else if (fixed == AttributeLayout.CSTRING) {
      int at = place(1, size + 1);
      System.arraycopy(base, offset, buffer, at, size);
      buffer[at + size] = 0;
      mask |= TupleHeader.HAS_VARWIDTH;
    } else if (size <= fixed) {
      int at = place(layout.align[att], fixed);
      System.arraycopy(base, offset, buffer, at, size);
      Arrays.fill(buffer, at + size, at + fixed, (byte) 0);
    } else {
      throw wrongKind(size + " bytes");
    }
    present();
  }

  /** A varlena as it stands in another tuple: header and all, compressed or a toast pointer. */
  public void putVarlena(byte[] base, int offset) {
    if (layout.length[att] != AttributeLayout.VARLENA) {
      throw wrongKind("a varlena");
    }
    int size = Varlena.size(base, offset);
    boolean aligned = (base[offset] & 1) == 0;
    if (aligned && Varlena.isPlain(base, offset)) {
      putPayload(base, offset + Varlena.HEADER, size - Varlena.HEADER);
      present();
      return;
    }
    if (!aligned && !Varlena.isExternal(base, offset) && !layout.attribute(att).packable()) {
      putPayload(base, offset + 1, size - 1);
      present();
      return;
    }
    int at = place(aligned ? layout.align[att] : 1, size);
    System.arraycopy(base, offset, buffer, at, size);
    mask |= TupleHeader.HAS_VARWIDTH;
    if (Varlena.isExternal(base, offset)) {
      mask |= TupleHeader.HAS_EXTERNAL;
    } else if (aligned) {
      mask |= TupleHeader.HAS_COMPRESSED;
    }
    present();
  }

  /** The attribute {@code from} of another tuple, byte for byte. */
  public void copy(TupleReader reader, int from) {
    if (reader.isNull(from)) {
      putNull();
    } else if (layout.length[att] == AttributeLayout.VARLENA) {
      int at = reader.rawOffset(from);
      putVarlena(reader.base(from), at);
    } else {
      putBytes(reader.base(from), reader.payloadOffset(from), reader.payloadLength(from));
    }
  }

  /** Ends the tuple; afterwards {@link #bytes}, {@link #offset} and {@link #length} describe it. */
  public void finish() {
    if (att != natts) {
      throw new IllegalStateException("tuple incomplete: put=" + att + ", attributes=" + natts);
    }
    int hoff = (mask & TupleHeader.HAS_NULL) != 0 ? dataStart : TupleHeader.MIN_SIZE;
    start = dataStart - hoff;
    if (start > 0) {
      // The null bits are not part of the tuple: its header begins where they were.
      Arrays.fill(buffer, start, dataStart, (byte) 0);
    } else if ((mask & TupleHeader.HAS_NULL) == 0) {
      Arrays.fill(buffer, TupleHeader.BITS, dataStart, (byte) 0);
    }
    TupleHeader.setMasks(buffer, start, natts, mask);
    buffer[start + TupleHeader.HOFF] = (byte) hoff;
  }

  public byte[] bytes() {
    return buffer;
  }

  public int offset() {
    return start;
  }

  public int length() {
    return end - start;
  }

  /** A copy of the finished tuple in an array of its own. */
  public byte[] toBytes() {
    return Arrays.copyOfRange(buffer, start, end);
  }

  private void putPayload(byte[] base, int offset, int size) {
    mask |= TupleHeader.HAS_VARWIDTH;
    if (size < Varlena.MAX_SHORT && layout.attribute(att).packable()) {
      int at = place(1, size + 1);
      Varlena.putShortHeader(buffer, at, size + 1);
      System.arraycopy(base, offset, buffer, at + 1, size);
      return;
    }
    int at = place(layout.align[att], size + Varlena.HEADER);
    Varlena.putHeader(buffer, at, size + Varlena.HEADER);
    System.arraycopy(base, offset, buffer, at + Varlena.HEADER, size);
  }

  private int place(int alignment, int size) {
    int at = (end - dataStart + alignment - 1 & -alignment) + dataStart;
    int newEnd = at + size;
    if (newEnd > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(newEnd, buffer.length * 2));
    }
    for (int i = end; i < at; i++) {
      buffer[i] = 0;
    }
    end = newEnd;
    return at;
  }

  private void present() {
    buffer[TupleHeader.BITS + (att >>> 3)] |= (byte) (1 << (att & 7));
    att++;
  }

  private IllegalStateException wrongKind(String what) {
    return new IllegalStateException(
        "attribute takes no such value: attribute=" + att + ", value=" + what);
  }
}
