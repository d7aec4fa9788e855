package org.postern.executor.functions;

import static org.postern.executor.functions.Fn.f1;
import static org.postern.executor.functions.Fn.f2;
import static org.postern.executor.functions.Fn.fn;
import static org.postern.executor.functions.Fn.l1;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Locale;
import org.postern.executor.types.BitString;
import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Numeric;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.numeric.NumericArithmetic;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Random numbers, uuid, WAL locations, transaction ids, and questions about any value. */
final class MiscFamily implements FunctionFamily {
  private static final BigInteger LSN_LIMIT = BigInteger.ONE.shiftLeft(64);

  private final RandomState random = new RandomState();

  @Override
  public FunctionImpl lookup(String prosrc) {
    FunctionImpl impl = anyValue(prosrc);
    if (impl == null) {
      impl = locations(prosrc);
    }
    return impl == null ? others(prosrc) : impl;
  }

  private FunctionImpl others(String prosrc) {
    return switch (prosrc) {
      case "drandom" -> fn((a, c) -> random.nextDouble());
      case "setseed" -> f1(a -> seed((Double) a));
      case "gen_random_uuid" -> fn((a, c) -> randomUuid());
      case "unicode_normalize_func" -> f2((a, b) -> normalize((Slice) a, (Slice) b));
      case "unicode_is_normalized" ->
          f2((a, b) -> Fn.bool(normalize((Slice) a, (Slice) b).equals(a)));
      case "unistr" -> f1(a -> UnicodeEscapes.decode((Slice) a));
      case "btequalimage" -> fn((a, c) -> Fn.bool(true));
      case "btvarstrequalimage" -> fn((a, c) -> Fn.bool(true));
      case "pg_jit_available" -> fn((a, c) -> Fn.bool(false));
      default -> null;
    };
  }

  private Object seed(double seed) {
    if (!(seed >= -1 && seed <= 1)) {
      throw SqlException.error(
          SqlState.INVALID_PARAMETER_VALUE,
          "setseed parameter %s is out of allowed range [-1,1]",
          shortest(seed));
    }
    random.seed(seed);
    return Fn.VOID;
  }

  private static String shortest(double value) {
    ByteSink out = new ByteSink();
    org.postern.executor.types.numeric.FloatText.appendDouble(value, 0, out);
    return out.toString();
  }

  /** A version 4 uuid. */
  private static Slice randomUuid() {
    byte[] bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    bytes[6] = (byte) (bytes[6] & 0x0F | 0x40);
    bytes[8] = (byte) (bytes[8] & 0x3F | 0x80);
    return Slice.of(bytes);
  }

  private static Slice normalize(Slice text, Slice form) {
    Normalizer.Form normal =
        switch (form.toString().toUpperCase(Locale.ROOT)) {
          case "NFC" -> Normalizer.Form.NFC;
          case "NFD" -> Normalizer.Form.NFD;
          case "NFKC" -> Normalizer.Form.NFKC;
          case "NFKD" -> Normalizer.Form.NFKD;
          default ->
              throw SqlException.error(
                  SqlState.INVALID_PARAMETER_VALUE, "invalid normalization form: %s", form);
        };
    return Slice.utf8(Normalizer.normalize(text.toString(), normal));
  }

  private static FunctionImpl anyValue(String prosrc) {
    return switch (prosrc) {
      case "pg_num_nulls" -> fn((a, c) -> nulls(a));
      case "pg_num_nonnulls" -> fn((a, c) -> a.length - nulls(a));
      case "pg_typeof" -> fn((a, c) -> Integer.toUnsignedLong(c.argumentType(0)));
      case "pg_column_size" -> fn((a, c) -> size(a[0], c.types().type(c.argumentType(0))));
      case "pg_column_compression" -> fn((a, c) -> null);
      default -> null;
    };
  }

  private static long nulls(Object[] args) {
    long count = 0;
    for (Object arg : args) {
      count += arg == null ? 1 : 0;
    }
    return count;
  }

  /** The bytes a value takes in a row, with the header of a short or long varlena. */
  private static Long size(Object value, TypeInfo type) {
    if (type.length() > 0) {
      return (long) type.length();
    }
    long payload =
        switch (value) {
          case Slice slice -> slice.length();
          case BitString bits -> bits.bytes().length + 4;
          default -> type.io().storedLength(value);
        };
    if (type.length() == -2) {
      return payload + 1;
    }
    return payload + 4;
  }

  private static FunctionImpl locations(String prosrc) {
    return switch (prosrc) {
      case "pg_lsn_mi" -> f2((a, b) -> unsigned(unsigned((Long) a).subtract(unsigned((Long) b))));
      case "pg_lsn_pli" -> f2((a, b) -> move((Long) a, (Numeric) b));
      case "pg_lsn_mii" -> f2((a, b) -> move((Long) a, NumericArithmetic.negate((Numeric) b)));
      case "numeric_pg_lsn" -> f1(a -> move(0, (Numeric) a));
      case "xid8toxid" -> l1(a -> a & 0xFFFFFFFFL);
      default -> null;
    };
  }

  private static BigInteger unsigned(long value) {
    BigInteger signed = BigInteger.valueOf(value);
    return value < 0 ? signed.add(LSN_LIMIT) : signed;
  }

  private static Numeric unsigned(BigInteger value) {
    return Numeric.of(new BigDecimal(value));
  }

  private static Long move(long lsn, Numeric distance) {
    if (!distance.isFinite()) {
      throw SqlException.error(SqlState.FEATURE_NOT_SUPPORTED, "cannot add NaN to pg_lsn");
    }
    BigInteger moved =
        distance.toBigDecimal().setScale(0, java.math.RoundingMode.HALF_UP).toBigInteger();
    moved = moved.add(unsigned(lsn));
    if (moved.signum() < 0 || moved.bitLength() > 64) {
      throw SqlException.error(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "pg_lsn out of range");
    }
    return moved.longValue();
  }
}
