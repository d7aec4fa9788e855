package org.postern.executor.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.types.TypeOid;

/** Conditions taken apart at AND and put together again. */
final class Conjuncts {
  private Conjuncts() {}

  static List<Expr> split(Expr condition) {
    List<Expr> out = new ArrayList<>();
    add(condition, out);
    return out;
  }

  private static void add(Expr condition, List<Expr> out) {
    if (condition == null) {
      return;
    }
    if (condition instanceof Expr.Bool b && b.kind() == Expr.Bool.Kind.AND) {
      b.args().forEach(arg -> add(arg, out));
    } else if (!(condition instanceof Expr.Const c
        && c.type() == TypeOid.BOOL
        && c.value() != null
        && (Long) c.value() != 0)) {
      out.add(condition);
    }
  }

  /** All of them ANDed; null for none. */
  static Expr join(List<Expr> conjuncts) {
    return switch (conjuncts.size()) {
      case 0 -> null;
      case 1 -> conjuncts.getFirst();
      default -> new Expr.Bool(Expr.Bool.Kind.AND, List.copyOf(conjuncts), -1);
    };
  }

  /** The relations of this level an expression reads. */
  static BitSet relations(Expr expr) {
    BitSet set = new BitSet();
    ExprTrees.walk(
        expr,
        e -> {
          if (e instanceof Expr.Var v && v.levelsUp() == 0) {
            set.set(v.relation());
          } else if (e instanceof Expr.CurrentOf c) {
            set.set(c.relation());
          }
        });
    return set;
  }

  static boolean contains(BitSet all, BitSet part) {
    BitSet rest = (BitSet) part.clone();
    rest.andNot(all);
    return rest.isEmpty();
  }
}
