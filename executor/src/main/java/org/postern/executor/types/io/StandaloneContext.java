package org.postern.executor.types.io;

import org.postern.executor.types.DateOrder;
import org.postern.executor.types.DateStyle;
import org.postern.executor.types.IntervalStyle;
import org.postern.executor.types.TimeZoneRule;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.datetime.TimeZones;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * A context outside any session: given settings, built-in types only, no catalog. For bootstrap and
 * tests.
 *
 * @param transactionTimestamp microseconds since 2000-01-01 UTC
 */
public record StandaloneContext(
    DateStyle dateStyle,
    DateOrder dateOrder,
    IntervalStyle intervalStyle,
    TimeZoneRule timeZone,
    int extraFloatDigits,
    boolean byteaHex,
    long transactionTimestamp)
    implements TypeContext {
  /** The settings a fresh cluster has, in UTC, at 2000-01-01. */
  public static final StandaloneContext DEFAULT =
      new StandaloneContext(
          DateStyle.ISO, DateOrder.MDY, IntervalStyle.POSTGRES, TimeZones.UTC, 1, true, 0);

  public StandaloneContext with(DateStyle style, DateOrder order) {
    return new StandaloneContext(
        style, order, intervalStyle, timeZone, extraFloatDigits, byteaHex, transactionTimestamp);
  }

  public StandaloneContext with(IntervalStyle style) {
    return new StandaloneContext(
        dateStyle, dateOrder, style, timeZone, extraFloatDigits, byteaHex, transactionTimestamp);
  }

  public StandaloneContext with(TimeZoneRule zone) {
    return new StandaloneContext(
        dateStyle,
        dateOrder,
        intervalStyle,
        zone,
        extraFloatDigits,
        byteaHex,
        transactionTimestamp);
  }

  public StandaloneContext withExtraFloatDigits(int digits) {
    return new StandaloneContext(
        dateStyle, dateOrder, intervalStyle, timeZone, digits, byteaHex, transactionTimestamp);
  }

  public StandaloneContext withByteaHex(boolean hex) {
    return new StandaloneContext(
        dateStyle, dateOrder, intervalStyle, timeZone, extraFloatDigits, hex, transactionTimestamp);
  }

  public StandaloneContext withTransactionTimestamp(long timestamp) {
    return new StandaloneContext(
        dateStyle, dateOrder, intervalStyle, timeZone, extraFloatDigits, byteaHex, timestamp);
  }

  @Override
  public TypeInfo type(int oid) {
    return BuiltinTypes.get(oid);
  }

  @Override
  public int[] rowTypes(int typeOid) {
    return null;
  }

  @Override
  public int[] rowTypmods(int typeOid) {
    return null;
  }

  @Override
  public String typeName(int oid) {
    TypeInfo type = type(oid);
    return type == null ? "???" : type.name();
  }

  @Override
  public long lookupReg(int regType, String name) {
    TypeInfo type = BuiltinTypes.get(name);
    if (regType == org.postern.executor.types.TypeOid.REGTYPE && type != null) {
      return type.oid();
    }
    throw SqlException.error(SqlState.UNDEFINED_OBJECT, "\"%s\" does not exist", name);
  }

  @Override
  public String nameOfReg(int regType, long oid) {
    return null;
  }

  @Override
  public void notice(SqlState state, String message) {
    // There is nobody to tell.
  }
}
