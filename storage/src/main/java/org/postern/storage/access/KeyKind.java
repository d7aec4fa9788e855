package org.postern.storage.access;

/**
 * How the values of one index column lie in the tuple and how two of them compare.
 *
 * <p>The kinds other than {@link #CUSTOM} are compared straight from the page. A search value has
 * one of three shapes, whatever the width on disk, so that int2 = int8 needs no conversion.
 */
public enum KeyKind {
  /** Two bytes, signed. */
  INT2(2, Shape.LONG),
  /** Four bytes, signed; also date. */
  INT4(4, Shape.LONG),
  /** Eight bytes, signed; also the timestamps, time, money. */
  INT8(8, Shape.LONG),
  /** Four bytes, unsigned. */
  OID(4, Shape.LONG),
  /** One byte, 0 or 1. */
  BOOL(1, Shape.LONG),
  /** One byte: the value is signed, the order is that of the unsigned byte. */
  CHAR(1, Shape.LONG),
  /** Four bytes block, two bytes offset; the value is {@code block << 16 | offset}. */
  TID(6, Shape.LONG),
  /** IEEE 754, four bytes; NaN sorts above everything and equals itself. */
  FLOAT4(4, Shape.DOUBLE),
  /** IEEE 754, eight bytes. */
  FLOAT8(8, Shape.DOUBLE),
  /** Variable length, ordered as unsigned bytes. */
  BYTES(-1, Shape.BYTES),
  /** The bytes of a name without its padding, stored with variable length. */
  NAME(-1, Shape.BYTES),
  /** Sixteen bytes, ordered as unsigned bytes. */
  UUID(16, Shape.BYTES),
  /** Any length, ordered by the column's {@link KeyComparator} over copies of the payloads. */
  CUSTOM(0, Shape.BYTES);

  /** The Java type that carries a value of a kind. */
  public enum Shape {
    LONG,
    DOUBLE,
    BYTES
  }

  private final int length;
  private final Shape shape;

  KeyKind(int length, Shape shape) {
    this.length = length;
    this.shape = shape;
  }

  /** Bytes on disk; -1 for variable length, 0 where the column decides. */
  public int length() {
    return length;
  }

  public Shape shape() {
    return shape;
  }
}
