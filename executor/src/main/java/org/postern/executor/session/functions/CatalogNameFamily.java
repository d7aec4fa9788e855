package org.postern.executor.session.functions;

import static org.postern.executor.functions.Fn.f1;
import static org.postern.executor.functions.Fn.f2;
import static org.postern.executor.functions.Fn.fn;
import static org.postern.executor.functions.Fn.set;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.OperatorEntry;
import org.postern.executor.catalog.ProcEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.catalog.TypeEntry;
import org.postern.executor.functions.Fn;
import org.postern.executor.functions.FunctionFamily;
import org.postern.executor.functions.FunctionImpl;
import org.postern.executor.session.Session;
import org.postern.executor.sql.parser.Keyword;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.RowValue;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Names of catalog objects, whether the search path finds them, and the oids of names.
 *
 * <p>Source: PostgreSQL documentation, sections 9.26.3 and 9.26.4.
 */
final class CatalogNameFamily implements FunctionFamily {
  private final Session session;
  private final SessionNames names;

  CatalogNameFamily(Session session) {
    this.session = session;
    this.names = new SessionNames(session);
  }

  @Override
  public FunctionImpl lookup(String prosrc) {
    FunctionImpl impl = naming(prosrc);
    if (impl == null) {
      impl = visibility(prosrc);
    }
    return impl == null ? conversion(prosrc) : impl;
  }

  private Catalog catalog() {
    return session.database().catalog();
  }

  private static int oid(Object value) {
    return ((Long) value).intValue();
  }

  private FunctionImpl naming(String prosrc) {
    return switch (prosrc) {
      case "format_type" -> fn((a, c) -> formatType(a));
      case "pg_get_userbyid" -> f1(a -> roleName(oid(a)));
      case "PG_encoding_to_char" -> f1(a -> Slice.utf8(EncodingNames.name(oid(a))));
      case "PG_char_to_encoding" -> f1(a -> EncodingNames.number(a.toString()));
      case "pg_encoding_max_length_sql" -> f1(a -> oid(a) == EncodingNames.UTF8 ? 4L : 1L);
      case "oidvectortypes" -> f1(a -> typeNames((ArrayValue) a));
      case "pg_get_keywords" -> set((a, c) -> keywords());
      default -> null;
    };
  }

  private Object formatType(Object[] args) {
    if (args[0] == null) {
      return null;
    }
    boolean given = args[1] != null;
    int typmod = given ? oid(args[1]) : -1;
    return Slice.utf8(session.typeNaming().name(oid(args[0]), typmod, given));
  }

  private Slice roleName(int role) {
    String name = catalog().roleName(role);
    return Slice.utf8(name == null ? "unknown (OID=" + Integer.toUnsignedString(role) + ")" : name);
  }

  private Slice typeNames(ArrayValue types) {
    List<String> printed = new ArrayList<>();
    for (Object type : types.elements()) {
      printed.add(session.typeNaming().name(oid(type)));
    }
    return Slice.utf8(String.join(", ", printed));
  }

  private static Iterator<Object> keywords() {
    int[] types = {TypeOid.TEXT, TypeOid.CHAR, TypeOid.BOOL, TypeOid.TEXT, TypeOid.TEXT};
    List<Object> rows = new ArrayList<>();
    for (Keyword keyword : Keyword.values()) {
      Object[] values = {
        Slice.utf8(keyword.word()),
        (long) keyword.category().code(),
        Fn.bool(keyword.bareLabel()),
        Slice.utf8(keyword.category().description()),
        Slice.utf8(keyword.bareLabel() ? "can be bare label" : "requires AS")
      };
      rows.add(new RowValue(TypeOid.RECORD, values, types));
    }
    return rows.iterator();
  }

  private FunctionImpl visibility(String prosrc) {
    return switch (prosrc) {
      case "pg_table_is_visible" ->
          f1(a -> {
            RelationEntry entry = session.database().relations().relation(oid(a));
            return entry == null ? null : Fn.bool(names.isVisible(entry));
          });
      case "pg_type_is_visible" ->
          f1(a -> {
            TypeEntry entry = catalog().typeOrNull(oid(a));
            return entry == null ? null : Fn.bool(session.typeNaming().isVisible(entry));
          });
      case "pg_function_is_visible" ->
          f1(a -> {
            ProcEntry entry = catalog().procOrNull(oid(a));
            return entry == null ? null : Fn.bool(names.isVisible(entry));
          });
      case "pg_operator_is_visible" ->
          f1(a -> {
            OperatorEntry entry = oid(a) == 0 ? null : catalog().operator(oid(a));
            return entry == null ? null : Fn.bool(names.isVisible(entry));
          });
      case "pg_opclass_is_visible" -> inPath("pg_opclass", "opcnamespace");
      case "pg_opfamily_is_visible" -> inPath("pg_opfamily", "opfnamespace");
      case "pg_collation_is_visible" -> inPath("pg_collation", "collnamespace");
      case "pg_conversion_is_visible" -> inPath("pg_conversion", "connamespace");
      case "pg_statistics_obj_is_visible" -> inPath("pg_statistic_ext", "stxnamespace");
      case "pg_ts_config_is_visible" -> inPath("pg_ts_config", "cfgnamespace");
      case "pg_ts_dict_is_visible" -> inPath("pg_ts_dict", "dictnamespace");
      case "pg_ts_parser_is_visible" -> inPath("pg_ts_parser", "prsnamespace");
      case "pg_ts_template_is_visible" -> inPath("pg_ts_template", "tmplnamespace");
      default -> null;
    };
  }

  /** Kinds of which hidden ones are rare: what counts is that the schema is searched. */
  private FunctionImpl inPath(String table, String namespaceColumn) {
    return f1(a -> {
      for (CatalogRow row : catalog().store().scan(catalog().tables().table(table))) {
        if (row.oid("oid") == oid(a)) {
          int namespace = row.oid(namespaceColumn);
          return Fn.bool(session.searchPath().effective().contains(namespace));
        }
      }
      return null;
    });
  }

  private FunctionImpl conversion(String prosrc) {
    return switch (prosrc) {
      case "to_regclass" -> reg(TypeOid.REGCLASS);
      case "to_regtype" -> reg(TypeOid.REGTYPE);
      case "to_regproc" -> reg(TypeOid.REGPROC);
      case "to_regprocedure" -> reg(TypeOid.REGPROCEDURE);
      case "to_regoper" -> reg(TypeOid.REGOPER);
      case "to_regoperator" -> reg(TypeOid.REGOPERATOR);
      case "to_regnamespace" -> reg(TypeOid.REGNAMESPACE);
      case "to_regrole" -> reg(TypeOid.REGROLE);
      case "to_regcollation" -> reg(TypeOid.REGCOLLATION);
      case "text_regclass" -> f1(a -> session.types().lookupReg(TypeOid.REGCLASS, a.toString()));
      case "pg_get_serial_sequence" -> f2(this::serialSequence);
      default -> null;
    };
  }

  /** Where input would fail because nothing has the name, there is no result. */
  private FunctionImpl reg(int type) {
    return f1(a -> {
      try {
        return session.types().lookupReg(type, a.toString());
      } catch (SqlException e) {
        if (e.state() == SqlState.FEATURE_NOT_SUPPORTED
            || e.state() == SqlState.SYNTAX_ERROR
            || e.state() == SqlState.INVALID_NAME) {
          throw e;
        }
        return null;
      }
    });
  }

  private Object serialSequence(Object tableName, Object columnName) {
    long table = session.types().lookupReg(TypeOid.REGCLASS, tableName.toString());
    RelationEntry relation = session.database().relations().relation((int) table);
    if (relation.column(columnName.toString()) == null) {
      throw SqlException.error(
          SqlState.UNDEFINED_COLUMN,
          "column \"%s\" of relation \"%s\" does not exist",
          columnName,
          relation.name());
    }
    int number = relation.column(columnName.toString()).number();
    int found = new Dependencies(catalog()).ownedSequence(relation.oid(), number);
    return found == 0 ? null : Slice.utf8(names.qualifiedRelation(found));
  }
}
