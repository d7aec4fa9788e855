package org.postern.executor.analyze;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.TypeEntry;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Polymorphic parameters: what {@code anyelement}, {@code anyarray} and the {@code anycompatible}
 * family stand for in one call.
 *
 * <p>Source: PostgreSQL documentation, "Polymorphic Types".
 */
final class Polymorphism {
  private final Catalog catalog;

  Polymorphism(Catalog catalog) {
    this.catalog = catalog;
  }

  /** Whether the actual types agree with each other where the declared ones are polymorphic. */
  boolean consistent(List<Integer> declared, List<Integer> actual) {
    int element = 0;
    int array = 0;
    for (int i = 0; i < actual.size(); i++) {
      int type = actual.get(i);
      if (type == TypeOid.UNKNOWN) {
        continue;
      }
      switch (declared.get(i)) {
        case TypeOid.ANYELEMENT, TypeOid.ANYNONARRAY, TypeOid.ANYENUM -> {
          if (element != 0 && element != type) {
            return false;
          }
          element = type;
        }
        case TypeOid.ANYARRAY -> {
          int base = catalog.baseType(type);
          if (array != 0 && array != base) {
            return false;
          }
          array = base;
        }
        default -> {
          // Not of the exact family.
        }
      }
    }
    if (array != 0 && element != 0 && catalog.type(array).info().elementOid() != element) {
      return false;
    }
    return compatible(declared, actual);
  }

  /** Whether the types given for the compatible family can meet in one of them. */
  private boolean compatible(List<Integer> declared, List<Integer> actual) {
    int common = 0;
    for (int i = 0; i < declared.size(); i++) {
      int type = actual.get(i);
      if (type == TypeOid.UNKNOWN || type == TypeOid.ANYARRAY) {
        continue;
      }
      int candidate;
      switch (declared.get(i)) {
        case TypeOid.ANYCOMPATIBLE, TypeOid.ANYCOMPATIBLENONARRAY -> candidate = type;
        case TypeOid.ANYCOMPATIBLEARRAY ->
            candidate = catalog.type(catalog.baseType(type)).info().elementOid();
        default -> {
          continue;
        }
      }
      if (candidate == 0) {
        return false;
      }
      if (common != 0 && common != candidate) {
        int wider = wider(common, candidate);
        if (wider == common && wider(candidate, common) != common && !casts(candidate, common)) {
          return false;
        }
        common = wider;
      } else {
        common = candidate;
      }
    }
    return true;
  }

  private boolean casts(int from, int to) {
    org.postern.executor.catalog.CastEntry cast = catalog.cast(from, to);
    return cast != null && cast.context() == 'i';
  }

  /** The declared types with the polymorphic ones replaced, and the result type likewise. */
  record Resolved(List<Integer> argTypes, int resultType) {}

  /** Replaces the polymorphic types of a call by actual ones. */
  Resolved resolve(List<Integer> declared, List<Integer> actual, int resultType) {
    boolean any = Coercion.isPolymorphic(resultType);
    for (int type : declared) {
      any |= Coercion.isPolymorphic(type);
    }
    if (!any) {
      return new Resolved(declared, resultType);
    }
    int element = exactElement(declared, actual);
    int compatible = compatibleElement(declared, actual);
    List<Integer> types = new ArrayList<>();
    for (int i = 0; i < declared.size(); i++) {
      int replaced = replace(declared.get(i), element, compatible);
      types.add(
          replaced == 0
              ? (actual.get(i) == TypeOid.UNKNOWN ? TypeOid.TEXT : actual.get(i))
              : replaced);
    }
    int result = replace(resultType, element, compatible);
    if (result == 0) {
      throw SqlException.error(
          SqlState.DATATYPE_MISMATCH,
          "could not determine polymorphic type because input has type %s",
          "unknown");
    }
    return new Resolved(List.copyOf(types), result);
  }

  private int exactElement(List<Integer> declared, List<Integer> actual) {
    int element = 0;
    boolean wanted = false;
    for (int i = 0; i < declared.size(); i++) {
      int type = actual.get(i);
      switch (declared.get(i)) {
        case TypeOid.ANYELEMENT, TypeOid.ANYNONARRAY, TypeOid.ANYENUM -> {
          wanted = true;
          if (type != TypeOid.UNKNOWN) {
            element = type;
          }
        }
        case TypeOid.ANYARRAY -> {
          wanted = true;
          if (type != TypeOid.UNKNOWN && type != TypeOid.ANYARRAY) {
            element = catalog.type(catalog.baseType(type)).info().elementOid();
          } else if (type == TypeOid.ANYARRAY && element == 0) {
            element = TypeOid.ANYELEMENT;
          }
        }
        default -> {
          // Not of the exact family.
        }
      }
    }
    if (wanted && element == 0) {
      throw SqlException.error(
          SqlState.DATATYPE_MISMATCH,
          "could not determine polymorphic type because input has type %s",
          "unknown");
    }
    return element;
  }

  private int compatibleElement(List<Integer> declared, List<Integer> actual) {
    int best = 0;
    boolean wanted = false;
    for (int i = 0; i < declared.size(); i++) {
      int type = actual.get(i);
      int candidate;
      switch (declared.get(i)) {
        case TypeOid.ANYCOMPATIBLE, TypeOid.ANYCOMPATIBLENONARRAY -> candidate = type;
        case TypeOid.ANYCOMPATIBLEARRAY ->
            candidate =
                type == TypeOid.UNKNOWN
                    ? TypeOid.UNKNOWN
                    : catalog.type(catalog.baseType(type)).info().elementOid();
        default -> {
          continue;
        }
      }
      wanted = true;
      if (candidate == TypeOid.UNKNOWN) {
        continue;
      }
      best = best == 0 ? candidate : wider(best, candidate);
    }
    return wanted && best == 0 ? TypeOid.TEXT : best;
  }

  private int wider(int left, int right) {
    if (left == right) {
      return left;
    }
    TypeEntry a = catalog.type(left);
    org.postern.executor.catalog.CastEntry toRight = catalog.cast(left, right);
    boolean widens = toRight != null && toRight.context() == 'i';
    return widens && !a.info().preferred() ? right : left;
  }

  private int replace(int type, int element, int compatible) {
    return switch (type) {
      case TypeOid.ANYELEMENT, TypeOid.ANYNONARRAY, TypeOid.ANYENUM -> element;
      case TypeOid.ANYARRAY -> arrayOf(element);
      case TypeOid.ANYCOMPATIBLE, TypeOid.ANYCOMPATIBLENONARRAY -> compatible;
      case TypeOid.ANYCOMPATIBLEARRAY -> arrayOf(compatible);
      case TypeOid.ANYRANGE,
          TypeOid.ANYMULTIRANGE,
          Coercion.ANYCOMPATIBLERANGE,
          Coercion.ANYCOMPATIBLEMULTIRANGE ->
          throw SqlException.notSupported("a polymorphic range function");
      default -> type;
    };
  }

  private int arrayOf(int element) {
    if (element == 0) {
      return 0;
    }
    if (element == TypeOid.ANYELEMENT) {
      return TypeOid.ANYARRAY;
    }
    int array = catalog.type(element).info().arrayOid();
    if (array == 0) {
      throw SqlException.error(
          SqlState.UNDEFINED_OBJECT,
          "could not find array type for data type %s",
          catalog.type(element).name());
    }
    return array;
  }
}
