package org.postern.executor.types.range;

/** One end of a range; {@code value} is null where the range goes on for ever. */
public record Bound(Object value, boolean inclusive, boolean lower) {
  /** An end that is open to infinity is not inclusive. */
  public Bound {
    inclusive &= value != null;
  }

  public static Bound lower(Object value, boolean inclusive) {
    return new Bound(value, inclusive, true);
  }

  public static Bound upper(Object value, boolean inclusive) {
    return new Bound(value, inclusive, false);
  }

  public boolean infinite() {
    return value == null;
  }

  /** The end at the same place of the range that lies on the other side. */
  Bound flipped() {
    return new Bound(value, !inclusive, !lower);
  }
}
