package org.postern.executor.deparse;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.IndexEntry;
import org.postern.executor.catalog.OpclassEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.query.Expr;

/**
 * CREATE INDEX statements and single index columns, as pg_get_indexdef gives them.
 *
 * <p>Source: PostgreSQL documentation, section 9.26 and "CREATE INDEX".
 */
public final class IndexPrinter {
  private static final int DEFAULT_COLLATION = 100;

  private final Catalog catalog;
  private final NamePrinter names;

  public IndexPrinter(Catalog catalog, NamePrinter names) {
    this.catalog = catalog;
    this.names = names;
  }

  /** The whole statement; {@code tableName} is printed as the caller wants it qualified. */
  public String statement(IndexEntry index, RelationEntry table, String tableName, boolean pretty) {
    StringBuilder out = new StringBuilder("CREATE ");
    out.append(index.unique() ? "UNIQUE INDEX " : "INDEX ").append(names.quote(index.name()));
    out.append(" ON ").append(tableName);
    CatalogRow method = methodRow(index.method());
    out.append(" USING ").append(method == null ? "btree" : names.quote(method.text("amname")));
    List<String> keys = new ArrayList<>();
    List<String> included = new ArrayList<>();
    for (int i = 0; i < index.keys().size(); i++) {
      String text = column(index, table, i, true, pretty);
      (i < index.keyCount() ? keys : included).add(text);
    }
    out.append(" (").append(String.join(", ", keys)).append(')');
    if (!included.isEmpty()) {
      out.append(" INCLUDE (").append(String.join(", ", included)).append(')');
    }
    if (index.nullsNotDistinct()) {
      out.append(" NULLS NOT DISTINCT");
    }
    if (!index.relation().options().isEmpty()) {
      out.append(" WITH (").append(options(index.relation().options())).append(')');
    }
    if (index.predicate() != null) {
      String where = printer(table, pretty).print(index.predicate());
      out.append(" WHERE ").append(where);
    }
    return out.toString();
  }

  private CatalogRow methodRow(int oid) {
    for (CatalogRow row : catalog.store().scan(catalog.tables().table("pg_am"))) {
      if (row.oid("oid") == oid) {
        return row;
      }
    }
    return null;
  }

  /** Storage parameters, their values quoted. */
  static String options(List<String> options) {
    List<String> printed = new ArrayList<>();
    for (String option : options) {
      int equals = option.indexOf('=');
      printed.add(option.substring(0, equals) + "='" + option.substring(equals + 1) + "'");
    }
    return String.join(", ", printed);
  }

  private ExprPrinter printer(RelationEntry table, boolean pretty) {
    return new ExprPrinter(names, number -> table.column(number).name(), pretty);
  }

  /** One column, 0-based; {@code full} with what only the whole statement shows. */
  public String column(
      IndexEntry index, RelationEntry table, int at, boolean full, boolean pretty) {
    int number = index.keys().get(at);
    String text;
    int type;
    int collation;
    if (number != 0) {
      text = names.quote(table.column(number).name());
      type = table.column(number).type();
      collation = table.column(number).collation();
    } else {
      Expr expr = index.expressions().get(expressionsBefore(index, at));
      text = printer(table, pretty).print(expr);
      boolean bare = expr instanceof Expr.Call call && call.form() == Expr.CastForm.CALL;
      text = bare ? text : "(" + text + ")";
      type = expr.type();
      collation = expr.collation();
    }
    if (!full || at >= index.keyCount()) {
      return text;
    }
    return text + collation(index.collations().get(at), collation) + suffix(index, at, type);
  }

  private static int expressionsBefore(IndexEntry index, int at) {
    int count = 0;
    for (int i = 0; i < at; i++) {
      count += index.keys().get(i) == 0 ? 1 : 0;
    }
    return count;
  }

  private String collation(int collation, int natural) {
    if (collation == 0 || collation == natural) {
      return "";
    }
    CatalogRow row =
        catalog.row("pg_collation", CatalogIndexes.COLLATION_OID, Catalog.unsigned(collation));
    String name = row == null || collation == DEFAULT_COLLATION ? "default" : row.text("collname");
    return " COLLATE " + names.quote(name);
  }

  private String suffix(IndexEntry index, int at, int type) {
    StringBuilder out = new StringBuilder();
    int opclass = index.opclasses().get(at);
    if (opclass != catalog.defaultOpclass(catalog.baseType(type), index.method())) {
      OpclassEntry entry = catalog.opclass(opclass);
      if (entry != null && !entry.isDefault()) {
        out.append(' ').append(names.quote(entry.name()));
      }
    }
    if (index.descending(at)) {
      out.append(" DESC");
      out.append(index.nullsFirst(at) ? "" : " NULLS LAST");
    } else if (index.nullsFirst(at)) {
      out.append(" NULLS FIRST");
    }
    return out.toString();
  }
}
