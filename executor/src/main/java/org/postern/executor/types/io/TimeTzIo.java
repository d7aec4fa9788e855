package org.postern.executor.types.io;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.ByteSource;
import org.postern.executor.types.Physical;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TimeTz;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeIo;
import org.postern.executor.types.datetime.DateTimeInput;
import org.postern.executor.types.datetime.DateTimeOutput;
import org.postern.executor.types.datetime.Dates;
import org.postern.executor.types.datetime.Precision;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** timetz. Stored in 12 bytes, little-endian: microseconds, then zone. */
public final class TimeTzIo implements TypeIo {
  @Override
  public Physical physical() {
    return Physical.OBJECT;
  }

  @Override
  public Object input(String text, int typmod, TypeContext ctx) {
    return DateTimeInput.timetz(text, typmod, ctx);
  }

  @Override
  public void output(Object value, ByteSink out, TypeContext ctx) {
    DateTimeOutput.appendTimeTz((TimeTz) value, out);
  }

  @Override
  public Object receive(Slice binary, int typmod, TypeContext ctx) {
    ByteSource source = new ByteSource(binary);
    long micros = source.takeLong();
    int zone = source.takeInt();
    if (micros < 0 || micros > Dates.MICROS_PER_DAY) {
      throw SqlException.error(SqlState.DATETIME_VALUE_OUT_OF_RANGE, "time out of range");
    }
    if (zone <= -16 * 3600 || zone >= 16 * 3600) {
      throw SqlException.error(
          SqlState.INVALID_TIME_ZONE_DISPLACEMENT_VALUE, "time zone displacement out of range");
    }
    return new TimeTz(Precision.time(micros, typmod), zone);
  }

  @Override
  public void send(Object value, ByteSink out, TypeContext ctx) {
    TimeTz time = (TimeTz) value;
    out.putLong(time.micros()).putInt(time.zone());
  }

  @Override
  public boolean hasTypmod() {
    return true;
  }

  @Override
  public int typmodIn(String[] args) {
    return DateTimeIo.precision(args, "TIME", " WITH TIME ZONE");
  }

  @Override
  public String typmodOut(int typmod) {
    return (typmod >= 0 ? "(" + typmod + ")" : "") + " with time zone";
  }

  @Override
  public int storedLength(Object value) {
    return 12;
  }

  @Override
  public void store(Object value, byte[] base, int offset) {
    TimeTz time = (TimeTz) value;
    Bytes.setLong(base, offset, time.micros());
    Bytes.setInt(base, offset + 8, time.zone());
  }

  @Override
  public Object load(byte[] base, int offset, int length) {
    return new TimeTz(Bytes.getLong(base, offset), Bytes.getInt(base, offset + 8));
  }
}
