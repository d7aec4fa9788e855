package org.postern.executor.analyze;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Polymorphic parameters: what {@code anyelement}, {@code anyarray}, {@code anyrange} and their
 * {@code anycompatible} likes stand for in one call.
 *
 * <p>Source: PostgreSQL documentation, "Polymorphic Types".
 */
final class Polymorphism {
  private final Catalog catalog;
  private final Coercion coercion;

  Polymorphism(Catalog catalog, Coercion coercion) {
    this.catalog = catalog;
    this.coercion = coercion;
  }

  /** The declared types with the polymorphic ones replaced, and the result type likewise. */
  record Resolved(List<Integer> argTypes, int resultType) {}

  /** Whether the actual types agree with each other where the declared ones are polymorphic. */
  boolean consistent(List<Integer> declared, List<Integer> actual) {
    if (declared.stream().limit(actual.size()).noneMatch(Coercion::isPolymorphic)) {
      return true;
    }
    try {
      PolymorphicTypes found = collect(declared, actual);
      found.settleExact(true);
      found.settleCompatible();
      return true;
    } catch (SqlException e) {
      if (e.state() == SqlState.DATATYPE_MISMATCH) {
        return false;
      }
      throw e;
    }
  }

  /** Replaces the polymorphic types of a call by actual ones. */
  Resolved resolve(List<Integer> declared, List<Integer> actual, int resultType) {
    boolean any = Coercion.isPolymorphic(resultType);
    for (int type : declared) {
      any |= Coercion.isPolymorphic(type);
    }
    if (!any) {
      return new Resolved(declared, resultType);
    }
    PolymorphicTypes found = collect(declared, actual);
    found.settleExact(false);
    found.settleCompatible();
    List<Integer> types = new ArrayList<>();
    for (int i = 0; i < declared.size(); i++) {
      types.add(found.replace(declared.get(i)));
    }
    return new Resolved(List.copyOf(types), found.replace(resultType));
  }

  private PolymorphicTypes collect(List<Integer> declared, List<Integer> actual) {
    PolymorphicTypes found = new PolymorphicTypes(catalog, coercion);
    for (int i = 0; i < actual.size() && i < declared.size(); i++) {
      if (Coercion.isPolymorphic(declared.get(i))) {
        found.add(declared.get(i), actual.get(i));
      }
    }
    return found;
  }

  /** What a polymorphic type is called in messages. */
  static String name(int type) {
    return switch (type) {
      case TypeOid.ANYELEMENT -> "anyelement";
      case TypeOid.ANYARRAY -> "anyarray";
      case TypeOid.ANYNONARRAY -> "anynonarray";
      case TypeOid.ANYENUM -> "anyenum";
      case TypeOid.ANYRANGE -> "anyrange";
      case TypeOid.ANYMULTIRANGE -> "anymultirange";
      case TypeOid.ANYCOMPATIBLE -> "anycompatible";
      case TypeOid.ANYCOMPATIBLEARRAY -> "anycompatiblearray";
      case TypeOid.ANYCOMPATIBLENONARRAY -> "anycompatiblenonarray";
      case TypeOid.ANYCOMPATIBLERANGE -> "anycompatiblerange";
      default -> "anycompatiblemultirange";
    };
  }
}
