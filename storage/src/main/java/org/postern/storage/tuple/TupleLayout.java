package org.postern.storage.tuple;

import java.util.Objects;

/**
 * The columns of one relation as tuple layouts, with what can be computed once: offsets that hold
 * in every tuple without nulls, and the values of columns that older tuples lack.
 *
 * <p>Immutable; one object per relation version, shared by all readers and builders.
 */
public final class TupleLayout {
  private final AttributeLayout[] attributes;
  private final byte[] missing;
  final int[] length;
  final int[] align;
  final int[] fixedOffset;

  public TupleLayout(AttributeLayout... attributes) {
    this(attributes, null);
  }

  /**
   * @param missing a whole tuple of this layout with the values that stand for attributes added by
   *     ALTER TABLE ADD COLUMN after a tuple was written; null when all of them read as null
   */
  public TupleLayout(AttributeLayout[] attributes, byte[] missing) {
    if (attributes.length > TupleHeader.MAX_ATTRIBUTES) {
      throw new IllegalArgumentException("too many attributes: count=" + attributes.length);
    }
    this.attributes = attributes.clone();
    this.missing = missing;
    this.length = new int[attributes.length];
    this.align = new int[attributes.length];
    this.fixedOffset = new int[attributes.length];
    int at = 0;
    for (int i = 0; i < attributes.length; i++) {
      AttributeLayout a = Objects.requireNonNull(attributes[i], "attribute");
      length[i] = a.length();
      align[i] = a.alignment();
      if (at < 0) {
        fixedOffset[i] = -1;
        continue;
      }
      int aligned = at + align[i] - 1 & -align[i];
      // A varlena is only at a fixed place if no padding decision precedes it.
      fixedOffset[i] = a.isVarlena() && aligned != at ? -1 : aligned;
      at = a.length() > 0 ? aligned + a.length() : -1;
    }
  }

  public int attributeCount() {
    return attributes.length;
  }

  public AttributeLayout attribute(int att) {
    return attributes[att];
  }

  /**
   * The offset of the attribute from the start of the data in every tuple without nulls, or -1 if
   * it depends on the tuple. Readers of many tuples use it to skip taking a tuple apart.
   */
  public int fixedOffset(int att) {
    return fixedOffset[att];
  }

  /** The tuple of missing values, or null. */
  public byte[] missing() {
    return missing;
  }
}
