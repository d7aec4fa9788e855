package org.postern.executor.types.range;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * The text of ranges: {@code empty}, or two bounds between brackets.
 *
 * <p>A bound that is left out is infinite. Bounds may be quoted; a backslash takes the next
 * character as it is, and so does a doubled quote inside of quotes.
 *
 * <p>Source: PostgreSQL documentation, section 8.17.5 "Range Input/Output".
 */
public final class RangeText {
  private static final String EMPTY = "empty";

  private final String text;
  private final RangeShape shape;
  private final TypeContext ctx;
  private final int typmod;
  private int at;

  private RangeText(String text, RangeShape shape, int typmod, TypeContext ctx) {
    this.text = text;
    this.shape = shape;
    this.typmod = typmod;
    this.ctx = ctx;
  }

  public static RangeValue parse(String text, RangeShape shape, int typmod, TypeContext ctx) {
    return new RangeText(text, shape, typmod, ctx).parse();
  }

  static boolean isSpace(char c) {
    return c == ' ' || c >= '\t' && c <= '\r';
  }

  private SqlException malformed(String detail) {
    return SqlException.error(
            SqlState.INVALID_TEXT_REPRESENTATION, "malformed range literal: \"%s\"", text)
        .withDetail(detail);
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private boolean atEnd() {
    return at >= text.length();
  }

  private void skipSpace() {
    while (!atEnd() && isSpace(peek())) {
      at++;
    }
  }

  private void requireEnd(String detail) {
    skipSpace();
    if (!atEnd()) {
      throw malformed(detail);
    }
  }

  private RangeValue parse() {
    skipSpace();
    if (text.regionMatches(true, at, EMPTY, 0, EMPTY.length())) {
      at += EMPTY.length();
      requireEnd("Junk after \"empty\" key word.");
      return shape.empty();
    }
    if (peek() != '[' && peek() != '(') {
      throw malformed("Missing left parenthesis or bracket.");
    }
    boolean lowerInclusive = text.charAt(at++) == '[';
    String lower = bound();
    if (peek() != ',') {
      throw malformed("Missing comma after lower bound.");
    }
    at++;
    String upper = bound();
    if (peek() != ']' && peek() != ')') {
      throw malformed("Too many commas.");
    }
    boolean upperInclusive = text.charAt(at++) == ']';
    requireEnd("Junk after right parenthesis or bracket.");
    return shape.make(
        Bound.lower(value(lower), lowerInclusive), Bound.upper(value(upper), upperInclusive));
  }

  private Object value(String bound) {
    return bound == null ? null : shape.subtype().io().input(bound, typmod, ctx);
  }

  /** The text of a bound without quotes; null when there is none. */
  private String bound() {
    if (peek() == ',' || peek() == ')' || peek() == ']') {
      return null;
    }
    StringBuilder plain = new StringBuilder();
    boolean quoted = false;
    while (quoted || peek() != ',' && peek() != ')' && peek() != ']') {
      if (atEnd()) {
        throw malformed("Unexpected end of input.");
      }
      char c = text.charAt(at++);
      if (c == '\\') {
        if (atEnd()) {
          throw malformed("Unexpected end of input.");
        }
        plain.append(text.charAt(at++));
      } else if (c == '"' && quoted && peek() == '"') {
        plain.append('"');
        at++;
      } else if (c == '"') {
        quoted = !quoted;
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  public static void print(RangeValue range, ByteSink out, TypeContext ctx) {
    if (range.isEmpty()) {
      out.putAscii(EMPTY);
      return;
    }
    out.put(range.lower().inclusive() ? '[' : '(');
    print(range.lower(), range.shape(), out, ctx);
    out.put(',');
    print(range.upper(), range.shape(), out, ctx);
    out.put(range.upper().inclusive() ? ']' : ')');
  }

  private static void print(Bound bound, RangeShape shape, ByteSink out, TypeContext ctx) {
    if (bound.infinite()) {
      return;
    }
    ByteSink plain = new ByteSink();
    shape.subtype().io().output(bound.value(), plain, ctx);
    Slice text = plain.toSlice();
    if (!needsQuotes(text)) {
      out.put(text);
      return;
    }
    out.put('"');
    for (int i = 0; i < text.length(); i++) {
      byte c = text.at(i);
      if (c == '"' || c == '\\') {
        out.put(c);
      }
      out.put(c);
    }
    out.put('"');
  }

  private static boolean needsQuotes(Slice text) {
    for (int i = 0; i < text.length(); i++) {
      char c = (char) text.at(i);
      if ("\"\\()[],".indexOf(c) >= 0 || isSpace(c)) {
        return true;
      }
    }
    return text.isEmpty();
  }
}
