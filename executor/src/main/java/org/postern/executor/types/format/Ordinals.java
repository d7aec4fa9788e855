package org.postern.executor.types.format;

import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** English ordinal endings. */
final class Ordinals {
  private Ordinals() {}

  /** The ending for a number given in digits. */
  static String suffix(String number, boolean upper) {
    int length = number.length();
    char last = length == 0 ? '0' : number.charAt(length - 1);
    if (last < '0' || last > '9') {
      throw SqlException.error(
          SqlState.INVALID_TEXT_REPRESENTATION, "\"%s\" is not a number", number);
    }
    boolean teen = length > 1 && number.charAt(length - 2) == '1';
    String suffix =
        teen
            ? "th"
            : switch (last) {
              case '1' -> "st";
              case '2' -> "nd";
              case '3' -> "rd";
              default -> "th";
            };
    return upper ? suffix.toUpperCase(java.util.Locale.ROOT) : suffix;
  }
}
