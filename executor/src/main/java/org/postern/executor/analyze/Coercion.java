package org.postern.executor.analyze;

import java.util.List;
import org.postern.executor.catalog.CastEntry;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.ProcEntry;
import org.postern.executor.catalog.TypeEntry;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Conversions between types: whether one exists in a context, and the expression that does it.
 *
 * <p>Source: PostgreSQL documentation, "Type Conversion" and CREATE CAST.
 */
public final class Coercion {
  /** How hard to try; each context allows what the ones before it allow. */
  public enum Context {
    IMPLICIT,
    ASSIGNMENT,
    EXPLICIT
  }

  /** The way from one type to another. */
  sealed interface Path {
    record Relabel() implements Path {}

    record Function(int oid) implements Path {}

    record ThroughText() implements Path {}

    record Elements() implements Path {}
  }

  private final AnalyzerEnvironment env;
  private final Catalog catalog;
  private final ParamTypes params;

  Coercion(AnalyzerEnvironment env, ParamTypes params) {
    this.env = env;
    this.catalog = env.catalog();
    this.params = params;
  }

  /** Converts to {@code type} and, where a modifier is given, to its length; null if no way. */
  Expr toTarget(Expr expr, int type, int typmod, Context context, Expr.CastForm form, int loc) {
    if (!canCoerce(expr.type(), type, context)) {
      return null;
    }
    Expr converted = coerce(expr, type, typmod, context, form, loc);
    return toTypmod(converted, type, typmod, context, form, loc, expr != converted);
  }

  /** Whether values of one type may stand where the other is wanted. */
  boolean canCoerce(int source, int target, Context context) {
    if (source == target || isWildcard(target) || source == TypeOid.UNKNOWN) {
      return true;
    }
    if (isPolymorphic(target)) {
      return matchesPolymorphic(source, target);
    }
    if (findPath(source, target, context) != null) {
      return true;
    }
    TypeEntry from = catalog.type(source);
    if (source == TypeOid.RECORD && catalog.type(catalog.baseType(target)).kind() == 'c') {
      return true;
    }
    return target == TypeOid.RECORD && from.kind() == 'c';
  }

  private static boolean isWildcard(int type) {
    return type == TypeOid.ANY || type == TypeOid.ANYELEMENT || type == TypeOid.ANYCOMPATIBLE;
  }

  static boolean isPolymorphic(int type) {
    return switch (type) {
      case TypeOid.ANYELEMENT,
          TypeOid.ANYARRAY,
          TypeOid.ANYNONARRAY,
          TypeOid.ANYENUM,
          TypeOid.ANYRANGE,
          TypeOid.ANYMULTIRANGE,
          TypeOid.ANYCOMPATIBLE,
          TypeOid.ANYCOMPATIBLEARRAY,
          TypeOid.ANYCOMPATIBLENONARRAY,
          TypeOid.ANYCOMPATIBLERANGE,
          TypeOid.ANYCOMPATIBLEMULTIRANGE ->
          true;
      default -> false;
    };
  }

  private boolean matchesPolymorphic(int source, int target) {
    TypeEntry entry = catalog.type(catalog.baseType(source));
    return switch (target) {
      case TypeOid.ANYARRAY, TypeOid.ANYCOMPATIBLEARRAY -> entry.isTrueArray();
      case TypeOid.ANYNONARRAY, TypeOid.ANYCOMPATIBLENONARRAY -> !entry.isTrueArray();
      case TypeOid.ANYENUM -> entry.kind() == 'e';
      case TypeOid.ANYRANGE, TypeOid.ANYCOMPATIBLERANGE -> entry.kind() == 'r';
      case TypeOid.ANYMULTIRANGE, TypeOid.ANYCOMPATIBLEMULTIRANGE -> entry.kind() == 'm';
      default -> true;
    };
  }

  /** The way from {@code source} to {@code target} in a context, or null. */
  Path findPath(int source, int target, Context context) {
    int from = source == 0 ? 0 : catalog.baseType(source);
    int to = catalog.baseType(target);
    if (from == to) {
      return new Path.Relabel();
    }
    CastEntry cast = catalog.cast(from, to);
    if (cast != null) {
      Context needed =
          switch (cast.context()) {
            case 'i' -> Context.IMPLICIT;
            case 'a' -> Context.ASSIGNMENT;
            default -> Context.EXPLICIT;
          };
      if (context.compareTo(needed) < 0) {
        return null;
      }
      return switch (cast.method()) {
        case 'f' -> new Path.Function(cast.function());
        case 'i' -> new Path.ThroughText();
        default -> new Path.Relabel();
      };
    }
    TypeEntry fromEntry = catalog.type(from);
    TypeEntry toEntry = catalog.type(to);
    if (to != TypeOid.OIDVECTOR
        && to != TypeOid.INT2VECTOR
        && fromEntry.isTrueArray()
        && toEntry.isTrueArray()) {
      Path element = findPath(fromEntry.info().elementOid(), toEntry.info().elementOid(), context);
      if (element != null) {
        return element instanceof Path.ThroughText ? new Path.ThroughText() : new Path.Elements();
      }
      return null;
    }
    if (context.compareTo(Context.ASSIGNMENT) >= 0 && toEntry.info().category() == 'S') {
      return new Path.ThroughText();
    }
    if (context == Context.EXPLICIT && fromEntry.info().category() == 'S') {
      return new Path.ThroughText();
    }
    return null;
  }

  /** Converts to {@code target}, which must be possible; the modifier is left to the caller. */
  Expr coerce(Expr expr, int target, int typmod, Context context, Expr.CastForm form, int loc) {
    int source = expr.type();
    if (source == target || isWildcard(target)) {
      return expr;
    }
    if (isPolymorphic(target) && source != TypeOid.UNKNOWN) {
      int base = catalog.baseType(source);
      return base == source
          ? expr
          : new Expr.Relabel(expr, base, -1, expr.collation(), Expr.CastForm.IMPLICIT, loc);
    }
    if (source == TypeOid.UNKNOWN) {
      Expr literal = unknownLiteral(expr, target, typmod, context, form, loc);
      if (literal != null) {
        return literal;
      }
    }
    int collation = catalog.type(target).collation();
    Path path = findPath(source, target, context);
    if (path == null) {
      if (target == TypeOid.RECORD && catalog.type(source).kind() == 'c') {
        return new Expr.Relabel(expr, target, -1, 0, form, loc);
      }
      if (source == TypeOid.RECORD && expr instanceof Expr.Row row) {
        int composite = catalog.baseType(target);
        Expr made = coerceRow(row, composite, context, form, loc);
        return composite == target ? made : toDomain(made, target, form, loc);
      }
      if (source == TypeOid.UNKNOWN) {
        return new Expr.CoerceViaIo(expr, target, collation, form, loc);
      }
      throw SqlException.error(
              SqlState.CANNOT_COERCE,
              "failed to find conversion function from %s to %s",
              name(source),
              name(target))
          .withPosition(loc + 1);
    }
    int base = catalog.baseType(target);
    Expr converted =
        switch (path) {
          case Path.Relabel r ->
              base == source
                  ? expr
                  : new Expr.Relabel(expr, base, -1, catalog.type(base).collation(), form, loc);
          case Path.Function f -> castCall(f.oid(), expr, base, typmod, context, form, loc);
          case Path.ThroughText t -> new Expr.CoerceViaIo(expr, base, collation, form, loc);
          case Path.Elements e -> coerceElements(expr, base, typmod, context, form, loc);
        };
    if (base != target) {
      if (catalog.type(target).kind() == 'd') {
        return toDomain(converted, target, form, loc);
      }
      return new Expr.Relabel(converted, target, -1, collation, form, loc);
    }
    return converted;
  }

  private Expr toDomain(Expr converted, int domain, Expr.CastForm form, int loc) {
    TypeEntry entry = catalog.type(domain);
    Expr sized =
        toTypmod(
            converted,
            catalog.baseType(domain),
            entry.typmod(),
            Context.IMPLICIT,
            Expr.CastForm.IMPLICIT,
            loc,
            false);
    return new Expr.Relabel(sized, domain, -1, entry.collation(), form, loc);
  }

  private Expr coerceRow(Expr.Row row, int target, Context context, Expr.CastForm form, int loc) {
    int[] types = env.types().rowTypes(target);
    int[] typmods = env.types().rowTypmods(target);
    if (types == null || types.length != row.fields().size()) {
      throw SqlException.error(
              SqlState.CANNOT_COERCE, "cannot cast type record to %s", name(target))
          .withDetail(
              types != null && types.length > row.fields().size()
                  ? "Input has too few columns."
                  : "Input has too many columns.")
          .withPosition(loc + 1);
    }
    List<Expr> fields = new java.util.ArrayList<>();
    for (int i = 0; i < types.length; i++) {
      Expr field = toTarget(row.fields().get(i), types[i], typmods[i], context, form, loc);
      if (field == null) {
        throw SqlException.error(
                SqlState.CANNOT_COERCE, "cannot cast type record to %s", name(target))
            .withDetail(
                "Cannot cast type %s to %s in column %d.",
                name(row.fields().get(i).type()), name(types[i]), i + 1)
            .withPosition(loc + 1);
      }
      fields.add(field);
    }
    return new Expr.Row(target, List.copyOf(fields), row.names(), row.location());
  }

  private Expr unknownLiteral(
      Expr expr, int target, int typmod, Context context, Expr.CastForm form, int loc) {
    TypeEntry entry = catalog.type(target);
    if (expr instanceof Expr.Const constant) {
      int base = catalog.baseType(target);
      TypeEntry baseEntry = catalog.type(base);
      int literalTypmod = entry.kind() == 'd' ? entry.typmod() : -1;
      if (base == TypeOid.INTERVAL) {
        literalTypmod = typmod;
      }
      Object value = null;
      if (constant.value() != null) {
        try {
          value = baseEntry.info().io().input((Slice) constant.value(), literalTypmod, env.types());
        } catch (SqlException e) {
          throw e.position() == 0 && constant.location() >= 0
              ? e.withPosition(constant.location() + 1)
              : e;
        }
      }
      Expr typed =
          new Expr.Const(base, literalTypmod, baseEntry.collation(), value, constant.location());
      return base == target ? typed : toDomain(typed, target, form, loc);
    }
    if (expr instanceof Expr.Param param && param.kind() == Expr.Param.Kind.EXTERNAL) {
      return params.resolve(param, target, entry.collation());
    }
    return null;
  }

  private Expr castCall(
      int function,
      Expr arg,
      int target,
      int typmod,
      Context context,
      Expr.CastForm form,
      int loc) {
    ProcEntry proc = catalog.proc(function);
    List<Expr> args = new java.util.ArrayList<>();
    args.add(coerceIfNeeded(arg, proc.argTypes().getFirst(), loc));
    if (proc.argTypes().size() > 1) {
      args.add(integer(typmod));
    }
    if (proc.argTypes().size() > 2) {
      args.add(bool(context == Context.EXPLICIT));
    }
    return new Expr.Call(
        function,
        proc.resultType(),
        proc.argTypes().size() > 1 ? typmod : -1,
        catalog.type(target).collation(),
        arg.collation(),
        false,
        false,
        form,
        List.copyOf(args),
        loc);
  }

  private Expr coerceIfNeeded(Expr arg, int type, int loc) {
    if (arg.type() == type || isPolymorphic(type)) {
      return arg;
    }
    return new Expr.Relabel(
        arg, type, -1, catalog.type(type).collation(), Expr.CastForm.IMPLICIT, loc);
  }

  private Expr coerceElements(
      Expr expr, int target, int typmod, Context context, Expr.CastForm form, int loc) {
    int from = catalog.type(catalog.baseType(expr.type())).info().elementOid();
    int to = catalog.type(target).info().elementOid();
    Expr test = new Expr.CaseTest(from, -1, catalog.type(from).collation());
    Expr element = toTarget(test, to, typmod, context, form, loc);
    return new Expr.ArrayCoerce(
        expr, element, target, typmod, catalog.type(target).collation(), form, loc);
  }

  /** Applies a length: {@code varchar(3)}, {@code numeric(5,2)}; no-op for a negative modifier. */
  Expr toTypmod(
      Expr expr,
      int target,
      int typmod,
      Context context,
      Expr.CastForm form,
      int loc,
      boolean hideInput) {
    if (typmod < 0 || typmod == expr.typmod()) {
      return expr;
    }
    TypeEntry entry = catalog.type(target);
    if (entry.isTrueArray()) {
      int element = entry.info().elementOid();
      CastEntry cast = catalog.cast(element, element);
      if (cast == null || cast.function() == 0) {
        return expr;
      }
      Expr test = new Expr.CaseTest(element, -1, catalog.type(element).collation());
      Expr sized = castCall(cast.function(), test, element, typmod, context, form, loc);
      return new Expr.ArrayCoerce(expr, sized, target, typmod, expr.collation(), form, loc);
    }
    CastEntry cast = catalog.cast(target, target);
    if (cast == null || cast.function() == 0) {
      return expr;
    }
    ProcEntry proc = catalog.proc(cast.function());
    if (proc.argTypes().size() < 2) {
      return expr;
    }
    return castCall(cast.function(), expr, target, typmod, context, form, loc);
  }

  /** Converts to boolean for WHERE and its kin; {@code construct} names the clause. */
  Expr toBoolean(Expr expr, String construct, int loc) {
    if (expr.type() == TypeOid.BOOL) {
      return expr;
    }
    Expr converted =
        toTarget(expr, TypeOid.BOOL, -1, Context.ASSIGNMENT, Expr.CastForm.IMPLICIT, loc);
    if (converted == null) {
      throw SqlException.error(
              SqlState.DATATYPE_MISMATCH,
              "argument of %s must be type %s, not type %s",
              construct,
              "boolean",
              name(expr.type()))
          .withPosition(loc + 1);
    }
    return converted;
  }

  /** Converts to one specific type for LIMIT and its kin. */
  Expr toSpecific(Expr expr, int type, String construct, int loc) {
    if (expr.type() == type) {
      return expr;
    }
    Expr converted = toTarget(expr, type, -1, Context.ASSIGNMENT, Expr.CastForm.IMPLICIT, loc);
    if (converted == null) {
      throw SqlException.error(
              SqlState.DATATYPE_MISMATCH,
              "argument of %s must be type %s, not type %s",
              construct,
              name(type),
              name(expr.type()))
          .withPosition(loc + 1);
    }
    return converted;
  }

  /**
   * The type all expressions are brought to in UNION, CASE, ARRAY and their like. {@code context}
   * names the construct for the error; null asks for 0 instead of an error.
   */
  int commonType(List<Expr> exprs, String context, int fallbackLocation) {
    int first = exprs.getFirst().type();
    boolean same = first != TypeOid.UNKNOWN;
    for (Expr e : exprs) {
      same &= e.type() == first;
    }
    if (same) {
      return first;
    }
    int best = TypeOid.UNKNOWN;
    for (Expr e : exprs) {
      int type = catalog.baseType(e.type());
      if (type == TypeOid.UNKNOWN || type == best) {
        continue;
      }
      if (best == TypeOid.UNKNOWN) {
        best = type;
        continue;
      }
      TypeEntry candidate = catalog.type(type);
      TypeEntry current = catalog.type(best);
      if (candidate.info().category() != current.info().category()) {
        if (context == null) {
          return 0;
        }
        throw SqlException.error(
                SqlState.DATATYPE_MISMATCH,
                "%s types %s and %s cannot be matched",
                context,
                name(best),
                name(type))
            .withPosition(located(e, fallbackLocation) + 1);
      }
      if (!current.info().preferred()
          && canCoerce(best, type, Context.IMPLICIT)
          && !canCoerce(type, best, Context.IMPLICIT)) {
        best = type;
      }
    }
    return best == TypeOid.UNKNOWN ? TypeOid.TEXT : best;
  }

  /** The type that all of these are brought to implicitly, as in UNION; 0 when there is none. */
  int commonType(List<Integer> types) {
    int best = catalog.baseType(types.getFirst());
    boolean same = true;
    for (int type : types) {
      same &= type == types.getFirst();
    }
    if (same) {
      return types.getFirst();
    }
    for (int each : types) {
      int type = catalog.baseType(each);
      TypeEntry current = catalog.type(best);
      if (catalog.type(type).info().category() != current.info().category()) {
        return 0;
      }
      if (type != best
          && !current.info().preferred()
          && canCoerce(best, type, Context.IMPLICIT)
          && !canCoerce(type, best, Context.IMPLICIT)) {
        best = type;
      }
    }
    for (int type : types) {
      if (!canCoerce(type, best, Context.IMPLICIT)) {
        return 0;
      }
    }
    return best;
  }

  /** Converts to the common type; throws 42846 where there is no implicit way. */
  Expr toCommon(Expr expr, int type, String context, int fallbackLocation) {
    if (expr.type() == type) {
      return expr;
    }
    int loc = located(expr, fallbackLocation);
    if (!canCoerce(expr.type(), type, Context.IMPLICIT)) {
      throw SqlException.error(
              SqlState.CANNOT_COERCE,
              "%s could not convert type %s to %s",
              context,
              name(expr.type()),
              name(type))
          .withPosition(loc + 1);
    }
    return coerce(expr, type, -1, Context.IMPLICIT, Expr.CastForm.IMPLICIT, loc);
  }

  private static int located(Expr expr, int fallback) {
    int at = ExprTrees.location(expr);
    return at >= 0 ? at : fallback;
  }

  String name(int type) {
    return env.types().typeName(type);
  }

  static Expr.Const integer(int value) {
    return new Expr.Const(TypeOid.INT4, -1, 0, (long) value, -1);
  }

  static Expr.Const bool(boolean value) {
    return new Expr.Const(TypeOid.BOOL, -1, 0, value ? 1L : 0L, -1);
  }
}
