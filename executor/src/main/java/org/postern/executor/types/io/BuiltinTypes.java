package org.postern.executor.types.io;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.TypeIo;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.TypeOrder;
import org.postern.executor.types.TypeOrders;
import org.postern.executor.types.io.DateTimeIo.Kind;
import org.postern.executor.types.io.IntegerIo.Width;

/**
 * The built-in types by oid and by name, each with the array type over it.
 *
 * <p>aclitem is kept in its text form, so that it has no fixed length here.
 *
 * <p>Source: PostgreSQL 15, catalog pg_type.
 */
public final class BuiltinTypes {
  private static final String PREFERRED = " bool text oid float8 varbit timestamptz interval ";
  private static final Map<Integer, TypeInfo> BY_OID = new BuiltinTypes().byOid();
  private static final Map<String, TypeInfo> BY_NAME = byName(BY_OID);

  private final Map<Integer, TypeInfo> types = new HashMap<>();

  private BuiltinTypes() {}

  /** The type with this oid, or null. */
  public static TypeInfo get(int oid) {
    return BY_OID.get(oid);
  }

  /** The type with this pg_type name, such as int4 or _text, or null. */
  public static TypeInfo get(String name) {
    return BY_NAME.get(name);
  }

  public static Collection<TypeInfo> all() {
    return BY_OID.values();
  }

  private static Map<String, TypeInfo> byName(Map<Integer, TypeInfo> types) {
    Map<String, TypeInfo> result = new HashMap<>();
    types.values().forEach(type -> result.put(type.name(), type));
    return Map.copyOf(result);
  }

  private Map<Integer, TypeInfo> byOid() {
    addCharacters();
    addNumbers();
    addTimes();
    addOthers();
    addRegTypes();
    addVectors();
    addOpaqueTypes();
    addPseudoTypes();
    return Map.copyOf(types);
  }

  private void add(
      int oid,
      String name,
      int length,
      char align,
      char storage,
      char category,
      int element,
      int array,
      TypeIo io,
      TypeOrder order) {
    boolean preferred = PREFERRED.contains(" " + name + " ");
    TypeInfo type =
        new TypeInfo(
            oid, name, length, align, storage, category, preferred, ',', element, array, io, order);
    types.put(oid, type);
    if (array != 0) {
      types.put(array, arrayOver(type));
    }
  }

  /** The array type over an element type; the catalog makes those of new types with this too. */
  public static TypeInfo arrayOver(TypeInfo element) {
    char align = element.align() == 'd' ? 'd' : 'i';
    TypeOrder order = element.order() == null ? null : TypeOrders.arrays(element.order());
    return new TypeInfo(
        element.arrayOid(),
        "_" + element.name(),
        -1,
        align,
        'x',
        'A',
        false,
        element.delimiter(),
        element.oid(),
        0,
        new ArrayIo(element),
        order);
  }

  private void addCharacters() {
    add(
        TypeOid.CHAR,
        "char",
        1,
        'c',
        'p',
        'Z',
        0,
        TypeOid.CHAR_ARRAY,
        new SingleCharIo(),
        TypeOrders.SINGLE_CHARS);
    add(
        TypeOid.NAME,
        "name",
        64,
        'c',
        'p',
        'S',
        TypeOid.CHAR,
        TypeOid.NAME_ARRAY,
        new TextIo(TextIo.Kind.NAME),
        TypeOrders.BYTES);
    add(
        TypeOid.TEXT,
        "text",
        -1,
        'i',
        'x',
        'S',
        0,
        TypeOid.TEXT_ARRAY,
        new TextIo(TextIo.Kind.PLAIN),
        TypeOrders.BYTES);
    add(
        TypeOid.BPCHAR,
        "bpchar",
        -1,
        'i',
        'x',
        'S',
        0,
        TypeOid.BPCHAR_ARRAY,
        new TextIo(TextIo.Kind.BPCHAR),
        TypeOrders.BLANK_PADDED);
    add(
        TypeOid.VARCHAR,
        "varchar",
        -1,
        'i',
        'x',
        'S',
        0,
        TypeOid.VARCHAR_ARRAY,
        new TextIo(TextIo.Kind.VARCHAR),
        TypeOrders.BYTES);
    add(TypeOid.UNKNOWN, "unknown", -2, 'c', 'p', 'X', 0, 0, new TextIo(TextIo.Kind.PLAIN), null);
    add(
        TypeOid.CSTRING,
        "cstring",
        -2,
        'c',
        'p',
        'P',
        0,
        TypeOid.CSTRING_ARRAY,
        new TextIo(TextIo.Kind.PLAIN),
        null);
    add(TypeOid.JSON, "json", -1, 'i', 'x', 'U', 0, TypeOid.JSON_ARRAY, new JsonIo(), null);
    add(
        TypeOid.PG_NODE_TREE,
        "pg_node_tree",
        -1,
        'i',
        'x',
        'Z',
        0,
        0,
        new TextIo(TextIo.Kind.PLAIN),
        null);
    add(
        TypeOid.ACLITEM,
        "aclitem",
        -1,
        'i',
        'x',
        'U',
        0,
        TypeOid.ACLITEM_ARRAY,
        new TextIo(TextIo.Kind.PLAIN),
        TypeOrders.BYTES);
    add(
        TypeOid.REFCURSOR,
        "refcursor",
        -1,
        'i',
        'x',
        'U',
        0,
        TypeOid.REFCURSOR_ARRAY,
        new TextIo(TextIo.Kind.PLAIN),
        null);
  }

  private void addNumbers() {
    add(
        TypeOid.BOOL,
        "bool",
        1,
        'c',
        'p',
        'B',
        0,
        TypeOid.BOOL_ARRAY,
        new BoolIo(),
        TypeOrders.LONGS);
    add(
        TypeOid.INT2,
        "int2",
        2,
        's',
        'p',
        'N',
        0,
        TypeOid.INT2_ARRAY,
        new IntegerIo(Width.INT2),
        TypeOrders.LONGS);
    add(
        TypeOid.INT4,
        "int4",
        4,
        'i',
        'p',
        'N',
        0,
        TypeOid.INT4_ARRAY,
        new IntegerIo(Width.INT4),
        TypeOrders.LONGS);
    add(
        TypeOid.INT8,
        "int8",
        8,
        'd',
        'p',
        'N',
        0,
        TypeOid.INT8_ARRAY,
        new IntegerIo(Width.INT8),
        TypeOrders.LONGS);
    add(
        TypeOid.OID,
        "oid",
        4,
        'i',
        'p',
        'N',
        0,
        TypeOid.OID_ARRAY,
        UnsignedIo.oid(),
        TypeOrders.LONGS);
    add(
        TypeOid.FLOAT4,
        "float4",
        4,
        'i',
        'p',
        'N',
        0,
        TypeOid.FLOAT4_ARRAY,
        new FloatIo(true),
        TypeOrders.DOUBLES);
    add(
        TypeOid.FLOAT8,
        "float8",
        8,
        'd',
        'p',
        'N',
        0,
        TypeOid.FLOAT8_ARRAY,
        new FloatIo(false),
        TypeOrders.DOUBLES);
    add(
        TypeOid.NUMERIC,
        "numeric",
        -1,
        'i',
        'm',
        'N',
        0,
        TypeOid.NUMERIC_ARRAY,
        new NumericIo(),
        TypeOrders.NUMERICS);
    add(
        TypeOid.MONEY,
        "money",
        8,
        'd',
        'p',
        'N',
        0,
        TypeOid.MONEY_ARRAY,
        new MoneyIo(),
        TypeOrders.LONGS);
    add(TypeOid.TID, "tid", 6, 's', 'p', 'U', 0, TypeOid.TID_ARRAY, new TidIo(), TypeOrders.TIDS);
    add(
        TypeOid.XID,
        "xid",
        4,
        'i',
        'p',
        'U',
        0,
        TypeOid.XID_ARRAY,
        UnsignedIo.transactionId(),
        TypeOrders.LONGS);
    add(
        TypeOid.CID,
        "cid",
        4,
        'i',
        'p',
        'U',
        0,
        TypeOid.CID_ARRAY,
        UnsignedIo.transactionId(),
        TypeOrders.LONGS);
    add(
        TypeOid.XID8,
        "xid8",
        8,
        'd',
        'p',
        'U',
        0,
        TypeOid.XID8_ARRAY,
        UnsignedIo.fullTransactionId(),
        TypeOrders.UNSIGNED_LONGS);
    add(
        TypeOid.PG_LSN,
        "pg_lsn",
        8,
        'd',
        'p',
        'U',
        0,
        TypeOid.PG_LSN_ARRAY,
        new LsnIo(),
        TypeOrders.UNSIGNED_LONGS);
  }

  private void addTimes() {
    add(
        TypeOid.DATE,
        "date",
        4,
        'i',
        'p',
        'D',
        0,
        TypeOid.DATE_ARRAY,
        new DateTimeIo(Kind.DATE),
        TypeOrders.LONGS);
    add(
        TypeOid.TIME,
        "time",
        8,
        'd',
        'p',
        'D',
        0,
        TypeOid.TIME_ARRAY,
        new DateTimeIo(Kind.TIME),
        TypeOrders.LONGS);
    add(
        TypeOid.TIMESTAMP,
        "timestamp",
        8,
        'd',
        'p',
        'D',
        0,
        TypeOid.TIMESTAMP_ARRAY,
        new DateTimeIo(Kind.TIMESTAMP),
        TypeOrders.LONGS);
    add(
        TypeOid.TIMESTAMPTZ,
        "timestamptz",
        8,
        'd',
        'p',
        'D',
        0,
        TypeOid.TIMESTAMPTZ_ARRAY,
        new DateTimeIo(Kind.TIMESTAMPTZ),
        TypeOrders.LONGS);
    add(
        TypeOid.INTERVAL,
        "interval",
        16,
        'd',
        'p',
        'T',
        0,
        TypeOid.INTERVAL_ARRAY,
        new IntervalIo(),
        TypeOrders.INTERVALS);
    add(
        TypeOid.TIMETZ,
        "timetz",
        12,
        'd',
        'p',
        'D',
        0,
        TypeOid.TIMETZ_ARRAY,
        new TimeTzIo(),
        TypeOrders.TIMETZS);
  }

  private void addOthers() {
    add(
        TypeOid.BYTEA,
        "bytea",
        -1,
        'i',
        'x',
        'U',
        0,
        TypeOid.BYTEA_ARRAY,
        new ByteaIo(),
        TypeOrders.BYTES);
    add(
        TypeOid.UUID,
        "uuid",
        16,
        'c',
        'p',
        'U',
        0,
        TypeOid.UUID_ARRAY,
        new UuidIo(),
        TypeOrders.BYTES);
    add(
        TypeOid.BIT,
        "bit",
        -1,
        'i',
        'x',
        'V',
        0,
        TypeOid.BIT_ARRAY,
        new BitIo(false),
        TypeOrders.BITS);
    add(
        TypeOid.VARBIT,
        "varbit",
        -1,
        'i',
        'x',
        'V',
        0,
        TypeOid.VARBIT_ARRAY,
        new BitIo(true),
        TypeOrders.BITS);
  }

  private void addRegTypes() {
    String[] names = {
      "regproc",
      "regprocedure",
      "regoper",
      "regoperator",
      "regclass",
      "regtype",
      "regconfig",
      "regdictionary",
      "regnamespace",
      "regrole",
      "regcollation"
    };
    int[][] oids = {
      {TypeOid.REGPROC, TypeOid.REGPROC_ARRAY},
      {TypeOid.REGPROCEDURE, TypeOid.REGPROCEDURE_ARRAY},
      {TypeOid.REGOPER, TypeOid.REGOPER_ARRAY},
      {TypeOid.REGOPERATOR, TypeOid.REGOPERATOR_ARRAY},
      {TypeOid.REGCLASS, TypeOid.REGCLASS_ARRAY},
      {TypeOid.REGTYPE, TypeOid.REGTYPE_ARRAY},
      {TypeOid.REGCONFIG, TypeOid.REGCONFIG_ARRAY},
      {TypeOid.REGDICTIONARY, TypeOid.REGDICTIONARY_ARRAY},
      {TypeOid.REGNAMESPACE, TypeOid.REGNAMESPACE_ARRAY},
      {TypeOid.REGROLE, TypeOid.REGROLE_ARRAY},
      {TypeOid.REGCOLLATION, TypeOid.REGCOLLATION_ARRAY},
    };
    for (int i = 0; i < names.length; i++) {
      TypeIo io = new RegIo(oids[i][0]);
      add(oids[i][0], names[i], 4, 'i', 'p', 'N', 0, oids[i][1], io, TypeOrders.LONGS);
    }
  }

  private void addVectors() {
    add(
        TypeOid.INT2VECTOR,
        "int2vector",
        -1,
        'i',
        'p',
        'A',
        TypeOid.INT2,
        TypeOid.INT2VECTOR_ARRAY,
        new VectorIo(types.get(TypeOid.INT2)),
        TypeOrders.arrays(TypeOrders.LONGS));
    add(
        TypeOid.OIDVECTOR,
        "oidvector",
        -1,
        'i',
        'p',
        'A',
        TypeOid.OID,
        TypeOid.OIDVECTOR_ARRAY,
        new VectorIo(types.get(TypeOid.OID)),
        TypeOrders.arrays(TypeOrders.LONGS));
    add(
        TypeOid.RECORD,
        "record",
        -1,
        'd',
        'x',
        'P',
        0,
        TypeOid.RECORD_ARRAY,
        new RecordIo(TypeOid.RECORD, BuiltinTypes::get),
        TypeOrders.rows(BuiltinTypes::get));
  }

  private void addOpaqueTypes() {
    String[] names = {"pg_ndistinct", "pg_dependencies", "pg_mcv_list"};
    int[] oids = {TypeOid.PG_NDISTINCT, TypeOid.PG_DEPENDENCIES, TypeOid.PG_MCV_LIST};
    for (int i = 0; i < names.length; i++) {
      add(oids[i], names[i], -1, 'i', 'x', 'Z', 0, 0, new OpaqueIo(names[i]), null);
    }
  }

  private void addPseudoTypes() {
    String[] names = {
      "any",
      "anyarray",
      "void",
      "trigger",
      "language_handler",
      "internal",
      "anyelement",
      "anynonarray",
      "anyenum",
      "event_trigger",
      "anycompatible",
      "anycompatiblearray",
      "anycompatiblenonarray",
      "anyrange",
      "anymultirange",
      "index_am_handler",
      "table_am_handler",
      "fdw_handler",
      "tsm_handler"
    };
    int[][] oids = {
      {TypeOid.ANY, 4},
      {TypeOid.ANYARRAY, -1},
      {TypeOid.VOID, 4},
      {TypeOid.TRIGGER, 4},
      {TypeOid.LANGUAGE_HANDLER, 4},
      {TypeOid.INTERNAL, 8},
      {TypeOid.ANYELEMENT, 4},
      {TypeOid.ANYNONARRAY, 4},
      {TypeOid.ANYENUM, 4},
      {TypeOid.EVENT_TRIGGER, 4},
      {TypeOid.ANYCOMPATIBLE, 4},
      {TypeOid.ANYCOMPATIBLEARRAY, -1},
      {TypeOid.ANYCOMPATIBLENONARRAY, 4},
      {TypeOid.ANYRANGE, -1},
      {TypeOid.ANYMULTIRANGE, -1},
      {TypeOid.INDEX_AM_HANDLER, 4},
      {TypeOid.TABLE_AM_HANDLER, 4},
      {TypeOid.FDW_HANDLER, 4},
      {TypeOid.TSM_HANDLER, 4},
    };
    for (int i = 0; i < names.length; i++) {
      int length = oids[i][1];
      char align = length == 8 || length == -1 ? 'd' : 'i';
      char storage = length == -1 ? 'x' : 'p';
      TypeIo io =
          oids[i][0] == TypeOid.ANYARRAY
              ? new AnyArrayIo(BuiltinTypes::get)
              : new PseudoIo(names[i]);
      add(oids[i][0], names[i], length, align, storage, 'P', 0, 0, io, null);
    }
  }
}
