package org.postern.executor.types.io;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.datetime.DateTimeInput;
import org.postern.executor.types.datetime.DateTimeOutput;
import org.postern.executor.types.datetime.Dates;
import org.postern.executor.types.datetime.Precision;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** date, time, timestamp and timestamptz. */
public final class DateTimeIo extends LongIo {
  /** The types that differ in little. */
  enum Kind {
    DATE(4),
    TIME(8),
    TIMESTAMP(8),
    TIMESTAMPTZ(8);

    private final int bytes;

    Kind(int bytes) {
      this.bytes = bytes;
    }
  }

  private final Kind kind;

  DateTimeIo(Kind kind) {
    super(kind.bytes);
    this.kind = kind;
  }

  @Override
  public Object input(String text, int typmod, TypeContext ctx) {
    return switch (kind) {
      case DATE -> DateTimeInput.date(text, ctx);
      case TIME -> DateTimeInput.time(text, typmod, ctx);
      case TIMESTAMP -> DateTimeInput.timestamp(text, typmod, ctx);
      case TIMESTAMPTZ -> DateTimeInput.timestamptz(text, typmod, ctx);
    };
  }

  @Override
  public void outputLong(long value, ByteSink out, TypeContext ctx) {
    switch (kind) {
      case DATE -> DateTimeOutput.appendDate(value, out, ctx);
      case TIME -> DateTimeOutput.appendTime(value, out);
      case TIMESTAMP -> DateTimeOutput.appendTimestamp(value, out, ctx);
      case TIMESTAMPTZ -> DateTimeOutput.appendTimestamptz(value, out, ctx);
    }
  }

  @Override
  public Object receive(Slice binary, int typmod, TypeContext ctx) {
    long value = (Long) super.receive(binary, typmod, ctx);
    return switch (kind) {
      case DATE -> {
        if (!Dates.isDateInfinite(value) && !Dates.isValidDate(value)) {
          throw Dates.dateOutOfRange();
        }
        yield value;
      }
      case TIME -> {
        if (value < 0 || value > Dates.MICROS_PER_DAY) {
          throw SqlException.error(SqlState.DATETIME_VALUE_OUT_OF_RANGE, "time out of range");
        }
        yield Precision.time(value, typmod);
      }
      case TIMESTAMP, TIMESTAMPTZ -> {
        if (!Dates.isInfinite(value)) {
          Dates.checkTimestamp(value);
        }
        yield Precision.timestamp(value, typmod);
      }
    };
  }

  @Override
  public boolean hasTypmod() {
    return kind != Kind.DATE;
  }

  @Override
  public int typmodIn(String[] args) {
    return switch (kind) {
      case DATE -> super.typmodIn(args);
      case TIME -> precision(args, "TIME", "");
      case TIMESTAMP -> precision(args, "TIMESTAMP", "");
      case TIMESTAMPTZ -> precision(args, "TIMESTAMP", " WITH TIME ZONE");
    };
  }

  /**
   * A precision of 0 to 6. A larger one is cut to 6; the warning PostgreSQL gives then is the
   * caller's to send, see {@link #precisionWarning}.
   */
  static int precision(String[] args, String type, String suffix) {
    int value = IoErrors.single(args);
    if (value < 0) {
      throw IoErrors.parameter("%s(%d)%s precision must not be negative", type, value, suffix);
    }
    return Math.min(value, Precision.MAX);
  }

  /** The warning (22023) due when {@code precision} was given for a type; null if none. */
  public static String precisionWarning(String type, int precision, boolean withTimeZone) {
    return precision <= Precision.MAX
        ? null
        : type
            + "("
            + precision
            + ")"
            + (withTimeZone ? " WITH TIME ZONE" : "")
            + " precision reduced to maximum allowed, "
            + Precision.MAX;
  }

  @Override
  public String typmodOut(int typmod) {
    String digits = typmod >= 0 ? "(" + typmod + ")" : "";
    return switch (kind) {
      case DATE -> "";
      case TIME, TIMESTAMP -> digits + " without time zone";
      case TIMESTAMPTZ -> digits + " with time zone";
    };
  }
}
