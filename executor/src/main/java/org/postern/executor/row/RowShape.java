package org.postern.executor.row;

import java.util.List;
import org.postern.executor.types.Physical;
import org.postern.executor.types.TypeIo;
import org.postern.storage.tuple.AttributeLayout;
import org.postern.storage.tuple.TupleLayout;

/**
 * How the rows of one table lie on disk and in vectors: layout, codec and missing value of each
 * attribute, in attribute order with dropped columns kept in place.
 */
public final class RowShape {
  private final TupleLayout layout;
  private final Attribute[] attributes;

  /**
   * One attribute. {@code missing} is the scalar a row has that was stored before the column was
   * added. A dropped attribute has io null: it is written as null and never read. {@code unsigned}:
   * a four-byte number without sign, such as an oid; {@code name}: 64 bytes padded with zeros.
   */
  public record Attribute(
      AttributeLayout layout,
      Physical physical,
      TypeIo io,
      Object missing,
      boolean unsigned,
      boolean name) {}

  public RowShape(List<Attribute> attributes) {
    this.attributes = attributes.toArray(Attribute[]::new);
    AttributeLayout[] layouts = new AttributeLayout[this.attributes.length];
    Object[] missing = new Object[layouts.length];
    boolean anyMissing = false;
    for (int i = 0; i < layouts.length; i++) {
      layouts[i] = this.attributes[i].layout();
      missing[i] = this.attributes[i].missing();
      anyMissing |= missing[i] != null;
    }
    TupleLayout plain = new TupleLayout(layouts);
    this.layout = anyMissing ? new TupleLayout(layouts, missingTuple(plain, missing)) : plain;
  }

  private RowShape(TupleLayout layout, Attribute[] attributes) {
    this.layout = layout;
    this.attributes = attributes;
  }

  private byte[] missingTuple(TupleLayout plain, Object[] values) {
    RowEncoder encoder = new RowEncoder(new RowShape(plain, attributes));
    encoder.encode(values);
    return encoder.tuple().toBytes();
  }

  public TupleLayout layout() {
    return layout;
  }

  public int width() {
    return attributes.length;
  }

  public Attribute attribute(int index) {
    return attributes[index];
  }
}
