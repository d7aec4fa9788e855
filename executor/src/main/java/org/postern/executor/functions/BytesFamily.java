package org.postern.executor.functions;

import static org.postern.executor.functions.Fn.f1;
import static org.postern.executor.functions.Fn.f2;
import static org.postern.executor.functions.Fn.f3;
import static org.postern.executor.functions.Fn.fn;

import org.postern.executor.types.BitString;
import org.postern.executor.types.Slice;
import org.postern.executor.types.text.BitFunctions;
import org.postern.executor.types.text.ByteaFunctions;
import org.postern.executor.types.text.Like;
import org.postern.executor.types.text.TextFunctions;
import org.postern.executor.types.text.Trim;

/**
 * Functions of bytea, bit and bit varying.
 *
 * <p>Source: PostgreSQL documentation, sections 9.5 "Binary String Functions and Operators" and 9.6
 * "Bit String Functions and Operators".
 */
final class BytesFamily implements FunctionFamily {
  @Override
  public FunctionImpl lookup(String prosrc) {
    FunctionImpl impl = bytea(prosrc);
    if (impl == null) {
      impl = bits(prosrc);
    }
    return impl == null ? bitCasts(prosrc) : impl;
  }

  private static FunctionImpl bytea(String prosrc) {
    return switch (prosrc) {
      case "byteaoctetlen" -> f1(a -> (long) ((Slice) a).length());
      case "byteacat" -> f2((a, b) -> TextFunctions.concat((Slice) a, (Slice) b));
      case "bytea_substr" ->
          f3((a, b, c) -> ByteaFunctions.substring((Slice) a, (Long) b, (Long) c));
      case "bytea_substr_no_len" -> f2((a, b) -> ByteaFunctions.substring((Slice) a, (Long) b));
      case "byteaoverlay" ->
          fn((a, c) ->
              ByteaFunctions.overlay((Slice) a[0], (Slice) a[1], (Long) a[2], (Long) a[3]));
      case "byteaoverlay_no_len" ->
          f3((a, b, c) ->
              ByteaFunctions.overlay((Slice) a, (Slice) b, (Long) c, ((Slice) b).length()));
      case "byteapos" -> f2((a, b) -> ByteaFunctions.position((Slice) a, (Slice) b));
      case "byteaGetByte" -> f2((a, b) -> ByteaFunctions.getByte((Slice) a, (Long) b));
      case "byteaSetByte" -> f3((a, b, c) -> ByteaFunctions.setByte((Slice) a, (Long) b, (Long) c));
      case "byteaGetBit" -> f2((a, b) -> ByteaFunctions.getBit((Slice) a, (Long) b));
      case "byteaSetBit" -> f3((a, b, c) -> ByteaFunctions.setBit((Slice) a, (Long) b, (Long) c));
      case "bytea_bit_count" -> f1(a -> ByteaFunctions.bitCount((Slice) a));
      case "byteatrim" -> f2((a, b) -> Trim.bytes((Slice) a, (Slice) b, true, true));
      case "bytealtrim" -> f2((a, b) -> Trim.bytes((Slice) a, (Slice) b, true, false));
      case "byteartrim" -> f2((a, b) -> Trim.bytes((Slice) a, (Slice) b, false, true));
      case "bytealike" -> f2((a, b) -> Fn.bool(Like.likeBytes((Slice) a, (Slice) b)));
      case "byteanlike" -> f2((a, b) -> Fn.bool(!Like.likeBytes((Slice) a, (Slice) b)));
      default -> null;
    };
  }

  private static BitString bits(Object value) {
    return (BitString) value;
  }

  private static FunctionImpl bits(String prosrc) {
    return switch (prosrc) {
      case "bit_and" -> f2((a, b) -> BitFunctions.and(bits(a), bits(b)));
      case "bit_or" -> f2((a, b) -> BitFunctions.or(bits(a), bits(b)));
      case "bitxor" -> f2((a, b) -> BitFunctions.xor(bits(a), bits(b)));
      case "bitnot" -> f1(a -> BitFunctions.not(bits(a)));
      case "bitshiftleft" -> f2((a, b) -> BitFunctions.shiftLeft(bits(a), (Long) b));
      case "bitshiftright" -> f2((a, b) -> BitFunctions.shiftRight(bits(a), (Long) b));
      case "bitcat" -> f2((a, b) -> BitFunctions.concat(bits(a), bits(b)));
      case "bitsubstr" -> f3((a, b, c) -> BitFunctions.substring(bits(a), (Long) b, (Long) c));
      case "bitsubstr_no_len" -> f2((a, b) -> BitFunctions.substring(bits(a), (Long) b));
      case "bitoverlay" ->
          fn((a, c) -> BitFunctions.overlay(bits(a[0]), bits(a[1]), (Long) a[2], (Long) a[3]));
      case "bitoverlay_no_len" -> f3((a, b, c) -> BitFunctions.overlay(bits(a), bits(b), (Long) c));
      case "bitposition" -> f2((a, b) -> BitFunctions.position(bits(a), bits(b)));
      case "bitlength" -> f1(a -> (long) bits(a).length());
      case "bitoctetlength" -> f1(a -> BitFunctions.octetLength(bits(a)));
      case "bit_bit_count" -> f1(a -> BitFunctions.bitCount(bits(a)));
      case "bitgetbit" -> f2((a, b) -> BitFunctions.getBit(bits(a), (Long) b));
      case "bitsetbit" -> f3((a, b, c) -> BitFunctions.setBit(bits(a), (Long) b, (Long) c));
      default -> null;
    };
  }

  private static FunctionImpl bitCasts(String prosrc) {
    return switch (prosrc) {
      case "bit" ->
          f3((a, b, c) -> BitFunctions.bit(bits(a), ((Long) b).intValue(), (Long) c != 0));
      case "varbit" ->
          f3((a, b, c) -> BitFunctions.varbit(bits(a), ((Long) b).intValue(), (Long) c != 0));
      case "bitfromint4" -> f2((a, b) -> BitFunctions.fromInt4((Long) a, ((Long) b).intValue()));
      case "bitfromint8" -> f2((a, b) -> BitFunctions.fromInt8((Long) a, ((Long) b).intValue()));
      case "bittoint4" -> f1(a -> BitFunctions.toInt4(bits(a)));
      case "bittoint8" -> f1(a -> BitFunctions.toInt8(bits(a)));
      default -> null;
    };
  }
}
