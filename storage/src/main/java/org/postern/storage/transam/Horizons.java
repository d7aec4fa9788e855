package org.postern.storage.transam;

/** How far back anybody looks: what is older than these may be removed, frozen or truncated. */
public final class Horizons {
  Horizons() {}

  /**
   * A deleted row is dead to everybody if its deleter committed with a sequence number not above
   * this one; a row is visible to everybody if its inserter did. Never goes back.
   */
  public long oldestSnapshotCsn() {
    throw new UnsupportedOperationException();
  }

  /** Every transaction below this id has ended. Cached: may be older than the truth. */
  public long oldestRunningXid() {
    throw new UnsupportedOperationException();
  }

  /** Looks at all processes again; returns the new {@link #oldestRunningXid}. */
  public long refreshOldestRunningXid() {
    throw new UnsupportedOperationException();
  }

  /** The id that will be given out next. */
  public long nextXid() {
    throw new UnsupportedOperationException();
  }
}
