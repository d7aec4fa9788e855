package org.postern.storage.btree;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;
import org.postern.storage.vfs.DataFile;
import org.postern.storage.vfs.FileSystem;
import org.postern.storage.vfs.OpenMode;

/**
 * External merge sort of index tuples. Tuples collect in one array; when it is full they are sorted
 * and appended to a temporary file as a run. In the end the runs are merged in one pass; without
 * runs the array is read in place.
 *
 * <p>Source: Knuth, The Art of Computer Programming, volume 3, section 5.4.
 */
final class BtreeSorter implements AutoCloseable {
  private static final int MIN_MEMORY = 256 * 1024;
  private static final int MAX_MEMORY = 1 << 30;
  private static final int MIN_READ = 32 * 1024;

  /** Array bytes kept per tuple beside the tuple itself: prefix, offset, and the merge's copies. */
  private static final int OVERHEAD = 24;

  private final BtreeSortOrder order;
  private final FileSystem files;
  private final Path path;
  private final int memory;
  private final List<Run> runs = new ArrayList<>();

  private byte[] data = new byte[64 * 1024];
  private int used;
  private long[] prefixes = new long[1024];
  private int[] offsets = new int[1024];
  private long[] prefixCopy = new long[0];
  private int[] offsetCopy = new int[0];
  private int count;
  private DataFile file;
  private long fileEnd;

  private int next;
  private Run[] heap;
  private int heapSize;
  private byte[] currentData;
  private int currentOffset;

  BtreeSorter(BtreeSortOrder order, FileSystem files, Path path, long memoryBytes) {
    this.order = order;
    this.files = files;
    this.path = path;
    this.memory = Math.clamp(memoryBytes, MIN_MEMORY, MAX_MEMORY);
  }

  /** Adds a copy of a tuple. */
  void add(byte[] tuple, int length) {
    if (count > 0 && (long) used + length + (long) (count + 1) * OVERHEAD > memory) {
      spill();
    }
    if (used + length > data.length) {
      data = Arrays.copyOf(data, (int) Math.min((long) data.length * 2, (long) memory + 8192));
    }
    if (count == offsets.length) {
      offsets = Arrays.copyOf(offsets, count * 2);
      prefixes = Arrays.copyOf(prefixes, count * 2);
    }
    System.arraycopy(tuple, 0, data, used, length);
    offsets[count] = used;
    prefixes[count] = order.prefix(data, used);
    used += length;
    count++;
  }

  /** Ends adding; then {@link #advance} gives the tuples in order. */
  void sort() {
    if (runs.isEmpty()) {
      sortMemory();
      next = 0;
      return;
    }
    if (count > 0) {
      spill();
    }
    data = new byte[0];
    offsets = new int[0];
    prefixes = new long[0];
    offsetCopy = new int[0];
    prefixCopy = new long[0];
    startMerge();
  }

  /** Goes to the next tuple; false at the end. */
  boolean advance() {
    if (runs.isEmpty()) {
      if (next == count) {
        return false;
      }
      currentData = data;
      currentOffset = offsets[next++];
      return true;
    }
    if (currentData != null) {
      pull();
    }
    if (heapSize == 0) {
      return false;
    }
    currentData = heap[0].buffer;
    currentOffset = heap[0].at;
    return true;
  }

  /** The array that holds the current tuple; valid until the next advance. */
  byte[] currentData() {
    return currentData;
  }

  int currentOffset() {
    return currentOffset;
  }

  @Override
  public void close() {
    if (file != null) {
      try {
        file.close();
        files.delete(path);
      } catch (IOException e) {
        throw ioError("remove", e);
      }
      file = null;
    }
  }

  private SqlException ioError(String what, IOException e) {
    return SqlException.error(
            SqlState.IO_ERROR, "could not %s temporary file \"%s\": %s", what, path, e.getMessage())
        .withCause(e);
  }

  private void sortMemory() {
    if (offsetCopy.length < count) {
      offsetCopy = new int[offsets.length];
      prefixCopy = new long[prefixes.length];
    }
    mergeSort(0, count);
  }

  private void mergeSort(int from, int to) {
    if (to - from <= 8) {
      insertionSort(from, to);
      return;
    }
    int middle = from + to >>> 1;
    mergeSort(from, middle);
    mergeSort(middle, to);
    if (compare(middle - 1, middle) <= 0) {
      return;
    }
    int half = middle - from;
    System.arraycopy(offsets, from, offsetCopy, 0, half);
    System.arraycopy(prefixes, from, prefixCopy, 0, half);
    int left = 0;
    int right = middle;
    int out = from;
    while (left < half && right < to) {
      boolean takeLeft =
          prefixCopy[left] != prefixes[right]
              ? prefixCopy[left] < prefixes[right]
              : order.compare(data, offsetCopy[left], data, offsets[right]) <= 0;
      if (takeLeft) {
        offsets[out] = offsetCopy[left];
        prefixes[out++] = prefixCopy[left++];
      } else {
        offsets[out] = offsets[right];
        prefixes[out++] = prefixes[right++];
      }
    }
    System.arraycopy(offsetCopy, left, offsets, out, half - left);
    System.arraycopy(prefixCopy, left, prefixes, out, half - left);
  }

  private void insertionSort(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      for (int j = i; j > from && compare(j - 1, j) > 0; j--) {
        int offset = offsets[j];
        offsets[j] = offsets[j - 1];
        offsets[j - 1] = offset;
        long prefix = prefixes[j];
        prefixes[j] = prefixes[j - 1];
        prefixes[j - 1] = prefix;
      }
    }
  }

  private int compare(int a, int b) {
    return prefixes[a] != prefixes[b]
        ? Long.compare(prefixes[a], prefixes[b])
        : order.compare(data, offsets[a], data, offsets[b]);
  }

  /** Writes what is in memory as a run. */
  private void spill() {
    sortMemory();
    try {
      if (file == null) {
        file = files.open(path, OpenMode.CREATE_NEW);
      }
      Run run = new Run(fileEnd, fileEnd + used);
      ByteBuffer out = ByteBuffer.allocate(Math.min(used, 1 << 18));
      for (int i = 0; i < count; i++) {
        int length = BtreeTupleLayout.size(data, offsets[i]);
        if (out.remaining() < length) {
          fileEnd += write(out, fileEnd);
        }
        out.put(data, offsets[i], length);
      }
      fileEnd += write(out, fileEnd);
      runs.add(run);
    } catch (IOException e) {
      throw ioError("write to", e);
    }
    used = 0;
    count = 0;
  }

  private int write(ByteBuffer out, long position) throws IOException {
    out.flip();
    int length = out.remaining();
    file.write(out, position);
    out.clear();
    return length;
  }

  private void startMerge() {
    heap = new Run[runs.size()];
    int share = Math.max(MIN_READ, memory / runs.size() & -8);
    for (Run run : runs) {
      run.buffer = new byte[(int) Math.min(share, run.end - run.position)];
      if (fill(run)) {
        heap[heapSize++] = run;
        siftUp(heapSize - 1);
      }
    }
  }

  /** Takes the smallest tuple away and restores the heap's order. */
  private void pull() {
    Run run = heap[0];
    run.at += BtreeTupleLayout.size(run.buffer, run.at);
    if (!fill(run)) {
      heap[0] = heap[--heapSize];
      heap[heapSize] = null;
    }
    siftDown();
  }

  /** Makes the run's next tuple complete in its buffer; false at the run's end. */
  private boolean fill(Run run) {
    int left = run.limit - run.at;
    boolean complete =
        left >= BtreeTupleLayout.HEADER_SIZE && left >= BtreeTupleLayout.size(run.buffer, run.at);
    if (!complete) {
      System.arraycopy(run.buffer, run.at, run.buffer, 0, left);
      int wanted = (int) Math.min(run.buffer.length - left, run.end - run.position);
      if (left == 0 && wanted == 0) {
        return false;
      }
      try {
        ByteBuffer target = ByteBuffer.wrap(run.buffer, left, wanted);
        int got = file.read(target, run.position);
        if (got != wanted) {
          throw new IOException("unexpected end of file");
        }
      } catch (IOException e) {
        throw ioError("read from", e);
      }
      run.position += wanted;
      run.limit = left + wanted;
      run.at = 0;
    }
    run.prefix = order.prefix(run.buffer, run.at);
    return true;
  }

  private boolean less(Run a, Run b) {
    return a.prefix != b.prefix
        ? a.prefix < b.prefix
        : order.compare(a.buffer, a.at, b.buffer, b.at) < 0;
  }

  private void siftUp(int start) {
    int i = start;
    while (i > 0) {
      int parent = i - 1 >>> 1;
      if (!less(heap[i], heap[parent])) {
        return;
      }
      Run run = heap[i];
      heap[i] = heap[parent];
      heap[parent] = run;
      i = parent;
    }
  }

  private void siftDown() {
    int i = 0;
    for (; ; ) {
      int child = 2 * i + 1;
      if (child >= heapSize) {
        return;
      }
      if (child + 1 < heapSize && less(heap[child + 1], heap[child])) {
        child++;
      }
      if (!less(heap[child], heap[i])) {
        return;
      }
      Run run = heap[i];
      heap[i] = heap[child];
      heap[child] = run;
      i = child;
    }
  }

  /** A sorted stretch of the file, and the part of it in memory. */
  private static final class Run {
    private final long end;
    private long position;
    private byte[] buffer;
    private int at;
    private int limit;
    private long prefix;

    Run(long start, long end) {
      this.position = start;
      this.end = end;
    }
  }
}
