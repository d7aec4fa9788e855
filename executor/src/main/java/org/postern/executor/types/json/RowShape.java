package org.postern.executor.types.json;

import org.postern.executor.types.RowValue;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeOid;

/**
 * The fields of a row: their names, types and type modifiers.
 *
 * @param typeOid the composite type, or {@link TypeOid#RECORD}
 */
public record RowShape(int typeOid, String[] names, int[] types, int[] typmods) {
  /** The fields of a composite type. */
  public static RowShape of(int typeOid, TypeContext context) {
    return new RowShape(
        typeOid, context.rowNames(typeOid), context.rowTypes(typeOid), context.rowTypmods(typeOid));
  }

  /** The fields of a row value; those of an anonymous row may be called f1, f2... */
  public static RowShape of(RowValue row, TypeContext context) {
    if (row.typeOid() != TypeOid.RECORD) {
      return of(row.typeOid(), context);
    }
    int[] typmods = new int[row.size()];
    java.util.Arrays.fill(typmods, -1);
    return new RowShape(TypeOid.RECORD, names(row), row.typeOids(), typmods);
  }

  private static String[] names(RowValue row) {
    if (row.names() != null) {
      return row.names();
    }
    String[] names = new String[row.size()];
    for (int i = 0; i < names.length; i++) {
      names[i] = "f" + (i + 1);
    }
    return names;
  }

  /** The names of a row's fields. */
  static String[] names(RowValue row, TypeContext context) {
    return row.typeOid() == TypeOid.RECORD ? names(row) : context.rowNames(row.typeOid());
  }
}
