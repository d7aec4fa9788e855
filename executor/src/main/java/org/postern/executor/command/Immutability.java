package org.postern.executor.command;

import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.ProcEntry;
import org.postern.executor.query.Expr;
import org.postern.executor.query.ExprTrees;
import org.postern.executor.types.TypeOid;

/** Whether the value of an expression depends on nothing but its arguments. */
final class Immutability {
  /** {@code text || anything}, which is as stable as the output of that type. */
  private static final int TEXT_CAT_ANY = 2003;

  private static final int ANY_CAT_TEXT = 2004;

  private Immutability() {}

  static boolean holds(Catalog catalog, Expr expr) {
    boolean[] mutable = {false};
    ExprTrees.walk(expr, e -> mutable[0] |= !one(catalog, e));
    return !mutable[0];
  }

  private static boolean one(Catalog catalog, Expr expr) {
    return switch (expr) {
      case Expr.Call c -> function(catalog, c.function());
      case Expr.Op o ->
          o.function() == TEXT_CAT_ANY || o.function() == ANY_CAT_TEXT
              ? o.args().stream().allMatch(arg -> output(catalog, arg.type()))
              : function(catalog, o.function());
      case Expr.Distinct d -> function(catalog, d.function());
      case Expr.NullIf n -> function(catalog, n.function());
      case Expr.ArrayOp a -> function(catalog, a.function());
      case Expr.CoerceViaIo c -> output(catalog, c.arg().type()) && input(catalog, c.type());
      case Expr.SqlValue s -> false;
      case Expr.NextValue n -> false;
      default -> true;
    };
  }

  private static boolean function(Catalog catalog, int oid) {
    ProcEntry proc = catalog.procOrNull(oid);
    return proc != null && proc.isImmutable();
  }

  private static boolean output(Catalog catalog, int type) {
    return type == TypeOid.UNKNOWN || support(catalog, type, "typoutput");
  }

  private static boolean input(Catalog catalog, int type) {
    return support(catalog, type, "typinput");
  }

  private static boolean support(Catalog catalog, int type, String column) {
    CatalogRow row = catalog.row("pg_type", CatalogIndexes.TYPE_OID, Catalog.unsigned(type));
    ProcEntry proc = row == null ? null : catalog.procOrNull(row.oid(column));
    return proc == null || proc.isImmutable();
  }
}
