package org.postern.executor.functions;

import static org.postern.executor.functions.Fn.d1;
import static org.postern.executor.functions.Fn.d2;
import static org.postern.executor.functions.Fn.f1;
import static org.postern.executor.functions.Fn.fn;

import org.postern.executor.types.numeric.FloatMath;
import org.postern.executor.types.numeric.Trigonometry;

/**
 * Functions of float4 and float8. A float4 travels as the double of the same value, so that its
 * operations round their result to single precision.
 *
 * <p>Source: PostgreSQL documentation, section 9.3 "Mathematical Functions and Operators".
 */
final class FloatFamily implements FunctionFamily {
  @Override
  public FunctionImpl lookup(String prosrc) {
    FunctionImpl impl = arithmetic(prosrc);
    if (impl == null) {
      impl = mathematics(prosrc);
    }
    if (impl == null) {
      impl = trigonometry(prosrc);
    }
    return impl == null ? casts(prosrc) : impl;
  }

  private static FunctionImpl arithmetic(String prosrc) {
    return switch (prosrc) {
      case "float8pl", "float48pl", "float84pl" -> d2(FloatMath::add);
      case "float8mi", "float48mi", "float84mi" -> d2(FloatMath::subtract);
      case "float8mul", "float48mul", "float84mul" -> d2(FloatMath::multiply);
      case "float8div", "float48div", "float84div" -> d2(FloatMath::divide);
      case "float4pl" -> d2(FloatMath::addFloat4);
      case "float4mi" -> d2(FloatMath::subtractFloat4);
      case "float4mul" -> d2(FloatMath::multiplyFloat4);
      case "float4div" -> d2(FloatMath::divideFloat4);
      case "float4um", "float8um" -> d1(FloatMath::negate);
      case "float4up", "float8up" -> d1(a -> a);
      case "float4abs", "float8abs" -> d1(FloatMath::abs);
      default -> null;
    };
  }

  private static FunctionImpl mathematics(String prosrc) {
    return switch (prosrc) {
      case "dround" -> d1(FloatMath::round);
      case "dtrunc" -> d1(FloatMath::trunc);
      case "dceil" -> d1(FloatMath::ceil);
      case "dfloor" -> d1(FloatMath::floor);
      case "dsign" -> d1(FloatMath::sign);
      case "dsqrt" -> d1(FloatMath::sqrt);
      case "dcbrt" -> d1(FloatMath::cbrt);
      case "dpow" -> d2(FloatMath::power);
      case "dexp" -> d1(FloatMath::exp);
      case "dlog1" -> d1(FloatMath::ln);
      case "dlog10" -> d1(FloatMath::log10);
      case "dpi" -> fn((a, c) -> Math.PI);
      case "degrees" -> d1(Trigonometry::degrees);
      case "radians" -> d1(Trigonometry::radians);
      case "width_bucket_float8" ->
          fn((a, c) ->
              FloatMath.widthBucket((Double) a[0], (Double) a[1], (Double) a[2], (Long) a[3]));
      default -> null;
    };
  }

  private static FunctionImpl trigonometry(String prosrc) {
    return switch (prosrc) {
      case "dsin" -> d1(Trigonometry::sin);
      case "dcos" -> d1(Trigonometry::cos);
      case "dtan" -> d1(Trigonometry::tan);
      case "dcot" -> d1(Trigonometry::cot);
      case "dasin" -> d1(Trigonometry::asin);
      case "dacos" -> d1(Trigonometry::acos);
      case "datan" -> d1(Trigonometry::atan);
      case "datan2" -> d2(Trigonometry::atan2);
      case "dsinh" -> d1(Trigonometry::sinh);
      case "dcosh" -> d1(Trigonometry::cosh);
      case "dtanh" -> d1(Trigonometry::tanh);
      case "dasinh" -> d1(Trigonometry::asinh);
      case "dacosh" -> d1(Trigonometry::acosh);
      case "datanh" -> d1(Trigonometry::atanh);
      case "dsind" -> d1(Trigonometry::sind);
      case "dcosd" -> d1(Trigonometry::cosd);
      case "dtand" -> d1(Trigonometry::tand);
      case "dcotd" -> d1(Trigonometry::cotd);
      case "dasind" -> d1(Trigonometry::asind);
      case "dacosd" -> d1(Trigonometry::acosd);
      case "datand" -> d1(Trigonometry::atand);
      case "datan2d" -> d2(Trigonometry::atan2d);
      default -> null;
    };
  }

  private static FunctionImpl casts(String prosrc) {
    return switch (prosrc) {
      case "i2tod", "i4tod", "i8tod" -> f1(a -> (double) (Long) a);
      case "i2tof", "i4tof", "i8tof" -> f1(a -> FloatMath.longToFloat4((Long) a));
      case "ftod" -> d1(a -> a);
      case "dtof" -> d1(FloatMath::toFloat4);
      case "dtoi2", "ftoi2" -> f1(a -> FloatMath.toInt2((Double) a));
      case "dtoi4", "ftoi4" -> f1(a -> FloatMath.toInt4((Double) a));
      case "dtoi8", "ftoi8" -> f1(a -> FloatMath.toInt8((Double) a));
      default -> null;
    };
  }
}
