package org.postern.executor.types.network;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Slice;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * macaddr and macaddr8: hardware addresses of six and of eight bytes.
 *
 * <p>Source: PostgreSQL documentation, sections 8.9.4 "macaddr", 8.9.5 "macaddr8" and 9.12.
 */
public final class HardwareAddress {
  /** The length of macaddr. */
  public static final int SHORT = 6;

  /** The length of macaddr8. */
  public static final int LONG = 8;

  /** The groups of digits that macaddr takes: separator, number of groups, digits in each. */
  private enum Shape {
    COLONS(":", 6, 0),
    HYPHENS("-", 6, 0),
    TWO_COLONS(":", 2, 6),
    TWO_HYPHENS("-", 2, 6),
    DOTS(".", 3, 4),
    THREE_HYPHENS("-", 3, 4),
    PLAIN("", 1, 12);

    private final String separator;
    private final int groups;
    private final int digits;

    Shape(String separator, int groups, int digits) {
      this.separator = separator;
      this.groups = groups;
      this.digits = digits;
    }
  }

  private HardwareAddress() {}

  private static SqlException syntax(String type, String text) {
    return SqlException.error(
        SqlState.INVALID_TEXT_REPRESENTATION,
        "invalid input syntax for type %s: \"%s\"",
        type,
        text);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c >= '\t' && c <= '\r';
  }

  private static int digit(char c) {
    return c < 128 ? Character.digit(c, 16) : -1;
  }

  private static String trim(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  /** Reads a macaddr in any of its seven spellings. */
  public static Slice parseShort(String text) {
    String trimmed = trim(text);
    for (Shape shape : Shape.values()) {
      byte[] bytes = match(trimmed, shape, text);
      if (bytes != null) {
        return Slice.of(bytes);
      }
    }
    throw syntax("macaddr", text);
  }

  private static byte[] match(String trimmed, Shape shape, String text) {
    String[] groups =
        shape.groups == 1
            ? new String[] {trimmed}
            : trimmed.split(java.util.regex.Pattern.quote(shape.separator), -1);
    if (groups.length != shape.groups) {
      return null;
    }
    byte[] bytes = new byte[SHORT];
    int at = 0;
    for (String group : groups) {
      if (group.isEmpty() || !group.chars().allMatch(c -> digit((char) c) >= 0)) {
        return null;
      }
      if (shape.digits == 0) {
        long value = group.length() > 8 ? 256 : Long.parseLong(group, 16);
        if (value > 255) {
          throw SqlException.error(
              SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
              "invalid octet value in \"macaddr\" value: \"%s\"",
              text);
        }
        bytes[at++] = (byte) value;
        continue;
      }
      if (group.length() > shape.digits || group.length() < shape.digits - 1) {
        return null;
      }
      for (int i = 0; i < group.length(); i += 2) {
        bytes[at++] =
            (byte) Integer.parseInt(group.substring(i, Math.min(i + 2, group.length())), 16);
      }
    }
    return bytes;
  }

  /** Reads a macaddr8: pairs of digits, one kind of separator; six bytes are widened to eight. */
  public static Slice parseLong(String text) {
    String trimmed = trim(text);
    byte[] bytes = new byte[LONG];
    char separator = '\0';
    int count = 0;
    int at = 0;
    while (at < trimmed.length()) {
      if (count == LONG || at + 1 >= trimmed.length()) {
        throw syntax("macaddr8", text);
      }
      int high = digit(trimmed.charAt(at));
      int low = digit(trimmed.charAt(at + 1));
      if (high < 0 || low < 0) {
        throw syntax("macaddr8", text);
      }
      bytes[count++] = (byte) (high << 4 | low);
      at += 2;
      if (at < trimmed.length() && ":-.".indexOf(trimmed.charAt(at)) >= 0) {
        if (separator != '\0' && separator != trimmed.charAt(at)) {
          throw syntax("macaddr8", text);
        }
        separator = trimmed.charAt(at++);
        if (at == trimmed.length()) {
          throw syntax("macaddr8", text);
        }
      }
    }
    if (count == SHORT) {
      return widen(Slice.of(bytes, 0, SHORT));
    }
    if (count != LONG) {
      throw syntax("macaddr8", text);
    }
    return Slice.of(bytes);
  }

  public static void print(Slice value, ByteSink out) {
    for (int i = 0; i < value.length(); i++) {
      if (i > 0) {
        out.put(':');
      }
      int octet = value.unsignedAt(i);
      out.put(Character.forDigit(octet >> 4, 16)).put(Character.forDigit(octet & 15, 16));
    }
  }

  /** macaddr to macaddr8: FF FE in the middle, as EUI-64 has it. */
  public static Slice widen(Slice value) {
    byte[] bytes = new byte[LONG];
    System.arraycopy(value.base(), value.offset(), bytes, 0, 3);
    bytes[3] = (byte) 0xFF;
    bytes[4] = (byte) 0xFE;
    System.arraycopy(value.base(), value.offset() + 3, bytes, 5, 3);
    return Slice.of(bytes);
  }

  /** macaddr8 to macaddr, where FF FE is in the middle. */
  public static Slice narrow(Slice value) {
    if (value.unsignedAt(3) != 0xFF || value.unsignedAt(4) != 0xFE) {
      throw SqlException.error(
              SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
              "macaddr8 data out of range to convert to macaddr")
          .withHint(
              "Only addresses that have FF and FE as values in the 4th and 5th bytes from the"
                  + " left, for example xx:xx:xx:ff:fe:xx:xx:xx, are eligible to be converted"
                  + " from macaddr8 to macaddr.");
    }
    byte[] bytes = new byte[SHORT];
    System.arraycopy(value.base(), value.offset(), bytes, 0, 3);
    System.arraycopy(value.base(), value.offset() + 5, bytes, 3, 3);
    return Slice.of(bytes);
  }

  public static Slice not(Slice value) {
    byte[] bytes = value.toBytes();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) ~bytes[i];
    }
    return Slice.of(bytes);
  }

  public static Slice and(Slice a, Slice b) {
    byte[] bytes = a.toBytes();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] &= b.at(i);
    }
    return Slice.of(bytes);
  }

  public static Slice or(Slice a, Slice b) {
    byte[] bytes = a.toBytes();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] |= b.at(i);
    }
    return Slice.of(bytes);
  }

  /** The manufacturer's three bytes, the others zero. */
  public static Slice trunc(Slice value) {
    byte[] bytes = value.toBytes();
    java.util.Arrays.fill(bytes, 3, bytes.length, (byte) 0);
    return Slice.of(bytes);
  }

  /** macaddr8_set7bit: the bit that makes an EUI-48 a modified EUI-64. */
  public static Slice setSeventhBit(Slice value) {
    byte[] bytes = value.toBytes();
    bytes[0] |= 0x02;
    return Slice.of(bytes);
  }
}
