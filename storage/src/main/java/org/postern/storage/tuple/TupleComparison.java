package org.postern.storage.tuple;

import java.util.Arrays;

/**
 * Finds out which attributes an update changed, by their stored bytes: equal bytes are equal
 * values, while unequal bytes may still be equal ones, which only costs an index entry too many.
 */
public final class TupleComparison {
  private final TupleReader left;
  private final TupleReader right;

  public TupleComparison(TupleLayout layout) {
    this.left = new TupleReader(layout);
    this.right = new TupleReader(layout);
  }

  public TupleComparison set(byte[] a, int aOffset, byte[] b, int bOffset) {
    left.set(a, aOffset);
    right.set(b, bOffset);
    return this;
  }

  /** Whether any of the attributes (numbered from 0) differs. */
  public boolean anyDiffers(int[] attributes) {
    for (int att : attributes) {
      if (differs(att)) {
        return true;
      }
    }
    return false;
  }

  public boolean differs(int att) {
    boolean leftNull = left.isNull(att);
    if (leftNull || right.isNull(att)) {
      return leftNull != right.isNull(att);
    }
    if (left.isPlain(att) != right.isPlain(att) || left.isExternal(att) != right.isExternal(att)) {
      return true;
    }
    if (left.isExternal(att)) {
      int a = left.rawOffset(att);
      int b = right.rawOffset(att);
      return !Arrays.equals(
          left.base(att), a, a + ToastPointer.SIZE, right.base(att), b, b + ToastPointer.SIZE);
    }
    int a = left.payloadOffset(att);
    int b = right.payloadOffset(att);
    return !Arrays.equals(
        left.base(att),
        a,
        a + left.payloadLength(att),
        right.base(att),
        b,
        b + right.payloadLength(att));
  }
}
