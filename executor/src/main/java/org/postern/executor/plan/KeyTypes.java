package org.postern.executor.plan;

import org.postern.executor.types.TypeOid;

/** The type under which two key types hash and compare alike. */
final class KeyTypes {
  private KeyTypes() {}

  /** The common type, or 0 where equal values have different forms. */
  static int common(int left, int right) {
    if (left == right) {
      return left;
    }
    if (isInteger(left) && isInteger(right)) {
      return TypeOid.INT8;
    }
    if (isFloat(left) && isFloat(right)) {
      return TypeOid.FLOAT8;
    }
    if (isText(left) && isText(right)) {
      return TypeOid.TEXT;
    }
    return 0;
  }

  private static boolean isInteger(int type) {
    return type == TypeOid.INT2 || type == TypeOid.INT4 || type == TypeOid.INT8;
  }

  private static boolean isFloat(int type) {
    return type == TypeOid.FLOAT4 || type == TypeOid.FLOAT8;
  }

  private static boolean isText(int type) {
    return type == TypeOid.TEXT || type == TypeOid.NAME;
  }
}
