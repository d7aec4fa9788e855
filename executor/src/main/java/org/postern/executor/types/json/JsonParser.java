package org.postern.executor.types.json;

import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;

/** A recursive descent over JSON text that reports what it finds to {@link JsonEvents}. */
public final class JsonParser {
  private final JsonLexer lexer;
  private final JsonEvents events;
  private final JsonDepth depth;

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
    value();
    if (lexer.token() != JsonToken.END) {
      throw lexer.unexpected("Expected end of input");
    }
  }

  private void value() {
    switch (lexer.token()) {
      case OBJECT_START -> object();
      case ARRAY_START -> array();
      case STRING, NUMBER, TRUE, FALSE, NULL -> {
        events.scalar(lexer.token(), lexer.value(), lexer.start(), lexer.end());
        lexer.next();
      }
      case OBJECT_END, ARRAY_END, COMMA, COLON, END ->
          throw lexer.unexpected("Expected JSON value");
    }
  }

  private void object() {
    depth.enter();
    events.open(JsonKind.OBJECT, lexer.start());
    lexer.next();
    switch (lexer.token()) {
      case STRING -> {
        field();
        while (lexer.token() == JsonToken.COMMA) {
          lexer.next();
          field();
        }
      }
      case OBJECT_END -> {}
      default -> throw lexer.unexpected("Expected string or \"}\"");
    }
    close(JsonToken.OBJECT_END, "Expected \",\" or \"}\"");
  }

  private void close(JsonToken bracket, String expected) {
    if (lexer.token() != bracket) {
      throw lexer.unexpected(expected);
    }
    events.close(lexer.end());
    depth.leave();
    lexer.next();
  }

  private void field() {
    if (lexer.token() != JsonToken.STRING) {
      throw lexer.unexpected("Expected string");
    }
    events.key(lexer.value());
    lexer.next();
    if (lexer.token() != JsonToken.COLON) {
      throw lexer.unexpected("Expected \":\"");
    }
    lexer.next();
    value();
  }

  private void array() {
    depth.enter();
    events.open(JsonKind.ARRAY, lexer.start());
    lexer.next();
    if (lexer.token() != JsonToken.ARRAY_END) {
      value();
      while (lexer.token() == JsonToken.COMMA) {
        lexer.next();
        value();
      }
    }
    close(JsonToken.ARRAY_END, "Expected \",\" or \"]\"");
  }
}
