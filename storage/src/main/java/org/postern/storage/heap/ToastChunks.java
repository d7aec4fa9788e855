package org.postern.storage.heap;

import org.postern.storage.tuple.AttributeLayout;
import org.postern.storage.tuple.TupleLayout;

/**
 * The rows of a toast relation: chunk_id oid, chunk_seq int4, chunk_data bytea. The first eight
 * bytes of the data are the tid of the next chunk (0 at the end), the rest belongs to the value.
 *
 * <p>Source: PostgreSQL documentation, "Out-of-Line, On-Disk TOAST Storage".
 */
public final class ToastChunks {
  public static final TupleLayout LAYOUT =
      new TupleLayout(AttributeLayout.INT4, AttributeLayout.INT4, AttributeLayout.BYTEA_PLAIN);

  /** Tuples longer than this have values moved out, until they are not. */
  public static final int THRESHOLD = 2032;

  static final int LINK_SIZE = 8;

  /** Bytes of the value in one chunk: four chunks fill a page. */
  static final int CHUNK_SIZE = THRESHOLD - 32 - 8 - 4 - LINK_SIZE;

  private ToastChunks() {}
}
