package org.postern.storage.access;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * One condition of an index scan: {@code column OP value}, {@code column IS [NOT] NULL}, {@code
 * column = ANY (values)} or a row comparison. All conditions of a scan are ANDed.
 *
 * <p>The value of a plain condition may be set again before a rescan, so that a parameterized scan
 * allocates nothing. A condition whose value is null is never true.
 */
public final class ScanKey {
  private static final byte[] NO_BYTES = new byte[0];

  private final int column;
  private final ScanStrategy strategy;
  private final ScanKey[] alternatives;
  private final ScanKey[] members;
  private long integer;
  private double number;
  private byte[] bytes = NO_BYTES;
  private int offset;
  private int length;
  private boolean valueNull;

  private ScanKey(int column, ScanStrategy strategy, ScanKey[] alternatives, ScanKey[] members) {
    this.column = column;
    this.strategy = Objects.requireNonNull(strategy, "strategy");
    this.alternatives = alternatives;
    this.members = members;
  }

  /** A condition whose value is set later; null until then. */
  public static ScanKey of(int column, ScanStrategy strategy) {
    ScanKey key = new ScanKey(column, strategy, null, null);
    key.valueNull = true;
    return key;
  }

  public static ScanKey ofLong(int column, ScanStrategy strategy, long value) {
    return of(column, strategy).setLong(value);
  }

  public static ScanKey ofDouble(int column, ScanStrategy strategy, double value) {
    return of(column, strategy).setDouble(value);
  }

  public static ScanKey ofBytes(int column, ScanStrategy strategy, byte[] value) {
    return of(column, strategy).setBytes(value, 0, value.length);
  }

  public static ScanKey isNull(int column) {
    return new ScanKey(column, ScanStrategy.IS_NULL, null, null);
  }

  public static ScanKey isNotNull(int column) {
    return new ScanKey(column, ScanStrategy.IS_NOT_NULL, null, null);
  }

  /**
   * {@code column = ANY (…)}: each alternative is an EQUAL condition on the same column; null and
   * repeated alternatives are dropped by the scan, and results still come in index order.
   */
  public static ScanKey anyOf(int column, ScanKey... alternatives) {
    for (ScanKey alternative : alternatives) {
      if (alternative.column != column || alternative.strategy != ScanStrategy.EQUAL) {
        throw new IllegalArgumentException("alternative of another column or operator");
      }
    }
    return new ScanKey(column, ScanStrategy.EQUAL, alternatives.clone(), null);
  }

  /**
   * {@code (a, b, …) OP (x, y, …)} for an inequality, with SQL's lexicographic meaning. Members
   * carry column and value; their own strategy is ignored. The members' columns must be distinct.
   */
  public static ScanKey row(ScanStrategy strategy, ScanKey... members) {
    switch (strategy) {
      case LESS, LESS_EQUAL, GREATER_EQUAL, GREATER -> {}
      case EQUAL, IS_NULL, IS_NOT_NULL ->
          throw new IllegalArgumentException("row comparison: strategy=" + strategy);
    }
    return new ScanKey(members[0].column, strategy, null, members.clone());
  }

  public ScanKey setLong(long value) {
    integer = value;
    valueNull = false;
    return this;
  }

  public ScanKey setDouble(double value) {
    number = value;
    valueNull = false;
    return this;
  }

  /** Keeps the array; it must not change while a scan uses this key. */
  public ScanKey setBytes(byte[] value, int from, int count) {
    bytes = value;
    offset = from;
    length = count;
    valueNull = false;
    return this;
  }

  public ScanKey setNull() {
    valueNull = true;
    return this;
  }

  public int column() {
    return column;
  }

  public ScanStrategy strategy() {
    return strategy;
  }

  /** Null unless this is an ANY condition. */
  public ScanKey[] alternatives() {
    return alternatives;
  }

  /** Null unless this is a row comparison. */
  public ScanKey[] members() {
    return members;
  }

  public boolean isNullTest() {
    return strategy == ScanStrategy.IS_NULL || strategy == ScanStrategy.IS_NOT_NULL;
  }

  /** Whether the value compared with is null. */
  public boolean isValueNull() {
    return valueNull;
  }

  public long integer() {
    return integer;
  }

  public double number() {
    return number;
  }

  public byte[] bytes() {
    return bytes;
  }

  public int offset() {
    return offset;
  }

  public int length() {
    return length;
  }

  @Override
  public String toString() {
    String target = "column " + column + " " + strategy;
    if (members != null) {
      return "row " + strategy + " " + Arrays.toString(members);
    }
    if (alternatives != null) {
      return target + " any " + Arrays.toString(alternatives);
    }
    if (isNullTest()) {
      return target;
    }
    return valueNull
        ? target + " null"
        : target + " " + integer + "/" + number + "/" + HexFormat.of().formatHex(bytes);
  }
}
