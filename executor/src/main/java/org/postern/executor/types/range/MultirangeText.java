package org.postern.executor.types.range;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.TypeContext;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * The text of multiranges: ranges with commas between them, in braces.
 *
 * <p>Source: PostgreSQL documentation, section 8.17.5 "Range Input/Output".
 */
public final class MultirangeText {
  private final String text;
  private int at;

  private MultirangeText(String text) {
    this.text = text;
  }

  public static MultirangeValue parse(String text, RangeShape shape, int typmod, TypeContext ctx) {
    List<RangeValue> ranges = new ArrayList<>();
    new MultirangeText(text).split(range -> ranges.add(RangeText.parse(range, shape, typmod, ctx)));
    return MultirangeValue.of(shape, ranges);
  }

  private SqlException malformed(String detail) {
    return SqlException.error(
            SqlState.INVALID_TEXT_REPRESENTATION, "malformed multirange literal: \"%s\"", text)
        .withDetail(detail);
  }

  private void skipSpace() {
    while (at < text.length() && RangeText.isSpace(text.charAt(at))) {
      at++;
    }
  }

  /** The next character, which must be there. */
  private char next() {
    if (at >= text.length()) {
      throw malformed("Unexpected end of input.");
    }
    return text.charAt(at);
  }

  /** Each range is read before the next is looked for, so that the first fault is reported. */
  private void split(Consumer<String> reader) {
    skipSpace();
    if (at >= text.length() || text.charAt(at) != '{') {
      throw malformed("Missing left brace.");
    }
    at++;
    boolean afterComma = false;
    while (true) {
      skipSpace();
      if (next() == '}' && !afterComma) {
        break;
      }
      reader.accept(range());
      skipSpace();
      afterComma = next() == ',';
      if (!afterComma && next() != '}') {
        throw malformed("Expected comma or end of multirange.");
      }
      at += afterComma ? 1 : 0;
    }
    at++;
    skipSpace();
    if (at < text.length()) {
      throw malformed("Junk after closing right brace.");
    }
  }

  private String range() {
    int start = at;
    if (text.regionMatches(true, at, "empty", 0, 5)) {
      at += 5;
      return "empty";
    }
    if (next() != '[' && next() != '(') {
      throw malformed("Expected range start.");
    }
    boolean quoted = false;
    for (at++; quoted || next() != ']' && next() != ')'; at++) {
      char c = next();
      if (c == '\\') {
        at++;
        next();
      } else if (c == '"') {
        quoted = !quoted;
      }
    }
    at++;
    return text.substring(start, at);
  }

  public static void print(MultirangeValue value, ByteSink out, TypeContext ctx) {
    out.put('{');
    for (int i = 0; i < value.ranges().size(); i++) {
      if (i > 0) {
        out.put(',');
      }
      RangeText.print(value.ranges().get(i), out, ctx);
    }
    out.put('}');
  }
}
