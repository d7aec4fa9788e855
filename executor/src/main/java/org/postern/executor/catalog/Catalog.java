package org.postern.executor.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * The catalogs as typed entries, cached per backend.
 *
 * <p>An entry stays until {@link #invalidate} names its table; what is not in the catalog is not
 * remembered. Entries are immutable, so a statement may go on with one it has while a newer one is
 * loaded for the next statement.
 */
public final class Catalog {
  /** Oid of the schema pg_catalog. */
  public static final int PG_CATALOG = 11;

  /** Oid of the schema public. */
  public static final int PUBLIC = 2200;

  /** Oid of the B-tree access method. */
  public static final int BTREE = 403;

  /** The hash access method. */
  public static final int HASH = 405;

  private final CatalogStore store;
  private final SystemTables tables;
  private final IntFunction<TypeInfo> builtinTypes;
  private final DerivedTypes derivedTypes;

  private final Map<Integer, TypeEntry> types = new HashMap<>();
  private final Map<Integer, ProcEntry> procs = new HashMap<>();
  private final Map<String, List<ProcEntry>> procsByName = new HashMap<>();
  private final Map<Integer, OperatorEntry> operators = new HashMap<>();
  private final Map<String, List<OperatorEntry>> operatorsByName = new HashMap<>();
  private final Map<Long, CastEntry> casts = new HashMap<>();
  private final Map<String, Integer> namespaces = new HashMap<>();
  private final Map<Long, Integer> defaultOpclasses = new HashMap<>();
  private final Map<Integer, OpclassEntry> opclasses = new HashMap<>();
  private final Map<List<Integer>, Integer> familyOperators = new HashMap<>();
  private final Map<Integer, CatalogRow> aggregates = new HashMap<>();
  private final Map<String, Integer> typeNames = new HashMap<>();
  private final Map<Integer, RangeEntry> ranges = new HashMap<>();

  public Catalog(
      CatalogStore store,
      SystemTables tables,
      IntFunction<TypeInfo> builtinTypes,
      DerivedTypes derivedTypes) {
    this.store = store;
    this.tables = tables;
    this.builtinTypes = builtinTypes;
    this.derivedTypes = derivedTypes;
  }

  public CatalogStore store() {
    return store;
  }

  public SystemTables tables() {
    return tables;
  }

  /** Rows of {@code table} by one of its indexes. */
  public List<CatalogRow> rows(String table, int index, Object... key) {
    SystemTable shape = tables.table(table);
    return store.lookup(shape, shape.index(index), key);
  }

  /** The only row, or null. */
  public CatalogRow row(String table, int index, Object... key) {
    List<CatalogRow> rows = rows(table, index, key);
    return rows.isEmpty() ? null : rows.getFirst();
  }

  /** Forgets what is cached of a system table; 0 forgets everything. */
  public void invalidate(int tableOid) {
    switch (tableOid) {
      case 1247 -> {
        types.clear();
        typeNames.clear();
      }
      case 1255 -> {
        procs.clear();
        procsByName.clear();
      }
      case 2617 -> {
        operators.clear();
        operatorsByName.clear();
      }
      case 2605 -> casts.clear();
      case 2615 -> namespaces.clear();
      case 2616, 2602, 2603 -> {
        defaultOpclasses.clear();
        opclasses.clear();
        familyOperators.clear();
      }
      case 2600 -> aggregates.clear();
      case CatalogOids.RANGE -> ranges.clear();
      case 0 -> {
        for (int oid : new int[] {1247, 1255, 2617, 2605, 2615, 2616, 2600, CatalogOids.RANGE}) {
          invalidate(oid);
        }
      }
      default -> {
        // Nothing of it is cached here.
      }
    }
  }

  /** The type with this oid; it must exist. */
  public TypeEntry type(int oid) {
    TypeEntry type = typeOrNull(oid);
    if (type == null) {
      throw SqlException.error(
          SqlState.UNDEFINED_OBJECT,
          "type with OID %s does not exist",
          Integer.toUnsignedString(oid));
    }
    return type;
  }

  /** The type with this oid, or null. */
  public TypeEntry typeOrNull(int oid) {
    TypeEntry known = types.get(oid);
    if (known != null) {
      return known;
    }
    CatalogRow row = row("pg_type", CatalogIndexes.TYPE_OID, unsigned(oid));
    if (row == null) {
      return null;
    }
    TypeEntry entry = readType(row);
    types.put(oid, entry);
    return entry;
  }

  private TypeEntry readType(CatalogRow row) {
    int oid = row.oid("oid");
    TypeInfo info = builtinTypes.apply(oid);
    if (info == null) {
      info = derivedTypes.derive(row);
    }
    return new TypeEntry(
        info,
        row.oid("typnamespace"),
        row.oid("typowner"),
        row.character("typtype"),
        row.bool("typbyval"),
        row.bool("typisdefined"),
        row.oid("typrelid"),
        row.bool("typnotnull"),
        row.oid("typbasetype"),
        row.integer("typtypmod"),
        row.integer("typndims"),
        row.oid("typcollation"),
        row.text("typdefault"),
        row.oid("typinput"),
        row.oid("typsubscript"));
  }

  /** What a range or multirange type is made of; null for other types. */
  public RangeEntry range(int type) {
    RangeEntry known = ranges.get(type);
    if (known != null) {
      return known;
    }
    CatalogRow row = row("pg_range", CatalogIndexes.RANGE_TYPE, unsigned(type));
    if (row == null) {
      row = row("pg_range", CatalogIndexes.RANGE_MULTIRANGE, unsigned(type));
    }
    if (row == null) {
      return null;
    }
    RangeEntry entry =
        new RangeEntry(
            row.oid("rngtypid"),
            row.oid("rngsubtype"),
            row.oid("rngmultitypid"),
            row.oid("rngcollation"),
            row.oid("rngsubopc"),
            row.oid("rngcanonical"),
            row.oid("rngsubdiff"));
    ranges.put(type, entry);
    return entry;
  }

  /** The oid of the type called {@code name} in a schema, or 0. */
  public int typeByName(int namespace, String name) {
    String key = namespace + "." + name;
    Integer known = typeNames.get(key);
    if (known != null) {
      return known;
    }
    CatalogRow row =
        row("pg_type", CatalogIndexes.TYPE_NAME_NAMESPACE, name(name), unsigned(namespace));
    if (row == null) {
      return 0;
    }
    typeNames.put(key, row.oid("oid"));
    return row.oid("oid");
  }

  /** The function with this oid, or null. */
  public ProcEntry procOrNull(int oid) {
    ProcEntry known = procs.get(oid);
    if (known != null) {
      return known;
    }
    CatalogRow row = row("pg_proc", CatalogIndexes.PROC_OID, unsigned(oid));
    if (row == null) {
      return null;
    }
    ProcEntry entry = readProc(row);
    procs.put(oid, entry);
    return entry;
  }

  /** The function with this oid; it must exist. */
  public ProcEntry proc(int oid) {
    ProcEntry proc = procOrNull(oid);
    if (proc == null) {
      throw SqlException.error(
          SqlState.UNDEFINED_FUNCTION,
          "function with OID %s does not exist",
          Integer.toUnsignedString(oid));
    }
    return proc;
  }

  /** All functions called {@code name}, in every schema. */
  public List<ProcEntry> procs(String name) {
    List<ProcEntry> known = procsByName.get(name);
    if (known != null) {
      return known;
    }
    List<ProcEntry> found = new ArrayList<>();
    for (CatalogRow row : rows("pg_proc", CatalogIndexes.PROC_NAME, name(name))) {
      ProcEntry entry = readProc(row);
      procs.put(entry.oid(), entry);
      found.add(entry);
    }
    found = List.copyOf(found);
    procsByName.put(name, found);
    return found;
  }

  private static ProcEntry readProc(CatalogRow row) {
    List<Character> modes = new ArrayList<>();
    for (char mode : row.characters("proargmodes")) {
      modes.add(mode);
    }
    String[] names = row.texts("proargnames");
    return new ProcEntry(
        row.oid("oid"),
        row.text("proname"),
        row.oid("pronamespace"),
        row.oid("prolang"),
        row.character("prokind"),
        row.bool("proisstrict"),
        row.bool("proretset"),
        row.character("provolatile"),
        row.oid("provariadic"),
        row.oid("prorettype"),
        list(row.integers("proargtypes")),
        list(row.integers("proallargtypes")),
        List.copyOf(modes),
        names == null ? List.of() : List.of(names),
        row.integer("pronargdefaults"),
        row.text("proargdefaults"),
        row.text("prosrc"),
        row.number("prorows"),
        row.oid("proowner"),
        AccessRights.list(row.texts("proacl")));
  }

  /** The operator with this oid; it must exist. */
  public OperatorEntry operator(int oid) {
    OperatorEntry known = operators.get(oid);
    if (known != null) {
      return known;
    }
    CatalogRow row = row("pg_operator", CatalogIndexes.OPERATOR_OID, unsigned(oid));
    if (row == null) {
      throw SqlException.error(
          SqlState.UNDEFINED_FUNCTION,
          "operator with OID %s does not exist",
          Integer.toUnsignedString(oid));
    }
    OperatorEntry entry = readOperator(row);
    operators.put(oid, entry);
    return entry;
  }

  /** All operators called {@code name}, prefix and infix, in every schema. */
  public List<OperatorEntry> operators(String name) {
    List<OperatorEntry> known = operatorsByName.get(name);
    if (known != null) {
      return known;
    }
    List<OperatorEntry> found = new ArrayList<>();
    for (CatalogRow row : rows("pg_operator", CatalogIndexes.OPERATOR_NAME, name(name))) {
      OperatorEntry entry = readOperator(row);
      operators.put(entry.oid(), entry);
      found.add(entry);
    }
    found = List.copyOf(found);
    operatorsByName.put(name, found);
    return found;
  }

  private static OperatorEntry readOperator(CatalogRow row) {
    return new OperatorEntry(
        row.oid("oid"),
        row.text("oprname"),
        row.oid("oprnamespace"),
        row.oid("oprleft"),
        row.oid("oprright"),
        row.oid("oprresult"),
        row.oid("oprcom"),
        row.oid("oprnegate"),
        row.oid("oprcode"),
        row.bool("oprcanmerge"),
        row.bool("oprcanhash"));
  }

  /** The cast from one type to another, or null. */
  public CastEntry cast(int source, int target) {
    long key = ((long) source << 32) | (target & 0xffffffffL);
    if (casts.containsKey(key)) {
      return casts.get(key);
    }
    CatalogRow row =
        row("pg_cast", CatalogIndexes.CAST_SOURCE_TARGET, unsigned(source), unsigned(target));
    CastEntry entry =
        row == null
            ? null
            : new CastEntry(
                source,
                target,
                row.oid("castfunc"),
                row.character("castcontext"),
                row.character("castmethod"));
    casts.put(key, entry);
    return entry;
  }

  /** The operator class with this oid; it must exist. */
  public OpclassEntry opclass(int oid) {
    OpclassEntry known = opclasses.get(oid);
    if (known != null) {
      return known;
    }
    CatalogRow row = row("pg_opclass", CatalogIndexes.OPCLASS_OID, unsigned(oid));
    if (row == null) {
      throw SqlException.error(
          SqlState.UNDEFINED_OBJECT,
          "operator class with OID %s does not exist",
          Integer.toUnsignedString(oid));
    }
    OpclassEntry entry = readOpclass(row);
    opclasses.put(oid, entry);
    return entry;
  }

  private static OpclassEntry readOpclass(CatalogRow row) {
    return new OpclassEntry(
        row.oid("oid"),
        row.oid("opcmethod"),
        row.text("opcname"),
        row.oid("opcnamespace"),
        row.oid("opcfamily"),
        row.oid("opcintype"),
        row.bool("opcdefault"),
        row.oid("opckeytype"));
  }

  /** All operator classes of an access method. */
  public List<OpclassEntry> opclasses(int method) {
    List<OpclassEntry> found = new ArrayList<>();
    for (CatalogRow row :
        rows("pg_opclass", CatalogIndexes.OPCLASS_METHOD_NAME, unsigned(method))) {
      found.add(readOpclass(row));
    }
    return found;
  }

  /**
   * The default operator class of a type for an access method, or 0: an exact match, else one whose
   * input type the type is binary coercible to.
   */
  public int defaultOpclass(int type, int method) {
    long key = ((long) type << 32) | (method & 0xffffffffL);
    Integer known = defaultOpclasses.get(key);
    if (known != null) {
      return known;
    }
    int base = baseType(type);
    int exact = 0;
    int compatible = 0;
    TypeEntry entry = type(base);
    for (OpclassEntry opclass : opclasses(method)) {
      if (!opclass.isDefault()) {
        continue;
      }
      if (opclass.inputType() == base) {
        exact = opclass.oid();
      } else if (binaryCoercible(base, opclass.inputType(), entry)) {
        compatible = opclass.oid();
      }
    }
    int result = exact != 0 ? exact : compatible;
    defaultOpclasses.put(key, result);
    return result;
  }

  private boolean binaryCoercible(int source, int target, TypeEntry entry) {
    if (target == TypeOid.ANYARRAY) {
      return entry.isTrueArray();
    }
    if (target == TypeOid.ANYENUM) {
      return entry.kind() == 'e';
    }
    if (target == TypeOid.RECORD) {
      return entry.kind() == 'c';
    }
    if (target == TypeOid.ANYRANGE) {
      return entry.kind() == 'r';
    }
    if (target == TypeOid.ANYMULTIRANGE) {
      return entry.kind() == 'm';
    }
    CastEntry cast = cast(source, target);
    return cast != null && cast.method() == 'b' && cast.context() == 'i';
  }

  /** The operator of a family for a strategy and a pair of types, or 0. */
  public int familyOperator(int family, int left, int right, int strategy) {
    List<Integer> key = List.of(family, left, right, strategy);
    Integer known = familyOperators.get(key);
    if (known != null) {
      return known;
    }
    CatalogRow row =
        row(
            "pg_amop",
            CatalogIndexes.AMOP_FAMILY_STRATEGY,
            unsigned(family),
            unsigned(left),
            unsigned(right),
            (long) strategy);
    int operator = row == null ? 0 : row.oid("amopopr");
    familyOperators.put(key, operator);
    return operator;
  }

  /** The strategy number an operator has in a family, or 0. */
  public int strategy(int operator, int family) {
    CatalogRow row =
        row(
            "pg_amop",
            CatalogIndexes.AMOP_OPERATOR_FAMILY,
            unsigned(operator),
            (long) 's',
            unsigned(family));
    return row == null ? 0 : row.integer("amopstrategy");
  }

  /** The B-tree families and strategies an operator belongs to. */
  public List<CatalogRow> operatorFamilies(int operator) {
    return rows("pg_amop", CatalogIndexes.AMOP_OPERATOR_FAMILY, unsigned(operator), (long) 's');
  }

  /** The row of pg_aggregate for a function, or null. */
  public CatalogRow aggregate(int function) {
    return aggregates.computeIfAbsent(
        function, f -> row("pg_aggregate", CatalogIndexes.AGGREGATE_FNOID, unsigned(f)));
  }

  /** The oid of a schema, or 0. */
  public int namespace(String name) {
    Integer known = namespaces.get(name);
    if (known != null) {
      return known;
    }
    CatalogRow row = row("pg_namespace", CatalogIndexes.NAMESPACE_NAME, name(name));
    if (row == null) {
      return 0;
    }
    namespaces.put(name, row.oid("oid"));
    return row.oid("oid");
  }

  /** The name of a schema, or null. */
  public String namespaceName(int oid) {
    CatalogRow row = row("pg_namespace", CatalogIndexes.NAMESPACE_OID, unsigned(oid));
    return row == null ? null : row.text("nspname");
  }

  /** The type under a domain, or the type itself. */
  public int baseType(int oid) {
    TypeEntry type = type(oid);
    while (type.kind() == 'd') {
      type = type(type.baseType());
    }
    return type.oid();
  }

  /** The oid of a role, or 0. */
  public int role(String name) {
    CatalogRow row = row("pg_authid", CatalogIndexes.AUTHID_NAME, name(name));
    return row == null ? 0 : row.oid("oid");
  }

  /** The name of a role, or null. */
  public String roleName(int oid) {
    CatalogRow row = row("pg_authid", CatalogIndexes.AUTHID_OID, unsigned(oid));
    return row == null ? null : row.text("rolname");
  }

  /** An oid as a scalar. */
  public static Long unsigned(int oid) {
    return Integer.toUnsignedLong(oid);
  }

  /** A name as a scalar. */
  public static Slice name(String name) {
    return Slice.utf8(name);
  }

  /** An array of oids or integers as a scalar. */
  public static ArrayValue array(int elementType, List<Integer> values) {
    Object[] elements = new Object[values.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] =
          elementType == TypeOid.OID ? unsigned(values.get(i)) : (Object) values.get(i).longValue();
    }
    return ArrayValue.of(elementType, elements);
  }

  private static List<Integer> list(int[] values) {
    List<Integer> list = new ArrayList<>(values.length);
    for (int value : values) {
      list.add(value);
    }
    return List.copyOf(list);
  }

  /** Makes the code for a type that is not built in: domains, enums, composites, their arrays. */
  @FunctionalInterface
  public interface DerivedTypes {
    TypeInfo derive(CatalogRow row);
  }
}
