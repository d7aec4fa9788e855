package org.postern.storage.tuple;

/**
 * What stands in a tuple instead of a value that was moved to the table's toast relation.
 *
 * <pre>
 * 0       1     2            6                 10         14       18          26
 * | 0x01 | tag | raw length | stored (30)+method | value id | rel oid | first tid |
 * </pre>
 *
 * The first 18 bytes are PostgreSQL's; the tid of the value's first chunk is ours: chunks are
 * linked by tid, so a value is read without an index. Chunks are never updated and VACUUM moves no
 * tuple, so a tid stays valid as long as any visible row refers to it.
 */
public final class ToastPointer {
  public static final int SIZE = 26;
  public static final byte TAG = 18;

  private static final int RAW = 2;
  private static final int STORED = 6;
  private static final int VALUE_ID = 10;
  private static final int RELATION = 14;
  private static final int FIRST_TID = 18;

  private ToastPointer() {}

  /** The length of the value, without header, before compression. */
  public static int rawLength(byte[] b, int at) {
    return (int) Varlena.INT.get(b, at + RAW);
  }

  /** The number of bytes in the chunks. */
  public static int storedLength(byte[] b, int at) {
    return (int) Varlena.INT.get(b, at + STORED) & Varlena.MAX_LENGTH;
  }

  /** Zero for plain bytes, otherwise the compression's number plus one. */
  public static int method(byte[] b, int at) {
    return (int) Varlena.INT.get(b, at + STORED) >>> 30;
  }

  public static int valueId(byte[] b, int at) {
    return (int) Varlena.INT.get(b, at + VALUE_ID);
  }

  public static int relation(byte[] b, int at) {
    return (int) Varlena.INT.get(b, at + RELATION);
  }

  public static long firstTid(byte[] b, int at) {
    return (long) Varlena.LONG.get(b, at + FIRST_TID);
  }

  /** Writes a whole pointer, {@link #SIZE} bytes. */
  public static void put(
      byte[] b, int at, int raw, int stored, int method, int valueId, int relation, long tid) {
    b[at] = Varlena.EXTERNAL_MARK;
    b[at + 1] = TAG;
    Varlena.INT.set(b, at + RAW, raw);
    Varlena.INT.set(b, at + STORED, stored | method << 30);
    Varlena.INT.set(b, at + VALUE_ID, valueId);
    Varlena.INT.set(b, at + RELATION, relation);
    Varlena.LONG.set(b, at + FIRST_TID, tid);
  }
}
