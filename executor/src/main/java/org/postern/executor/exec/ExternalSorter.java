package org.postern.executor.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.postern.executor.plan.Plan;
import org.postern.executor.vector.Batch;
import org.postern.executor.vector.Vector;
import org.postern.storage.vfs.TemporaryFile;

/**
 * Sorts rows in memory while they fit; beyond that sorted runs go to a temporary file and are
 * merged. With a bound only so many of the first rows are kept. Stable.
 *
 * <p>Source: D. E. Knuth, "The Art of Computer Programming", volume 3, section 5.4 "External
 * Sorting".
 */
final class ExternalSorter implements AutoCloseable {
  private final List<Integer> types;
  private final ExecEnvironment env;
  private final RowSorter sorter;
  private final long bound;
  private final long limit;
  private RowStore rows;
  private TemporaryFile file;
  private SpillCodec codec;
  private List<SpillRun> runs = new ArrayList<>();
  private RowStore.Reader sorted;
  private Merge merge;
  private long peak;

  /** {@code bound}: how many rows are wanted, Long.MAX_VALUE for all. */
  ExternalSorter(List<Integer> types, List<Plan.SortKey> keys, ExecEnvironment env, long bound) {
    this.types = types;
    this.env = env;
    this.sorter = new RowSorter(keys, env);
    this.bound = bound;
    this.limit = env.work().memory().getAsLong();
    this.rows = new RowStore(types, env);
  }

  void addAll(Batch batch) {
    for (int i = 0, n = batch.size(); i < n; i++) {
      rows.add(batch, batch.row(i));
      checkRoom();
    }
  }

  void add(Vector[] source, int row) {
    rows.add(source, row);
    checkRoom();
  }

  private void checkRoom() {
    if (bound < Integer.MAX_VALUE / 4 && rows.count() >= 2 * bound + 1024) {
      keepFirst();
    } else if ((rows.count() & 63) == 0 && rows.memory() > limit) {
      writeRun();
    }
  }

  /** Drops the rows beyond the bound. */
  private void keepFirst() {
    int[] order = sorter.sort(rows.columns, rows.count());
    RowStore kept = new RowStore(types, env);
    for (int i = 0; i < bound; i++) {
      kept.add(rows.columns, order[i]);
    }
    rows = kept;
  }

  private void writeRun() {
    env.interrupts().check();
    peak = Math.max(peak, rows.memory());
    if (file == null) {
      file = env.work().file();
      codec = new SpillCodec(types, env);
    }
    SpillRun run = new SpillRun(codec, file);
    run.writeAll(rows, sorter.sort(rows.columns, rows.count()), env.work().chunkBytes());
    runs.add(run);
    rows = new RowStore(types, env);
  }

  /** All rows are in: they can be taken by {@link #next}. */
  void finish() {
    if (runs.isEmpty()) {
      peak = rows.memory();
      int size = (int) Math.min(bound, rows.count());
      sorted = rows.reader(sorter.sort(rows.columns, rows.count()), size);
      return;
    }
    if (rows.count() > 0) {
      writeRun();
    }
    int width = Math.clamp(limit / env.work().chunkBytes(), 6, 500);
    while (runs.size() > width) {
      List<SpillRun> next = new ArrayList<>();
      for (int from = 0; from < runs.size(); from += width) {
        next.add(merged(runs.subList(from, Math.min(runs.size(), from + width))));
      }
      runs = next;
    }
    merge = new Merge(runs);
  }

  private SpillRun merged(List<SpillRun> some) {
    if (some.size() == 1) {
      return some.getFirst();
    }
    SpillRun out = new SpillRun(codec, file);
    Merge part = new Merge(some);
    for (RowStore batch = part.next(); batch != null; batch = part.next()) {
      env.interrupts().check();
      out.writeAll(batch, null, env.work().chunkBytes());
    }
    return out;
  }

  /** The next rows in order, or null. */
  Batch next() {
    if (sorted != null) {
      return sorted.next();
    }
    env.interrupts().check();
    RowStore batch = merge.next();
    if (batch == null) {
      return null;
    }
    Batch out = new Batch(batch.columns);
    out.count = batch.count();
    return out;
  }

  /** How EXPLAIN calls what was done. */
  String method() {
    if (file != null) {
      return "external merge";
    }
    return bound == Long.MAX_VALUE ? "quicksort" : "top-N heapsort";
  }

  boolean onDisk() {
    return file != null;
  }

  /** Bytes used, of disk or of memory. */
  long space() {
    return file != null ? file.size() : peak;
  }

  @Override
  public void close() {
    if (file != null) {
      file.close();
      file = null;
    }
  }

  /** A place in a run. */
  private static final class Cursor {
    private final SpillRun run;
    private final int number;
    private int chunk;
    private Batch rows;
    private int row;

    Cursor(SpillRun run, int number) {
      this.run = run;
      this.number = number;
      this.rows = run.chunk(0);
    }

    boolean advance() {
      if (++row < rows.count) {
        return true;
      }
      if (++chunk >= run.chunks()) {
        return false;
      }
      rows = run.chunk(chunk);
      row = 0;
      return true;
    }
  }

  /** Gives the rows of several runs in order. */
  private final class Merge {
    private final PriorityQueue<Cursor> heads;

    Merge(List<SpillRun> sources) {
      heads = new PriorityQueue<>(sources.size(), this::compare);
      for (int i = 0; i < sources.size(); i++) {
        heads.add(new Cursor(sources.get(i), i));
      }
    }

    private int compare(Cursor a, Cursor b) {
      int byKeys = sorter.compare(a.rows.columns, a.row, b.rows.columns, b.row);
      return byKeys != 0 ? byKeys : Integer.compare(a.number, b.number);
    }

    RowStore next() {
      RowStore out = new RowStore(types, env);
      while (out.count() < Batch.FULL && !heads.isEmpty()) {
        Cursor head = heads.poll();
        out.add(head.rows, head.row);
        if (head.advance()) {
          heads.add(head);
        }
      }
      return out.count() == 0 ? null : out;
    }
  }
}
