package org.postern.wal.reader;

/** Where a reader gets the log's bytes. */
public interface WalSource {
  /**
   * Copies up to {@code length} bytes that begin at {@code lsn}; returns how many, 0 or less if
   * there are none.
   */
  int read(long lsn, byte[] target, int offset, int length);
}
