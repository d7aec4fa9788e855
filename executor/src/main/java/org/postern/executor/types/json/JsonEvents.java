package org.postern.executor.types.json;

import org.postern.executor.types.Slice;

/** What {@link JsonParser} reports, in the order of the text. Offsets count bytes of the text. */
interface JsonEvents {
  /** A container begins with the byte at {@code start}. */
  void open(JsonKind kind, int start);

  /** The container opened last ends before {@code end}. */
  void close(int end);

  /** The name of the field whose value follows. */
  void key(Slice name);

  /** {@code text}: a string's content, or the token itself; null when strings are not decoded. */
  void scalar(JsonToken token, Slice text, int start, int end);

  /** Forgets everything: only the checks are wanted. */
  final class Ignored implements JsonEvents {
    @Override
    public void open(JsonKind kind, int start) {}

    @Override
    public void close(int end) {}

    @Override
    public void key(Slice name) {}

    @Override
    public void scalar(JsonToken token, Slice text, int start, int end) {}
  }
}
