package org.postern.executor.session.functions;

import static org.postern.executor.functions.Fn.f1;
import static org.postern.executor.functions.Fn.fn;
import static org.postern.executor.functions.Fn.set;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import org.postern.executor.functions.Fn;
import org.postern.executor.functions.FunctionFamily;
import org.postern.executor.functions.FunctionImpl;
import org.postern.executor.session.Prepared;
import org.postern.executor.session.Session;
import org.postern.executor.types.ArrayValue;
import org.postern.executor.types.Interval;
import org.postern.executor.types.RowValue;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TimeZoneRule;
import org.postern.executor.types.TypeOid;
import org.postern.executor.types.datetime.TimeZones;

/**
 * The functions behind system views that list what is in no table: prepared statements, time zones,
 * and things of which there are none.
 *
 * <p>Source: PostgreSQL documentation, chapter 54 "System Views".
 */
final class ListingFamily implements FunctionFamily {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long MILLIS_PER_SECOND = 1000;

  private final Session session;

  ListingFamily(Session session) {
    this.session = session;
  }

  @Override
  public FunctionImpl lookup(String prosrc) {
    return switch (prosrc) {
      case "pg_prepared_statement" -> set((a, c) -> preparedStatements());
      case "pg_timezone_names" -> set((a, c) -> zones());
      case "pg_timezone_abbrevs" -> set((a, c) -> abbreviations());
      case "pg_prepared_xact",
          "pg_available_extensions",
          "pg_available_extension_versions",
          "pg_tablespace_databases",
          "pg_config" ->
          set((a, c) -> Collections.emptyIterator());
      case "pg_partition_tree", "pg_partition_ancestors" ->
          set((a, c) -> Collections.emptyIterator());
      case "pg_partition_root" -> fn((a, c) -> null);
      case "row_security_active", "row_security_active_name" -> f1(a -> Fn.bool(false));
      case "pg_notification_queue_usage" -> fn((a, c) -> 0.0);
      case "pg_collation_actual_version", "pg_database_collation_actual_version" -> f1(a -> null);
      default -> null;
    };
  }

  private Iterator<Object> preparedStatements() {
    int[] types = {
      TypeOid.TEXT,
      TypeOid.TEXT,
      TypeOid.TIMESTAMPTZ,
      TypeOid.REGTYPE_ARRAY,
      TypeOid.BOOL,
      TypeOid.INT8,
      TypeOid.INT8
    };
    List<Object> rows = new ArrayList<>();
    new TreeMap<>(session.preparedStatements())
        .forEach((name, statement) -> {
          if (!name.isEmpty()) {
            rows.add(new RowValue(TypeOid.RECORD, fields(name, statement), types));
          }
        });
    return rows.iterator();
  }

  private static Object[] fields(String name, Prepared statement) {
    Object[] parameters =
        statement.paramTypes().stream().map(Integer::toUnsignedLong).toArray(Object[]::new);
    return new Object[] {
      Slice.utf8(name),
      Slice.utf8(statement.text()),
      statement.preparedAt(),
      ArrayValue.of(TypeOid.REGTYPE, parameters),
      Fn.bool(statement.fromSql()),
      0L,
      0L
    };
  }

  private static Iterator<Object> zones() {
    int[] types = {TypeOid.TEXT, TypeOid.TEXT, TypeOid.INTERVAL, TypeOid.BOOL};
    long now = System.currentTimeMillis() / MILLIS_PER_SECOND;
    List<Object> rows = new ArrayList<>();
    for (String name : new TreeSet<>(TimeZones.names())) {
      TimeZoneRule zone = TimeZones.find(name);
      Object[] fields = {
        Slice.utf8(name),
        Slice.utf8(zone.abbreviationAt(now)),
        offset(zone, now),
        daylight(zone, now)
      };
      rows.add(new RowValue(TypeOid.RECORD, fields, types));
    }
    return rows.iterator();
  }

  private static Iterator<Object> abbreviations() {
    int[] types = {TypeOid.TEXT, TypeOid.INTERVAL, TypeOid.BOOL};
    long now = System.currentTimeMillis() / MILLIS_PER_SECOND;
    List<Object> rows = new ArrayList<>();
    for (String name : new TreeSet<>(TimeZones.abbreviations())) {
      String shown = name.toUpperCase(Locale.ROOT);
      TimeZoneRule zone = TimeZones.forConversion(shown);
      Object[] fields = {
        Slice.utf8(shown), offset(zone, now), Fn.bool(TimeZones.isDaylight(name, now))
      };
      rows.add(new RowValue(TypeOid.RECORD, fields, types));
    }
    return rows.iterator();
  }

  private static Interval offset(TimeZoneRule zone, long now) {
    return new Interval(0, 0, zone.offsetAt(now) * MICROS_PER_SECOND);
  }

  private static Long daylight(TimeZoneRule zone, long now) {
    return Fn.bool(zone.isDaylightAt(now));
  }
}
