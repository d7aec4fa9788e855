package org.postern.executor.types.json;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.postern.executor.types.Slice;
import org.postern.executor.types.numeric.NumericText;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Makes a jsonb value of a parser's events. */
final class JsonbBuilder implements JsonEvents {
  /** PostgreSQL's limit on the bytes of one string. */
  private static final int MAX_STRING = 0x0FFFFFFF;

  private final Deque<Open> open = new ArrayDeque<>();
  private Jsonb result;

  /** A container whose end has not been seen. */
  private record Open(JsonKind kind, List<Slice> keys, List<Jsonb> items) {}

  Jsonb result() {
    return result;
  }

  /** 54000 when a string is longer than jsonb allows. */
  static Slice checked(Slice text) {
    if (text.length() > MAX_STRING) {
      throw SqlException.error(
              SqlState.PROGRAM_LIMIT_EXCEEDED, "string too long to represent as jsonb string")
          .withDetail(
              "Due to an implementation restriction, jsonb strings cannot exceed %d bytes.",
              MAX_STRING);
    }
    return text;
  }

  @Override
  public void open(JsonKind kind, int start) {
    open.push(new Open(kind, new ArrayList<>(), new ArrayList<>()));
  }

  @Override
  public void close(int end) {
    Open last = open.pop();
    add(
        last.kind == JsonKind.ARRAY
            ? JsonbArray.of(last.items)
            : JsonbObject.of(last.keys, last.items));
  }

  @Override
  public void key(Slice name) {
    open.peek().keys.add(checked(name));
  }

  @Override
  public void scalar(JsonToken token, Slice text, int start, int end) {
    add(
        switch (token) {
          case STRING -> new Jsonb.Text(checked(text));
          case NUMBER -> new Jsonb.Number(NumericText.parse(text.toString()));
          case TRUE -> Jsonb.TRUE;
          case FALSE -> Jsonb.FALSE;
          case NULL -> Jsonb.NULL;
          case OBJECT_START, OBJECT_END, ARRAY_START, ARRAY_END, COMMA, COLON, END ->
              throw new AssertionError(token);
        });
  }

  private void add(Jsonb value) {
    if (open.isEmpty()) {
      result = value;
    } else {
      open.peek().items.add(value);
    }
  }
}
