package org.postern.storage.access;

/**
 * A Bloom filter of index entries: what was put in is always found; what was not is found once in
 * some hundred times, as long as there is room for two bytes per entry.
 *
 * <p>Its size is bounded, whatever the index's: with less room it overlooks more, but never accuses
 * an entry falsely.
 *
 * <p>Source: Bloom, "Space/Time Trade-offs in Hash Coding with Allowable Errors" (1970); Kirsch and
 * Mitzenmacher, "Less Hashing, Same Performance" (2006).
 */
public final class EntryFilter {
  private static final int BITS_PER_ENTRY = 16;
  private static final int HASHES = 6;
  private static final int MIN_WORDS = 1 << 10;

  private final long[] words;
  private final long seed;

  /**
   * @param entries about how many there will be
   * @param memoryBytes the most memory it may take
   * @param seed makes what is overlooked differ from check to check
   */
  public EntryFilter(long entries, long memoryBytes, long seed) {
    long wanted = Math.min(entries * BITS_PER_ENTRY / Long.SIZE, memoryBytes / Long.BYTES);
    int count = MIN_WORDS;
    while (count < wanted && count < 1 << 27) {
      count <<= 1;
    }
    this.words = new long[count];
    this.seed = seed;
  }

  /** Puts in an entry: its attributes, without the tuple's header, and its tid. */
  public void add(byte[] tuple, int length, long tid) {
    long first = hash(tuple, length, tid);
    long second = mix(first) | 1;
    for (int i = 0; i < HASHES; i++) {
      long bit = first + i * second;
      words[word(bit)] |= 1L << bit;
    }
  }

  /** False only if the entry was not put in. */
  public boolean mayContain(byte[] tuple, int length, long tid) {
    long first = hash(tuple, length, tid);
    long second = mix(first) | 1;
    for (int i = 0; i < HASHES; i++) {
      long bit = first + i * second;
      if ((words[word(bit)] & 1L << bit) == 0) {
        return false;
      }
    }
    return true;
  }

  private int word(long bit) {
    return (int) (bit >>> 6) & words.length - 1;
  }

  private long hash(byte[] tuple, int length, long tid) {
    long hash = seed ^ mix(tid);
    for (int i = IndexLayout.HEADER_SIZE; i < length; i++) {
      hash = (hash ^ tuple[i]) * 0x100000001B3L;
    }
    return mix(hash);
  }

  private static long mix(long value) {
    long mixed = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    return mixed ^ mixed >>> 31;
  }
}
