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
import org.postern.executor.types.json.JsonbOrder;
import org.postern.executor.types.range.RangeOrder;
import org.postern.executor.types.range.RangeShape;
import org.postern.executor.types.range.Step;

/**
 * The built-in types by oid and by name, each with the array type over it.
 *
 * <p>aclitem is kept in its text form, so that it has no fixed length here.
 *
 * <p>Source: PostgreSQL 15, catalog pg_type.
 */
public final class BuiltinTypes {
  private static final String PREFERRED = " bool text oid float8 varbit timestamptz interval inet ";
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
    addRanges();
    addVectors();
    addOpaqueTypes();
    addPseudoTypes();
    return Map.copyOf(types);
  }

  /** {@code facts}: oid, name, length, align, storage, category, element and array type. */
  private void add(String facts, TypeIo io, TypeOrder order) {
    String[] words = facts.split(" ");
    add(
        Integer.parseInt(words[0]),
        words[1],
        Integer.parseInt(words[2]),
        words[3].charAt(0),
        words[4].charAt(0),
        words[5].charAt(0),
        Integer.parseInt(words[6]),
        Integer.parseInt(words[7]),
        io,
        order);
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
    add("18 char 1 c p Z 0 1002", new SingleCharIo(), TypeOrders.SINGLE_CHARS);
    add("19 name 64 c p S 18 1003", new TextIo(TextIo.Kind.NAME), TypeOrders.BYTES);
    add("25 text -1 i x S 0 1009", new TextIo(TextIo.Kind.PLAIN), TypeOrders.BYTES);
    add("1042 bpchar -1 i x S 0 1014", new TextIo(TextIo.Kind.BPCHAR), TypeOrders.BLANK_PADDED);
    add("1043 varchar -1 i x S 0 1015", new TextIo(TextIo.Kind.VARCHAR), TypeOrders.BYTES);
    add("705 unknown -2 c p X 0 0", new TextIo(TextIo.Kind.PLAIN), null);
    add("2275 cstring -2 c p P 0 1263", new TextIo(TextIo.Kind.PLAIN), null);
    add("114 json -1 i x U 0 199", new JsonIo(), null);
    add("3802 jsonb -1 i x U 0 3807", new JsonbIo(), new JsonbOrder());
    add("4072 jsonpath -1 i x U 0 4073", new JsonPathIo(), null);
    add("194 pg_node_tree -1 i x Z 0 0", new TextIo(TextIo.Kind.PLAIN), null);
    add("1033 aclitem -1 i x U 0 1034", new TextIo(TextIo.Kind.PLAIN), TypeOrders.BYTES);
    add("1790 refcursor -1 i x U 0 2201", new TextIo(TextIo.Kind.PLAIN), null);
  }

  private void addNumbers() {
    add("16 bool 1 c p B 0 1000", new BoolIo(), TypeOrders.LONGS);
    add("21 int2 2 s p N 0 1005", new IntegerIo(Width.INT2), TypeOrders.LONGS);
    add("23 int4 4 i p N 0 1007", new IntegerIo(Width.INT4), TypeOrders.LONGS);
    add("20 int8 8 d p N 0 1016", new IntegerIo(Width.INT8), TypeOrders.LONGS);
    add("26 oid 4 i p N 0 1028", UnsignedIo.oid(), TypeOrders.LONGS);
    add("700 float4 4 i p N 0 1021", new FloatIo(true), TypeOrders.DOUBLES);
    add("701 float8 8 d p N 0 1022", new FloatIo(false), TypeOrders.DOUBLES);
    add("1700 numeric -1 i m N 0 1231", new NumericIo(), TypeOrders.NUMERICS);
    add("790 money 8 d p N 0 791", new MoneyIo(), TypeOrders.LONGS);
    add("27 tid 6 s p U 0 1010", new TidIo(), TypeOrders.TIDS);
    add("28 xid 4 i p U 0 1011", UnsignedIo.transactionId(), TypeOrders.LONGS);
    add("29 cid 4 i p U 0 1012", UnsignedIo.transactionId(), TypeOrders.LONGS);
    add("5069 xid8 8 d p U 0 271", UnsignedIo.fullTransactionId(), TypeOrders.UNSIGNED_LONGS);
    add("3220 pg_lsn 8 d p U 0 3221", new LsnIo(), TypeOrders.UNSIGNED_LONGS);
  }

  private void addTimes() {
    add("1082 date 4 i p D 0 1182", new DateTimeIo(Kind.DATE), TypeOrders.LONGS);
    add("1083 time 8 d p D 0 1183", new DateTimeIo(Kind.TIME), TypeOrders.LONGS);
    add("1114 timestamp 8 d p D 0 1115", new DateTimeIo(Kind.TIMESTAMP), TypeOrders.LONGS);
    add("1184 timestamptz 8 d p D 0 1185", new DateTimeIo(Kind.TIMESTAMPTZ), TypeOrders.LONGS);
    add("1186 interval 16 d p T 0 1187", new IntervalIo(), TypeOrders.INTERVALS);
    add("1266 timetz 12 d p D 0 1270", new TimeTzIo(), TypeOrders.TIMETZS);
  }

  private void addOthers() {
    add("17 bytea -1 i x U 0 1001", new ByteaIo(), TypeOrders.BYTES);
    add("2950 uuid 16 c p U 0 2951", new UuidIo(), TypeOrders.BYTES);
    add("1560 bit -1 i x V 0 1561", new BitIo(false), TypeOrders.BITS);
    add("869 inet -1 i m I 0 1041", new InetIo(false), TypeOrders.NETWORKS);
    add("650 cidr -1 i m I 0 651", new InetIo(true), TypeOrders.NETWORKS);
    add("829 macaddr 6 i p U 0 1040", new MacIo(6), TypeOrders.BYTES);
    add("774 macaddr8 8 i p U 0 775", new MacIo(8), TypeOrders.BYTES);
    add("1562 varbit -1 i x V 0 1563", new BitIo(true), TypeOrders.BITS);
  }

  private void addRanges() {
    addRange("int4 3904 int4range i 3905 4451 int4multirange 6150", Step.INT4);
    addRange("numeric 3906 numrange i 3907 4532 nummultirange 6151", Step.CONTINUOUS);
    addRange("timestamp 3908 tsrange d 3909 4533 tsmultirange 6152", Step.CONTINUOUS);
    addRange("timestamptz 3910 tstzrange d 3911 4534 tstzmultirange 6153", Step.CONTINUOUS);
    addRange("date 3912 daterange i 3913 4535 datemultirange 6155", Step.DATE);
    addRange("int8 3926 int8range d 3927 4536 int8multirange 6157", Step.INT8);
  }

  /** {@code facts}: subtype; of the range oid, name, alignment, array; then of the multirange. */
  private void addRange(String facts, Step step) {
    String[] words = facts.split(" ");
    TypeInfo subtype = null;
    for (TypeInfo type : types.values()) {
      subtype = type.name().equals(words[0]) ? type : subtype;
    }
    int oid = Integer.parseInt(words[1]);
    RangeShape shape = new RangeShape(oid, Integer.parseInt(words[5]), subtype, step);
    RangeIo io = new RangeIo(shape);
    String form = " -1 " + words[3] + " x R 0 ";
    add(oid + " " + words[2] + form + words[4], io, RangeOrder.RANGES);
    add(words[5] + " " + words[6] + form + words[7], new MultirangeIo(io), RangeOrder.MULTIRANGES);
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
        "22 int2vector -1 i p A 21 1006",
        new VectorIo(types.get(TypeOid.INT2)),
        TypeOrders.arrays(TypeOrders.LONGS));
    add(
        "30 oidvector -1 i p A 26 1013",
        new VectorIo(types.get(TypeOid.OID)),
        TypeOrders.arrays(TypeOrders.LONGS));
    add(
        "2249 record -1 d x P 0 2287",
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
      "anycompatiblerange",
      "anycompatiblemultirange",
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
      {TypeOid.ANYCOMPATIBLERANGE, -1},
      {TypeOid.ANYCOMPATIBLEMULTIRANGE, -1},
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
