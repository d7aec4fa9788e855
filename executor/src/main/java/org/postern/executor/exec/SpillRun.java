package org.postern.executor.exec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.Vector;
import org.postern.storage.vfs.TemporaryFile;

/** Rows in a temporary file, in the order they were written, as a list of chunks. */
final class SpillRun {
  private final SpillCodec codec;
  private final TemporaryFile file;
  private long[] position = new long[8];
  private int[] length = new int[8];
  private long[] first = new long[8];
  private int chunks;
  private long rows;

  SpillRun(SpillCodec codec, TemporaryFile file) {
    this.codec = codec;
    this.file = file;
  }

  /** Adds rows {@code order[from..to)} (null: the rows themselves) as one chunk. */
  void write(Vector[] columns, int[] order, int from, int to) {
    ByteBuffer bytes = codec.encode(columns, order, from, to);
    if (chunks == position.length) {
      position = Arrays.copyOf(position, chunks * 2);
      length = Arrays.copyOf(length, chunks * 2);
      first = Arrays.copyOf(first, chunks * 2);
    }
    position[chunks] = file.append(bytes.array(), bytes.limit());
    length[chunks] = bytes.limit();
    first[chunks++] = rows;
    rows += to - from;
  }

  /** Adds all rows of a store in chunks of about {@code bytes}. */
  void writeAll(RowStore store, int[] order, int bytes) {
    int count = store.count();
    int step = rowsPerChunk(store, bytes);
    for (int from = 0; from < count; from += step) {
      write(store.columns, order, from, Math.min(count, from + step));
    }
  }

  static int rowsPerChunk(RowStore store, int bytes) {
    long perRow = Math.max(1, store.memory() / Math.max(1, store.count()));
    return Math.clamp(bytes / perRow, 1, Batch.FULL);
  }

  long rows() {
    return rows;
  }

  int chunks() {
    return chunks;
  }

  Batch chunk(int number) {
    byte[] bytes = new byte[length[number]];
    file.read(bytes, bytes.length, position[number]);
    return codec.decode(bytes);
  }

  /** The chunk that holds a row. */
  int chunkOf(long row) {
    int at = Arrays.binarySearch(first, 0, chunks, row);
    return at >= 0 ? at : -at - 2;
  }

  /** The number of a chunk's first row. */
  long firstRow(int chunk) {
    return first[chunk];
  }
}
