package org.postern.executor.types.text;

import java.util.Arrays;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Slice;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Functions of text that work on characters. Case is ASCII's, as in the C locale.
 *
 * <p>Source: PostgreSQL documentation, section 9.4 "String Functions and Operators".
 */
public final class TextFunctions {
  /** No value may take more than this many bytes. */
  static final int MAX_BYTES = 0x3FFFFFFF;

  private TextFunctions() {}

  public static long length(Slice text) {
    return Utf8.length(text);
  }

  /** length(bpchar) does not count trailing blanks. */
  public static long bpcharLength(Slice text) {
    return Utf8.length(TextCasts.bpcharToText(text));
  }

  public static long octetLength(Slice text) {
    return text.length();
  }

  public static long bitLength(Slice text) {
    return text.length() * 8L;
  }

  public static Slice lower(Slice text) {
    return mapAscii(text, 'A', 'Z', 32);
  }

  public static Slice upper(Slice text) {
    return mapAscii(text, 'a', 'z', -32);
  }

  private static Slice mapAscii(Slice text, int from, int to, int shift) {
    byte[] bytes = null;
    for (int i = 0; i < text.length(); i++) {
      int c = text.at(i);
      if (c >= from && c <= to) {
        bytes = bytes == null ? text.toBytes() : bytes;
        bytes[i] = (byte) (c + shift);
      }
    }
    return bytes == null ? text : Slice.of(bytes);
  }

  public static Slice initcap(Slice text) {
    byte[] bytes = text.toBytes();
    boolean inWord = false;
    for (int i = 0; i < bytes.length; i++) {
      int c = bytes[i];
      boolean lower = c >= 'a' && c <= 'z';
      boolean upper = c >= 'A' && c <= 'Z';
      if (inWord && upper) {
        bytes[i] += 32;
      } else if (!inWord && lower) {
        bytes[i] -= 32;
      }
      inWord = lower || upper || c >= '0' && c <= '9';
    }
    return Slice.of(bytes);
  }

  public static Slice concat(Slice left, Slice right) {
    byte[] bytes = Arrays.copyOf(left.toBytes(), left.length() + right.length());
    System.arraycopy(right.base(), right.offset(), bytes, left.length(), right.length());
    return Slice.of(bytes);
  }

  static SqlException negativeLength() {
    return SqlException.error(SqlState.SUBSTRING_ERROR, "negative substring length not allowed");
  }

  /** substr(text, start): from a 1-based character on. */
  public static Slice substring(Slice text, long start) {
    return text.slice(Utf8.skip(text, 0, (int) Math.max(start - 1, 0)), text.length());
  }

  /** substr(text, start, count): the part of the range that lies inside the text. */
  public static Slice substring(Slice text, long start, long count) {
    if (count < 0) {
      throw negativeLength();
    }
    long first = Math.max(start, 1);
    long end = start + count;
    if (end <= first) {
      return Slice.EMPTY;
    }
    int from = Utf8.skip(text, 0, (int) (first - 1));
    int characters = (int) Math.min(end - first, Integer.MAX_VALUE);
    return text.slice(from, Utf8.skip(text, from, characters));
  }

  public static Slice left(Slice text, long count) {
    long keep = count < 0 ? Math.max(Utf8.length(text) + count, 0) : count;
    return text.slice(0, Utf8.skip(text, 0, (int) keep));
  }

  public static Slice right(Slice text, long count) {
    long drop = count < 0 ? -count : Math.max(Utf8.length(text) - count, 0);
    int from = Utf8.skip(text, 0, (int) Math.min(drop, Integer.MAX_VALUE));
    return text.slice(from, text.length());
  }

  /** position(needle in text) and strpos(text, needle): 1-based, 0 if there is none. */
  public static long position(Slice text, Slice needle) {
    int at = text.indexOf(needle, 0);
    return at < 0 ? 0 : Utf8.length(text.slice(0, at)) + 1;
  }

  public static boolean startsWith(Slice text, Slice prefix) {
    return text.startsWith(prefix);
  }

  public static Slice overlay(Slice text, Slice with, long start, long count) {
    if (start <= 0) {
      throw negativeLength();
    }
    if (start + count > Integer.MAX_VALUE) {
      throw SqlException.error(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "integer out of range");
    }
    Slice head = substring(text, 1, start - 1);
    Slice tail = substring(text, start + count);
    return concat(concat(head, with), tail);
  }

  public static Slice overlay(Slice text, Slice with, long start) {
    return overlay(text, with, start, Utf8.length(with));
  }

  public static Slice replace(Slice text, Slice from, Slice to) {
    if (from.isEmpty() || text.isEmpty()) {
      return text;
    }
    int at = text.indexOf(from, 0);
    if (at < 0) {
      return text;
    }
    ByteSink out = new ByteSink(text.length());
    int done = 0;
    while (at >= 0) {
      out.put(text.slice(done, at)).put(to);
      done = at + from.length();
      at = text.indexOf(from, done);
    }
    return out.put(text.slice(done, text.length())).toSlice();
  }

  public static Slice translate(Slice text, Slice from, Slice to) {
    int[] source = from.toString().codePoints().toArray();
    int[] target = to.toString().codePoints().toArray();
    StringBuilder out = new StringBuilder();
    text.toString()
        .codePoints()
        .forEach(c -> {
          int i = 0;
          while (i < source.length && source[i] != c) {
            i++;
          }
          if (i == source.length) {
            out.appendCodePoint(c);
          } else if (i < target.length) {
            out.appendCodePoint(target[i]);
          }
        });
    return Slice.utf8(out.toString());
  }

  public static Slice reverse(Slice text) {
    byte[] bytes = new byte[text.length()];
    int at = 0;
    while (at < text.length()) {
      int width = Utf8.width(text.at(at));
      int to = text.length() - at - width;
      System.arraycopy(text.base(), text.offset() + at, bytes, to, width);
      at += width;
    }
    return Slice.of(bytes);
  }

  static SqlException tooLarge() {
    return SqlException.error(SqlState.PROGRAM_LIMIT_EXCEEDED, "requested length too large");
  }

  public static Slice repeat(Slice text, long count) {
    long times = Math.max(count, 0);
    if (times * text.length() > MAX_BYTES) {
      throw tooLarge();
    }
    ByteSink out = new ByteSink((int) (times * text.length()));
    for (long i = 0; i < times; i++) {
      out.put(text);
    }
    return out.toSlice();
  }

  public static Slice lpad(Slice text, long length, Slice fill) {
    return pad(text, length, fill, true);
  }

  public static Slice rpad(Slice text, long length, Slice fill) {
    return pad(text, length, fill, false);
  }

  private static Slice pad(Slice text, long length, Slice fill, boolean left) {
    long target = Math.max(length, 0);
    int characters = Utf8.length(text);
    if (characters >= target || fill.isEmpty()) {
      return left(text, Math.min(characters, target));
    }
    if (target > MAX_BYTES / 4) {
      throw tooLarge();
    }
    int missing = (int) target - characters;
    int fillCharacters = Utf8.length(fill);
    ByteSink out = new ByteSink(text.length() + missing);
    if (!left) {
      out.put(text);
    }
    for (int rest = missing; rest > 0; rest -= fillCharacters) {
      out.put(rest >= fillCharacters ? fill : left(fill, rest));
    }
    if (left) {
      out.put(text);
    }
    return out.toSlice();
  }

  /** split_part: fields are counted from 1, or from the end with negative numbers. */
  public static Slice splitPart(Slice text, Slice separator, long field) {
    if (field == 0) {
      throw SqlException.error(SqlState.INVALID_PARAMETER_VALUE, "field position must not be zero");
    }
    if (text.isEmpty()) {
      return Slice.EMPTY;
    }
    if (separator.isEmpty()) {
      return field == 1 || field == -1 ? text : Slice.EMPTY;
    }
    long wanted = field;
    if (field < 0) {
      long fields = 1;
      for (int at = text.indexOf(separator, 0); at >= 0; fields++) {
        at = text.indexOf(separator, at + separator.length());
      }
      wanted = fields + field + 1;
      if (wanted < 1) {
        return Slice.EMPTY;
      }
    }
    int from = 0;
    for (long i = 1; i < wanted; i++) {
      int at = text.indexOf(separator, from);
      if (at < 0) {
        return Slice.EMPTY;
      }
      from = at + separator.length();
    }
    int to = text.indexOf(separator, from);
    return text.slice(from, to < 0 ? text.length() : to);
  }

  public static long ascii(Slice text) {
    return text.isEmpty() ? 0 : Utf8.codePoint(text, 0);
  }

  public static Slice chr(long code) {
    if (code < 0) {
      throw SqlException.error(
          SqlState.PROGRAM_LIMIT_EXCEEDED, "character number must be positive");
    }
    if (code == 0) {
      throw SqlException.error(SqlState.PROGRAM_LIMIT_EXCEEDED, "null character not permitted");
    }
    if (code > Character.MAX_CODE_POINT) {
      throw SqlException.error(
          SqlState.PROGRAM_LIMIT_EXCEEDED, "requested character too large for encoding: %d", code);
    }
    if (code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE) {
      throw SqlException.error(
          SqlState.PROGRAM_LIMIT_EXCEEDED, "requested character not valid for encoding: %d", code);
    }
    return Slice.utf8(Character.toString((int) code));
  }

  public static Slice toHexInt4(long value) {
    return Slice.utf8(Integer.toHexString((int) value));
  }

  public static Slice toHexInt8(long value) {
    return Slice.utf8(Long.toHexString(value));
  }
}
