package org.postern.executor.deparse;

import java.util.ArrayList;
import java.util.List;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.ExprText;
import org.postern.executor.catalog.IndexEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.catalog.Relations;

/**
 * Constraints as pg_get_constraintdef prints them.
 *
 * <p>Source: PostgreSQL documentation, section 9.26 and "CREATE TABLE".
 */
public final class ConstraintPrinter {
  private final Relations relations;
  private final ExprText exprText;
  private final NamePrinter names;

  public ConstraintPrinter(Relations relations, ExprText exprText, NamePrinter names) {
    this.relations = relations;
    this.exprText = exprText;
    this.names = names;
  }

  /** The definition in a row of pg_constraint; null for a kind that has none. */
  public String print(CatalogRow row, boolean pretty) {
    RelationEntry table = row.oid("conrelid") == 0 ? null : relations.relation(row.oid("conrelid"));
    String body =
        switch (row.character("contype")) {
          case 'c' -> check(row, table, pretty);
          case 'p' -> key("PRIMARY KEY", row, table);
          case 'u' -> key("UNIQUE", row, table);
          case 'f' -> foreignKey(row, table);
          case 't' -> "TRIGGER";
          default -> null;
        };
    if (body == null) {
      return null;
    }
    StringBuilder out = new StringBuilder(body);
    if (row.bool("condeferrable")) {
      out.append(" DEFERRABLE");
    }
    if (row.bool("condeferred")) {
      out.append(" INITIALLY DEFERRED");
    }
    if (!row.bool("convalidated")) {
      out.append(" NOT VALID");
    }
    return out.toString();
  }

  private String check(CatalogRow row, RelationEntry table, boolean pretty) {
    ExprPrinter printer =
        new ExprPrinter(
            names, number -> table == null ? "VALUE" : table.column(number).name(), pretty);
    String condition = printer.print(exprText.read(row.text("conbin")));
    return "CHECK (" + condition + ")" + (row.bool("connoinherit") ? " NO INHERIT" : "");
  }

  private String key(String kind, CatalogRow row, RelationEntry table) {
    IndexEntry index = relations.index(row.oid("conindid"));
    StringBuilder out = new StringBuilder(kind);
    if (index != null && index.nullsNotDistinct()) {
      out.append(" NULLS NOT DISTINCT");
    }
    out.append(" (").append(columns(row.integers("conkey"), table)).append(')');
    if (index == null) {
      return out.toString();
    }
    if (index.keys().size() > index.keyCount()) {
      List<String> included = new ArrayList<>();
      for (int number : index.keys().subList(index.keyCount(), index.keys().size())) {
        included.add(names.quote(table.column(number).name()));
      }
      out.append(" INCLUDE (").append(String.join(", ", included)).append(')');
    }
    if (!index.relation().options().isEmpty()) {
      out.append(" WITH (").append(IndexPrinter.options(index.relation().options())).append(')');
    }
    return out.toString();
  }

  private String columns(int[] numbers, RelationEntry table) {
    List<String> printed = new ArrayList<>();
    for (int number : numbers) {
      printed.add(names.quote(table.column(number).name()));
    }
    return String.join(", ", printed);
  }

  private String foreignKey(CatalogRow row, RelationEntry table) {
    RelationEntry referenced = relations.relation(row.oid("confrelid"));
    StringBuilder out = new StringBuilder("FOREIGN KEY (");
    out.append(columns(row.integers("conkey"), table)).append(") REFERENCES ");
    out.append(names.relation(referenced.oid()));
    out.append('(').append(columns(row.integers("confkey"), referenced)).append(')');
    if (row.character("confmatchtype") == 'f') {
      out.append(" MATCH FULL");
    }
    out.append(action(" ON UPDATE ", row.character("confupdtype")));
    out.append(action(" ON DELETE ", row.character("confdeltype")));
    if (!row.isNull("confdelsetcols")) {
      out.append(" (").append(columns(row.integers("confdelsetcols"), table)).append(')');
    }
    return out.toString();
  }

  private static String action(String event, char code) {
    return switch (code) {
      case 'r' -> event + "RESTRICT";
      case 'c' -> event + "CASCADE";
      case 'n' -> event + "SET NULL";
      case 'd' -> event + "SET DEFAULT";
      default -> "";
    };
  }
}
