package org.postern.executor.types.io;

import java.math.BigInteger;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;

/**
 * The unsigned numbers: oid (strict decimal) and xid, cid, xid8 (C's strtoul, which reads what it
 * can and takes hexadecimal and octal). A 4-byte value is held as 0 to 2^32-1.
 */
public final class UnsignedIo extends LongIo {
  private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);
  private final boolean wide;
  private final boolean strict;

  private UnsignedIo(int bytes, boolean strict) {
    super(bytes);
    this.wide = bytes == 8;
    this.strict = strict;
  }

  static UnsignedIo oid() {
    return new UnsignedIo(4, true);
  }

  static UnsignedIo transactionId() {
    return new UnsignedIo(4, false);
  }

  static UnsignedIo fullTransactionId() {
    return new UnsignedIo(8, false);
  }

  @Override
  public boolean isUnsigned() {
    return true;
  }

  @Override
  public Object input(String text, int typmod, TypeContext ctx) {
    return strict ? parseOid(text) : parseLenient(text);
  }

  /** Signed input wraps around, as in C. */
  public static long parseOid(String text) {
    int at = 0;
    int end = text.length();
    while (at < end && IoErrors.isSpace(text.charAt(at))) {
      at++;
    }
    int start = at;
    if (at < end && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      at++;
    }
    int digits = at;
    while (at < end && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    String number = text.substring(start, at);
    boolean empty = at == digits;
    while (at < end && IoErrors.isSpace(text.charAt(at))) {
      at++;
    }
    if (empty || at < end) {
      throw IoErrors.syntax("oid", text);
    }
    BigInteger value = new BigInteger(number);
    if (value.bitLength() > 32
        || value.signum() > 0 && value.bitLength() > 32
        || value.signum() < 0 && value.bitLength() > 31) {
      throw IoErrors.range("oid", text);
    }
    return value.longValue() & 0xFFFFFFFFL;
  }

  private long parseLenient(String text) {
    String rest = text.stripLeading();
    boolean negative = rest.startsWith("-");
    if (negative || rest.startsWith("+")) {
      rest = rest.substring(1);
    }
    int radix = 10;
    if (rest.regionMatches(true, 0, "0x", 0, 2)) {
      radix = 16;
      rest = rest.substring(2);
    } else if (rest.startsWith("0")) {
      radix = 8;
    }
    int end = 0;
    while (end < rest.length() && Character.digit(rest.charAt(end), radix) >= 0) {
      end++;
    }
    if (end == 0) {
      return 0;
    }
    BigInteger value = new BigInteger(rest.substring(0, end), radix);
    if (value.compareTo(TWO_64) >= 0) {
      value = TWO_64.subtract(BigInteger.ONE);
      negative = false;
    }
    long bits = negative ? -value.longValue() : value.longValue();
    return wide ? bits : bits & 0xFFFFFFFFL;
  }

  @Override
  public void outputLong(long value, ByteSink out, TypeContext ctx) {
    if (wide) {
      out.putAscii(Long.toUnsignedString(value));
    } else {
      out.putDecimal(value & 0xFFFFFFFFL);
    }
  }

  @Override
  public Object receive(Slice binary, int typmod, TypeContext ctx) {
    long value = (Long) super.receive(binary, typmod, ctx);
    return wide ? value : value & 0xFFFFFFFFL;
  }
}
