package org.postern.executor.types.json;

import java.util.ArrayDeque;
import java.util.Deque;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;

/**
 * Reads JSON text and reports what it finds to {@link JsonEvents}. The containers that are open are
 * kept in a list, so that the parser itself needs no stack.
 */
public final class JsonParser {
  private final JsonLexer lexer;
  private final JsonEvents events;
  private final JsonDepth depth;
  private final Deque<JsonKind> open = new ArrayDeque<>();

  private JsonParser(Slice text, boolean decode, JsonEvents events, TypeContext context) {
    this.lexer = new JsonLexer(text, decode);
    this.events = events;
    this.depth = new JsonDepth(context);
  }

  /** Throws 22P02 with PostgreSQL's detail and context when the text is not JSON. */
  public static void check(Slice text, TypeContext context) {
    new JsonParser(text, false, new JsonEvents.Ignored(), context).document();
  }

  /** The document as parts of its text; {@code decode} as {@link JsonLexer} has it. */
  public static JsonText text(Slice text, boolean decode, TypeContext context) {
    JsonTextBuilder builder = new JsonTextBuilder(text);
    new JsonParser(text, decode, builder, context).document();
    return builder.result();
  }

  public static Jsonb jsonb(Slice text, TypeContext context) {
    JsonbBuilder builder = new JsonbBuilder();
    new JsonParser(text, true, builder, context).document();
    return builder.result();
  }

  /** Whether a text is a JSON number from its first byte to its last. */
  public static boolean isNumber(Slice text) {
    int length = text.length();
    int at = length > 0 && text.at(0) == '-' ? 1 : 0;
    int first = at;
    at = digits(text, at);
    if (at == first || at > first + 1 && text.at(first) == '0') {
      return false;
    }
    if (at < length && text.at(at) == '.') {
      first = at + 1;
      at = digits(text, first);
      if (at == first) {
        return false;
      }
    }
    if (at < length && (text.at(at) == 'e' || text.at(at) == 'E')) {
      first = at + 1;
      first += first < length && (text.at(first) == '+' || text.at(first) == '-') ? 1 : 0;
      at = digits(text, first);
      if (at == first) {
        return false;
      }
    }
    return at == length;
  }

  private static int digits(Slice text, int from) {
    int at = from;
    while (at < text.length() && text.at(at) >= '0' && text.at(at) <= '9') {
      at++;
    }
    return at;
  }

  private void document() {
    lexer.next();
    boolean more = true;
    while (more) {
      more = !begin() || !end();
    }
    if (lexer.token() != JsonToken.END) {
      throw lexer.unexpected("Expected end of input");
    }
  }

  /** Reads a scalar or what opens a container; true when a value is complete with it. */
  private boolean begin() {
    switch (lexer.token()) {
      case OBJECT_START -> {
        open(JsonKind.OBJECT);
        if (lexer.token() == JsonToken.OBJECT_END) {
          return true;
        }
        if (lexer.token() != JsonToken.STRING) {
          throw lexer.unexpected("Expected string or \"}\"");
        }
        name();
        return false;
      }
      case ARRAY_START -> {
        open(JsonKind.ARRAY);
        return lexer.token() == JsonToken.ARRAY_END;
      }
      case STRING, NUMBER, TRUE, FALSE, NULL -> {
        events.scalar(lexer.token(), lexer.value(), lexer.start(), lexer.end());
        lexer.next();
        return true;
      }
      case OBJECT_END, ARRAY_END, COMMA, COLON, END ->
          throw lexer.unexpected("Expected JSON value");
    }
    throw new AssertionError(lexer.token());
  }

  private void open(JsonKind kind) {
    depth.enter();
    open.push(kind);
    events.open(kind, lexer.start());
    lexer.next();
  }

  /** After a value: closes what ends here; true when that was everything. */
  private boolean end() {
    while (!open.isEmpty()) {
      boolean object = open.peek() == JsonKind.OBJECT;
      if (lexer.token() == JsonToken.COMMA) {
        lexer.next();
        if (object) {
          name();
        }
        return false;
      }
      if (lexer.token() != (object ? JsonToken.OBJECT_END : JsonToken.ARRAY_END)) {
        throw lexer.unexpected(object ? "Expected \",\" or \"}\"" : "Expected \",\" or \"]\"");
      }
      events.close(lexer.end());
      open.pop();
      depth.leave();
      lexer.next();
    }
    return true;
  }

  private void name() {
    if (lexer.token() != JsonToken.STRING) {
      throw lexer.unexpected("Expected string");
    }
    events.key(lexer.value());
    lexer.next();
    if (lexer.token() != JsonToken.COLON) {
      throw lexer.unexpected("Expected \":\"");
    }
    lexer.next();
  }
}
