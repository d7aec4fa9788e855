package org.postern.executor.catalog;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Physical;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeIo;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * An enum type: the value is the oid of the label's row in pg_enum, both outside forms are the
 * label.
 */
final class EnumIo implements TypeIo {
  private final String name;
  private final EnumLabels labels;

  EnumIo(String name, EnumLabels labels) {
    this.name = name;
    this.labels = labels;
  }

  @Override
  public Physical physical() {
    return Physical.LONG;
  }

  @Override
  public boolean isUnsigned() {
    return true;
  }

  @Override
  public Object input(String text, int typmod, TypeContext ctx) {
    int oid = labels.oid(text);
    if (oid == 0) {
      throw SqlException.error(
          SqlState.INVALID_TEXT_REPRESENTATION,
          "invalid input value for enum %s: \"%s\"",
          name,
          text);
    }
    return Integer.toUnsignedLong(oid);
  }

  @Override
  public void output(Object value, ByteSink out, TypeContext ctx) {
    String label = labels.text(((Long) value).intValue());
    if (label == null) {
      throw SqlException.error(
          SqlState.INVALID_BINARY_REPRESENTATION, "invalid internal value for enum: %d", value);
    }
    out.putUtf8(label);
  }

  @Override
  public Object receive(Slice binary, int typmod, TypeContext ctx) {
    return input(binary.toString(), typmod, ctx);
  }

  @Override
  public void send(Object value, ByteSink out, TypeContext ctx) {
    output(value, out, ctx);
  }
}
