package org.postern.executor.exec;

/** What EXPLAIN ANALYZE has measured of one node, over all its runs. Times are nanoseconds. */
public final class NodeStats {
  private final boolean timed;
  private long loops;
  private long rows;
  private long startup;
  private long total;
  private long loopStart;
  private boolean firstGiven;
  private boolean running;
  private FilterExec filter;
  private SortExec sort;
  private HashJoinExec join;

  NodeStats(boolean timed) {
    this.timed = timed;
  }

  /** Remembers what to ask when all is done. */
  void observe(ExecNode node) {
    switch (node) {
      case FilterExec f -> filter = f;
      case SortExec s -> sort = s;
      case HashJoinExec j -> join = j;
      default -> {
        // Rows and times say it all.
      }
    }
  }

  long enter() {
    if (!running) {
      running = true;
      firstGiven = false;
      loops++;
      loopStart = total;
    }
    return timed ? System.nanoTime() : 0;
  }

  void leave(long entered, int given) {
    if (timed) {
      total += System.nanoTime() - entered;
    }
    rows += given;
    if (!firstGiven) {
      firstGiven = true;
      startup += total - loopStart;
    }
  }

  void restarted() {
    running = false;
  }

  public long loops() {
    return loops;
  }

  /** Rows of one loop, on average. */
  public double rowsPerLoop() {
    return loops == 0 ? 0 : (double) rows / loops;
  }

  /** Milliseconds until the first rows of one loop, on average. */
  public double startupMillis() {
    return loops == 0 ? 0 : startup / 1e6 / loops;
  }

  /** Milliseconds of one loop, on average. */
  public double totalMillis() {
    return loops == 0 ? 0 : total / 1e6 / loops;
  }

  /** Rows that a filter threw away in one loop, on average; -1 where there is no filter. */
  public double removedPerLoop() {
    return filter == null ? -1 : (double) filter.removed() / Math.max(1, loops);
  }

  /** How rows were sorted; null for a node that does not sort or did not run. */
  public String sortMethod() {
    return sort == null || sort.sorter() == null ? null : sort.sorter().method();
  }

  /** Whether a sort went to disk. */
  public boolean sortOnDisk() {
    return sort.sorter().onDisk();
  }

  /** Kilobytes a sort used. */
  public long sortKilobytes() {
    return Math.max(1, (sort.sorter().space() + 1023) / 1024);
  }

  /** In how many parts a join was done; 0 for other nodes. */
  public int joinParts() {
    return join == null ? 0 : join.partCount();
  }
}
