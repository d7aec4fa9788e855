package org.postern.executor.session.functions;

import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.deparse.NamePrinter;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * The CREATE statement of a function or procedure, as pg_get_functiondef gives it.
 *
 * <p>Source: PostgreSQL documentation, "CREATE FUNCTION".
 */
final class RoutineDefinition {
  private static final int INTERNAL = 12;
  private static final int C = 13;
  private static final int LANGUAGE_OID_INDEX = 2682;
  private static final int DEFAULT_COST = 100;
  private static final int DEFAULT_ROWS = 1000;

  private final Catalog catalog;
  private final NamePrinter names;
  private final CatalogRow row;

  RoutineDefinition(Catalog catalog, NamePrinter names, CatalogRow row) {
    this.catalog = catalog;
    this.names = names;
    this.row = row;
  }

  /** {@code arguments} and {@code result} as their own functions print them. */
  String print(String arguments, String result) {
    char kind = row.character("prokind");
    String name = row.text("proname");
    if (kind == 'a') {
      throw SqlException.error(SqlState.WRONG_OBJECT_TYPE, "\"%s\" is an aggregate function", name);
    }
    boolean procedure = kind == 'p';
    StringBuilder out =
        new StringBuilder("CREATE OR REPLACE ")
            .append(procedure ? "PROCEDURE " : "FUNCTION ")
            .append(names.quote(catalog.namespaceName(row.oid("pronamespace"))))
            .append('.')
            .append(names.quote(name))
            .append('(')
            .append(arguments)
            .append(")\n");
    if (!procedure) {
      out.append(" RETURNS ").append(result).append('\n');
    }
    out.append(" LANGUAGE ").append(names.quote(language())).append('\n');
    String properties = properties(kind);
    if (!properties.isEmpty()) {
      out.append(properties).append('\n');
    }
    if (!row.isNull("proconfig")) {
      for (String setting : row.texts("proconfig")) {
        int equals = setting.indexOf('=');
        out.append(" SET ")
            .append(names.quote(setting.substring(0, equals)))
            .append(" TO '")
            .append(setting.substring(equals + 1).replace("'", "''"))
            .append("'\n");
      }
    }
    return out.append("AS ").append(body(procedure)).append('\n').toString();
  }

  private String language() {
    CatalogRow found =
        catalog.row("pg_language", LANGUAGE_OID_INDEX, Integer.toUnsignedLong(row.oid("prolang")));
    return found == null ? "internal" : found.text("lanname");
  }

  private String properties(char kind) {
    StringBuilder out = new StringBuilder();
    out.append(kind == 'w' ? " WINDOW" : "");
    out.append(
        switch (row.character("provolatile")) {
          case 'i' -> " IMMUTABLE";
          case 's' -> " STABLE";
          default -> "";
        });
    out.append(
        switch (row.character("proparallel")) {
          case 's' -> " PARALLEL SAFE";
          case 'r' -> " PARALLEL RESTRICTED";
          default -> "";
        });
    out.append(row.bool("proisstrict") ? " STRICT" : "");
    out.append(row.bool("prosecdef") ? " SECURITY DEFINER" : "");
    out.append(row.bool("proleakproof") ? " LEAKPROOF" : "");
    int language = row.oid("prolang");
    double usual = language == INTERNAL || language == C ? 1 : DEFAULT_COST;
    if (row.number("procost") != usual) {
      out.append(" COST ").append(plain(row.number("procost")));
    }
    double rows = row.number("prorows");
    if (rows > 0 && rows != DEFAULT_ROWS) {
      out.append(" ROWS ").append(plain(rows));
    }
    int support = row.oid("prosupport");
    if (support != 0) {
      out.append(" SUPPORT ").append(names.function(support));
    }
    return out.toString();
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  private String body(boolean procedure) {
    String source = row.text("prosrc");
    String tag = procedure ? "procedure" : "function";
    while (source.contains("$" + tag + "$")) {
      tag += "x";
    }
    String quoted = "$" + tag + "$" + source + "$" + tag + "$";
    return row.isNull("probin") ? quoted : "'" + row.text("probin") + "', " + quoted;
  }

  static CatalogRow find(Catalog catalog, long oid) {
    return catalog.row("pg_proc", CatalogIndexes.PROC_OID, oid);
  }
}
