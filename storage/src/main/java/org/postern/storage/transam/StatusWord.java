package org.postern.storage.transam;

/** Status words of transactions; see {@link TransamLayout}. */
final class StatusWord {
  static final int TAG_IN_PROGRESS = 0;
  static final int TAG_ABORTED = 1;
  static final int TAG_COMMITTED = 2;
  static final int TAG_COMMITTING_AT = 3;
  static final int TAG_SUB = 4;
  static final int TAG_COMMITTING = 5;
  static final int TAG_MOVED = 7;

  static final long ABORTED = TAG_ABORTED;
  static final long MOVED = TAG_MOVED;

  private static final int TAG_MASK = 7;

  private StatusWord() {}

  static int tag(long word) {
    return (int) word & TAG_MASK;
  }

  /** The LSN or sequence number in the word. */
  static long lsn(long word) {
    return word & ~TAG_MASK;
  }

  /** The transaction in the word. */
  static long xid(long word) {
    return word >>> 3;
  }

  static long inProgress(long xid) {
    return xid << 3;
  }

  static long committing(long xid) {
    return xid << 3 | TAG_COMMITTING;
  }

  static long committingAt(long lsn) {
    return checked(lsn) | TAG_COMMITTING_AT;
  }

  static long committed(long csn) {
    return checked(csn) | TAG_COMMITTED;
  }

  static long sub(long parent) {
    return parent << 3 | TAG_SUB;
  }

  private static long checked(long lsn) {
    if ((lsn & TAG_MASK) != 0 || lsn <= 0) {
      throw new IllegalArgumentException("not the end of a record: lsn=" + lsn);
    }
    return lsn;
  }

  /** A word may only be replaced by one of higher rank. */
  static int rank(long word) {
    return switch (tag(word)) {
      case TAG_IN_PROGRESS -> 0;
      case TAG_SUB -> 1;
      case TAG_COMMITTING -> 2;
      case TAG_COMMITTING_AT -> 3;
      case TAG_ABORTED, TAG_COMMITTED -> 4;
      default -> throw new IllegalStateException("unknown status word: word=" + word);
    };
  }

  static boolean isFinal(long word) {
    int tag = tag(word);
    return tag == TAG_ABORTED || tag == TAG_COMMITTED;
  }
}
