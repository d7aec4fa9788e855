package org.postern.storage.tuple;

import java.util.Arrays;

/**
 * Reads the attributes of one tuple after the other; reusable, allocates nothing per tuple.
 *
 * <p>An attribute at a fixed offset in a tuple without nulls is read directly. Otherwise the tuple
 * is taken apart from the left, only as far as asked for, and where it got to is remembered.
 */
public final class TupleReader {
  private final TupleLayout layout;
  private final int[] start;
  private final TupleReader missing;
  private byte[] base;
  private int tuple;
  private int data;
  private int stored;
  private boolean nulls;
  private int known;
  private int cursor;

  public TupleReader(TupleLayout layout) {
    this.layout = layout;
    this.start = new int[layout.attributeCount()];
    if (layout.missing() == null) {
      this.missing = null;
    } else {
      this.missing = new TupleReader(layout, layout.missing());
    }
  }

  private TupleReader(TupleLayout layout, byte[] missingTuple) {
    this.layout = layout;
    this.start = new int[layout.attributeCount()];
    this.missing = null;
    set(missingTuple, 0);
  }

  /** Points at the tuple whose header begins at {@code offset}. */
  public void set(byte[] bytes, int offset) {
    base = bytes;
    tuple = offset;
    data = offset + TupleHeader.hoff(bytes, offset);
    nulls = TupleHeader.hasNulls(bytes, offset);
    stored = Math.min(TupleHeader.attributes(bytes, offset), start.length);
    known = 0;
    cursor = data;
  }

  public TupleLayout layout() {
    return layout;
  }

  /** Where the tuple's header begins. */
  public int tupleOffset() {
    return tuple;
  }

  public boolean isNull(int att) {
    if (att >= stored) {
      return missing == null || missing.isNull(att);
    }
    return nulls && TupleHeader.isNull(base, tuple, att);
  }

  /** A number of 1, 2, 4 or 8 bytes, sign-extended; not for nulls. */
  public long getLong(int att) {
    if (att >= stored) {
      return missing.getLong(att);
    }
    int at = locate(att);
    return switch (layout.length[att]) {
      case 1 -> base[at];
      case 2 -> (short) Varlena.SHORT.get(base, at);
      case 4 -> (int) Varlena.INT.get(base, at);
      case 8 -> (long) Varlena.LONG.get(base, at);
      default -> throw new IllegalStateException("attribute is no number: attribute=" + att);
    };
  }

  /** A float4 (widened) or float8; not for nulls. */
  public double getDouble(int att) {
    if (att >= stored) {
      return missing.getDouble(att);
    }
    int at = locate(att);
    return layout.length[att] == 4
        ? Float.intBitsToFloat((int) Varlena.INT.get(base, at))
        : Double.longBitsToDouble((long) Varlena.LONG.get(base, at));
  }

  /** The array that the offsets of {@code att} refer to. */
  public byte[] base(int att) {
    return att >= stored ? missing.base : base;
  }

  /** Where the attribute begins, a varlena's header included; not for nulls. */
  public int rawOffset(int att) {
    return att >= stored ? missing.locate(att) : locate(att);
  }

  /** Whether the attribute is a toast pointer: the heap fetches its value. */
  public boolean isExternal(int att) {
    return layout.length[att] == AttributeLayout.VARLENA
        && Varlena.isExternal(base(att), rawOffset(att));
  }

  /** Whether the bytes behind the header are the value: false for pointers and compressed ones. */
  public boolean isPlain(int att) {
    return layout.length[att] != AttributeLayout.VARLENA
        || Varlena.isPlain(base(att), rawOffset(att));
  }

  /** Where the value's bytes begin: behind the header of a varlena. */
  public int payloadOffset(int att) {
    int at = rawOffset(att);
    return layout.length[att] == AttributeLayout.VARLENA
        ? at + Varlena.headerSize(base(att), at)
        : at;
  }

  /** The number of bytes from {@link #payloadOffset}. */
  public int payloadLength(int att) {
    int fixed = layout.length[att];
    if (fixed > 0) {
      return fixed;
    }
    byte[] b = base(att);
    int at = rawOffset(att);
    return fixed == AttributeLayout.VARLENA
        ? Varlena.size(b, at) - Varlena.headerSize(b, at)
        : stringLength(b, at);
  }

  /** A copy of the payload. */
  public byte[] getBytes(int att) {
    int at = payloadOffset(att);
    return Arrays.copyOfRange(base(att), at, at + payloadLength(att));
  }

  private int locate(int att) {
    if (!nulls) {
      int fixed = layout.fixedOffset[att];
      if (fixed >= 0) {
        return data + fixed;
      }
    }
    return att < known ? start[att] : walk(att);
  }

  private int walk(int att) {
    byte[] b = base;
    int at = cursor;
    for (int i = known; i <= att; i++) {
      if (nulls && TupleHeader.isNull(b, tuple, i)) {
        continue;
      }
      int length = layout.length[i];
      if (length > 0) {
        at = align(at, layout.align[i]);
        start[i] = at;
        at += length;
      } else if (length == AttributeLayout.VARLENA) {
        if (b[at] == 0) {
          at = align(at, layout.align[i]);
        }
        start[i] = at;
        at += Varlena.size(b, at);
      } else {
        start[i] = at;
        at += stringLength(b, at) + 1;
      }
    }
    known = att + 1;
    cursor = at;
    return start[att];
  }

  private int align(int at, int alignment) {
    return (at - data + alignment - 1 & -alignment) + data;
  }

  private static int stringLength(byte[] b, int at) {
    int end = at;
    while (b[end] != 0) {
      end++;
    }
    return end - at;
  }
}
