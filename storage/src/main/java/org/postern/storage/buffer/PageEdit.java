package org.postern.storage.buffer;

import org.postern.storage.walapi.WalOutput;

/**
 * Changes to up to eight exclusively locked pages that happen together or not at all.
 *
 * <pre>
 *   try (PageEdit edit = edits.begin(RmgrId.HEAP, INSERT)) {
 *     int b = edit.add(buffer, BlockFlags.STANDARD);   // copies the before-image
 *     ... change bytes ...
 *     edit.data().putShort(number);
 *     edit.blockData(b).putBytes(tuple);
 *     long lsn = edit.log();
 *   }
 * </pre>
 */
public final class PageEdit implements AutoCloseable {
  private static UnsupportedOperationException todo() {
    return new UnsupportedOperationException("page edits");
  }

  /** The transaction that writes the record; 0 for none. */
  public PageEdit xid(long xid) {
    throw todo();
  }

  /** Takes a page into the edit, before any byte of it changes; flags as BlockFlags. */
  public int add(int buffer, int flags) {
    throw todo();
  }

  /** The record's main data. */
  public WalOutput data() {
    throw todo();
  }

  /** Data of the block {@link #add} returned this index for. */
  public WalOutput blockData(int index) {
    throw todo();
  }

  /** Logs the change: inserts the record, sets the pages' LSNs, marks them dirty, ends the edit. */
  public long log() {
    throw todo();
  }

  /** Keeps the change without logging it (unlogged and temporary relations); ends the edit. */
  public void applyUnlogged() {
    throw todo();
  }

  /** Restores the before-images unless the edit was logged or applied. */
  @Override
  public void close() {
    throw todo();
  }
}
