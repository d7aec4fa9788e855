package org.postern.storage.access;

import java.util.List;

/**
 * The columns of an index: first the keys, which order it, then the included columns.
 *
 * <p>An index tuple is {@code header 8 | null bits padded to 8, only when there is a null |
 * attributes}. Each attribute is aligned relative to the tuple's start; a variable-length payload
 * of up to 126 bytes has a one-byte header and no alignment, a longer one an aligned four-byte
 * header (PostgreSQL's little-endian varlena headers).
 */
public final class IndexLayout {
  /** As PostgreSQL's INDEX_MAX_KEYS. */
  public static final int MAX_COLUMNS = 32;

  /** Bytes before the first attribute of a tuple without nulls. */
  public static final int HEADER_SIZE = 8;

  /** Bytes before the first attribute of a tuple with nulls. */
  public static final int HEADER_SIZE_WITH_NULLS = 16;

  private final IndexColumn[] columns;
  private final int keyCount;
  private final int[] fixedOffset;

  public IndexLayout(List<IndexColumn> keys, List<IndexColumn> included) {
    if (keys.isEmpty() || keys.size() + included.size() > MAX_COLUMNS) {
      throw new IllegalArgumentException(
          "index columns: keys=" + keys.size() + ", included=" + included.size());
    }
    this.keyCount = keys.size();
    this.columns = new IndexColumn[keys.size() + included.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = i < keyCount ? keys.get(i) : included.get(i - keyCount);
    }
    this.fixedOffset = fixedOffsets(columns);
  }

  public static IndexLayout ofKeys(IndexColumn... keys) {
    return new IndexLayout(List.of(keys), List.of());
  }

  private static int[] fixedOffsets(IndexColumn[] columns) {
    int[] offsets = new int[columns.length];
    int position = HEADER_SIZE;
    for (int i = 0; i < columns.length; i++) {
      if (position < 0) {
        offsets[i] = -1;
        continue;
      }
      if (columns[i].length() < 0) {
        // On a four-byte boundary a varlena starts right there, whichever header it has.
        offsets[i] = (position & 3) == 0 ? position : -1;
        position = -1;
        continue;
      }
      position = align(position, columns[i].align());
      offsets[i] = position;
      position += columns[i].length();
    }
    return offsets;
  }

  public static int align(int position, int alignment) {
    return (position + alignment - 1) & -alignment;
  }

  public int columnCount() {
    return columns.length;
  }

  public int keyCount() {
    return keyCount;
  }

  public IndexColumn column(int column) {
    return columns[column];
  }

  /** Offset of a column within a tuple without nulls, -1 where earlier values decide it. */
  public int fixedOffset(int column) {
    return fixedOffset[column];
  }
}
