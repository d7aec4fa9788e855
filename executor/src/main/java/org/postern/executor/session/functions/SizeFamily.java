package org.postern.executor.session.functions;

import static org.postern.executor.functions.Fn.f1;
import static org.postern.executor.functions.Fn.f2;
import static org.postern.executor.functions.Fn.fn;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import org.postern.executor.catalog.Catalog;
import org.postern.executor.catalog.CatalogIndexes;
import org.postern.executor.catalog.CatalogRow;
import org.postern.executor.catalog.IndexEntry;
import org.postern.executor.catalog.RelationEntry;
import org.postern.executor.functions.FunctionFamily;
import org.postern.executor.functions.FunctionImpl;
import org.postern.executor.session.Session;
import org.postern.executor.types.Numeric;
import org.postern.executor.types.Slice;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Sizes of databases and relations, and where their files lie.
 *
 * <p>Source: PostgreSQL documentation, section 9.27.7 "Database Object Management Functions".
 */
final class SizeFamily implements FunctionFamily {
  private static final List<String> FORKS = List.of("main", "fsm", "vm", "init");
  private static final List<String> UNITS = List.of("bytes", "kB", "MB", "GB", "TB", "PB");

  private final Session session;
  private final ServerInfo server;

  SizeFamily(Session session, ServerInfo server) {
    this.session = session;
    this.server = server;
  }

  @Override
  public FunctionImpl lookup(String prosrc) {
    return switch (prosrc) {
      case "pg_relation_size" -> f2((a, b) -> forkSize(oid(a), b.toString()));
      case "pg_relation_size_main" -> f1(a -> forkSize(oid(a), "main"));
      case "pg_table_size" -> f1(a -> tableSize(oid(a)));
      case "pg_indexes_size" -> f1(a -> indexesSize(oid(a)));
      case "pg_total_relation_size" ->
          f1(a -> {
            Long table = tableSize(oid(a));
            return table == null ? null : Long.valueOf(table + indexesSize(oid(a)));
          });
      case "pg_database_size_oid" -> f1(a -> server.databaseBytes(oid(a)));
      case "pg_database_size_name" -> f1(a -> server.databaseBytes(database(a.toString())));
      case "pg_relation_filenode" -> f1(this::fileNode);
      case "pg_relation_filepath" ->
          f1(a -> {
            String path = server.filePath(oid(a));
            return path == null ? null : Slice.utf8(path);
          });
      case "pg_tablespace_location" -> fn((a, c) -> Slice.EMPTY);
      case "pg_tablespace_size_oid", "pg_tablespace_size_name" -> fn((a, c) -> 0L);
      case "pg_size_pretty" -> f1(a -> pretty(BigDecimal.valueOf((Long) a)));
      case "pg_size_pretty_numeric" -> f1(a -> pretty(((Numeric) a).toBigDecimal()));
      case "pg_size_bytes" -> f1(a -> bytes(a.toString()));
      default -> null;
    };
  }

  private static int oid(Object value) {
    return ((Long) value).intValue();
  }

  private Long forkSize(int relation, String fork) {
    if (!FORKS.contains(fork)) {
      throw SqlException.error(SqlState.INVALID_PARAMETER_VALUE, "invalid fork name")
          .withHint("Valid fork names are \"main\", \"fsm\", \"vm\", and \"init\".");
    }
    return session.database().relations().relation(relation) == null
        ? null
        : Long.valueOf(server.forkBytes(relation, fork));
  }

  private long allForks(int relation) {
    long bytes = 0;
    for (String fork : FORKS) {
      bytes += server.forkBytes(relation, fork);
    }
    return bytes;
  }

  private Long tableSize(int oid) {
    RelationEntry table = session.database().relations().relation(oid);
    if (table == null) {
      return null;
    }
    long bytes = allForks(oid);
    if (table.toast() != 0) {
      bytes += allForks(table.toast()) + indexesSize(table.toast());
    }
    return bytes;
  }

  private long indexesSize(int table) {
    long bytes = 0;
    for (IndexEntry index : session.database().relations().indexes(table)) {
      bytes += allForks(index.oid());
    }
    return bytes;
  }

  private int database(String name) {
    CatalogRow row =
        session
            .database()
            .catalog()
            .row("pg_database", CatalogIndexes.DATABASE_NAME, Catalog.name(name));
    if (row == null) {
      throw SqlException.error(SqlState.UNDEFINED_DATABASE, "database \"%s\" does not exist", name);
    }
    return row.oid("oid");
  }

  private Object fileNode(Object relation) {
    RelationEntry entry = session.database().relations().relation(oid(relation));
    boolean stored = entry != null && "rtiSm".indexOf(entry.kind()) >= 0;
    return stored ? Long.valueOf(entry.fileNode()) : null;
  }

  /** Ten of a unit and more are shown in it, up to 10240 of them. */
  static Slice pretty(BigDecimal size) {
    BigDecimal value = size;
    int unit = 0;
    BigDecimal kilo = BigDecimal.valueOf(1024);
    BigDecimal limit = BigDecimal.valueOf(10 * 1024);
    BigDecimal shown = value.setScale(unit == 0 ? value.scale() : 0, RoundingMode.HALF_UP);
    while (shown.abs().compareTo(limit) >= 0 && unit < UNITS.size() - 1) {
      value = value.divide(kilo);
      unit++;
      shown = value.setScale(0, RoundingMode.HALF_UP);
    }
    return Slice.utf8(shown.toPlainString() + " " + UNITS.get(unit));
  }

  static Long bytes(String text) {
    String trimmed = text.trim();
    int end = 0;
    while (end < trimmed.length() && "+-.0123456789eE".indexOf(trimmed.charAt(end)) >= 0) {
      end++;
    }
    String unit = trimmed.substring(end).trim();
    try {
      BigDecimal number = new BigDecimal(trimmed.substring(0, end));
      int power = power(unit);
      if (power < 0) {
        throw SqlException.error(SqlState.INVALID_PARAMETER_VALUE, "invalid size: \"%s\"", text)
            .withDetail("Invalid size unit: \"%s\".", unit)
            .withHint(
                "Valid units are \"bytes\", \"B\", \"kB\", \"MB\", \"GB\", \"TB\", and \"PB\".");
      }
      return number
          .multiply(BigDecimal.valueOf(1024).pow(power))
          .setScale(0, RoundingMode.HALF_UP)
          .longValueExact();
    } catch (NumberFormatException e) {
      throw SqlException.error(SqlState.INVALID_PARAMETER_VALUE, "invalid size: \"%s\"", text);
    } catch (ArithmeticException e) {
      throw SqlException.error(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "bigint out of range");
    }
  }

  private static int power(String unit) {
    if (unit.isEmpty() || unit.equalsIgnoreCase("b")) {
      return 0;
    }
    for (int i = 0; i < UNITS.size(); i++) {
      if (UNITS.get(i).toLowerCase(Locale.ROOT).equals(unit.toLowerCase(Locale.ROOT))) {
        return i;
      }
    }
    return -1;
  }
}
