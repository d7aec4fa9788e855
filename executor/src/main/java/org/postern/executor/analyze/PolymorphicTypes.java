package org.postern.executor.analyze;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.RangeEntry;
import org.postern.executor.catalog.TypeEntry;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * What the arguments of one call say about its polymorphic types. 0 stands for what nothing has
 * been said about; every contradiction is a 42804.
 */
final class PolymorphicTypes {
  private final Catalog catalog;
  private final Coercion coercion;

  private boolean hasExact;
  private boolean hasNonArray;
  private boolean hasEnum;
  private int element;
  private int array;
  private int range;
  private int multirange;

  private boolean hasCompatible;
  private boolean hasCompatibleNonArray;
  private final List<Integer> candidates = new ArrayList<>();
  private int compatible;
  private int compatibleRange;
  private int compatibleMultirange;

  PolymorphicTypes(Catalog catalog, Coercion coercion) {
    this.catalog = catalog;
    this.coercion = coercion;
  }

  private static SqlException mismatch(String format, Object... args) {
    return SqlException.error(SqlState.DATATYPE_MISMATCH, format, args);
  }

  private String name(int type) {
    return coercion.name(type);
  }

  /** Takes the type of one argument in; that of a bare literal says nothing. */
  void add(int declared, int actual) {
    boolean known = actual != TypeOid.UNKNOWN;
    switch (declared) {
      case TypeOid.ANYELEMENT, TypeOid.ANYNONARRAY, TypeOid.ANYENUM -> {
        hasExact = true;
        hasNonArray |= declared == TypeOid.ANYNONARRAY;
        hasEnum |= declared == TypeOid.ANYENUM;
        element = known ? alike(element, actual, TypeOid.ANYELEMENT) : element;
      }
      case TypeOid.ANYARRAY -> {
        hasExact = true;
        array = known ? alike(array, catalog.baseType(actual), declared) : array;
      }
      case TypeOid.ANYRANGE -> {
        hasExact = true;
        range = known ? alike(range, catalog.baseType(actual), declared) : range;
      }
      case TypeOid.ANYMULTIRANGE -> {
        hasExact = true;
        multirange = known ? alike(multirange, catalog.baseType(actual), declared) : multirange;
      }
      default -> {
        hasCompatible = true;
        hasCompatibleNonArray |= declared == TypeOid.ANYCOMPATIBLENONARRAY;
        if (known) {
          addCompatible(declared, actual);
        }
      }
    }
  }

  private void addCompatible(int declared, int actual) {
    int base = catalog.baseType(actual);
    switch (declared) {
      case TypeOid.ANYCOMPATIBLEARRAY -> candidates.add(elementOf(base, declared));
      case TypeOid.ANYCOMPATIBLERANGE -> {
        if (compatibleRange == 0) {
          candidates.add(subtypeOf(base, declared));
        }
        compatibleRange = alike(compatibleRange, base, declared);
      }
      case TypeOid.ANYCOMPATIBLEMULTIRANGE -> {
        if (compatibleMultirange == 0) {
          candidates.add(subtypeOf(rangeOf(base, declared), declared));
        }
        compatibleMultirange = alike(compatibleMultirange, base, declared);
      }
      default -> candidates.add(actual);
    }
  }

  private int alike(int known, int actual, int declared) {
    if (known != 0 && known != actual) {
      throw mismatch("arguments declared \"%s\" are not all alike", Polymorphism.name(declared))
          .withDetail("%s versus %s", name(known), name(actual));
    }
    return actual;
  }

  private int elementOf(int type, int declared) {
    if (type == TypeOid.ANYARRAY) {
      return TypeOid.ANYELEMENT;
    }
    TypeEntry entry = catalog.type(type);
    if (!entry.isTrueArray()) {
      throw mismatch(
          "argument declared %s is not an array but type %s",
          Polymorphism.name(declared), name(type));
    }
    return entry.info().elementOid();
  }

  private int subtypeOf(int type, int declared) {
    RangeEntry entry = catalog.type(type).kind() == 'r' ? catalog.range(type) : null;
    if (entry == null) {
      throw mismatch(
          "argument declared %s is not a range type but type %s",
          Polymorphism.name(declared), name(type));
    }
    return entry.subtype();
  }

  private int rangeOf(int type, int declared) {
    RangeEntry entry = catalog.type(type).kind() == 'm' ? catalog.range(type) : null;
    if (entry == null) {
      throw mismatch(
          "argument declared %s is not a multirange type but type %s",
          Polymorphism.name(declared), name(type));
    }
    return entry.range();
  }

  private SqlException inconsistent(int one, int other, int type, int otherType) {
    return mismatch(
            "argument declared %s is not consistent with argument declared %s",
            Polymorphism.name(one), Polymorphism.name(other))
        .withDetail("%s versus %s", name(type), name(otherType));
  }

  /** Draws conclusions from one kind to the other; {@code lenient} where all may be unknown. */
  void settleExact(boolean lenient) {
    if (!hasExact) {
      return;
    }
    if (array != 0) {
      int found = elementOf(array, TypeOid.ANYARRAY);
      if (element != 0 && element != found) {
        throw inconsistent(TypeOid.ANYARRAY, TypeOid.ANYELEMENT, array, element);
      }
      element = found;
    }
    if (multirange != 0) {
      int found = rangeOf(multirange, TypeOid.ANYMULTIRANGE);
      if (range != 0 && range != found) {
        throw inconsistent(TypeOid.ANYMULTIRANGE, TypeOid.ANYRANGE, multirange, range);
      }
      range = found;
    }
    if (range != 0) {
      int found = subtypeOf(range, TypeOid.ANYRANGE);
      if (element != 0 && element != found) {
        throw inconsistent(TypeOid.ANYRANGE, TypeOid.ANYELEMENT, range, element);
      }
      element = found;
      multirange = multirange == 0 ? catalog.range(range).multirange() : multirange;
    }
    if (element == 0) {
      if (lenient) {
        return;
      }
      throw mismatch("could not determine polymorphic type because input has type %s", "unknown");
    }
    if (element == TypeOid.ANYELEMENT) {
      return;
    }
    if (hasNonArray && isArray(element)) {
      throw mismatch("type matched to anynonarray is an array type: %s", name(element));
    }
    if (hasEnum && catalog.type(catalog.baseType(element)).kind() != 'e') {
      throw mismatch("type matched to anyenum is not an enum type: %s", name(element));
    }
  }

  private boolean isArray(int type) {
    return catalog.type(catalog.baseType(type)).isTrueArray();
  }

  /** Finds the type that all of the compatible kind are brought to. */
  void settleCompatible() {
    if (!hasCompatible) {
      return;
    }
    if (candidates.isEmpty()) {
      compatible = TypeOid.TEXT;
      return;
    }
    compatible = coercion.commonType(candidates);
    if (compatible == 0) {
      throw mismatch("arguments of anycompatible family cannot be cast to a common type");
    }
    if (compatibleMultirange != 0) {
      int own = catalog.range(compatibleMultirange).range();
      if (compatibleRange != 0 && compatibleRange != own) {
        throw inconsistent(
            TypeOid.ANYCOMPATIBLEMULTIRANGE,
            TypeOid.ANYCOMPATIBLERANGE,
            compatibleMultirange,
            compatibleRange);
      }
      if (subtypeOf(own, TypeOid.ANYCOMPATIBLERANGE) != compatible) {
        throw mismatch(
            "anycompatiblemultirange type %s does not match anycompatible type %s",
            name(compatibleMultirange), name(compatible));
      }
      compatibleRange = own;
    }
    if (compatibleRange != 0) {
      if (subtypeOf(compatibleRange, TypeOid.ANYCOMPATIBLERANGE) != compatible) {
        throw mismatch(
            "anycompatiblerange type %s does not match anycompatible type %s",
            name(compatibleRange), name(compatible));
      }
      compatibleMultirange = catalog.range(compatibleRange).multirange();
    }
    if (hasCompatibleNonArray && isArray(compatible)) {
      throw mismatch(
          "type matched to anycompatiblenonarray is an array type: %s", name(compatible));
    }
  }

  /** The actual type in the place of a declared one. */
  int replace(int declared) {
    return switch (declared) {
      case TypeOid.ANYELEMENT, TypeOid.ANYNONARRAY, TypeOid.ANYENUM -> known(element, declared);
      case TypeOid.ANYARRAY -> array != 0 ? array : arrayOf(known(element, declared));
      case TypeOid.ANYRANGE -> known(range, declared);
      case TypeOid.ANYMULTIRANGE -> known(multirange, declared);
      case TypeOid.ANYCOMPATIBLE, TypeOid.ANYCOMPATIBLENONARRAY -> known(compatible, declared);
      case TypeOid.ANYCOMPATIBLEARRAY -> arrayOf(known(compatible, declared));
      case TypeOid.ANYCOMPATIBLERANGE -> known(compatibleRange, declared);
      case TypeOid.ANYCOMPATIBLEMULTIRANGE -> known(compatibleMultirange, declared);
      default -> declared;
    };
  }

  private static int known(int type, int declared) {
    if (type == 0) {
      throw mismatch(
          "could not determine polymorphic type %s because input has type %s",
          Polymorphism.name(declared), "unknown");
    }
    return type;
  }

  private int arrayOf(int type) {
    if (type == TypeOid.ANYELEMENT) {
      return TypeOid.ANYARRAY;
    }
    int found = catalog.type(type).info().arrayOid();
    if (found == 0) {
      throw SqlException.error(
          SqlState.UNDEFINED_OBJECT, "could not find array type for data type %s", name(type));
    }
    return found;
  }
}
