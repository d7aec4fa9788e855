package org.postern.executor.functions;

import static org.postern.executor.functions.Fn.fn;

import org.postern.executor.types.ByteSink;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.io.BuiltinTypes;

/**
 * The input, output, receive and send functions of the built-in types as functions to call.
 *
 * <p>Their names are the type's, with or without an underscore, and the direction. The executor
 * itself converts through TypeIo; this serves callers that name the function.
 *
 * <p>Source: PostgreSQL documentation, "User-Defined Types".
 */
final class TypeIoFamily implements FunctionFamily {
  @Override
  public FunctionImpl lookup(String prosrc) {
    if (prosrc.endsWith("in")) {
      return find(prosrc, 2) == 0 ? null : input(prosrc);
    }
    if (prosrc.endsWith("out")) {
      int oid = find(prosrc, 3);
      return oid == 0 ? null : fn((a, c) -> output(a[0], oid, c));
    }
    if (prosrc.endsWith("recv")) {
      int oid = find(prosrc, 4);
      return oid == 0 ? null : fn((a, c) -> receive((Slice) a[0], oid, a, c));
    }
    if (prosrc.endsWith("send")) {
      int oid = find(prosrc, 4);
      return oid == 0 ? null : fn((a, c) -> send(a[0], oid, c));
    }
    return null;
  }

  private static FunctionImpl input(String prosrc) {
    int oid = find(prosrc, 2);
    return fn((a, c) -> {
      TypeInfo type = type(oid, result(oid, a, c), c);
      return type.io().input((Slice) a[0], typmod(a), c.types());
    });
  }

  private static Object output(Object value, int oid, CallContext context) {
    ByteSink out = new ByteSink();
    type(oid, context.argumentType(0), context).io().output(value, out, context.types());
    return out.toSlice();
  }

  private static Object receive(Slice value, int oid, Object[] args, CallContext context) {
    TypeInfo type = type(oid, result(oid, args, context), context);
    return type.io().receive(value, typmod(args), context.types());
  }

  private static Object send(Object value, int oid, CallContext context) {
    ByteSink out = new ByteSink();
    type(oid, context.argumentType(0), context).io().send(value, out, context.types());
    return out.toSlice();
  }

  /** The second argument of array_in and record_in names the element or row type. */
  private static int result(int oid, Object[] args, CallContext context) {
    if (isGeneric(oid) && args.length > 1 && (Long) args[1] != 0) {
      int named = ((Long) args[1]).intValue();
      TypeInfo type = context.types().type(named);
      return oid == TypeOid.ANYARRAY && type != null && !type.isArray() ? type.arrayOid() : named;
    }
    return context.resultType();
  }

  private static boolean isGeneric(int oid) {
    return switch (oid) {
      case TypeOid.ANYARRAY,
          TypeOid.ANYENUM,
          TypeOid.ANYRANGE,
          TypeOid.ANYMULTIRANGE,
          TypeOid.RECORD ->
          true;
      default -> false;
    };
  }

  private static TypeInfo type(int oid, int actual, CallContext context) {
    TypeInfo type = isGeneric(oid) && actual != 0 ? context.types().type(actual) : null;
    return type == null ? BuiltinTypes.get(oid) : type;
  }

  private static int typmod(Object[] args) {
    return args.length > 2 ? ((Long) args[2]).intValue() : -1;
  }

  /** The type that a function's name speaks of; 0 when it is none. */
  private static int find(String prosrc, int suffix) {
    String stem = prosrc.substring(0, prosrc.length() - suffix);
    if (stem.endsWith("_")) {
      stem = stem.substring(0, stem.length() - 1);
    }
    String name =
        switch (stem) {
          case "array" -> "anyarray";
          case "enum" -> "anyenum";
          case "range" -> "anyrange";
          case "multirange" -> "anymultirange";
          case "cash" -> "money";
          case "poly" -> "polygon";
          default -> stem;
        };
    TypeInfo type = BuiltinTypes.get(name);
    return type == null ? 0 : type.oid();
  }
}
