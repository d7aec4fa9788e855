package org.postern.executor.analyze;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.OpclassEntry;
import org.postern.executor.catalog.OperatorEntry;
import org.postern.executor.sql.ast.QualifiedName;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** Chooses operators, and the ordering and equality operators a type sorts and groups by. */
final class OperatorResolver {
  private final AnalyzerEnvironment env;
  private final Catalog catalog;
  private final Coercion coercion;

  OperatorResolver(AnalyzerEnvironment env, Coercion coercion) {
    this.env = env;
    this.catalog = env.catalog();
    this.coercion = coercion;
  }

  /** The infix operator for two types, or null. */
  OperatorEntry binaryOrNull(QualifiedName name, int left, int right) {
    List<OperatorEntry> candidates = visible(name, true);
    List<Integer> inputs = List.of(left, right);
    if (left == TypeOid.UNKNOWN ^ right == TypeOid.UNKNOWN) {
      int known = left == TypeOid.UNKNOWN ? right : left;
      OperatorEntry exact = exact(candidates, known, known);
      if (exact != null) {
        return exact;
      }
      int base = catalog.baseType(known);
      exact = base == known ? null : exact(candidates, base, base);
      if (exact != null) {
        return exact;
      }
    }
    OperatorEntry exact = exact(candidates, left, right);
    return exact != null ? exact : choose(name, candidates, inputs, true);
  }

  /** The infix operator for two types; throws 42883 or 42725. */
  OperatorEntry binary(QualifiedName name, int left, int right, int location) {
    OperatorEntry found = binaryOrNull(name, left, right);
    if (found == null) {
      throw missing(text(left) + " " + shown(name) + " " + text(right), false, location);
    }
    return found;
  }

  /** The prefix operator for a type; throws 42883 or 42725. */
  OperatorEntry prefix(QualifiedName name, int right, int location) {
    List<OperatorEntry> candidates = visible(name, false);
    OperatorEntry exact = exact(candidates, 0, right);
    OperatorEntry found = exact != null ? exact : choose(name, candidates, List.of(right), false);
    if (found == null) {
      throw missing(shown(name) + " " + text(right), true, location);
    }
    return found;
  }

  private SqlException missing(String signature, boolean prefix, int location) {
    return SqlException.error(SqlState.UNDEFINED_FUNCTION, "operator does not exist: %s", signature)
        .withHint(
            prefix
                ? "No operator matches the given name and argument type. You might need to add an"
                    + " explicit type cast."
                : "No operator matches the given name and argument types. You might need to add"
                    + " explicit type casts.")
        .withPosition(location + 1);
  }

  private List<OperatorEntry> visible(QualifiedName name, boolean infix) {
    List<Integer> path = env.searchPath().effective();
    if (name.schema() != null) {
      int namespace = catalog.namespace(name.schema());
      if (namespace == 0) {
        throw SqlException.error(
            SqlState.INVALID_SCHEMA_NAME, "schema \"%s\" does not exist", name.schema());
      }
      path = List.of(namespace);
    }
    List<OperatorEntry> found = new ArrayList<>();
    for (int namespace : path) {
      for (OperatorEntry operator : catalog.operators(name.name())) {
        if (operator.namespace() == namespace
            && (operator.left() != 0) == infix
            && exact(found, operator.left(), operator.right()) == null) {
          found.add(operator);
        }
      }
    }
    return found;
  }

  private static OperatorEntry exact(List<OperatorEntry> candidates, int left, int right) {
    for (OperatorEntry operator : candidates) {
      if (operator.left() == left && operator.right() == right) {
        return operator;
      }
    }
    return null;
  }

  private OperatorEntry choose(
      QualifiedName name, List<OperatorEntry> candidates, List<Integer> inputs, boolean infix) {
    List<OperatorEntry> usable = new ArrayList<>();
    List<List<Integer>> types = new ArrayList<>();
    for (OperatorEntry operator : candidates) {
      List<Integer> declared =
          infix ? List.of(operator.left(), operator.right()) : List.of(operator.right());
      boolean fits = true;
      for (int i = 0; i < inputs.size() && fits; i++) {
        fits = coercion.canCoerce(inputs.get(i), declared.get(i), Coercion.Context.IMPLICIT);
      }
      if (fits && new Polymorphism(catalog, coercion).consistent(declared, inputs)) {
        usable.add(operator);
        types.add(declared);
      }
    }
    if (usable.size() <= 1) {
      return usable.isEmpty() ? null : usable.getFirst();
    }
    int best = new CandidateSelection(catalog, coercion).select(types, inputs);
    if (best < 0) {
      String signature =
          infix
              ? text(inputs.get(0)) + " " + shown(name) + " " + text(inputs.get(1))
              : shown(name) + " " + text(inputs.getFirst());
      throw SqlException.error(SqlState.AMBIGUOUS_FUNCTION, "operator is not unique: %s", signature)
          .withHint(
              "Could not choose a best candidate operator. You might need to add explicit type"
                  + " casts.")
          .withPosition(name.location() + 1);
    }
    return usable.get(best);
  }

  private String text(int type) {
    return type == TypeOid.UNKNOWN ? "unknown" : coercion.name(type);
  }

  private static String shown(QualifiedName name) {
    return name.schema() == null || name.schema().equals("pg_catalog")
        ? name.name()
        : name.schema() + "." + name.name();
  }

  /** The B-tree operators a type is ordered by: {@code <}, {@code =}, {@code >}; 0 for none. */
  record Ordering(int less, int equal, int greater) {}

  /** The ordering of a type; all 0 where it has no default B-tree operator class. */
  Ordering ordering(int type) {
    int opclass = catalog.defaultOpclass(type, Catalog.BTREE);
    if (opclass == 0) {
      return new Ordering(0, 0, 0);
    }
    OpclassEntry entry = catalog.opclass(opclass);
    int input = entry.inputType();
    return new Ordering(
        catalog.familyOperator(entry.family(), input, input, 1),
        catalog.familyOperator(entry.family(), input, input, 3),
        catalog.familyOperator(entry.family(), input, input, 5));
  }

  /** How rows are grouped by a type: by its order, or by hashing with only an equality. */
  Ordering grouping(int type, int location) {
    Ordering ordering = ordering(type);
    if (ordering.equal() != 0) {
      return ordering;
    }
    int opclass = catalog.defaultOpclass(type, Catalog.HASH);
    int equal = 0;
    if (opclass != 0) {
      OpclassEntry entry = catalog.opclass(opclass);
      equal = catalog.familyOperator(entry.family(), entry.inputType(), entry.inputType(), 1);
    }
    if (equal == 0) {
      throw SqlException.error(
              SqlState.UNDEFINED_FUNCTION,
              "could not identify an equality operator for type %s",
              coercion.name(type))
          .withPosition(location + 1);
    }
    return new Ordering(0, equal, 0);
  }

  /** As {@link #ordering}, but throws 42883 where the type cannot be sorted. */
  Ordering requireOrdering(int type, int location) {
    Ordering ordering = ordering(type);
    if (ordering.less() == 0) {
      throw SqlException.error(
              SqlState.UNDEFINED_FUNCTION,
              "could not identify an ordering operator for type %s",
              coercion.name(type))
          .withHint("Use an explicit ordering operator or modify the query.")
          .withPosition(location + 1);
    }
    return ordering;
  }
}
