package org.postern.executor.functions;

import static org.postern.executor.functions.Fn.bool;
import static org.postern.executor.functions.Fn.f1;
import static org.postern.executor.functions.Fn.f2;
import static org.postern.executor.functions.Fn.fn;
import static org.postern.executor.functions.Fn.set;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.range.MultirangeOps;
import org.postern.executor.types.range.MultirangeValue;
import org.postern.executor.types.range.RangeShape;
import org.postern.executor.types.range.RangeValue;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Functions and operators of multiranges, and of a range beside a multirange.
 *
 * <p>Source: PostgreSQL documentation, section 9.20 "Range/Multirange Functions and Operators".
 */
final class MultirangeFamily implements FunctionFamily {
  @Override
  public FunctionImpl lookup(String prosrc) {
    FunctionImpl impl = parts(prosrc);
    if (impl == null) {
      impl = operators(prosrc);
    }
    return impl == null ? relations(prosrc) : impl;
  }

  /** A multirange, or a range taken as one. */
  private static MultirangeValue multi(Object value) {
    return value instanceof RangeValue range ? MultirangeOps.of(range) : (MultirangeValue) value;
  }

  private static FunctionImpl parts(String prosrc) {
    return switch (prosrc) {
      case "multirange_constructor0" -> fn((a, c) -> make(List.of(), c));
      case "multirange_constructor1" -> f1(a -> MultirangeOps.of((RangeValue) a));
      case "multirange_constructor2" -> fn((a, c) -> ofArray((ArrayValue) a[0], c));
      case "multirange_lower" -> f1(a -> RangeFamily.value(multi(a).lower()));
      case "multirange_upper" -> f1(a -> RangeFamily.value(multi(a).upper()));
      case "multirange_empty" -> f1(a -> bool(multi(a).isEmpty()));
      case "multirange_lower_inc" -> f1(a -> RangeFamily.inclusive(multi(a).lower()));
      case "multirange_upper_inc" -> f1(a -> RangeFamily.inclusive(multi(a).upper()));
      case "multirange_lower_inf" -> f1(a -> RangeFamily.infinite(multi(a).lower()));
      case "multirange_upper_inf" -> f1(a -> RangeFamily.infinite(multi(a).upper()));
      case "multirange_unnest" ->
          set((a, c) -> new ArrayList<Object>(multi(a[0]).ranges()).iterator());
      default -> null;
    };
  }

  private static MultirangeValue make(List<RangeValue> ranges, CallContext context) {
    RangeShape shape = RangeFamily.shape(context.resultType(), context);
    return MultirangeValue.of(shape, ranges);
  }

  private static MultirangeValue ofArray(ArrayValue array, CallContext context) {
    if (array.dimensions() > 1) {
      throw SqlException.error(
          SqlState.CARDINALITY_VIOLATION,
          "multiranges cannot be constructed from multidimensional arrays");
    }
    List<RangeValue> ranges = new ArrayList<>();
    for (Object element : array.elements()) {
      if (element == null) {
        throw SqlException.error(
            SqlState.NULL_VALUE_NOT_ALLOWED, "multirange values cannot contain null members");
      }
      ranges.add((RangeValue) element);
    }
    return make(ranges, context);
  }

  private static FunctionImpl operators(String prosrc) {
    return switch (prosrc) {
      case "multirange_contains_elem" ->
          f2((a, b) -> bool(MultirangeOps.containsElement(multi(a), b)));
      case "elem_contained_by_multirange" ->
          f2((a, b) -> bool(MultirangeOps.containsElement(multi(b), a)));
      case "multirange_union" -> f2((a, b) -> MultirangeOps.union(multi(a), multi(b)));
      case "multirange_intersect" -> f2((a, b) -> MultirangeOps.intersect(multi(a), multi(b)));
      case "multirange_minus" -> f2((a, b) -> MultirangeOps.minus(multi(a), multi(b)));
      case "range_merge_from_multirange" -> f1(a -> MultirangeOps.span(multi(a)));
      default -> null;
    };
  }

  /** Names of the form side_relation_side, where a side is "range" or "multirange". */
  private static FunctionImpl relations(String prosrc) {
    String rest = prosrc;
    int sides = 0;
    for (String side : List.of("multirange", "range")) {
      if (rest.startsWith(side + "_")) {
        rest = rest.substring(side.length() + 1);
        sides++;
        break;
      }
    }
    for (String side : List.of("multirange", "range")) {
      if (sides == 1 && rest.endsWith("_" + side)) {
        rest = rest.substring(0, rest.length() - side.length() - 1);
        sides++;
      }
    }
    BiPredicate<MultirangeValue, MultirangeValue> relation = sides == 2 ? relation(rest) : null;
    return relation == null ? null : f2((a, b) -> bool(relation.test(multi(a), multi(b))));
  }

  private static BiPredicate<MultirangeValue, MultirangeValue> relation(String name) {
    return switch (name) {
      case "contains" -> MultirangeOps::contains;
      case "contained_by" -> (a, b) -> MultirangeOps.contains(b, a);
      case "overlaps" -> MultirangeOps::overlaps;
      case "before" -> MultirangeOps::before;
      case "after" -> (a, b) -> MultirangeOps.before(b, a);
      case "overleft" -> MultirangeOps::overLeft;
      case "overright" -> MultirangeOps::overRight;
      case "adjacent" -> MultirangeOps::adjacent;
      default -> null;
    };
  }
}
