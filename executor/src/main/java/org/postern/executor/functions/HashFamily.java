package org.postern.executor.functions;

import static org.postern.executor.functions.Fn.f1;
import static org.postern.executor.functions.Fn.f2;
import static org.postern.executor.functions.Fn.fn;
import static org.postern.executor.functions.Fn.l1;
import static org.postern.executor.functions.Fn.l2;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.NetworkAddress;
import org.postern.executor.types.Slice;
import org.postern.executor.types.network.NetworkFunctions;
import org.postern.executor.types.text.TextCasts;

/**
 * The hash support functions, with PostgreSQL's values for the integers, floats and byte strings.
 * For the other types the hash of the type's order is spread, which agrees with its equality.
 *
 * <p>Source: PostgreSQL documentation, section 38.16.3 "Index Method Support Routines".
 */
final class HashFamily implements FunctionFamily {
  @Override
  public FunctionImpl lookup(String prosrc) {
    boolean extended = prosrc.endsWith("extended");
    String stem = extended ? prosrc.substring(0, prosrc.length() - 8) : prosrc;
    if (stem.endsWith("_")) {
      stem = stem.substring(0, stem.length() - 1);
    }
    return extended ? extended(stem) : plain(stem);
  }

  private static FunctionImpl plain(String stem) {
    return switch (stem) {
      case "hashint2", "hashint4", "hashoid", "hashchar", "hashenum" ->
          l1(a -> JenkinsHash.of((int) a));
      case "hashint8", "time_hash", "timestamp_hash", "pg_lsn_hash" ->
          l1(a -> JenkinsHash.of(folded(a)));
      case "hashfloat4", "hashfloat8" -> f1(a -> (long) JenkinsHash.of(bits((Double) a)));
      case "hashtext", "hashname", "hashvarlena", "uuid_hash", "hashmacaddr", "hashmacaddr8" ->
          f1(a -> (long) JenkinsHash.of((Slice) a));
      case "hashinet" ->
          f1(a -> (long) JenkinsHash.of(NetworkFunctions.hashed((NetworkAddress) a)));
      case "hashbpchar" -> f1(a -> (long) JenkinsHash.of(TextCasts.bpcharToText((Slice) a)));
      case "hash_numeric",
          "hash_array",
          "jsonb_hash",
          "hash_record",
          "hashoidvector",
          "hashtid",
          "interval_hash",
          "timetz_hash" ->
          fn((a, c) -> (long) JenkinsHash.of(ComparisonFamily.own(a, c).hash(a[0])));
      default -> null;
    };
  }

  private static FunctionImpl extended(String stem) {
    return switch (stem) {
      case "hashint2", "hashint4", "hashoid", "hashchar", "hashenum" ->
          l2((a, b) -> JenkinsHash.extended((int) a, b));
      case "hashint8", "time_hash", "timestamp_hash", "pg_lsn_hash" ->
          l2((a, b) -> JenkinsHash.extended(folded(a), b));
      case "hashfloat4", "hashfloat8" ->
          f2((a, b) -> JenkinsHash.extended(bits((Double) a), (Long) b));
      case "hashtext", "hashname", "hashvarlena", "uuid_hash", "hashmacaddr", "hashmacaddr8" ->
          f2((a, b) -> JenkinsHash.extended((Slice) a, (Long) b));
      case "hashinet" ->
          f2((a, b) -> JenkinsHash.extended(NetworkFunctions.hashed((NetworkAddress) a), (Long) b));
      case "hashbpchar" ->
          f2((a, b) -> JenkinsHash.extended(TextCasts.bpcharToText((Slice) a), (Long) b));
      case "hash_numeric",
          "hash_array",
          "jsonb_hash",
          "hash_record",
          "hashoidvector",
          "hashtid",
          "interval_hash",
          "timetz_hash" ->
          fn((a, c) -> JenkinsHash.extended(ComparisonFamily.own(a, c).hash(a[0]), (Long) a[1]));
      default -> null;
    };
  }

  /** A bigint in 32 bits, equal to the hash of the same integer or smallint. */
  private static int folded(long value) {
    int high = (int) (value >>> 32);
    return (int) value ^ (value >= 0 ? high : ~high);
  }

  /** The eight bytes of a float8; both zeros, and all NaNs, are one value. */
  private static Slice bits(double value) {
    if (value == 0) {
      return Slice.of(new byte[0]);
    }
    ByteSink out = new ByteSink(8);
    out.putLong(Long.reverseBytes(Double.doubleToLongBits(value)));
    return out.toSlice();
  }
}
