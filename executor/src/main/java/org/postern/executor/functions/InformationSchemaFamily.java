package org.postern.executor.functions;

import static org.postern.executor.functions.Fn.f2;
import static org.postern.executor.functions.Fn.fn;
import static org.postern.executor.functions.Fn.set;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.RowValue;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.numeric.NumericRounding;

/**
 * The helper functions of the information schema: what a declared type says of length, precision
 * and scale.
 *
 * <p>Source: PostgreSQL documentation, chapter 37 "The Information Schema".
 */
final class InformationSchemaFamily implements FunctionFamily {
  private static final long MAX_OCTETS = 1L << 30;
  private static final int UTF8_MAX = 4;
  private static final int TYPMOD_OFFSET = 4;
  private static final int MASK = 0xFFFF;

  // Fields of the row types pg_attribute and pg_type.
  private static final int ATTTYPID = 2;
  private static final int ATTTYPMOD = 8;
  private static final int TYPTYPE = 6;
  private static final int TYPBASETYPE = 25;
  private static final int TYPTYPMOD = 26;

  @Override
  public FunctionImpl lookup(String prosrc) {
    return switch (prosrc) {
      case "_pg_expandarray" -> set((a, c) -> expand((ArrayValue) a[0]));
      case "_pg_truetypid" -> f2((a, b) -> trueType(a, b, ATTTYPID, TYPBASETYPE));
      case "_pg_truetypmod" -> f2((a, b) -> trueType(a, b, ATTTYPMOD, TYPTYPMOD));
      case "_pg_char_max_length" -> typed(InformationSchemaFamily::maxLength);
      case "_pg_char_octet_length" -> typed(InformationSchemaFamily::octetLength);
      case "_pg_numeric_precision" -> typed(InformationSchemaFamily::precision);
      case "_pg_numeric_precision_radix" -> typed(InformationSchemaFamily::radix);
      case "_pg_numeric_scale" -> typed(InformationSchemaFamily::scale);
      case "_pg_datetime_precision" -> typed(InformationSchemaFamily::timePrecision);
      default -> null;
    };
  }

  private interface Typed {
    Long apply(int type, int typmod);
  }

  private static FunctionImpl typed(Typed code) {
    return fn((a, c) -> code.apply(((Long) a[0]).intValue(), ((Long) a[1]).intValue()));
  }

  private static Iterator<Object> expand(ArrayValue array) {
    List<Object> rows = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      rows.add(
          new RowValue(
              TypeOid.RECORD,
              new Object[] {array.elements()[i], i + 1L},
              new int[] {array.elementType(), TypeOid.INT4}));
    }
    return rows.iterator();
  }

  private static Object trueType(Object column, Object type, int own, int base) {
    Object[] typeFields = ((RowValue) type).values();
    boolean domain = Long.valueOf('d').equals(typeFields[TYPTYPE]);
    return domain ? typeFields[base] : ((RowValue) column).values()[own];
  }

  private static Long maxLength(int type, int typmod) {
    if (typmod == -1) {
      return null;
    }
    return switch (type) {
      case TypeOid.BPCHAR, TypeOid.VARCHAR -> (long) typmod - TYPMOD_OFFSET;
      case TypeOid.BIT, TypeOid.VARBIT -> (long) typmod;
      default -> null;
    };
  }

  private static Long octetLength(int type, int typmod) {
    return switch (type) {
      case TypeOid.TEXT, TypeOid.BPCHAR, TypeOid.VARCHAR -> {
        if (typmod == -1) {
          yield MAX_OCTETS;
        }
        Long length = maxLength(type, typmod);
        yield length == null ? null : Long.valueOf(length * UTF8_MAX);
      }
      default -> null;
    };
  }

  private static Long precision(int type, int typmod) {
    return switch (type) {
      case TypeOid.INT2 -> 16L;
      case TypeOid.INT4 -> 32L;
      case TypeOid.INT8 -> 64L;
      case TypeOid.FLOAT4 -> 24L;
      case TypeOid.FLOAT8 -> 53L;
      case TypeOid.NUMERIC ->
          typmod == -1 ? null : Long.valueOf(NumericRounding.precisionOf(typmod));
      default -> null;
    };
  }

  private static Long radix(int type, int typmod) {
    return switch (type) {
      case TypeOid.INT2, TypeOid.INT4, TypeOid.INT8, TypeOid.FLOAT4, TypeOid.FLOAT8 -> 2L;
      case TypeOid.NUMERIC -> 10L;
      default -> null;
    };
  }

  private static Long scale(int type, int typmod) {
    return switch (type) {
      case TypeOid.INT2, TypeOid.INT4, TypeOid.INT8 -> 0L;
      case TypeOid.NUMERIC -> typmod == -1 ? null : Long.valueOf(typmod - TYPMOD_OFFSET & MASK);
      default -> null;
    };
  }

  private static Long timePrecision(int type, int typmod) {
    return switch (type) {
      case TypeOid.DATE -> 0L;
      case TypeOid.TIME, TypeOid.TIMESTAMP, TypeOid.TIMESTAMPTZ, TypeOid.TIMETZ ->
          typmod < 0 ? 6L : typmod;
      case TypeOid.INTERVAL ->
          typmod < 0 || (typmod & MASK) == MASK ? 6L : Long.valueOf(typmod & MASK);
      default -> null;
    };
  }
}
