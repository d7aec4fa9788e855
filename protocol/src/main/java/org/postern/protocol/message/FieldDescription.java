package org.postern.protocol.message;

import java.util.Objects;

/**
 * One column of a RowDescription.
 *
 * @param name the column's label
 * @param tableOid oid of the table it comes from, 0 if it is no plain column
 * @param column attribute number in that table, 0 if it is no plain column
 * @param typeOid oid of its type
 * @param typeLength pg_type.typlen: bytes, -1 for varlena, -2 for cstring
 * @param typeModifier pg_attribute.atttypmod, -1 if none
 * @param format 0 text, 1 binary; 0 in the description of a statement, where it is not known yet
 */
public record FieldDescription(
    String name,
    int tableOid,
    int column,
    int typeOid,
    int typeLength,
    int typeModifier,
    int format) {
  public FieldDescription {
    Objects.requireNonNull(name, "name");
  }

  /** An expression's column: of no table, without a type modifier, in text format. */
  public static FieldDescription of(String name, int typeOid, int typeLength) {
    return new FieldDescription(name, 0, 0, typeOid, typeLength, -1, FormatCodes.TEXT);
  }

  public FieldDescription withFormat(int value) {
    return new FieldDescription(name, tableOid, column, typeOid, typeLength, typeModifier, value);
  }
}
