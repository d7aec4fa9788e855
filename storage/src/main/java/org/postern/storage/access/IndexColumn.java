package org.postern.storage.access;

import java.util.Objects;

/**
 * One column of an index: its place in the tuple and its order.
 *
 * @param length bytes of a fixed-length value, -1 for variable length
 * @param align alignment in bytes: 1, 2, 4 or 8
 * @param comparator the order of a CUSTOM column, null for the other kinds
 * @param nullsFirst nulls come before all values in the order of the index (after DESC is applied)
 */
public record IndexColumn(
    int length,
    int align,
    KeyKind kind,
    KeyComparator comparator,
    boolean descending,
    boolean nullsFirst) {

  public IndexColumn {
    Objects.requireNonNull(kind, "kind");
    if (length != -1 && length <= 0) {
      throw new IllegalArgumentException("column length: length=" + length);
    }
    if (kind.length() != 0 && kind.length() != length) {
      throw new IllegalArgumentException("column length: kind=" + kind + ", length=" + length);
    }
    if (Integer.bitCount(align) != 1 || align > 8) {
      throw new IllegalArgumentException("column alignment: align=" + align);
    }
    if (kind == KeyKind.CUSTOM && comparator == null) {
      comparator = IndexColumn::noOrder;
    }
  }

  /** An ascending column of a kind whose length the kind decides, nulls last. */
  public static IndexColumn of(KeyKind kind) {
    return new IndexColumn(kind.length(), alignOf(kind), kind, null, false, false);
  }

  /** A variable-length ascending column with its own order, nulls last. */
  public static IndexColumn custom(KeyComparator comparator) {
    return new IndexColumn(-1, 4, KeyKind.CUSTOM, comparator, false, false);
  }

  /** A fixed-length ascending column with its own order, nulls last. */
  public static IndexColumn customFixed(int length, int align, KeyComparator comparator) {
    return new IndexColumn(length, align, KeyKind.CUSTOM, comparator, false, false);
  }

  /** The same column with the order given by ASC or DESC and NULLS FIRST or LAST. */
  public IndexColumn ordered(boolean isDescending, boolean isNullsFirst) {
    return new IndexColumn(length, align, kind, comparator, isDescending, isNullsFirst);
  }

  private static int alignOf(KeyKind kind) {
    return switch (kind) {
      case INT2, TID -> 2;
      case INT4, OID, FLOAT4, BYTES, CUSTOM -> 4;
      case INT8, FLOAT8 -> 8;
      case BOOL, CHAR, NAME, UUID -> 1;
    };
  }

  /** An included column is carried along but never ordered. */
  private static int noOrder(byte[] a, int aOff, int aLen, byte[] b, int bOff, int bLen) {
    throw new IllegalStateException("an index column without an order was compared");
  }
}
