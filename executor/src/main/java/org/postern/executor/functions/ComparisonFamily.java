package org.postern.executor.functions;

import static org.postern.executor.functions.Fn.bcmp;
import static org.postern.executor.functions.Fn.dcmp;
import static org.postern.executor.functions.Fn.f2;
import static org.postern.executor.functions.Fn.fn;
import static org.postern.executor.functions.Fn.l2;
import static org.postern.executor.functions.Fn.lcmp;

import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.TypeOrder;
import org.postern.executor.types.TypeOrders;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * The comparisons of all types: operators, three-way B-tree support, and the larger or smaller of
 * two values.
 *
 * <p>The names follow one pattern, a type's stem and then the comparison, so one table of stems
 * serves all of them. Types whose physical order is their order get kernels; the others go through
 * their {@link TypeOrder}.
 */
final class ComparisonFamily implements FunctionFamily {
  /** How a stem's values are compared. */
  private enum Order {
    LONGS,
    UNSIGNED,
    CHARS,
    DOUBLES,
    BYTES,
    PADDED,
    NUMERICS,
    INTERVALS,
    TIMETZS,
    TIDS,
    BITS,
    NETWORKS,
    ENUMS,
    OWN
  }

  @Override
  public FunctionImpl lookup(String prosrc) {
    FunctionImpl impl = operator(prosrc);
    if (impl == null) {
      impl = nameAndText(prosrc);
    }
    if (impl == null) {
      impl = threeWay(prosrc);
    }
    return impl == null ? choice(prosrc) : impl;
  }

  private static FunctionImpl operator(String prosrc) {
    int cut = prosrc.length() - 2;
    CompareOp op = cut <= 0 ? null : op(prosrc.substring(cut));
    if (op == null) {
      return null;
    }
    String stem = prosrc.substring(0, cut);
    if (stem.equals("xidn") && op == CompareOp.EQ) {
      return lcmp(CompareOp.NE);
    }
    Order order = order(stem);
    return order == null ? null : compare(op, order);
  }

  private static CompareOp op(String suffix) {
    return switch (suffix) {
      case "lt" -> CompareOp.LT;
      case "le" -> CompareOp.LE;
      case "eq" -> CompareOp.EQ;
      case "ne" -> CompareOp.NE;
      case "ge" -> CompareOp.GE;
      case "gt" -> CompareOp.GT;
      default -> null;
    };
  }

  private static Order order(String stem) {
    return switch (stem) {
      case "int2", "int4", "int8", "int24", "int42", "int28", "int82", "int48", "int84" ->
          Order.LONGS;
      case "oid", "bool", "xid", "cid", "date_", "time_", "timestamp_", "cash_" -> Order.LONGS;
      case "xid8", "pg_lsn_" -> Order.UNSIGNED;
      case "char" -> Order.CHARS;
      case "float4", "float8", "float48", "float84" -> Order.DOUBLES;
      case "text", "text_", "text_pattern_", "name", "bytea", "uuid_", "macaddr_", "macaddr8_" ->
          Order.BYTES;
      case "bpchar", "bpchar_pattern_" -> Order.PADDED;
      case "numeric_" -> Order.NUMERICS;
      case "interval_" -> Order.INTERVALS;
      case "timetz_" -> Order.TIMETZS;
      case "tid" -> Order.TIDS;
      case "bit" -> Order.BITS;
      case "network_" -> Order.NETWORKS;
      case "enum_" -> Order.ENUMS;
      case "array_", "jsonb_", "oidvector", "record_", "record_image_" -> Order.OWN;
      default -> null;
    };
  }

  /** Comparisons of name with text: the two collate alike. */
  private static FunctionImpl nameAndText(String prosrc) {
    String first = prosrc.startsWith("name") ? "name" : "text";
    String second = first.equals("name") ? "text" : "name";
    if (prosrc.length() != 10 || !prosrc.startsWith(first) || !prosrc.endsWith(second)) {
      return null;
    }
    CompareOp op = op(prosrc.substring(4, 6));
    return op == null ? null : bcmp(op);
  }

  private static FunctionImpl compare(CompareOp op, Order order) {
    return switch (order) {
      case LONGS -> lcmp(op);
      case UNSIGNED -> l2((a, b) -> op.holds(Long.compareUnsigned(a, b)) ? 1 : 0);
      case CHARS -> l2((a, b) -> op.holds(Long.compare(a & 0xFF, b & 0xFF)) ? 1 : 0);
      case DOUBLES -> dcmp(op);
      case BYTES -> bcmp(op);
      case PADDED, NUMERICS, INTERVALS, TIMETZS, TIDS, BITS, NETWORKS -> {
        TypeOrder fixed = fixed(order);
        yield f2((a, b) -> Fn.bool(op.holds(fixed.compare(a, b))));
      }
      case ENUMS -> {
        if (op == CompareOp.EQ || op == CompareOp.NE) {
          yield lcmp(op);
        }
        yield fn((a, c) -> Fn.bool(op.holds(own(a, c).compare(a[0], a[1]))));
      }
      case OWN -> fn((a, c) -> Fn.bool(op.holds(own(a, c).compare(a[0], a[1]))));
    };
  }

  private static TypeOrder fixed(Order order) {
    return switch (order) {
      case LONGS, ENUMS, OWN -> TypeOrders.LONGS;
      case UNSIGNED -> TypeOrders.UNSIGNED_LONGS;
      case CHARS -> TypeOrders.SINGLE_CHARS;
      case DOUBLES -> TypeOrders.DOUBLES;
      case BYTES -> TypeOrders.BYTES;
      case PADDED -> TypeOrders.BLANK_PADDED;
      case NUMERICS -> TypeOrders.NUMERICS;
      case INTERVALS -> TypeOrders.INTERVALS;
      case TIMETZS -> TypeOrders.TIMETZS;
      case TIDS -> TypeOrders.TIDS;
      case BITS -> TypeOrders.BITS;
      case NETWORKS -> TypeOrders.NETWORKS;
    };
  }

  /** The order of the first argument's own type, for types made by users and by composition. */
  static TypeOrder own(Object[] args, CallContext context) {
    if (args[0] instanceof ArrayValue array) {
      return TypeOrders.arrays(orderOf(array.elementType(), context));
    }
    int type = context.argumentType(0);
    return type == 0 ? TypeOrders.rows(oid -> context.types().type(oid)) : orderOf(type, context);
  }

  /** The default order of a type; 42883 when it has none. */
  static TypeOrder orderOf(int type, CallContext context) {
    TypeInfo info = context.types().type(type);
    if (info == null || info.order() == null) {
      throw SqlException.error(
          SqlState.UNDEFINED_FUNCTION,
          "could not identify a comparison function for type %s",
          context.types().typeName(type));
    }
    return info.order();
  }

  private static FunctionImpl threeWay(String prosrc) {
    Order order =
        switch (prosrc) {
          case "btint2cmp",
              "btint4cmp",
              "btint8cmp",
              "btint24cmp",
              "btint42cmp",
              "btint28cmp",
              "btint82cmp",
              "btint48cmp",
              "btint84cmp",
              "btoidcmp",
              "btboolcmp",
              "date_cmp",
              "time_cmp",
              "timestamp_cmp",
              "cash_cmp" ->
              Order.LONGS;
          case "xid8cmp", "pg_lsn_cmp" -> Order.UNSIGNED;
          case "btcharcmp" -> Order.CHARS;
          case "btfloat4cmp", "btfloat8cmp", "btfloat48cmp", "btfloat84cmp" -> Order.DOUBLES;
          case "bttextcmp",
              "btnamecmp",
              "btnametextcmp",
              "bttextnamecmp",
              "bttext_pattern_cmp",
              "byteacmp",
              "uuid_cmp",
              "macaddr_cmp",
              "macaddr8_cmp" ->
              Order.BYTES;
          case "bpcharcmp", "btbpchar_pattern_cmp" -> Order.PADDED;
          case "numeric_cmp" -> Order.NUMERICS;
          case "interval_cmp" -> Order.INTERVALS;
          case "timetz_cmp" -> Order.TIMETZS;
          case "bttidcmp" -> Order.TIDS;
          case "bitcmp" -> Order.BITS;
          case "network_cmp" -> Order.NETWORKS;
          case "enum_cmp",
              "jsonb_cmp",
              "btarraycmp",
              "btoidvectorcmp",
              "btrecordcmp",
              "btrecordimagecmp" ->
              Order.OWN;
          default -> null;
        };
    if (order == null) {
      return null;
    }
    if (order == Order.LONGS) {
      return l2(Long::compare);
    }
    if (order == Order.OWN) {
      return fn((a, c) -> sign(own(a, c).compare(a[0], a[1])));
    }
    TypeOrder fixed = fixed(order);
    return f2((a, b) -> sign(fixed.compare(a, b)));
  }

  private static Long sign(int comparison) {
    return (long) Integer.signum(comparison);
  }

  private static FunctionImpl choice(String prosrc) {
    boolean larger = prosrc.endsWith("larger");
    if (!larger && !prosrc.endsWith("smaller")) {
      return null;
    }
    String stem = prosrc.substring(0, prosrc.length() - (larger ? 6 : 7));
    Order order = stem.equals("cash") ? Order.LONGS : order(stem);
    if (order == null) {
      order = order(stem.replace("_", ""));
    }
    if (order == null) {
      return null;
    }
    if (order == Order.LONGS) {
      return larger ? l2(Math::max) : l2(Math::min);
    }
    if (order == Order.OWN || order == Order.ENUMS) {
      return fn((a, c) -> first(larger, own(a, c).compare(a[0], a[1])) ? a[0] : a[1]);
    }
    TypeOrder fixed = fixed(order);
    return f2((a, b) -> first(larger, fixed.compare(a, b)) ? a : b);
  }

  /** Of two equal values the second is taken. */
  private static boolean first(boolean larger, int comparison) {
    return larger ? comparison > 0 : comparison < 0;
  }
}
