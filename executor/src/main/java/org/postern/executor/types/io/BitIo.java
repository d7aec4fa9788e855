package org.postern.executor.types.io;

import org.postern.executor.types.BitString;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.ByteSource;
import org.postern.executor.types.Physical;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeIo;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * bit and varbit: digits, binary or (after an x) hexadecimal.
 *
 * <p>Stored: four bytes little-endian of the length in bits, then the bytes.
 */
public final class BitIo implements TypeIo {
  private static final int MAX_LENGTH = 83_886_080;
  private final boolean varying;

  BitIo(boolean varying) {
    this.varying = varying;
  }

  @Override
  public Physical physical() {
    return Physical.OBJECT;
  }

  @Override
  public Object input(String text, int typmod, TypeContext ctx) {
    boolean marked = !text.isEmpty() && "bBxX".indexOf(text.charAt(0)) >= 0;
    boolean hex = marked && (text.charAt(0) == 'x' || text.charAt(0) == 'X');
    String digits = marked ? text.substring(1) : text;
    int step = hex ? 4 : 1;
    int length = digits.length() * step;
    checkLength(length, typmod);
    byte[] bytes = new byte[(length + 7) / 8];
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      int value = c < 128 ? Character.digit(c, hex ? 16 : 2) : -1;
      if (value < 0) {
        throw SqlException.error(
            SqlState.INVALID_TEXT_REPRESENTATION,
            "\"%s\" is not a valid %s digit",
            digits.substring(i, digits.offsetByCodePoints(i, 1)),
            hex ? "hexadecimal" : "binary");
      }
      int at = i * step;
      bytes[at / 8] |= (byte) (value << (8 - step - at % 8));
    }
    return new BitString(length, bytes);
  }

  private void checkLength(int length, int typmod) {
    if (typmod <= 0) {
      return;
    }
    if (varying) {
      if (length > typmod) {
        throw tooLong(typmod);
      }
    } else if (length != typmod) {
      throw mismatch(length, typmod);
    }
  }

  static SqlException tooLong(int typmod) {
    return SqlException.error(
        SqlState.STRING_DATA_RIGHT_TRUNCATION_22001,
        "bit string too long for type bit varying(%d)",
        typmod);
  }

  static SqlException mismatch(int length, int typmod) {
    return SqlException.error(
        SqlState.STRING_DATA_LENGTH_MISMATCH,
        "bit string length %d does not match type bit(%d)",
        length,
        typmod);
  }

  @Override
  public void output(Object value, ByteSink out, TypeContext ctx) {
    BitString bits = (BitString) value;
    int at = out.reserve(bits.length());
    for (int i = 0; i < bits.length(); i++) {
      out.array()[at + i] = (byte) (bits.bit(i) ? '1' : '0');
    }
  }

  @Override
  public Object receive(Slice binary, int typmod, TypeContext ctx) {
    ByteSource source = new ByteSource(binary);
    int length = source.takeInt();
    if (length < 0) {
      throw IoErrors.binary("invalid length in external bit string");
    }
    checkLength(length, typmod);
    return new BitString(length, source.take((length + 7) / 8).toBytes());
  }

  @Override
  public void send(Object value, ByteSink out, TypeContext ctx) {
    BitString bits = (BitString) value;
    out.putInt(bits.length()).put(bits.bytes(), 0, bits.bytes().length);
  }

  @Override
  public boolean hasTypmod() {
    return true;
  }

  @Override
  public int typmodIn(String[] args) {
    String type = varying ? "varbit" : "bit";
    int length = IoErrors.single(args);
    if (length < 1) {
      throw IoErrors.parameter("length for type %s must be at least 1", type);
    }
    if (length > MAX_LENGTH) {
      throw IoErrors.parameter("length for type %s cannot exceed %d", type, MAX_LENGTH);
    }
    return length;
  }

  @Override
  public int storedLength(Object value) {
    return 4 + ((BitString) value).bytes().length;
  }

  @Override
  public void store(Object value, byte[] base, int offset) {
    BitString bits = (BitString) value;
    Bytes.setInt(base, offset, bits.length());
    System.arraycopy(bits.bytes(), 0, base, offset + 4, bits.bytes().length);
  }

  @Override
  public Object load(byte[] base, int offset, int length) {
    return new BitString(
        Bytes.getInt(base, offset),
        java.util.Arrays.copyOfRange(base, offset + 4, offset + length));
  }
}
