package org.postern.storage.tuple;

/**
 * The header in front of every stored row, as seen in a byte array.
 *
 * <pre>
 * 0        8        16     20     24    26     28    30  31
 * | xmin 8 | xmax 8 | cid 4 | block 4 | item 2 | mask2 2 | mask 2 | hoff 1 | null bits … pad to 8
 * </pre>
 *
 * xmin and xmax are full 64-bit transaction ids. A set null bit means "not null", as in PostgreSQL.
 * The heap's view of the same bytes in shared memory is {@code heap.HeapTupleLayout}.
 */
public final class TupleHeader {
  public static final int XMIN = 0;
  public static final int XMAX = XMIN + 8;
  public static final int CID = XMAX + 8;
  public static final int CTID_BLOCK = CID + 4;
  public static final int CTID_ITEM = CTID_BLOCK + 4;
  public static final int MASK2 = CTID_ITEM + 2;
  public static final int MASK = MASK2 + 2;
  public static final int HOFF = MASK + 2;
  public static final int BITS = HOFF + 1;

  /** Header bytes of a tuple without null bits, or with at most eight columns. */
  public static final int MIN_SIZE = 32;

  public static final int HAS_NULL = 0x0001;
  public static final int HAS_VARWIDTH = 0x0002;
  public static final int HAS_EXTERNAL = 0x0004;
  public static final int HAS_COMPRESSED = 0x0008;

  /** The part of the info mask that describes the data, not the transactions. */
  public static final int DATA_MASK = 0x000f;

  public static final int NATTS_MASK = 0x07ff;

  /** Most columns a tuple can have (PostgreSQL's limit too). */
  public static final int MAX_ATTRIBUTES = 1664;

  static {
    if (BITS + 1 != MIN_SIZE || MIN_SIZE % 8 != 0 || MAX_ATTRIBUTES > NATTS_MASK) {
      throw new AssertionError("tuple header layout");
    }
  }

  private TupleHeader() {}

  /** Header bytes, rounded up to 8, of a tuple with null bits. */
  public static int sizeWithNulls(int natts) {
    return BITS + ((natts + 7) >>> 3) + 7 & ~7;
  }

  public static long xmin(byte[] b, int at) {
    return (long) Varlena.LONG.get(b, at + XMIN);
  }

  public static long xmax(byte[] b, int at) {
    return (long) Varlena.LONG.get(b, at + XMAX);
  }

  /** cmin, cmax or a combo cid, whichever the tuple's state says. */
  public static int cid(byte[] b, int at) {
    return (int) Varlena.INT.get(b, at + CID);
  }

  public static int infomask(byte[] b, int at) {
    return (short) Varlena.SHORT.get(b, at + MASK) & 0xffff;
  }

  public static int infomask2(byte[] b, int at) {
    return (short) Varlena.SHORT.get(b, at + MASK2) & 0xffff;
  }

  public static int attributes(byte[] b, int at) {
    return infomask2(b, at) & NATTS_MASK;
  }

  public static int hoff(byte[] b, int at) {
    return b[at + HOFF] & 0xff;
  }

  public static boolean hasNulls(byte[] b, int at) {
    return (b[at + MASK] & HAS_NULL) != 0;
  }

  /** Whether attribute {@code att} (from 0) is null; only for tuples that have null bits. */
  public static boolean isNull(byte[] b, int at, int att) {
    return (b[at + BITS + (att >>> 3)] & 1 << (att & 7)) == 0;
  }

  static void setMasks(byte[] b, int at, int mask2, int mask) {
    Varlena.SHORT.set(b, at + MASK2, (short) mask2);
    Varlena.SHORT.set(b, at + MASK, (short) mask);
  }
}
