package org.postern.executor.types.io;

import java.util.Arrays;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.RowValue;
import org.postern.executor.types.TypeContext;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** The text form of rows: fields in parentheses, quoted where needed, nothing for NULL. */
final class RecordText {
  private final String text;
  private final int typeOid;
  private final int[] fieldTypes;
  private final int[] typmods;
  private final TypeContext ctx;
  private int at;

  RecordText(String text, int typeOid, int[] fieldTypes, int[] typmods, TypeContext ctx) {
    this.text = text;
    this.typeOid = typeOid;
    this.fieldTypes = fieldTypes;
    this.typmods = typmods;
    this.ctx = ctx;
  }

  private SqlException malformed(String detail) {
    return SqlException.error(
            SqlState.INVALID_TEXT_REPRESENTATION, "malformed record literal: \"%s\"", text)
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

  RowValue parse() {
    skipSpace();
    if (peek() != '(') {
      throw malformed("Missing left parenthesis.");
    }
    at++;
    Object[] values = new Object[fieldTypes.length];
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        if (peek() != ',') {
          throw malformed("Too few columns.");
        }
        at++;
      }
      if (at < text.length() && (peek() == ',' || peek() == ')')) {
        continue;
      }
      values[i] = ctx.type(fieldTypes[i]).io().input(field(), typmods[i], ctx);
    }
    if (peek() != ')') {
      throw malformed("Too many columns.");
    }
    at++;
    skipSpace();
    if (at < text.length()) {
      throw malformed("Junk after right parenthesis.");
    }
    return new RowValue(typeOid, values, fieldTypes);
  }

  private String field() {
    StringBuilder value = new StringBuilder();
    boolean quoted = false;
    while (quoted || peek() != ',' && peek() != ')') {
      if (at >= text.length()) {
        throw malformed("Unexpected end of input.");
      }
      char c = text.charAt(at++);
      if (c == '\\') {
        if (at >= text.length()) {
          throw malformed("Unexpected end of input.");
        }
        value.append(text.charAt(at++));
      } else if (c == '"') {
        if (quoted && peek() == '"') {
          value.append('"');
          at++;
        } else {
          quoted = !quoted;
        }
      } else {
        value.append(c);
      }
    }
    return value.toString();
  }

  /** Puts the field written from {@code from} on into quotes if it needs them. */
  static void quote(ByteSink out, int from) {
    int to = out.length();
    boolean quote = to == from;
    for (int i = from; i < to; i++) {
      byte b = out.array()[i];
      quote |= b == '"' || b == '\\' || b == '(' || b == ')' || b == ',' || IoErrors.isSpace(b);
    }
    if (!quote) {
      return;
    }
    byte[] plain = Arrays.copyOfRange(out.array(), from, to);
    out.truncate(from);
    out.put('"');
    for (byte b : plain) {
      if (b == '"' || b == '\\') {
        out.put(b);
      }
      out.put(b);
    }
    out.put('"');
  }
}
