package org.postern.executor.functions;

import static org.postern.executor.functions.Fn.f1;
import static org.postern.executor.functions.Fn.fn;
import static org.postern.executor.functions.Fn.l1;
import static org.postern.executor.functions.Fn.l2;

import org.postern.executor.types.Slice;
import org.postern.executor.types.numeric.IntegerMath;
import org.postern.executor.types.text.TextCasts;

/**
 * Arithmetic and bit operations of int2, int4 and int8, and the casts among integers, oid, bool and
 * "char".
 *
 * <p>Source: PostgreSQL documentation, section 9.3 "Mathematical Functions and Operators".
 */
final class IntegerFamily implements FunctionFamily {
  @Override
  public FunctionImpl lookup(String prosrc) {
    FunctionImpl impl = arithmetic(prosrc);
    if (impl == null) {
      impl = bits(prosrc);
    }
    return impl == null ? casts(prosrc) : impl;
  }

  private static FunctionImpl arithmetic(String prosrc) {
    return switch (prosrc) {
      case "int2pl" -> l2(IntegerMath::addInt2);
      case "int4pl", "int24pl", "int42pl" -> l2(IntegerMath::addInt4);
      case "int8pl", "int28pl", "int82pl", "int48pl", "int84pl" -> l2(IntegerMath::addInt8);
      case "int2mi" -> l2(IntegerMath::subtractInt2);
      case "int4mi", "int24mi", "int42mi" -> l2(IntegerMath::subtractInt4);
      case "int8mi", "int28mi", "int82mi", "int48mi", "int84mi" -> l2(IntegerMath::subtractInt8);
      case "int2mul" -> l2(IntegerMath::multiplyInt2);
      case "int4mul", "int24mul", "int42mul" -> l2(IntegerMath::multiplyInt4);
      case "int8mul", "int28mul", "int82mul", "int48mul", "int84mul" ->
          l2(IntegerMath::multiplyInt8);
      case "int2div" -> l2(IntegerMath::divideInt2);
      case "int4div", "int24div", "int42div" -> l2(IntegerMath::divideInt4);
      case "int8div", "int28div", "int82div", "int48div", "int84div" -> l2(IntegerMath::divideInt8);
      case "int2mod", "int4mod", "int8mod" -> l2(IntegerMath::remainder);
      case "int2um" -> l1(IntegerMath::negateInt2);
      case "int4um" -> l1(IntegerMath::negateInt4);
      case "int8um" -> l1(IntegerMath::negateInt8);
      case "int2up", "int4up", "int8up" -> l1(a -> a);
      case "int2abs" -> l1(IntegerMath::absInt2);
      case "int4abs" -> l1(IntegerMath::absInt4);
      case "int8abs" -> l1(IntegerMath::absInt8);
      case "int4inc" -> l1(a -> IntegerMath.addInt4(a, 1));
      case "int8inc" -> l1(a -> IntegerMath.addInt8(a, 1));
      case "int8dec" -> l1(a -> IntegerMath.subtractInt8(a, 1));
      case "int4gcd" -> l2(IntegerMath::gcdInt4);
      case "int8gcd" -> l2(IntegerMath::gcdInt8);
      case "int4lcm" -> l2(IntegerMath::lcmInt4);
      case "int8lcm" -> l2(IntegerMath::lcmInt8);
      default -> null;
    };
  }

  private static FunctionImpl bits(String prosrc) {
    return switch (prosrc) {
      case "int2and", "int4and", "int8and" -> l2(IntegerMath::and);
      case "int2or", "int4or", "int8or" -> l2(IntegerMath::or);
      case "int2xor", "int4xor", "int8xor" -> l2(IntegerMath::xor);
      case "int2not", "int4not", "int8not" -> l1(IntegerMath::not);
      case "int2shl" -> l2(IntegerMath::shiftLeftInt2);
      case "int4shl" -> l2(IntegerMath::shiftLeftInt4);
      case "int8shl" -> l2(IntegerMath::shiftLeftInt8);
      case "int2shr" -> l2(IntegerMath::shiftRightInt2);
      case "int4shr" -> l2(IntegerMath::shiftRightInt4);
      case "int8shr" -> l2(IntegerMath::shiftRightInt8);
      case "in_range_int8_int8",
          "in_range_int4_int8",
          "in_range_int4_int4",
          "in_range_int4_int2",
          "in_range_int2_int8",
          "in_range_int2_int4",
          "in_range_int2_int2" ->
          fn((a, c) ->
              Fn.bool(
                  IntegerMath.inRange(
                      (Long) a[0], (Long) a[1], (Long) a[2], (Long) a[3] != 0, (Long) a[4] != 0)));
      default -> null;
    };
  }

  private static FunctionImpl casts(String prosrc) {
    return switch (prosrc) {
      case "i2toi4", "int28", "int48", "oidtoi8", "bool_int4", "chartoi4" -> l1(a -> a);
      case "i4toi2", "int82" -> l1(IntegerMath::checkInt2);
      case "int84" -> l1(IntegerMath::checkInt4);
      case "i8tooid" -> l1(IntegerMath::int8ToOid);
      case "int4_bool" -> l1(IntegerMath::int4ToBool);
      case "i4tochar" -> l1(IntegerMath::int4ToSingleChar);
      case "text_char" -> f1(a -> TextCasts.toSingleChar((Slice) a));
      case "char_text", "char_bpchar" -> fn((a, c) -> singleChar((Long) a[0]));
      case "booltext" -> f1(a -> Slice.utf8((Long) a != 0 ? "true" : "false"));
      default -> null;
    };
  }

  /** A "char" as text: the zero byte is the empty text, a byte beyond ASCII its octal escape. */
  private static Slice singleChar(long value) {
    int code = (int) value & 0xFF;
    if (code == 0) {
      return Slice.EMPTY;
    }
    return code < 0x80
        ? Slice.of(new byte[] {(byte) code})
        : Slice.utf8("\\" + Integer.toOctalString(code));
  }
}
