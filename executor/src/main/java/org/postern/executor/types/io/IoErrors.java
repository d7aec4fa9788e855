package org.postern.executor.types.io;

import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** The errors that input functions share. */
public final class IoErrors {
  private IoErrors() {}

  public static SqlException syntax(String type, String text) {
    return SqlException.error(
        SqlState.INVALID_TEXT_REPRESENTATION,
        "invalid input syntax for type %s: \"%s\"",
        type,
        text);
  }

  public static SqlException range(String type, String text) {
    return SqlException.error(
        SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
        "value \"%s\" is out of range for type %s",
        text,
        type);
  }

  static SqlException binary(String message) {
    return SqlException.error(SqlState.INVALID_BINARY_REPRESENTATION, message);
  }

  static SqlException parameter(String format, Object... args) {
    return SqlException.error(SqlState.INVALID_PARAMETER_VALUE, format, args);
  }

  static boolean isSpace(int c) {
    return c == ' ' || c >= '\t' && c <= '\r';
  }

  /** The typmod arguments as integers. */
  static int[] integers(String[] args) {
    int[] values = new int[args.length];
    for (int i = 0; i < args.length; i++) {
      values[i] = (int) IntegerIo.parse(args[i], IntegerIo.Width.INT4);
    }
    return values;
  }

  /** The one argument a typmod has, or 22023. */
  static int single(String[] args) {
    if (args.length != 1) {
      throw parameter("invalid type modifier");
    }
    return integers(args)[0];
  }
}
