package org.postern.executor.exec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ThreadLocalRandom;
import org.postern.executor.functions.JenkinsHash;
import org.postern.executor.plan.Plan;
import org.postern.executor.query.RangeTableEntry;
import org.postern.executor.types.Slice;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Chooses the rows of a TABLESAMPLE: by a hash of a row's place and the seed, so that the same seed
 * gives the same rows.
 */
final class SampleFilter {
  private final RangeTableEntry.Sample.Method method;
  private final long cutoff;
  private final int seed;

  private SampleFilter(RangeTableEntry.Sample.Method method, long cutoff, int seed) {
    this.method = method;
    this.cutoff = cutoff;
    this.seed = seed;
  }

  static SampleFilter of(Plan.Sample sample, ExecContext context) {
    Double percentage = (Double) value(sample.percentage(), context);
    if (percentage == null) {
      throw SqlException.error(
          SqlState.INVALID_TABLESAMPLE_ARGUMENT, "TABLESAMPLE parameter cannot be null");
    }
    int seed = ThreadLocalRandom.current().nextInt();
    if (sample.repeatable() != null) {
      Double repeatable = (Double) value(sample.repeatable(), context);
      if (repeatable == null) {
        throw SqlException.error(
            SqlState.INVALID_TABLESAMPLE_REPEAT, "TABLESAMPLE REPEATABLE parameter cannot be null");
      }
      seed = Double.hashCode(repeatable == 0 ? 0.0 : repeatable);
    }
    if (percentage.isNaN() || percentage < 0 || percentage > 100) {
      throw SqlException.error(
          SqlState.INVALID_TABLESAMPLE_ARGUMENT, "sample percentage must be between 0 and 100");
    }
    return new SampleFilter(sample.method(), Math.round(4294967296.0 * percentage / 100), seed);
  }

  private static Object value(org.postern.executor.query.Expr expr, ExecContext context) {
    return context.compiler().compile(expr).eval(ExecContext.oneRow(), context.eval).get(0);
  }

  boolean takes(long tid) {
    int block = (int) (tid >>> 16);
    ByteBuffer key = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putInt(block);
    if (method == RangeTableEntry.Sample.Method.BERNOULLI) {
      key.putInt((int) (tid & 0xffff));
    }
    key.putInt(seed);
    return Integer.toUnsignedLong(JenkinsHash.of(Slice.of(key.array(), 0, key.position())))
        < cutoff;
  }
}
