package org.postern.executor.session.functions;

import static org.postern.executor.functions.Fn.f1;
import static org.postern.executor.functions.Fn.f2;
import static org.postern.executor.functions.Fn.f3;
import static org.postern.executor.functions.Fn.fn;

import java.util.List;
import org.postern.executor.analyze.ParamTypes;
import org.postern.executor.analyze.QueryAnalyzer;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.IndexEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.catalog.Relations;
import org.postern.executor.deparse.ConstraintPrinter;
import org.postern.executor.deparse.ExprPrinter;
import org.postern.executor.deparse.IndexPrinter;
import org.postern.executor.deparse.QueryPrinter;
import org.postern.executor.functions.Fn;
import org.postern.executor.functions.FunctionFamily;
import org.postern.executor.functions.FunctionImpl;
import org.postern.executor.query.Expr;
import org.postern.executor.query.Query;
import org.postern.executor.session.Session;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeOid;

/**
 * Definitions of catalog objects as SQL text, and their comments.
 *
 * <p>Source: PostgreSQL documentation, sections 9.26.4 and 9.26.6.
 */
final class DefinitionFamily implements FunctionFamily {
  private static final int DESCRIPTION_OBJECT = 2675;
  private static final int SHARED_DESCRIPTION_OBJECT = 2397;

  private final Session session;
  private final SessionNames names;

  DefinitionFamily(Session session) {
    this.session = session;
    this.names = new SessionNames(session);
  }

  @Override
  public FunctionImpl lookup(String prosrc) {
    FunctionImpl impl = definitions(prosrc);
    if (impl == null) {
      impl = comments(prosrc);
    }
    return impl == null ? properties(prosrc) : impl;
  }

  private Catalog catalog() {
    return session.database().catalog();
  }

  private Relations relations() {
    return session.database().relations();
  }

  private static int oid(Object value) {
    return ((Long) value).intValue();
  }

  private static Slice text(String value) {
    return value == null ? null : Slice.utf8(value);
  }

  private FunctionImpl definitions(String prosrc) {
    return switch (prosrc) {
      case "pg_get_expr" -> f2((a, b) -> expression(a.toString(), oid(b), false));
      case "pg_get_expr_ext" -> f3((a, b, c) -> expression(a.toString(), oid(b), (Long) c != 0));
      case "pg_get_indexdef" -> f1(a -> index(oid(a), 0, false));
      case "pg_get_indexdef_ext" -> f3((a, b, c) -> index(oid(a), oid(b), (Long) c != 0));
      case "pg_get_constraintdef" -> f1(a -> constraint(oid(a), false));
      case "pg_get_constraintdef_ext" -> f2((a, b) -> constraint(oid(a), (Long) b != 0));
      case "pg_get_viewdef" -> f1(a -> view(oid(a), false));
      case "pg_get_viewdef_ext" -> f2((a, b) -> view(oid(a), (Long) b != 0));
      case "pg_get_viewdef_wrap" -> f2((a, b) -> view(oid(a), true));
      case "pg_get_viewdef_name" -> f1(a -> view(named(a), false));
      case "pg_get_viewdef_name_ext" -> f2((a, b) -> view(named(a), (Long) b != 0));
      case "pg_get_partkeydef",
          "pg_get_partition_constraintdef",
          "pg_get_statisticsobjdef",
          "pg_get_statisticsobjdef_columns",
          "pg_get_statisticsobjdef_expressions",
          "pg_get_function_sqlbody",
          "pg_get_ruledef",
          "pg_get_ruledef_ext",
          "pg_get_triggerdef",
          "pg_get_triggerdef_ext",
          "pg_get_replica_identity_index" ->
          fn((a, c) -> null);
      default -> null;
    };
  }

  private Object expression(String stored, int relation, boolean pretty) {
    RelationEntry entry = relation == 0 ? null : relations().relation(relation);
    if (relation != 0 && entry == null) {
      return null;
    }
    ExprPrinter printer =
        new ExprPrinter(
            names, number -> entry == null ? "VALUE" : entry.column(number).name(), pretty);
    StringBuilder out = new StringBuilder();
    if (stored.startsWith("[")) {
      for (Expr expr : session.database().exprText().readList(stored)) {
        out.append(out.isEmpty() ? "" : ", ").append(printer.print(expr));
      }
    } else {
      out.append(printer.print(session.database().exprText().read(stored)));
    }
    return text(out.toString());
  }

  private Object index(int oid, int column, boolean pretty) {
    RelationEntry relation = relations().relation(oid);
    if (relation == null || relation.kind() != 'i' && relation.kind() != 'I') {
      return null;
    }
    IndexEntry index = relations().index(oid);
    RelationEntry table = relations().relation(index.table());
    IndexPrinter printer = new IndexPrinter(catalog(), names);
    if (column != 0) {
      boolean exists = column > 0 && column <= index.keys().size();
      return exists ? text(printer.column(index, table, column - 1, false, pretty)) : Slice.EMPTY;
    }
    String tableName = pretty ? names.relation(table.oid()) : names.qualifiedRelation(table.oid());
    return text(printer.statement(index, table, tableName, pretty));
  }

  private Object constraint(int oid, boolean pretty) {
    CatalogRow row =
        catalog().row("pg_constraint", CatalogIndexes.CONSTRAINT_OID, Catalog.unsigned(oid));
    if (row == null) {
      return null;
    }
    ConstraintPrinter printer =
        new ConstraintPrinter(relations(), session.database().exprText(), names);
    return text(printer.print(row, pretty));
  }

  private int named(Object name) {
    return (int) session.types().lookupReg(TypeOid.REGCLASS, name.toString());
  }

  private Object view(int oid, boolean pretty) {
    RelationEntry relation = relations().relation(oid);
    if (relation == null || relation.kind() != 'v' && relation.kind() != 'm') {
      return null;
    }
    Query query =
        new QueryAnalyzer(session.analyzerEnvironment(), ParamTypes.none()).storedQuery(relation);
    List<String> columns = relation.columns().stream().map(ColumnEntry::name).toList();
    return text(
        new QueryPrinter(catalog(), relations(), names, pretty).print(query, columns) + ";");
  }

  private FunctionImpl comments(String prosrc) {
    return switch (prosrc) {
      case "obj_description" -> f1(this::description);
      case "obj_description_class" -> f2((a, b) -> description(a, classOid(b.toString()), 0));
      case "col_description" -> f2((a, b) -> description(a, classOid("pg_class"), (Long) b));
      case "shobj_description" -> f2((a, b) -> shared(a, classOid(b.toString())));
      default -> null;
    };
  }

  private long classOid(String name) {
    return Integer.toUnsignedLong(relations().relationByName(Catalog.PG_CATALOG, name));
  }

  private Object description(Object oid, long table, long column) {
    CatalogRow row = catalog().row("pg_description", DESCRIPTION_OBJECT, oid, table, column);
    return row == null ? null : text(row.text("description"));
  }

  private Object description(Object oid) {
    for (CatalogRow row : catalog().rows("pg_description", DESCRIPTION_OBJECT, oid)) {
      if (row.integer("objsubid") == 0) {
        return text(row.text("description"));
      }
    }
    return null;
  }

  private Object shared(Object oid, long table) {
    CatalogRow row = catalog().row("pg_shdescription", SHARED_DESCRIPTION_OBJECT, oid, table);
    return row == null ? null : text(row.text("description"));
  }

  private FunctionImpl properties(String prosrc) {
    return switch (prosrc) {
      case "pg_index_column_has_property" -> f3(this::columnProperty);
      case "pg_index_has_property" -> f2((a, b) -> indexProperty(oid(a), b.toString()));
      case "pg_indexam_has_property" -> f2((a, b) -> methodProperty(b.toString()));
      case "pg_relation_is_publishable" -> fn((a, c) -> Fn.bool(true));
      case "pg_relation_is_updatable" -> f2((a, b) -> updatable(oid(a)));
      case "pg_column_is_updatable" -> f3((a, b, c) -> Fn.bool(updatable(oid(a)) != 0));
      case "_pg_index_position" -> f2((a, b) -> indexPosition(oid(a), oid(b)));
      case "_pg_interval_type" -> f2((a, b) -> intervalType(oid(a), oid(b)));
      default -> null;
    };
  }

  private Object columnProperty(Object indexOid, Object number, Object property) {
    RelationEntry relation = relations().relation(oid(indexOid));
    if (relation == null || relation.kind() != 'i') {
      return null;
    }
    IndexEntry index = relations().index(relation.oid());
    int at = oid(number) - 1;
    if (at < 0 || at >= index.keys().size()) {
      return null;
    }
    boolean key = at < index.keyCount();
    boolean descending = key && index.descending(at);
    boolean nullsFirst = key && index.nullsFirst(at);
    return switch (property.toString()) {
      case "asc" -> key ? Fn.bool(!descending) : null;
      case "desc" -> key ? Fn.bool(descending) : null;
      case "nulls_first" -> key ? Fn.bool(nullsFirst) : null;
      case "nulls_last" -> key ? Fn.bool(!nullsFirst) : null;
      case "orderable", "search_array", "search_nulls" -> Fn.bool(key);
      case "returnable" -> Fn.bool(true);
      case "distance_orderable" -> Fn.bool(false);
      default -> null;
    };
  }

  private Object indexProperty(int oid, String property) {
    RelationEntry relation = relations().relation(oid);
    if (relation == null || relation.kind() != 'i') {
      return null;
    }
    return switch (property) {
      case "clusterable", "index_scan", "bitmap_scan", "backward_scan" -> Fn.bool(true);
      default -> null;
    };
  }

  private static Object methodProperty(String property) {
    return switch (property) {
      case "can_order", "can_unique", "can_multi_col", "can_include" -> Fn.bool(true);
      case "can_exclude" -> Fn.bool(false);
      default -> null;
    };
  }

  /** Bits of the events a relation takes: 4 UPDATE, 8 INSERT, 16 DELETE. */
  private long updatable(int oid) {
    RelationEntry relation = relations().relation(oid);
    return relation != null && (relation.kind() == 'r' || relation.kind() == 'p') ? 28 : 0;
  }

  private Object indexPosition(int oid, int column) {
    IndexEntry index = relations().index(oid);
    int at = index == null ? -1 : index.keys().indexOf(column);
    return at < 0 ? null : Long.valueOf(at + 1L);
  }

  /** The fields of a restricted interval type, such as DAY TO HOUR. */
  private Object intervalType(int type, int typmod) {
    if (type != TypeOid.INTERVAL) {
      return null;
    }
    String name = session.typeNaming().name(type, typmod, true);
    String fields = name.replaceFirst("^interval[()0-9]* ?", "");
    return fields.isEmpty() ? null : text(fields.toUpperCase(java.util.Locale.ROOT));
  }
}
