package org.postern.executor.types.io;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeInfo;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * The text form of arrays: nested braces, quoted elements, optional explicit bounds.
 *
 * <p>Source: PostgreSQL documentation, section 8.15.6 "Array Input and Output Syntax".
 */
final class ArrayText {
  /** What came last, which decides what may follow. */
  private enum State {
    START,
    OPENED,
    ELEMENT,
    CLOSED,
    ELEMENT_DELIMITED,
    CLOSED_DELIMITED
  }

  private final String text;
  private final TypeInfo element;
  private final int typmod;
  private final TypeContext ctx;
  private final List<String> items = new ArrayList<>();
  private final int[] counts = new int[ArrayValue.MAX_DIMENSIONS + 1];
  private final int[] dims = new int[ArrayValue.MAX_DIMENSIONS];
  private int dimensions;
  private int at;

  /** Whether elements are at different depths. */
  private boolean uneven;

  ArrayText(String text, TypeInfo element, int typmod, TypeContext ctx) {
    this.text = text;
    this.element = element;
    this.typmod = typmod;
    this.ctx = ctx;
  }

  /** How many elements dimensions hold; too many is an error. */
  static int elementCount(int[] dims) {
    long count = dims.length == 0 ? 0 : 1;
    for (int dim : dims) {
      count *= dim;
      if (dim < 0 || count > ArrayValue.MAX_ELEMENTS) {
        throw SqlException.error(
            SqlState.PROGRAM_LIMIT_EXCEEDED,
            "array size exceeds the maximum allowed (%d)",
            ArrayValue.MAX_ELEMENTS);
      }
    }
    return (int) count;
  }

  private SqlException malformed(String detail) {
    return SqlException.error(
            SqlState.INVALID_TEXT_REPRESENTATION, "malformed array literal: \"%s\"", text)
        .withDetail("%s", detail);
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private void skipSpace() {
    while (IoErrors.isSpace(peek())) {
      at++;
    }
  }

  ArrayValue parse() {
    List<int[]> bounds = bounds();
    if (bounds.isEmpty()) {
      if (peek() != '{') {
        throw malformed("Array value must start with \"{\" or dimension information.");
      }
    } else {
      if (peek() != '=') {
        throw malformed("Missing \"=\" after array dimensions.");
      }
      at++;
      skipSpace();
      if (peek() != '{') {
        throw malformed("Array contents must start with \"{\".");
      }
    }
    Arrays.fill(dims, -1);
    body();
    skipSpace();
    if (at < text.length()) {
      throw malformed("Junk after closing right brace.");
    }
    return build(bounds);
  }

  /** [lower:upper]... before the contents. */
  private List<int[]> bounds() {
    List<int[]> bounds = new ArrayList<>();
    while (true) {
      skipSpace();
      if (peek() != '[') {
        return bounds;
      }
      at++;
      if (bounds.size() >= ArrayValue.MAX_DIMENSIONS) {
        throw tooManyDimensions(bounds.size() + 1);
      }
      int lower = 1;
      int upper = boundary();
      if (peek() == ':') {
        at++;
        lower = upper;
        upper = boundary();
      }
      if (peek() != ']') {
        throw malformed("Missing \"]\" after array dimensions.");
      }
      at++;
      if (upper < lower) {
        throw SqlException.error(
            SqlState.ARRAY_SUBSCRIPT_ERROR, "upper bound cannot be less than lower bound");
      }
      bounds.add(new int[] {lower, upper - lower + 1});
    }
  }

  private int boundary() {
    int start = at;
    if (peek() == '-' || peek() == '+') {
      at++;
    }
    int digits = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    if (at == digits) {
      throw malformed("\"[\" must introduce explicitly-specified array dimensions.");
    }
    try {
      return Integer.parseInt(text, start, at, 10);
    } catch (NumberFormatException e) {
      return (int) Math.clamp(Double.parseDouble(text.substring(start, at)), -2e9, 2e9);
    }
  }

  private static SqlException tooManyDimensions(int count) {
    return SqlException.error(
        SqlState.PROGRAM_LIMIT_EXCEEDED,
        "number of array dimensions (%d) exceeds the maximum allowed (%d)",
        count,
        ArrayValue.MAX_DIMENSIONS);
  }

  /** The braces and what is in them. */
  private void body() {
    State state = State.START;
    int depth = 0;
    do {
      skipSpace();
      if (at >= text.length()) {
        throw malformed("Unexpected end of input.");
      }
      char c = peek();
      if (c == '{') {
        if (state != State.START && state != State.OPENED && state != State.CLOSED_DELIMITED) {
          throw unexpected(c);
        }
        if (depth >= ArrayValue.MAX_DIMENSIONS) {
          throw tooManyDimensions(depth + 1);
        }
        at++;
        counts[depth++] = 0;
        dimensions = Math.max(dimensions, depth);
        state = State.OPENED;
      } else if (c == '}') {
        boolean empty = state == State.OPENED && depth == 1;
        if (state != State.ELEMENT && state != State.CLOSED && !empty) {
          throw unexpected(c);
        }
        at++;
        close(--depth);
        state = State.CLOSED;
      } else if (c == element.delimiter()) {
        if (state != State.ELEMENT && state != State.CLOSED) {
          throw unexpected(c);
        }
        at++;
        state = state == State.CLOSED ? State.CLOSED_DELIMITED : State.ELEMENT_DELIMITED;
      } else {
        if (state != State.OPENED && state != State.ELEMENT_DELIMITED) {
          throw c == '\\' ? unexpected(c) : malformed("Unexpected array element.");
        }
        uneven |= depth < dimensions;
        items.add(item());
        counts[depth - 1]++;
        state = State.ELEMENT;
      }
    } while (depth > 0);
  }

  private SqlException unexpected(char c) {
    return malformed("Unexpected \"" + c + "\" character.");
  }

  /** A sub-array at {@code depth} ends: it must be as long as its siblings. */
  private void close(int depth) {
    if (dims[depth] >= 0 && dims[depth] != counts[depth]) {
      throw malformed("Multidimensional arrays must have sub-arrays with matching dimensions.");
    }
    uneven |= depth + 1 < dimensions && dims[depth + 1] < 0;
    dims[depth] = counts[depth];
    if (depth > 0) {
      counts[depth - 1]++;
    }
  }

  /** The text of an element, null for NULL. */
  private String item() {
    StringBuilder value = new StringBuilder();
    boolean quoted = peek() == '"';
    boolean escaped = false;
    if (quoted) {
      quotedItem(value);
    } else {
      escaped = plainItem(value);
    }
    String item = value.toString();
    boolean isNull = !quoted && !escaped && ctx.arrayNulls() && item.equalsIgnoreCase("NULL");
    return isNull ? null : item;
  }

  private void quotedItem(StringBuilder value) {
    at++;
    while (peek() != '"') {
      if (at < text.length() && peek() == '\\') {
        at++;
      }
      if (at >= text.length()) {
        throw malformed("Unexpected end of input.");
      }
      value.append(text.charAt(at++));
    }
    at++;
  }

  /** Returns whether there was a backslash, which keeps an element from meaning NULL. */
  private boolean plainItem(StringBuilder value) {
    boolean escaped = false;
    int significant = 0;
    while (true) {
      if (at >= text.length()) {
        throw malformed("Unexpected end of input.");
      }
      char c = peek();
      if (c == element.delimiter() || c == '}') {
        break;
      }
      if (c == '"') {
        throw malformed("Unexpected array element.");
      }
      if (c == '{') {
        throw unexpected(c);
      }
      at++;
      if (c == '\\') {
        if (at >= text.length()) {
          throw malformed("Unexpected end of input.");
        }
        value.append(text.charAt(at++));
        escaped = true;
        significant = value.length();
      } else {
        value.append(c);
        significant = IoErrors.isSpace(c) ? significant : value.length();
      }
    }
    value.setLength(significant);
    return escaped;
  }

  private ArrayValue build(List<int[]> bounds) {
    if (items.isEmpty()) {
      if (!bounds.isEmpty()) {
        throw malformed("Specified array dimensions do not match array contents.");
      }
      return ArrayValue.empty(element.oid());
    }
    int[] lengths = Arrays.copyOf(dims, dimensions);
    elementCount(lengths);
    int[] lower = new int[dimensions];
    Arrays.fill(lower, 1);
    if (!bounds.isEmpty()) {
      if (bounds.size() != dimensions) {
        throw malformed("Specified array dimensions do not match array contents.");
      }
      for (int i = 0; i < dimensions; i++) {
        if (bounds.get(i)[1] != lengths[i]) {
          throw malformed("Specified array dimensions do not match array contents.");
        }
        lower[i] = bounds.get(i)[0];
      }
    }
    if (uneven) {
      throw SqlException.error(
          SqlState.INVALID_TEXT_REPRESENTATION, "malformed array literal: \"%s\"", text);
    }
    return new ArrayValue(element.oid(), lengths, lower, elements());
  }

  /** Elements are read last, so that faults of the array come before theirs. */
  private Object[] elements() {
    Object[] elements = new Object[items.size()];
    for (int i = 0; i < elements.length; i++) {
      String item = items.get(i);
      elements[i] = item == null ? null : element.io().input(item, typmod, ctx);
    }
    return elements;
  }

  static void append(ArrayValue array, TypeInfo element, ByteSink out, TypeContext ctx) {
    if (array.isEmpty()) {
      out.putAscii("{}");
      return;
    }
    appendBounds(array, out);
    appendLevel(array, element, 0, 0, out, ctx);
  }

  /** Bounds are shown when one of them does not begin at 1. */
  private static void appendBounds(ArrayValue array, ByteSink out) {
    boolean usual = true;
    for (int lower : array.lowerBounds()) {
      usual &= lower == 1;
    }
    if (usual) {
      return;
    }
    for (int i = 0; i < array.dimensions(); i++) {
      int lower = array.lowerBounds()[i];
      out.put('[').putDecimal(lower).put(':');
      out.putDecimal(lower + array.dims()[i] - 1).put(']');
    }
    out.put('=');
  }

  private static int appendLevel(
      ArrayValue array, TypeInfo element, int depth, int from, ByteSink out, TypeContext ctx) {
    int next = from;
    out.put('{');
    for (int i = 0; i < array.dims()[depth]; i++) {
      if (i > 0) {
        out.put(element.delimiter());
      }
      if (depth + 1 < array.dimensions()) {
        next = appendLevel(array, element, depth + 1, next, out, ctx);
      } else {
        appendItem(array.elements()[next++], element, out, ctx);
      }
    }
    out.put('}');
    return next;
  }

  private static void appendItem(Object item, TypeInfo element, ByteSink out, TypeContext ctx) {
    if (item == null) {
      out.putAscii("NULL");
      return;
    }
    int from = out.length();
    element.io().output(item, out, ctx);
    int to = out.length();
    int escapes = 0;
    boolean quote = to == from || isNull(out.array(), from, to);
    for (int i = from; i < to; i++) {
      byte b = out.array()[i];
      if (b == '"' || b == '\\') {
        escapes++;
      }
      quote |= b == '{' || b == '}' || b == element.delimiter() || IoErrors.isSpace(b);
    }
    if (!quote && escapes == 0) {
      return;
    }
    byte[] plain = Arrays.copyOfRange(out.array(), from, to);
    out.truncate(from);
    out.put('"');
    for (byte b : plain) {
      if (b == '"' || b == '\\') {
        out.put('\\');
      }
      out.put(b);
    }
    out.put('"');
  }

  private static boolean isNull(byte[] bytes, int from, int to) {
    return to - from == 4
        && (bytes[from] | 32) == 'n'
        && (bytes[from + 1] | 32) == 'u'
        && (bytes[from + 2] | 32) == 'l'
        && (bytes[from + 3] | 32) == 'l';
  }
}
