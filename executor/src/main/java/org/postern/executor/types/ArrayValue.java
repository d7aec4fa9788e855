package org.postern.executor.types;

import java.util.Arrays;

/**
 * An SQL array: up to six dimensions, each with its own lower bound, elements in row-major order.
 * An empty array has no dimensions. Elements are the scalars of the element type, null for NULL.
 *
 * <p>The arrays inside are shared: read only. {@link #equals} compares bounds and elements as Java
 * objects; SQL comparison needs the element type's order and lives in {@code types.array}.
 *
 * <p>Source: PostgreSQL documentation, section 8.15 "Arrays".
 */
public final class ArrayValue {
  public static final int MAX_DIMENSIONS = 6;

  /** More elements than this do not fit PostgreSQL's largest allocation of pointers. */
  public static final int MAX_ELEMENTS = (int) (0x3fffffffL / 8);

  private static final int[] NONE = {};

  private final int elementType;
  private final int[] dims;
  private final int[] lowerBounds;
  private final Object[] elements;

  public ArrayValue(int elementTypeOid, int[] dims, int[] lowerBounds, Object[] elements) {
    assert dims.length == lowerBounds.length;
    this.elementType = elementTypeOid;
    this.dims = dims;
    this.lowerBounds = lowerBounds;
    this.elements = elements;
  }

  public static ArrayValue empty(int elementTypeOid) {
    return new ArrayValue(elementTypeOid, NONE, NONE, new Object[0]);
  }

  /** A one-dimensional array with lower bound 1; empty when there are no elements. */
  public static ArrayValue of(int elementTypeOid, Object... elements) {
    return elements.length == 0
        ? empty(elementTypeOid)
        : new ArrayValue(elementTypeOid, new int[] {elements.length}, new int[] {1}, elements);
  }

  public int elementType() {
    return elementType;
  }

  public int dimensions() {
    return dims.length;
  }

  public int[] dims() {
    return dims;
  }

  public int[] lowerBounds() {
    return lowerBounds;
  }

  public Object[] elements() {
    return elements;
  }

  public int size() {
    return elements.length;
  }

  public boolean isEmpty() {
    return elements.length == 0;
  }

  public boolean hasNulls() {
    for (Object element : elements) {
      if (element == null) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof ArrayValue other
        && elementType == other.elementType
        && Arrays.equals(dims, other.dims)
        && Arrays.equals(lowerBounds, other.lowerBounds)
        && Arrays.equals(elements, other.elements);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(elements) * 31 + elementType;
  }

  @Override
  public String toString() {
    return Arrays.toString(dims) + Arrays.toString(elements);
  }
}
