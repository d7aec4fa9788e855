package org.postern.executor.functions;

import static org.postern.executor.functions.Fn.f2;
import static org.postern.executor.functions.Fn.set;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.RowValue;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Taking apart what is written as text: qualified names and lists of options.
 *
 * <p>Source: PostgreSQL documentation, section 9.4 "String Functions and Operators".
 */
final class IdentifierFamily implements FunctionFamily {
  @Override
  public FunctionImpl lookup(String prosrc) {
    return switch (prosrc) {
      case "parse_ident" -> f2((a, b) -> parts(a.toString(), (Long) b != 0));
      case "pg_options_to_table" -> set((a, c) -> options((ArrayValue) a[0]));
      default -> null;
    };
  }

  private static Iterator<Object> options(ArrayValue options) {
    List<Object> rows = new ArrayList<>();
    for (Object option : options.elements()) {
      String text = option.toString();
      int equals = text.indexOf('=');
      Object[] fields = {
        Slice.utf8(equals < 0 ? text : text.substring(0, equals)),
        equals < 0 ? null : Slice.utf8(text.substring(equals + 1))
      };
      rows.add(new RowValue(TypeOid.RECORD, fields, new int[] {TypeOid.TEXT, TypeOid.TEXT}));
    }
    return rows.iterator();
  }

  private static ArrayValue parts(String text, boolean strict) {
    List<Object> parts = new ArrayList<>();
    int at = skipBlanks(text, 0);
    boolean afterPoint = false;
    while (true) {
      int end = endOfPart(text, at);
      if (end == at) {
        SqlException error = invalid(text);
        throw at < text.length() && text.charAt(at) == '.'
            ? error.withDetail("No valid identifier before \".\".")
            : afterPoint ? error.withDetail("No valid identifier after \".\".") : error;
      }
      parts.add(Slice.utf8(part(text.substring(at, end))));
      at = skipBlanks(text, end);
      if (at < text.length() && text.charAt(at) == '.') {
        afterPoint = true;
        at = skipBlanks(text, at + 1);
      } else if (at == text.length() || !strict) {
        return ArrayValue.of(TypeOid.TEXT, parts.toArray());
      } else {
        throw invalid(text);
      }
    }
  }

  private static SqlException invalid(String text) {
    return SqlException.error(
        SqlState.INVALID_PARAMETER_VALUE, "string is not a valid identifier: \"%s\"", text);
  }

  /** Without its quotes, or in lower case where there are none. */
  private static String part(String written) {
    return written.startsWith("\"")
        ? written.substring(1, written.length() - 1).replace("\"\"", "\"")
        : written.toLowerCase(Locale.ROOT);
  }

  private static int endOfPart(String text, int start) {
    if (start >= text.length()) {
      return start;
    }
    if (text.charAt(start) == '"') {
      return endOfQuoted(text, start);
    }
    int at = start;
    while (at < text.length() && isPart(text.charAt(at), at == start)) {
      at++;
    }
    return at;
  }

  private static int endOfQuoted(String text, int start) {
    int at = start + 1;
    while (true) {
      int quote = text.indexOf('"', at);
      if (quote < 0) {
        throw invalid(text).withDetail("String has unclosed double quotes.");
      }
      boolean doubled = quote + 1 < text.length() && text.charAt(quote + 1) == '"';
      if (!doubled) {
        if (quote == start + 1) {
          throw invalid(text).withDetail("Quoted identifier must not be empty.");
        }
        return quote + 1;
      }
      at = quote + 2;
    }
  }

  private static boolean isPart(char c, boolean first) {
    boolean letter = c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c > 127;
    return letter || !first && (c == '$' || c >= '0' && c <= '9');
  }

  private static int skipBlanks(String text, int from) {
    int at = from;
    while (at < text.length() && " \t\n\r\f".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }
}
