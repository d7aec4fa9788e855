package org.postern.executor.exec;

import java.util.List;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.Vector;
import org.postern.storage.vfs.TemporaryFile;

/**
 * Rows kept for reading again and anywhere: in memory as long as they fit, beyond that in a
 * temporary file with the newest rows in memory. Readers see rows added after they were made.
 */
public final class TupleStore implements AutoCloseable {
  private final List<Integer> types;
  private final ExecEnvironment env;
  private final long limit;
  private RowStore tail;
  private TemporaryFile file;
  private SpillRun run;
  private boolean kept;

  public TupleStore(List<Integer> types, ExecEnvironment env) {
    this(types, env, env.work().memory().getAsLong());
  }

  /** {@code limit}: bytes to hold in memory. */
  TupleStore(List<Integer> types, ExecEnvironment env, long limit) {
    this.types = types;
    this.env = env;
    this.limit = limit;
    this.tail = new RowStore(types, env);
  }

  /** All rows of a node, which is closed. */
  static TupleStore drain(ExecNode node, List<Integer> types, ExecEnvironment env) {
    TupleStore store = new TupleStore(types, env);
    for (Batch batch = node.next(); batch != null; batch = node.next()) {
      env.interrupts().check();
      store.addAll(batch);
    }
    node.close();
    return store;
  }

  public long count() {
    return written() + tail.count();
  }

  private long written() {
    return run == null ? 0 : run.rows();
  }

  public void addAll(Batch batch) {
    for (int i = 0, n = batch.size(); i < n; i++) {
      tail.add(batch, batch.row(i));
      checkRoom();
    }
  }

  void add(Vector[] source, int row) {
    tail.add(source, row);
    checkRoom();
  }

  private void checkRoom() {
    boolean full =
        run == null
            ? (tail.count() & 63) == 0 && tail.memory() > limit
            : tail.count() >= Batch.FULL || tail.memory() > env.work().chunkBytes();
    if (full) {
      spill();
    }
  }

  private void spill() {
    if (run == null) {
      file = env.work().file();
      if (kept) {
        file.keep();
      }
      run = new SpillRun(new SpillCodec(types, env), file);
    }
    run.writeAll(tail, null, env.work().chunkBytes());
    tail = new RowStore(types, env);
  }

  /** Bytes in the temporary file. */
  long fileSize() {
    return file == null ? 0 : file.size();
  }

  long memory() {
    return tail.memory();
  }

  /** The rows outlive the transaction. */
  public void keep() {
    kept = true;
    if (file != null) {
      file.keep();
    }
  }

  /** Forgets all rows. */
  void clear() {
    close();
    tail = new RowStore(types, env);
  }

  @Override
  public void close() {
    if (file != null) {
      file.close();
      file = null;
      run = null;
    }
  }

  public Reader reader() {
    return new Reader();
  }

  /** A place in the store. */
  public final class Reader {
    private long at;
    private Batch chunk;
    private int chunkNumber = -1;

    private Reader() {}

    /** The rows from the present place on; null where there are none now. */
    public Batch next() {
      if (at >= count()) {
        return null;
      }
      Batch batch = at < written() ? fromFile() : fromTail();
      at += batch.size();
      return batch;
    }

    private void load(long row) {
      int wanted = run.chunkOf(row);
      if (wanted != chunkNumber) {
        chunk = run.chunk(wanted);
        chunkNumber = wanted;
      }
    }

    private Batch fromFile() {
      load(at);
      int from = (int) (at - run.firstRow(chunkNumber));
      return rows(chunk.columns, chunk.count, from, chunk.count);
    }

    private Batch fromTail() {
      int from = (int) (at - written());
      return rows(tail.columns, tail.count(), from, Math.min(tail.count(), from + Batch.FULL));
    }

    private static Batch rows(Vector[] columns, int count, int from, int to) {
      Batch batch = new Batch(columns);
      batch.count = count;
      if (from > 0 || to < count) {
        batch.selection = new int[to - from];
        for (int i = from; i < to; i++) {
          batch.selection[i - from] = i;
        }
        batch.selected = to - from;
      }
      return batch;
    }

    /** Goes to a row, 0-based. */
    public void seek(long row) {
      at = row;
    }

    /** One row, which must exist; the place does not change. */
    public Batch row(long number) {
      if (number >= written()) {
        int at0 = (int) (number - written());
        return rows(tail.columns, tail.count(), at0, at0 + 1);
      }
      load(number);
      int at0 = (int) (number - run.firstRow(chunkNumber));
      return rows(chunk.columns, chunk.count, at0, at0 + 1);
    }
  }
}
