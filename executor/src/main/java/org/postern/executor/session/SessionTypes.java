package org.postern.executor.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.ColumnEntry;
import org.postern.executor.catalog.Relations;
import org.postern.executor.catalog.TypeEntry;
import org.postern.executor.expr.EvalContext;
import org.postern.executor.expr.ExprEnvironment;
import org.postern.executor.session.guc.GucState;
import org.postern.executor.types.DateOrder;
import org.postern.executor.types.DateStyle;
import org.postern.executor.types.IntervalStyle;
import org.postern.executor.types.TimeZoneRule;
import org.postern.executor.types.TypeContext;
import org.postern.executor.types.TypeInfo;
import org.postern.executor.types.datetime.TimeZones;
import org.postern.storage.error.Severity;
import org.postern.storage.error.SqlState;
import org.postern.storage.transam.TransactionManager;

/** The session as the types see it: its settings, its clock and its catalog. */
final class SessionTypes implements TypeContext {
  private final GucState settings;
  private final Catalog catalog;
  private final Relations relations;
  private final TransactionManager transactions;
  private final Notices notices;
  private TypeNaming naming;
  private RegNames regNames;
  private ExprEnvironment exprs;
  private String zoneName;
  private TimeZoneRule zone;

  SessionTypes(
      GucState settings,
      Catalog catalog,
      Relations relations,
      TransactionManager transactions,
      Notices notices) {
    this.settings = settings;
    this.catalog = catalog;
    this.relations = relations;
    this.transactions = transactions;
    this.notices = notices;
  }

  /** Completes construction: naming needs the analyzer's environment, which holds this context. */
  void attach(TypeNaming typeNaming, RegNames names) {
    naming = typeNaming;
    regNames = names;
  }

  /** Completes construction: domains are checked by expressions. */
  void attach(ExprEnvironment expressions) {
    exprs = expressions;
  }

  @Override
  public DateStyle dateStyle() {
    String style = settings.text("DateStyle");
    int comma = style.indexOf(',');
    return switch ((comma < 0 ? style : style.substring(0, comma)).toUpperCase(Locale.ROOT)) {
      case "SQL" -> DateStyle.SQL;
      case "POSTGRES" -> DateStyle.POSTGRES;
      case "GERMAN" -> DateStyle.GERMAN;
      default -> DateStyle.ISO;
    };
  }

  @Override
  public DateOrder dateOrder() {
    String style = settings.text("DateStyle").toUpperCase(Locale.ROOT);
    if (style.contains("DMY")) {
      return DateOrder.DMY;
    }
    return style.contains("YMD") ? DateOrder.YMD : DateOrder.MDY;
  }

  @Override
  public IntervalStyle intervalStyle() {
    return IntervalStyle.valueOf(settings.text("IntervalStyle").toUpperCase(Locale.ROOT));
  }

  @Override
  public TimeZoneRule timeZone() {
    String name = settings.text("TimeZone");
    if (!name.equals(zoneName)) {
      zone = TimeZones.find(name);
      zoneName = name;
    }
    return zone;
  }

  @Override
  public int extraFloatDigits() {
    return settings.integer("extra_float_digits");
  }

  @Override
  public boolean byteaHex() {
    return settings.text("bytea_output").equals("hex");
  }

  @Override
  public boolean arrayNulls() {
    return settings.bool("array_nulls");
  }

  @Override
  public boolean quoteAllIdentifiers() {
    return settings.bool("quote_all_identifiers");
  }

  @Override
  public long transactionTimestamp() {
    return transactions.startTimestamp();
  }

  @Override
  public TypeInfo type(int oid) {
    TypeEntry entry = catalog.typeOrNull(oid);
    return entry == null ? null : entry.info();
  }

  @Override
  public int[] rowTypes(int typeOid) {
    return live(typeOid).stream().mapToInt(ColumnEntry::type).toArray();
  }

  @Override
  public int[] rowTypmods(int typeOid) {
    return live(typeOid).stream().mapToInt(ColumnEntry::typmod).toArray();
  }

  private List<ColumnEntry> live(int typeOid) {
    TypeEntry entry = catalog.type(typeOid);
    List<ColumnEntry> columns = new ArrayList<>();
    for (ColumnEntry column : relations.relation(entry.relation()).columns()) {
      if (!column.dropped()) {
        columns.add(column);
      }
    }
    return columns;
  }

  @Override
  public String[] rowNames(int typeOid) {
    return live(typeOid).stream().map(ColumnEntry::name).toArray(String[]::new);
  }

  @Override
  public int baseType(int typeOid) {
    return catalog.baseType(typeOid);
  }

  @Override
  public void checkDomain(int typeOid, Object value) {
    if (catalog.type(typeOid).kind() == 'd') {
      exprs.checkDomain(typeOid, value, EvalContext.constant(this));
    }
  }

  @Override
  public int maxStackDepth() {
    return settings.integer("max_stack_depth");
  }

  @Override
  public String typeName(int oid) {
    return naming.name(oid);
  }

  @Override
  public long lookupReg(int regType, String name) {
    return regNames.lookup(regType, name);
  }

  @Override
  public String nameOfReg(int regType, long oid) {
    return regNames.name(regType, oid);
  }

  @Override
  public void notice(SqlState state, String message) {
    notices.report(
        Severity.NOTICE, org.postern.storage.error.SqlException.error(state, "%s", message));
  }
}
