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
   * added. A dropped attribute has io null: it is written as null and never read.
   */
  public record Attribute(
      AttributeLayout layout, Physical physical, TypeIo io, Object missing, boolean name) {}

  public RowShape(List<Attribute> attributes) {
    this.attributes = attributes.toArray(Attribute[]::new);
    AttributeLayout[] layouts = new AttributeLayout[this.attributes.length];
    for (int i = 0; i < layouts.length; i++) {
      layouts[i] = this.attributes[i].layout();
    }
    this.layout = new TupleLayout(layouts);
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
