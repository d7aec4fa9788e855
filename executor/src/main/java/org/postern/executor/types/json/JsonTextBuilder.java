package org.postern.executor.types.json;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.postern.executor.types.Slice;

/** Makes {@link JsonText}s of a parser's events. */
final class JsonTextBuilder implements JsonEvents {
  private final Slice whole;
  private final Deque<Open> open = new ArrayDeque<>();
  private JsonText result;

  /** A container whose end has not been seen. */
  private static final class Open {
    final JsonKind kind;
    final int start;
    final List<Slice> keys = new ArrayList<>();
    final List<JsonText> items = new ArrayList<>();

    Open(JsonKind kind, int start) {
      this.kind = kind;
      this.start = start;
    }
  }

  JsonTextBuilder(Slice whole) {
    this.whole = whole;
  }

  JsonText result() {
    return result;
  }

  @Override
  public void open(JsonKind kind, int start) {
    open.push(new Open(kind, start));
  }

  @Override
  public void close(int end) {
    Open last = open.pop();
    Slice raw = whole.slice(last.start, end);
    add(new JsonText(last.kind, raw, raw, last.keys, last.items));
  }

  @Override
  public void key(Slice name) {
    open.peek().keys.add(name);
  }

  @Override
  public void scalar(JsonToken token, Slice text, int start, int end) {
    JsonKind kind =
        switch (token) {
          case STRING -> JsonKind.STRING;
          case NUMBER -> JsonKind.NUMBER;
          case TRUE, FALSE -> JsonKind.BOOLEAN;
          case NULL -> JsonKind.NULL;
          case OBJECT_START, OBJECT_END, ARRAY_START, ARRAY_END, COMMA, COLON, END ->
              throw new AssertionError(token);
        };
    add(new JsonText(kind, whole.slice(start, end), text, List.of(), List.of()));
  }

  private void add(JsonText value) {
    if (open.isEmpty()) {
      result = value;
    } else {
      open.peek().items.add(value);
    }
  }
}
