package org.postern.executor.functions;

import static org.postern.executor.functions.Fn.bool;
import static org.postern.executor.functions.Fn.f1;
import static org.postern.executor.functions.Fn.f2;
import static org.postern.executor.functions.Fn.fn;

import org.postern.executor.types.Numeric;
import org.postern.executor.types.TypeIo;
import org.postern.executor.types.datetime.Dates;
import org.postern.executor.types.io.MultirangeIo;
import org.postern.executor.types.io.RangeIo;
import org.postern.executor.types.numeric.NumericArithmetic;
import org.postern.executor.types.numeric.NumericCasts;
import org.postern.executor.types.range.Bound;
import org.postern.executor.types.range.RangeOps;
import org.postern.executor.types.range.RangeOrder;
import org.postern.executor.types.range.RangeShape;
import org.postern.executor.types.range.RangeValue;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Functions and operators of ranges.
 *
 * <p>Source: PostgreSQL documentation, section 9.20 "Range/Multirange Functions and Operators".
 */
final class RangeFamily implements FunctionFamily {
  @Override
  public FunctionImpl lookup(String prosrc) {
    FunctionImpl impl = parts(prosrc);
    if (impl == null) {
      impl = comparisons(prosrc);
    }
    if (impl == null) {
      impl = operators(prosrc);
    }
    return impl == null ? support(prosrc) : impl;
  }

  private static RangeValue range(Object value) {
    return (RangeValue) value;
  }

  /** The range type that a range or multirange type is made of. */
  static RangeShape shape(int type, CallContext context) {
    TypeIo io = context.types().type(type).io();
    return io instanceof RangeIo range ? range.shape() : ((MultirangeIo) io).shape();
  }

  private static FunctionImpl parts(String prosrc) {
    return switch (prosrc) {
      case "range_constructor2" -> fn((a, c) -> construct(a, "[)", c));
      case "range_constructor3" ->
          fn((a, c) -> construct(a, a[2] == null ? null : a[2].toString(), c));
      case "range_lower" -> f1(a -> value(range(a).lower()));
      case "range_upper" -> f1(a -> value(range(a).upper()));
      case "range_empty" -> f1(a -> bool(range(a).isEmpty()));
      case "range_lower_inc" -> f1(a -> inclusive(range(a).lower()));
      case "range_upper_inc" -> f1(a -> inclusive(range(a).upper()));
      case "range_lower_inf" -> f1(a -> infinite(range(a).lower()));
      case "range_upper_inf" -> f1(a -> infinite(range(a).upper()));
      default -> null;
    };
  }

  static Object value(Bound bound) {
    return bound == null ? null : bound.value();
  }

  static Long inclusive(Bound bound) {
    return bool(bound != null && bound.inclusive());
  }

  static Long infinite(Bound bound) {
    return bool(bound != null && bound.infinite());
  }

  private static Object construct(Object[] args, String flags, CallContext context) {
    if (flags == null) {
      throw SqlException.error(
          SqlState.DATA_EXCEPTION, "range constructor flags argument must not be null");
    }
    boolean valid =
        flags.length() == 2
            && "[(".indexOf(flags.charAt(0)) >= 0
            && "])".indexOf(flags.charAt(1)) >= 0;
    if (!valid) {
      throw SqlException.error(SqlState.SYNTAX_ERROR, "invalid range bound flags")
          .withHint("Valid values are \"[]\", \"[)\", \"(]\", and \"()\".");
    }
    return shape(context.resultType(), context)
        .make(
            Bound.lower(args[0], flags.charAt(0) == '['),
            Bound.upper(args[1], flags.charAt(1) == ']'));
  }

  private static FunctionImpl comparisons(String prosrc) {
    CompareOp op =
        switch (prosrc) {
          case "range_lt", "multirange_lt" -> CompareOp.LT;
          case "range_le", "multirange_le" -> CompareOp.LE;
          case "range_eq", "multirange_eq" -> CompareOp.EQ;
          case "range_ne", "multirange_ne" -> CompareOp.NE;
          case "range_ge", "multirange_ge" -> CompareOp.GE;
          case "range_gt", "multirange_gt" -> CompareOp.GT;
          default -> null;
        };
    RangeOrder order = prosrc.contains("multirange") ? RangeOrder.MULTIRANGES : RangeOrder.RANGES;
    if (op != null) {
      return f2((a, b) -> bool(op.holds(order.compare(a, b))));
    }
    return switch (prosrc) {
      case "range_cmp", "multirange_cmp" ->
          f2((a, b) -> (long) Integer.signum(order.compare(a, b)));
      case "hash_range", "hash_multirange" -> f1(a -> (long) JenkinsHash.of(order.hash(a)));
      case "hash_range_extended", "hash_multirange_extended" ->
          f2((a, b) -> JenkinsHash.extended(order.hash(a), (Long) b));
      default -> null;
    };
  }

  private static FunctionImpl operators(String prosrc) {
    return switch (prosrc) {
      case "range_contains_elem" -> f2((a, b) -> bool(RangeOps.containsElement(range(a), b)));
      case "elem_contained_by_range" -> f2((a, b) -> bool(RangeOps.containsElement(range(b), a)));
      case "range_contains" -> f2((a, b) -> bool(RangeOps.contains(range(a), range(b))));
      case "range_contained_by" -> f2((a, b) -> bool(RangeOps.contains(range(b), range(a))));
      case "range_adjacent" -> f2((a, b) -> bool(RangeOps.adjacent(range(a), range(b))));
      case "range_before" -> f2((a, b) -> bool(RangeOps.before(range(a), range(b))));
      case "range_after" -> f2((a, b) -> bool(RangeOps.before(range(b), range(a))));
      case "range_overlaps" -> f2((a, b) -> bool(RangeOps.overlaps(range(a), range(b))));
      case "range_overleft" -> f2((a, b) -> bool(RangeOps.overLeft(range(a), range(b))));
      case "range_overright" -> f2((a, b) -> bool(RangeOps.overRight(range(a), range(b))));
      case "range_union" -> f2((a, b) -> RangeOps.union(range(a), range(b)));
      case "range_intersect" -> f2((a, b) -> RangeOps.intersect(range(a), range(b)));
      case "range_minus" -> f2((a, b) -> RangeOps.minus(range(a), range(b)));
      case "range_merge" -> f2((a, b) -> RangeOps.merge(range(a), range(b)));
      default -> null;
    };
  }

  /** The one form is made with the value; distances are asked for by index methods. */
  private static FunctionImpl support(String prosrc) {
    return switch (prosrc) {
      case "int4range_canonical", "int8range_canonical", "daterange_canonical" -> f1(a -> a);
      case "int4range_subdiff", "int8range_subdiff" ->
          f2((a, b) -> (double) (Long) a - (double) (Long) b);
      case "numrange_subdiff" ->
          f2((a, b) -> NumericCasts.toDouble(NumericArithmetic.subtract((Numeric) a, (Numeric) b)));
      case "daterange_subdiff" -> f2((a, b) -> (double) ((Long) a - (Long) b));
      case "tsrange_subdiff", "tstzrange_subdiff" ->
          f2((a, b) -> ((double) (Long) a - (double) (Long) b) / Dates.MICROS_PER_SECOND);
      default -> null;
    };
  }
}
