package org.postern.executor.types.text;

import org.postern.executor.types.Slice;

/** btrim, ltrim and rtrim: drop the characters of a set from the ends. */
public final class Trim {
  private static final Slice BLANK = Slice.utf8(" ");

  private Trim() {}

  public static Slice both(Slice text, Slice set) {
    return left(right(text, set), set);
  }

  public static Slice both(Slice text) {
    return both(text, BLANK);
  }

  public static Slice left(Slice text) {
    return left(text, BLANK);
  }

  public static Slice right(Slice text) {
    return right(text, BLANK);
  }

  public static Slice left(Slice text, Slice set) {
    int from = 0;
    while (from < text.length()) {
      int to = from + Utf8.width(text.at(from));
      if (!contains(set, text.slice(from, Math.min(to, text.length())))) {
        break;
      }
      from = to;
    }
    return text.slice(Math.min(from, text.length()), text.length());
  }

  public static Slice right(Slice text, Slice set) {
    int to = text.length();
    while (to > 0) {
      int from = to - 1;
      while (from > 0 && (text.at(from) & 0xC0) == 0x80) {
        from--;
      }
      if (!contains(set, text.slice(from, to))) {
        break;
      }
      to = from;
    }
    return text.slice(0, to);
  }

  private static boolean contains(Slice set, Slice character) {
    int at = 0;
    while (at < set.length()) {
      int next = Math.min(at + Utf8.width(set.at(at)), set.length());
      if (set.slice(at, next).equals(character)) {
        return true;
      }
      at = next;
    }
    return false;
  }

  /** btrim(bytea, bytea): by bytes. */
  public static Slice bytes(Slice value, Slice set, boolean left, boolean right) {
    int from = 0;
    int to = value.length();
    while (left && from < to && containsByte(set, value.at(from))) {
      from++;
    }
    while (right && to > from && containsByte(set, value.at(to - 1))) {
      to--;
    }
    return value.slice(from, to);
  }

  private static boolean containsByte(Slice set, byte b) {
    for (int i = 0; i < set.length(); i++) {
      if (set.at(i) == b) {
        return true;
      }
    }
    return false;
  }
}
