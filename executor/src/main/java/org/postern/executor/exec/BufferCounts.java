package org.postern.executor.exec;

import java.util.function.LongSupplier;

/** How many blocks this process has found in the buffer pool, read into it and made dirty. */
public record BufferCounts(LongSupplier hits, LongSupplier reads, LongSupplier dirtied) {
  /** The counts at one moment, or the difference of two. */
  public record Sample(long hits, long reads, long dirtied) {
    public static final Sample ZERO = new Sample(0, 0, 0);

    Sample plusSince(Sample before, Sample now) {
      return new Sample(
          hits + now.hits - before.hits,
          reads + now.reads - before.reads,
          dirtied + now.dirtied - before.dirtied);
    }
  }

  Sample sample() {
    return new Sample(hits.getAsLong(), reads.getAsLong(), dirtied.getAsLong());
  }
}
