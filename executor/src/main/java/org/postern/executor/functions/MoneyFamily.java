package org.postern.executor.functions;

import static org.postern.executor.functions.Fn.f1;
import static org.postern.executor.functions.Fn.f2;
import static org.postern.executor.functions.Fn.l1;
import static org.postern.executor.functions.Fn.l2;

import org.postern.executor.types.Numeric;
import org.postern.executor.types.numeric.MoneyMath;

/**
 * Arithmetic and casts of money.
 *
 * <p>Source: PostgreSQL documentation, section 8.2 "Monetary Types".
 */
final class MoneyFamily implements FunctionFamily {
  @Override
  public FunctionImpl lookup(String prosrc) {
    return switch (prosrc) {
      case "cash_pl" -> l2(MoneyMath::add);
      case "cash_mi" -> l2(MoneyMath::subtract);
      case "cash_mul_int2", "cash_mul_int4", "cash_mul_int8" -> l2(MoneyMath::multiply);
      case "int2_mul_cash", "int4_mul_cash", "int8_mul_cash" ->
          l2((a, b) -> MoneyMath.multiply(b, a));
      case "cash_div_int2", "cash_div_int4", "cash_div_int8" -> l2(MoneyMath::divide);
      case "cash_mul_flt4", "cash_mul_flt8" ->
          f2((a, b) -> MoneyMath.multiply((Long) a, (Double) b));
      case "flt4_mul_cash", "flt8_mul_cash" ->
          f2((a, b) -> MoneyMath.multiply((Long) b, (Double) a));
      case "cash_div_flt4", "cash_div_flt8" -> f2((a, b) -> MoneyMath.divide((Long) a, (Double) b));
      case "cash_div_cash" -> f2((a, b) -> MoneyMath.ratio((Long) a, (Long) b));
      case "cash_numeric" -> f1(a -> MoneyMath.toNumeric((Long) a));
      case "numeric_cash" -> f1(a -> MoneyMath.fromNumeric((Numeric) a));
      case "int4_cash", "int8_cash" -> l1(MoneyMath::fromInteger);
      default -> null;
    };
  }
}
