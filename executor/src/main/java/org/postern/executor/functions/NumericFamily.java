package org.postern.executor.functions;

import static org.postern.executor.functions.Fn.f1;
import static org.postern.executor.functions.Fn.f2;
import static org.postern.executor.functions.Fn.fn;

import org.postern.executor.types.Numeric;
import org.postern.executor.types.numeric.NumericArithmetic;
import org.postern.executor.types.numeric.NumericCasts;
import org.postern.executor.types.numeric.NumericRounding;
import org.postern.executor.types.numeric.NumericTranscendental;

/**
 * Functions of numeric.
 *
 * <p>Source: PostgreSQL documentation, section 9.3 "Mathematical Functions and Operators".
 */
final class NumericFamily implements FunctionFamily {
  /** One numeric to something. */
  private interface One {
    Object apply(Numeric a);
  }

  /** Two numerics to something. */
  private interface Two {
    Object apply(Numeric a, Numeric b);
  }

  @Override
  public FunctionImpl lookup(String prosrc) {
    FunctionImpl impl = arithmetic(prosrc);
    if (impl == null) {
      impl = mathematics(prosrc);
    }
    return impl == null ? casts(prosrc) : impl;
  }

  private static FunctionImpl one(One code) {
    return f1(a -> code.apply((Numeric) a));
  }

  private static FunctionImpl two(Two code) {
    return f2((a, b) -> code.apply((Numeric) a, (Numeric) b));
  }

  private static FunctionImpl arithmetic(String prosrc) {
    return switch (prosrc) {
      case "numeric_add" -> two(NumericArithmetic::add);
      case "numeric_sub" -> two(NumericArithmetic::subtract);
      case "numeric_mul" -> two(NumericArithmetic::multiply);
      case "numeric_div" -> two(NumericArithmetic::divide);
      case "numeric_div_trunc" -> two(NumericArithmetic::divideTruncated);
      case "numeric_mod" -> two(NumericArithmetic::remainder);
      case "numeric_uminus" -> one(NumericArithmetic::negate);
      case "numeric_uplus" -> one(NumericArithmetic::plus);
      case "numeric_abs" -> one(NumericArithmetic::abs);
      case "numeric_sign" -> one(NumericArithmetic::sign);
      case "numeric_inc" -> one(NumericArithmetic::increment);
      case "numeric_gcd" -> two(NumericArithmetic::gcd);
      case "numeric_lcm" -> two(NumericArithmetic::lcm);
      case "numeric_fac" -> f1(a -> NumericArithmetic.factorial((Long) a));
      default -> null;
    };
  }

  private static FunctionImpl mathematics(String prosrc) {
    return switch (prosrc) {
      case "numeric_round" ->
          f2((a, b) -> NumericRounding.round((Numeric) a, ((Long) b).intValue()));
      case "numeric_trunc" ->
          f2((a, b) -> NumericRounding.trunc((Numeric) a, ((Long) b).intValue()));
      case "numeric_ceil" -> one(NumericRounding::ceil);
      case "numeric_floor" -> one(NumericRounding::floor);
      case "numeric_scale" -> one(NumericRounding::scale);
      case "numeric_min_scale" -> one(NumericRounding::minScale);
      case "numeric_trim_scale" -> one(NumericRounding::trimScale);
      case "numeric_sqrt" -> one(NumericTranscendental::sqrt);
      case "numeric_exp" -> one(NumericTranscendental::exp);
      case "numeric_ln" -> one(NumericTranscendental::ln);
      case "numeric_log" -> two(NumericTranscendental::log);
      case "numeric_power" -> two(NumericTranscendental::power);
      case "width_bucket_numeric" ->
          fn((a, c) ->
              NumericCasts.widthBucket(
                  (Numeric) a[0], (Numeric) a[1], (Numeric) a[2], (Long) a[3]));
      default -> null;
    };
  }

  private static FunctionImpl casts(String prosrc) {
    return switch (prosrc) {
      case "numeric" -> f2((a, b) -> NumericRounding.coerce((Numeric) a, ((Long) b).intValue()));
      case "int2_numeric", "int4_numeric", "int8_numeric" ->
          f1(a -> NumericCasts.fromLong((Long) a));
      case "float4_numeric" -> f1(a -> NumericCasts.fromFloat((Double) a));
      case "float8_numeric" -> f1(a -> NumericCasts.fromDouble((Double) a));
      case "numeric_int2" -> one(NumericCasts::toInt2);
      case "numeric_int4" -> one(NumericCasts::toInt4);
      case "numeric_int8" -> one(NumericCasts::toInt8);
      case "numeric_float4" -> one(NumericCasts::toFloat);
      case "numeric_float8" -> one(NumericCasts::toDouble);
      default -> null;
    };
  }
}
