package org.postern.executor.types.text;

import java.util.function.Predicate;
import org.postern.executor.types.Slice;

/** quote_ident, quote_literal and quote_nullable. */
public final class Quoting {
  private Quoting() {}

  /**
   * An identifier, in double quotes where it needs them. {@code isKeyword} tells whether a word is
   * a keyword that may not stand for a name everywhere (all but the unreserved ones).
   */
  public static String identifier(String name, Predicate<String> isKeyword) {
    boolean safe = !name.isEmpty() && isStart(name.charAt(0));
    for (int i = 1; safe && i < name.length(); i++) {
      char c = name.charAt(i);
      safe = isStart(c) || c >= '0' && c <= '9';
    }
    if (safe && !isKeyword.test(name)) {
      return name;
    }
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static boolean isStart(char c) {
    return c >= 'a' && c <= 'z' || c == '_';
  }

  public static Slice identifier(Slice name, Predicate<String> isKeyword) {
    return Slice.utf8(identifier(name.toString(), isKeyword));
  }

  public static String literal(String value) {
    String quoted = value.replace("'", "''");
    return value.indexOf('\\') < 0 ? "'" + quoted + "'" : "E'" + quoted.replace("\\", "\\\\") + "'";
  }

  public static Slice literal(Slice value) {
    return Slice.utf8(literal(value.toString()));
  }

  /** quote_nullable takes null too. */
  public static Slice nullable(Slice value) {
    return value == null ? Slice.utf8("NULL") : literal(value);
  }
}
