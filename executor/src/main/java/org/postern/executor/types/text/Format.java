package org.postern.executor.types.text;

import java.util.function.Predicate;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * format(): %[position$][-][width]type with types s, I, L and %%.
 *
 * <p>Source: PostgreSQL documentation, section 9.4.1 "format".
 */
public final class Format {
  private final String format;
  private final Object[] args;
  private final int[] types;
  private final TypeContext ctx;
  private final Predicate<String> isKeyword;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int next = 1;

  private int position;
  private boolean leftAlign;
  private int width;

  private Format(
      Slice format, Object[] args, int[] types, Predicate<String> isKeyword, TypeContext ctx) {
    this.format = format.toString();
    this.args = args;
    this.types = types;
    this.isKeyword = isKeyword;
    this.ctx = ctx;
  }

  /** {@code types}: the type oid of each argument; {@code isKeyword}: see {@link Quoting}. */
  public static Slice format(
      Slice format, Object[] args, int[] types, Predicate<String> isKeyword, TypeContext ctx) {
    return Slice.utf8(new Format(format, args, types, isKeyword, ctx).run());
  }

  private static SqlException error(String format, Object... args) {
    return SqlException.error(SqlState.INVALID_PARAMETER_VALUE, format, args);
  }

  private static SqlException unterminated() {
    return error("unterminated format() type specifier").withHint("For a single \"%\" use \"%%\".");
  }

  private String run() {
    while (at < format.length()) {
      char c = format.charAt(at++);
      if (c != '%') {
        out.append(c);
        continue;
      }
      if (peek() == '%') {
        at++;
        out.append('%');
        continue;
      }
      specifier();
    }
    return out.toString();
  }

  private char peek() {
    if (at >= format.length()) {
      throw unterminated();
    }
    return format.charAt(at);
  }

  private void specifier() {
    parse();
    char type = peek();
    if (type != 's' && type != 'I' && type != 'L') {
      throw error(
              "unrecognized format() type specifier \"%s\"",
              format.substring(at, format.offsetByCodePoints(at, 1)))
          .withHint("For a single \"%\" use \"%%\".");
    }
    at++;
    int index = position > 0 ? position : next;
    if (index > args.length) {
      throw tooFew();
    }
    next = index + 1;
    append(text(type, index - 1));
  }

  private static SqlException tooFew() {
    return error("too few arguments for format()");
  }

  /** [position$][-][width or * or *position$] */
  private void parse() {
    position = -1;
    leftAlign = false;
    width = 0;
    int number = digits();
    if (number >= 0) {
      if (peek() != '$') {
        width = number;
        return;
      }
      position = checkPosition(number);
      at++;
    }
    while (peek() == '-') {
      leftAlign = true;
      at++;
    }
    if (peek() == '*') {
      at++;
      int widthPosition = digits();
      if (widthPosition >= 0) {
        if (peek() != '$') {
          throw error("width argument position must be ended by \"$\"");
        }
        at++;
        checkPosition(widthPosition);
        next = widthPosition + 1;
      } else {
        widthPosition = next++;
      }
      width = widthArgument(widthPosition);
      if (width < 0) {
        leftAlign = true;
        width = -width;
      }
    } else {
      width = Math.max(digits(), 0);
    }
  }

  private static int checkPosition(int number) {
    if (number == 0) {
      throw error("format specifies argument 0, but arguments are numbered from 1");
    }
    return number;
  }

  private int widthArgument(int index) {
    if (index > args.length) {
      throw tooFew();
    }
    Object value = args[index - 1];
    if (value == null) {
      return 0;
    }
    if (value instanceof Long number) {
      return number.intValue();
    }
    Slice text = TextCasts.textOf(value, types[index - 1], ctx);
    return ((Long) ctx.type(TypeOid.INT4).io().input(text, -1, ctx)).intValue();
  }

  /** A number, or -1 if there is none. */
  private int digits() {
    int start = at;
    long value = 0;
    while (peek() >= '0' && peek() <= '9') {
      value = value * 10 + (peek() - '0');
      if (value > Integer.MAX_VALUE) {
        throw SqlException.error(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "number is out of range");
      }
      at++;
    }
    return at == start ? -1 : (int) value;
  }

  private String text(char type, int index) {
    Object value = args[index];
    if (value == null) {
      return switch (type) {
        case 's' -> "";
        case 'L' -> "NULL";
        default ->
            throw SqlException.error(
                SqlState.NULL_VALUE_NOT_ALLOWED,
                "null values cannot be formatted as an SQL identifier");
      };
    }
    String text = TextCasts.textOf(value, types[index], ctx).toString();
    return switch (type) {
      case 's' -> text;
      case 'I' -> Quoting.identifier(text, isKeyword);
      default -> Quoting.literal(text);
    };
  }

  private void append(String text) {
    int padding = width - text.codePointCount(0, text.length());
    String blanks = padding > 0 ? " ".repeat(padding) : "";
    out.append(leftAlign ? text + blanks : blanks + text);
  }
}
