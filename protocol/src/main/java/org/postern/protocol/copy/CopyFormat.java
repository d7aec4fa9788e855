package org.postern.protocol.copy;

/** The format of COPY data. */
public enum CopyFormat {
  TEXT,
  CSV,
  BINARY;

  /** The format code of CopyInResponse and CopyOutResponse. */
  public int code() {
    return this == BINARY ? 1 : 0;
  }
}
