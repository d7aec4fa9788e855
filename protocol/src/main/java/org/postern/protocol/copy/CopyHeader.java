package org.postern.protocol.copy;

/** The option HEADER. */
public enum CopyHeader {
  /** No header line. */
  NONE,
  /** A header line is written; on input it is skipped unread. */
  PRESENT,
  /** Input only: the header must name the columns. */
  MATCH
}
