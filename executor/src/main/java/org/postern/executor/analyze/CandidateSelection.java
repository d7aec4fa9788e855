package org.postern.executor.analyze;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.TypeEntry;
import org.postern.executor.types.TypeOid;

/**
 * The tie-break among functions or operators that could all take the arguments: most exact matches,
 * then most preferred types, then the category unknown literals suggest, then "unknowns are of the
 * known type".
 *
 * <p>Source: PostgreSQL documentation, "Operators" and "Functions" in chapter "Type Conversion".
 */
final class CandidateSelection {
  private final Catalog catalog;
  private final Coercion coercion;

  CandidateSelection(Catalog catalog, Coercion coercion) {
    this.catalog = catalog;
    this.coercion = coercion;
  }

  /** The index of the best candidate, or -1 when several remain. */
  int select(List<List<Integer>> candidates, List<Integer> inputs) {
    int args = inputs.size();
    int[] base = new int[args];
    int unknowns = 0;
    for (int i = 0; i < args; i++) {
      base[i] = inputs.get(i);
      if (base[i] == TypeOid.UNKNOWN) {
        unknowns++;
      } else {
        base[i] = catalog.baseType(base[i]);
      }
    }
    List<Integer> left = new ArrayList<>();
    for (int c = 0; c < candidates.size(); c++) {
      left.add(c);
    }
    left =
        best(
            left,
            c -> {
              int exact = 0;
              for (int i = 0; i < args; i++) {
                if (base[i] != TypeOid.UNKNOWN && candidates.get(c).get(i) == base[i]) {
                  exact++;
                }
              }
              return exact;
            });
    if (left.size() == 1) {
      return left.getFirst();
    }
    char[] categories = new char[args];
    for (int i = 0; i < args; i++) {
      categories[i] = base[i] == TypeOid.UNKNOWN ? 'X' : catalog.type(base[i]).info().category();
    }
    left =
        best(
            left,
            c -> {
              int good = 0;
              for (int i = 0; i < args; i++) {
                int type = candidates.get(c).get(i);
                if (base[i] != TypeOid.UNKNOWN
                    && (type == base[i] || isPreferred(categories[i], type))) {
                  good++;
                }
              }
              return good;
            });
    if (left.size() == 1) {
      return left.getFirst();
    }
    if (unknowns == 0) {
      return -1;
    }
    left = byUnknownCategory(candidates, left, base);
    if (left.size() == 1) {
      return left.getFirst();
    }
    return sameTypeGuess(candidates, left, base, unknowns);
  }

  private boolean isPreferred(char category, int type) {
    TypeEntry entry = catalog.type(type);
    return entry.info().category() == category && entry.info().preferred();
  }

  private List<Integer> best(List<Integer> from, java.util.function.IntUnaryOperator score) {
    int best = -1;
    List<Integer> kept = new ArrayList<>();
    for (int c : from) {
      int s = score.applyAsInt(c);
      if (s > best) {
        best = s;
        kept.clear();
      }
      if (s == best) {
        kept.add(c);
      }
    }
    return kept;
  }

  private List<Integer> byUnknownCategory(
      List<List<Integer>> candidates, List<Integer> left, int[] base) {
    char[] slot = new char[base.length];
    boolean[] wantPreferred = new boolean[base.length];
    boolean resolved = true;
    for (int i = 0; i < base.length && resolved; i++) {
      if (base[i] != TypeOid.UNKNOWN) {
        continue;
      }
      boolean conflict = false;
      for (int c : left) {
        TypeEntry entry = catalog.type(candidates.get(c).get(i));
        char category = entry.info().category();
        if (slot[i] == 0) {
          slot[i] = category;
          wantPreferred[i] = entry.info().preferred();
        } else if (slot[i] == category) {
          wantPreferred[i] |= entry.info().preferred();
        } else if (category == 'S') {
          slot[i] = 'S';
          wantPreferred[i] = entry.info().preferred();
          conflict = false;
          continue;
        } else {
          conflict = true;
        }
      }
      if (conflict && slot[i] != 'S') {
        resolved = false;
      }
    }
    if (!resolved) {
      return left;
    }
    List<Integer> kept = new ArrayList<>();
    for (int c : left) {
      boolean keep = true;
      for (int i = 0; i < base.length; i++) {
        if (base[i] == TypeOid.UNKNOWN) {
          TypeEntry entry = catalog.type(candidates.get(c).get(i));
          keep &= entry.info().category() == slot[i];
          keep &= !wantPreferred[i] || entry.info().preferred();
        }
      }
      if (keep) {
        kept.add(c);
      }
    }
    return kept.isEmpty() ? left : kept;
  }

  private int sameTypeGuess(
      List<List<Integer>> candidates, List<Integer> left, int[] base, int unknowns) {
    if (unknowns == base.length) {
      return -1;
    }
    int known = TypeOid.UNKNOWN;
    for (int type : base) {
      if (type == TypeOid.UNKNOWN) {
        continue;
      }
      if (known == TypeOid.UNKNOWN) {
        known = type;
      } else if (known != type) {
        return -1;
      }
    }
    List<Integer> all = Collections.nCopies(base.length, known);
    int chosen = -1;
    for (int c : left) {
      boolean fits = true;
      for (int i = 0; i < base.length; i++) {
        fits &= coercion.canCoerce(known, candidates.get(c).get(i), Coercion.Context.IMPLICIT);
      }
      fits = fits && new Polymorphism(catalog, coercion).consistent(candidates.get(c), all);
      if (fits) {
        if (chosen >= 0) {
          return -1;
        }
        chosen = c;
      }
    }
    return chosen;
  }
}
