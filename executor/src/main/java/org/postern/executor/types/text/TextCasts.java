package org.postern.executor.types.text;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Length coercions among the character types. A type modifier is the length in characters plus 4,
 * and below 4 when none is declared.
 *
 * <p>Source: PostgreSQL documentation, section 8.3 "Character Types".
 */
public final class TextCasts {
  public static final int NAME_BYTES = 63;
  private static final int TYPMOD_OFFSET = 4;

  private TextCasts() {}

  /** varchar(n): an explicit cast cuts silently, otherwise only blanks may be cut off. */
  public static Slice varchar(Slice value, int typmod, boolean explicit) {
    if (typmod < TYPMOD_OFFSET) {
      return value;
    }
    int max = typmod - TYPMOD_OFFSET;
    if (value.length() <= max) {
      return value;
    }
    int end = Utf8.skip(value, 0, max);
    if (end == value.length()) {
      return value;
    }
    requireCut(value, end, explicit, "character varying", max);
    return value.slice(0, end);
  }

  /** char(n): pads with blanks to the length, cuts as varchar does. */
  public static Slice bpchar(Slice value, int typmod, boolean explicit) {
    if (typmod < TYPMOD_OFFSET) {
      return value;
    }
    int max = typmod - TYPMOD_OFFSET;
    int characters = Utf8.length(value);
    if (characters == max) {
      return value;
    }
    if (characters > max) {
      int end = Utf8.skip(value, 0, max);
      requireCut(value, end, explicit, "character", max);
      return value.slice(0, end);
    }
    ByteSink padded = new ByteSink(value.length() + max - characters);
    padded.put(value);
    for (int i = characters; i < max; i++) {
      padded.put(' ');
    }
    return padded.toSlice();
  }

  private static void requireCut(Slice value, int end, boolean explicit, String type, int max) {
    if (explicit) {
      return;
    }
    for (int i = end; i < value.length(); i++) {
      if (value.at(i) != ' ') {
        throw SqlException.error(
            SqlState.STRING_DATA_RIGHT_TRUNCATION_22001,
            "value too long for type %s(%d)",
            type,
            max);
      }
    }
  }

  /** bpchar to text or varchar: trailing blanks mean nothing and are dropped. */
  public static Slice bpcharToText(Slice value) {
    int end = value.length();
    while (end > 0 && value.at(end - 1) == ' ') {
      end--;
    }
    return value.slice(0, end);
  }

  /** text, varchar or cstring to name: cut to 63 bytes, at a character boundary. */
  public static Slice toName(Slice value) {
    return value.slice(0, Utf8.clip(value, NAME_BYTES));
  }

  public static Slice bpcharToName(Slice value) {
    return bpcharToText(toName(value));
  }

  /** text to "char": the first byte. */
  public static long toSingleChar(Slice value) {
    return value.isEmpty() ? 0 : value.at(0);
  }

  /** bool to text: the words, unlike the letters that bool's output gives. */
  public static Slice boolToText(long value) {
    return Slice.utf8(value != 0 ? "true" : "false");
  }

  /** The text form of a value, as a cast to text gives it, but for bool. */
  public static Slice textOf(Object value, int typeOid, TypeContext ctx) {
    ByteSink out = new ByteSink();
    ctx.type(typeOid).io().output(value, out, ctx);
    return out.toSlice();
  }
}
