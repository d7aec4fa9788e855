package org.postern.storage.tuple;

/**
 * How one column lies in a tuple: the four facts of pg_attribute that decide its bytes.
 *
 * @param length bytes of a fixed-length type, {@link #VARLENA} or {@link #CSTRING}
 * @param align c, s, i or d: start at a multiple of 1, 2, 4 or 8 bytes
 * @param byValue whether the value travels as a number (attbyval)
 * @param storage p plain, e external, m main, x extended: what may be compressed or moved out
 */
public record AttributeLayout(int length, char align, boolean byValue, char storage) {
  public static final int VARLENA = -1;
  public static final int CSTRING = -2;

  public static final AttributeLayout BOOL = new AttributeLayout(1, 'c', true, 'p');
  public static final AttributeLayout INT2 = new AttributeLayout(2, 's', true, 'p');
  public static final AttributeLayout INT4 = new AttributeLayout(4, 'i', true, 'p');
  public static final AttributeLayout INT8 = new AttributeLayout(8, 'd', true, 'p');
  public static final AttributeLayout FLOAT4 = new AttributeLayout(4, 'i', true, 'p');
  public static final AttributeLayout FLOAT8 = new AttributeLayout(8, 'd', true, 'p');
  public static final AttributeLayout NAME = new AttributeLayout(64, 'c', false, 'p');
  public static final AttributeLayout TEXT = new AttributeLayout(VARLENA, 'i', false, 'x');
  public static final AttributeLayout BYTEA_PLAIN = new AttributeLayout(VARLENA, 'i', false, 'p');

  public AttributeLayout {
    if (length < CSTRING || length == 0 || length > Short.MAX_VALUE) {
      throw new IllegalArgumentException("bad attribute length: length=" + length);
    }
    if (alignmentOf(align) == 0) {
      throw new IllegalArgumentException("bad attribute alignment: align=" + align);
    }
  }

  /** The alignment in bytes. */
  public int alignment() {
    return alignmentOf(align);
  }

  public boolean isVarlena() {
    return length == VARLENA;
  }

  /** Whether a short (one byte) varlena header is allowed. */
  public boolean packable() {
    return length == VARLENA && storage != 'p';
  }

  private static int alignmentOf(char align) {
    return switch (align) {
      case 'c' -> 1;
      case 's' -> 2;
      case 'i' -> 4;
      case 'd' -> 8;
      default -> 0;
    };
  }
}
