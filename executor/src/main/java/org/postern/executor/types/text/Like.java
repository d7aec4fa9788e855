package org.postern.executor.types.text;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Slice;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * LIKE and ILIKE: % for any characters, _ for one, backslash for the next one literally. Another
 * escape character is first turned into the backslash by {@link #escape}.
 *
 * <p>Since UTF-8 characters never overlap, matching goes by bytes, and only _ must know widths.
 */
public final class Like {
  /** How far matching got. */
  private enum Outcome {
    TRUE,
    FALSE,
    /** The text is used up: no longer text to try, so outer loops may give up too. */
    ABORT
  }

  private final Slice text;
  private final Slice pattern;
  private final boolean bytes;

  private Like(Slice text, Slice pattern, boolean bytes) {
    this.text = text;
    this.pattern = pattern;
    this.bytes = bytes;
  }

  public static boolean like(Slice text, Slice pattern) {
    return new Like(text, pattern, false).match(0, 0) == Outcome.TRUE;
  }

  /** Case as in the C locale: ASCII only. */
  public static boolean ilike(Slice text, Slice pattern) {
    return like(TextFunctions.lower(text), TextFunctions.lower(pattern));
  }

  /** bytea: _ stands for one byte. */
  public static boolean likeBytes(Slice value, Slice pattern) {
    return new Like(value, pattern, true).match(0, 0) == Outcome.TRUE;
  }

  private static SqlException endsWithEscape() {
    return SqlException.error(
        SqlState.INVALID_ESCAPE_SEQUENCE, "LIKE pattern must not end with escape character");
  }

  private Outcome match(int textFrom, int patternFrom) {
    int t = textFrom;
    int p = patternFrom;
    while (t < text.length() && p < pattern.length()) {
      byte c = pattern.at(p);
      if (c == '\\') {
        if (++p >= pattern.length()) {
          throw endsWithEscape();
        }
        if (pattern.at(p) != text.at(t)) {
          return Outcome.FALSE;
        }
      } else if (c == '%') {
        return matchAny(t, p + 1);
      } else if (c == '_') {
        t = Math.min(t + (bytes ? 1 : Utf8.width(text.at(t))), text.length());
        p++;
        continue;
      } else if (c != text.at(t)) {
        return Outcome.FALSE;
      }
      t++;
      p++;
    }
    if (t < text.length()) {
      return Outcome.FALSE;
    }
    while (p < pattern.length() && pattern.at(p) == '%') {
      p++;
    }
    return p >= pattern.length() ? Outcome.TRUE : Outcome.ABORT;
  }

  /** After a %: skip what the wildcards that follow need, then try every place. */
  private Outcome matchAny(int textFrom, int patternFrom) {
    int t = textFrom;
    int p = patternFrom;
    while (p < pattern.length()) {
      byte c = pattern.at(p);
      if (c == '_') {
        if (t >= text.length()) {
          return Outcome.ABORT;
        }
        t = Math.min(t + (bytes ? 1 : Utf8.width(text.at(t))), text.length());
      } else if (c != '%') {
        break;
      }
      p++;
    }
    if (p >= pattern.length()) {
      return Outcome.TRUE;
    }
    byte first = pattern.at(p);
    if (first == '\\') {
      if (p + 1 >= pattern.length()) {
        throw endsWithEscape();
      }
      first = pattern.at(p + 1);
    }
    for (; t < text.length(); t++) {
      if (text.at(t) == first) {
        Outcome outcome = match(t, p);
        if (outcome != Outcome.FALSE) {
          return outcome;
        }
      }
    }
    return Outcome.ABORT;
  }

  /** like_escape: rewrites a pattern with another escape character; an empty one is none. */
  public static Slice escape(Slice pattern, Slice escape) {
    if (Utf8.length(escape) > 1) {
      throw SqlException.error(SqlState.INVALID_ESCAPE_SEQUENCE, "invalid escape string")
          .withHint("Escape string must be empty or one character.");
    }
    if (escape.length() == 1 && escape.at(0) == '\\') {
      return pattern;
    }
    ByteSink out = new ByteSink(pattern.length() + 8);
    boolean afterEscape = false;
    int at = 0;
    while (at < pattern.length()) {
      int next = Math.min(at + Utf8.width(pattern.at(at)), pattern.length());
      Slice character = pattern.slice(at, next);
      at = next;
      if (!escape.isEmpty() && !afterEscape && character.equals(escape)) {
        out.put('\\');
        afterEscape = true;
      } else {
        if (character.at(0) == '\\' && !afterEscape) {
          out.put('\\');
        }
        out.put(character);
        afterEscape = false;
      }
    }
    return out.toSlice();
  }
}
