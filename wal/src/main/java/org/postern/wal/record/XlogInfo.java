package org.postern.wal.record;

/** The kinds of record of the log's own manager, by the number stored in a record. */
public enum XlogInfo {
  /** Nothing: fills the place of a record whose writer died. Main data: zeros. */
  NOOP(0),
  /** A checkpoint began here: replay starts with this record. No data. */
  CHECKPOINT_REDO(1),
  /** A checkpoint made while the server ran; main data {@link CheckpointRecord}. */
  CHECKPOINT_ONLINE(2),
  /** The last record before a clean stop or after a replay; main data {@link CheckpointRecord}. */
  CHECKPOINT_SHUTDOWN(3),
  /** Whole pages and nothing else. */
  FULL_PAGE_IMAGE(4);

  private static final XlogInfo[] BY_NUMBER = values();

  private final int number;

  XlogInfo(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /** The kind with this number, or null. */
  public static XlogInfo of(int number) {
    return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
  }
}
