package org.postern.executor.catalog.bootstrap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.executor.catalog.ProcEntry;
import org.postern.executor.catalog.SystemTable;
import org.postern.executor.catalog.SystemTables;
import org.postern.executor.functions.SqlBodies;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.io.BuiltinTypes;

/**
 * Which of PostgreSQL's initial rows this server can stand behind: a type with code, a function
 * with code, and what is made of those alone.
 *
 * <p>A function that takes or gives {@code internal} cannot be called in SQL; it is listed when a
 * listed object names it. Input, output and other support functions of listed types are listed.
 */
final class Selection {
  private static final int HASH = 405;
  private static final int BTREE = 403;
  private static final String[] TYPE_FUNCTIONS = {
    "typinput",
    "typoutput",
    "typreceive",
    "typsend",
    "typmodin",
    "typmodout",
    "typanalyze",
    "typsubscript"
  };

  private final SystemTables tables;
  private final CatalogData data;
  private final Bootstrap.Supported supported;
  private final Set<Integer> relations;

  private final Map<String, List<RowMap>> rows = new HashMap<>();
  private final Set<Integer> types = new HashSet<>();
  private final Set<Integer> procs = new HashSet<>();

  /** {@code relations} are the tables and views whose row types are wanted. */
  Selection(
      SystemTables tables,
      CatalogData data,
      Bootstrap.Supported supported,
      Set<Integer> relations) {
    this.tables = tables;
    this.data = data;
    this.supported = supported;
    this.relations = relations;
  }

  /** The rows to insert, by table. */
  Map<String, List<RowMap>> select() {
    for (String table :
        List.of(
            "pg_namespace",
            "pg_authid",
            "pg_auth_members",
            "pg_tablespace",
            "pg_am",
            "pg_collation",
            "pg_constraint",
            "pg_description",
            "pg_shdescription",
            "pg_conversion",
            "pg_ts_config",
            "pg_ts_dict",
            "pg_ts_parser",
            "pg_ts_template")) {
      rows.put(table, load(table));
    }
    selectTypes();
    List<RowMap> allProcs = load("pg_proc");
    selectProcs(allProcs);
    selectOperators();
    selectFamilies();
    selectAggregates();
    selectCasts();
    addInternalProcs(allProcs);
    selectLanguages();
    keep("pg_range", row -> types.contains(row.oid("rngtypid")));
    selectPrivileges();
    return rows;
  }

  /** The names of the functions that are listed. */
  Set<String> functionNames() {
    Set<String> names = new HashSet<>();
    rows.get("pg_proc").forEach(row -> names.add(row.text("proname")));
    return names;
  }

  /** Takes back what was selected for a view that is left out after all. */
  void withoutView(int view, int rowType, int arrayType) {
    rows.get("pg_type").removeIf(row -> row.oid("oid") == rowType || row.oid("oid") == arrayType);
    rows.get("pg_init_privs").removeIf(row -> row.oid("objoid") == view);
  }

  private List<RowMap> load(String name) {
    SystemTable table = tables.table(name);
    List<RowMap> all = new ArrayList<>();
    for (Object[] values : data.rows(table)) {
      all.add(new RowMap(table, values));
    }
    return all;
  }

  private void keep(String table, java.util.function.Predicate<RowMap> wanted) {
    List<RowMap> kept = new ArrayList<>();
    for (RowMap row : load(table)) {
      if (wanted.test(row)) {
        kept.add(row);
      }
    }
    rows.put(table, kept);
  }

  private void selectTypes() {
    Set<Integer> derived = new HashSet<>();
    keep(
        "pg_type",
        row -> {
          boolean builtin = BuiltinTypes.get(row.oid("oid")) != null;
          boolean relationRow = relations.contains(row.oid("typrelid")) && row.oid("typrelid") != 0;
          boolean domain =
              row.character("typtype") == 'd' && BuiltinTypes.get(row.oid("typbasetype")) != null;
          if (relationRow || domain) {
            derived.add(row.oid("oid"));
          }
          if (builtin || relationRow || domain) {
            types.add(row.oid("oid"));
            return true;
          }
          return false;
        });
    for (RowMap row : load("pg_type")) {
      if (derived.contains(row.oid("typelem")) && types.add(row.oid("oid"))) {
        rows.get("pg_type").add(row);
      }
    }
  }

  private void selectProcs(List<RowMap> all) {
    Set<Integer> ofTypes = new HashSet<>();
    for (RowMap type : rows.get("pg_type")) {
      for (String column : TYPE_FUNCTIONS) {
        ofTypes.add(type.oid(column));
      }
    }
    List<RowMap> kept = new ArrayList<>();
    for (RowMap proc : all) {
      int oid = proc.oid("oid");
      String code = SqlBodies.sourceOf(oid);
      if (code != null) {
        proc.oid("prolang", ProcEntry.INTERNAL_LANGUAGE).set("prosrc", Slice.utf8(code));
      }
      boolean works =
          ofTypes.contains(oid)
              || supported.test(
                  proc.text("prosrc"), proc.oid("prolang"), proc.character("prokind"), oid);
      if (works && typesListed(proc)) {
        kept.add(proc);
        procs.add(oid);
      }
    }
    rows.put("pg_proc", kept);
  }

  private boolean typesListed(RowMap proc) {
    if (!types.contains(proc.oid("prorettype"))) {
      return false;
    }
    for (Object type : arguments(proc)) {
      if (!types.contains(((Long) type).intValue())) {
        return false;
      }
    }
    return true;
  }

  private static Object[] arguments(RowMap proc) {
    return ((ArrayValue) proc.get("proargtypes")).elements();
  }

  private void selectOperators() {
    keep(
        "pg_operator",
        row ->
            procs.contains(row.oid("oprcode"))
                && (row.oid("oprleft") == 0 || types.contains(row.oid("oprleft")))
                && types.contains(row.oid("oprright")));
    Set<Integer> operators = oids("pg_operator");
    for (RowMap row : rows.get("pg_operator")) {
      for (String column : List.of("oprcom", "oprnegate")) {
        if (!operators.contains(row.oid(column))) {
          row.oid(column, 0);
        }
      }
    }
  }

  private Set<Integer> oids(String table) {
    Set<Integer> oids = new HashSet<>();
    rows.get(table).forEach(row -> oids.add(row.oid("oid")));
    return oids;
  }

  private void selectFamilies() {
    keep(
        "pg_opclass",
        row ->
            (row.oid("opcmethod") == BTREE || row.oid("opcmethod") == HASH)
                && types.contains(row.oid("opcintype")));
    Set<Integer> families = new HashSet<>();
    rows.get("pg_opclass").forEach(row -> families.add(row.oid("opcfamily")));
    keep("pg_opfamily", row -> families.contains(row.oid("oid")));
    Set<Integer> operators = oids("pg_operator");
    keep(
        "pg_amop",
        row -> families.contains(row.oid("amopfamily")) && operators.contains(row.oid("amopopr")));
  }

  private void selectAggregates() {
    keep("pg_aggregate", row -> procs.contains(row.oid("aggfnoid")));
  }

  private void selectCasts() {
    keep(
        "pg_cast",
        row ->
            types.contains(row.oid("castsource"))
                && types.contains(row.oid("casttarget"))
                && (row.oid("castfunc") == 0 || procs.contains(row.oid("castfunc"))));
  }

  /** Support functions that only the server calls, as far as listed rows name them. */
  private void addInternalProcs(List<RowMap> all) {
    Set<Integer> families = oids("pg_opfamily");
    List<RowMap> support = load("pg_amproc");
    support.removeIf(row -> !families.contains(row.oid("amprocfamily")));
    Set<Integer> named = new HashSet<>();
    support.forEach(row -> named.add(row.oid("amproc")));
    rows.get("pg_operator")
        .forEach(row -> {
          named.add(row.oid("oprrest"));
          named.add(row.oid("oprjoin"));
        });
    Set<Integer> steps = new HashSet<>();
    for (RowMap row : rows.get("pg_aggregate")) {
      steps.add(row.oid("aggtransfn"));
      steps.add(row.oid("aggfinalfn"));
      for (String column : List.of("aggcombinefn", "aggserialfn", "aggdeserialfn")) {
        named.add(row.oid(column));
      }
      for (String column : List.of("aggmtransfn", "aggminvtransfn", "aggmfinalfn")) {
        named.add(row.oid(column));
      }
    }
    rows.get("pg_am").forEach(row -> named.add(row.oid("amhandler")));
    rows.get("pg_proc").forEach(row -> named.add(row.oid("prosupport")));
    for (RowMap proc : all) {
      int oid = proc.oid("oid");
      boolean wanted = steps.contains(oid) || named.contains(oid) && internal(proc);
      if (wanted && procs.add(oid)) {
        rows.get("pg_proc").add(proc);
      }
    }
    support.removeIf(row -> !procs.contains(row.oid("amproc")));
    rows.put("pg_amproc", support);
  }

  private static boolean internal(RowMap proc) {
    boolean internal = proc.oid("prorettype") == TypeOid.INTERNAL;
    for (Object type : arguments(proc)) {
      internal |= ((Long) type).intValue() == TypeOid.INTERNAL;
    }
    return internal;
  }

  private void selectLanguages() {
    keep(
        "pg_language",
        row -> {
          int handler = row.oid("lanplcallfoid");
          return handler == 0 || procs.contains(handler);
        });
    Set<String> languages = new HashSet<>();
    rows.get("pg_language").forEach(row -> languages.add(row.text("lanname")));
    keep("pg_extension", row -> languages.contains(row.text("extname")));
  }

  private void selectPrivileges() {
    Set<Integer> listed = new HashSet<>(relations);
    listed.addAll(procs);
    listed.addAll(oids("pg_namespace"));
    keep("pg_init_privs", row -> listed.contains(row.oid("objoid")));
  }
}
