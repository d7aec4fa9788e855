package org.postern.executor.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postern.executor.sql.ast.Option;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Storage parameters as pg_class.reloptions keeps them, checked as PostgreSQL does.
 *
 * <p>Source: PostgreSQL documentation, "CREATE TABLE", "Storage Parameters".
 */
final class StorageOptions {
  private StorageOptions() {}

  private record IntRange(long min, long max) {}

  private static final long MAX_INT = Integer.MAX_VALUE;

  private static final Map<String, IntRange> TABLE_INTEGERS =
      Map.ofEntries(
          Map.entry("fillfactor", new IntRange(10, 100)),
          Map.entry("toast_tuple_target", new IntRange(128, 8160)),
          Map.entry("parallel_workers", new IntRange(0, 1024)),
          Map.entry("autovacuum_vacuum_threshold", new IntRange(0, MAX_INT)),
          Map.entry("autovacuum_vacuum_insert_threshold", new IntRange(-1, MAX_INT)),
          Map.entry("autovacuum_analyze_threshold", new IntRange(0, MAX_INT)),
          Map.entry("autovacuum_vacuum_cost_limit", new IntRange(1, 10000)),
          Map.entry("autovacuum_freeze_min_age", new IntRange(0, 1000000000)),
          Map.entry("autovacuum_freeze_max_age", new IntRange(100000, 2000000000)),
          Map.entry("autovacuum_freeze_table_age", new IntRange(0, 2000000000)),
          Map.entry("autovacuum_multixact_freeze_min_age", new IntRange(0, 1000000000)),
          Map.entry("autovacuum_multixact_freeze_max_age", new IntRange(10000, 2000000000)),
          Map.entry("autovacuum_multixact_freeze_table_age", new IntRange(0, 2000000000)),
          Map.entry("log_autovacuum_min_duration", new IntRange(-1, MAX_INT)));

  private static final Map<String, IntRange> TABLE_REALS =
      Map.of(
          "autovacuum_vacuum_cost_delay", new IntRange(0, 100),
          "autovacuum_vacuum_scale_factor", new IntRange(0, 100),
          "autovacuum_vacuum_insert_scale_factor", new IntRange(0, 100),
          "autovacuum_analyze_scale_factor", new IntRange(0, 100));

  private static final List<String> TABLE_FLAGS =
      List.of("autovacuum_enabled", "user_catalog_table", "vacuum_truncate");

  /** The options of a table; null for none. */
  static List<String> table(List<Option> options, List<String> before) {
    return apply(options, before, true);
  }

  /** The options of a B-tree index; null for none. */
  static List<String> index(List<Option> options, List<String> before) {
    return apply(options, before, false);
  }

  private static List<String> apply(List<Option> options, List<String> before, boolean table) {
    List<String> all = new ArrayList<>(before);
    for (Option option : options) {
      if (option.namespace() != null) {
        if (table && option.namespace().equals("toast")) {
          throw SqlException.notSupported("storage parameter toast." + option.name());
        }
        throw SqlException.error(
            SqlState.INVALID_PARAMETER_VALUE,
            "unrecognized parameter namespace \"%s\"",
            option.namespace());
      }
      String value = option.value() == null ? "true" : option.value().asText();
      check(option.name(), value, table);
      all.removeIf(o -> o.startsWith(option.name() + "="));
      all.add(option.name() + "=" + value);
    }
    return all.isEmpty() ? null : List.copyOf(all);
  }

  /** The options that remain after RESET; null for none. */
  static List<String> reset(List<Option> options, List<String> before) {
    List<String> all = new ArrayList<>(before);
    for (Option option : options) {
      if (option.value() != null) {
        throw SqlException.error(
            SqlState.SYNTAX_ERROR, "RESET must not include values for parameters");
      }
      all.removeIf(o -> o.startsWith(option.name() + "="));
    }
    return all.isEmpty() ? null : List.copyOf(all);
  }

  private static void check(String name, String value, boolean table) {
    if (table) {
      if (TABLE_INTEGERS.containsKey(name)) {
        integer(name, value, TABLE_INTEGERS.get(name));
      } else if (TABLE_REALS.containsKey(name)) {
        real(name, value, TABLE_REALS.get(name));
      } else if (TABLE_FLAGS.contains(name)) {
        flag(name, value);
      } else if (name.equals("vacuum_index_cleanup")) {
        if (!List.of("auto", "on", "off", "true", "false", "yes", "no", "1", "0").contains(value)) {
          throw SqlException.error(
                  SqlState.INVALID_PARAMETER_VALUE,
                  "invalid value for enum option \"%s\": %s",
                  name,
                  value)
              .withDetail("Valid values are \"on\", \"off\", and \"auto\".");
        }
      } else {
        throw unknown(name);
      }
    } else if (name.equals("fillfactor")) {
      integer(name, value, new IntRange(10, 100));
    } else if (name.equals("deduplicate_items")) {
      flag(name, value);
    } else {
      throw unknown(name);
    }
  }

  private static SqlException unknown(String name) {
    return SqlException.error(
        SqlState.INVALID_PARAMETER_VALUE, "unrecognized parameter \"%s\"", name);
  }

  private static void integer(String name, String value, IntRange range) {
    long number;
    try {
      number = Long.parseLong(value.strip());
    } catch (NumberFormatException e) {
      throw SqlException.error(
          SqlState.INVALID_PARAMETER_VALUE,
          "invalid value for integer option \"%s\": %s",
          name,
          value);
    }
    if (number < range.min() || number > range.max()) {
      throw SqlException.error(
              SqlState.INVALID_PARAMETER_VALUE,
              "value %s out of bounds for option \"%s\"",
              value,
              name)
          .withDetail("Valid values are between \"%d\" and \"%d\".", range.min(), range.max());
    }
  }

  private static void real(String name, String value, IntRange range) {
    double number;
    try {
      number = Double.parseDouble(value.strip());
    } catch (NumberFormatException e) {
      throw SqlException.error(
          SqlState.INVALID_PARAMETER_VALUE,
          "invalid value for floating point option \"%s\": %s",
          name,
          value);
    }
    if (!(number >= range.min() && number <= range.max())) {
      throw SqlException.error(
              SqlState.INVALID_PARAMETER_VALUE,
              "value %s out of bounds for option \"%s\"",
              value,
              name)
          .withDetail(
              "Valid values are between \"%f\" and \"%f\".",
              (double) range.min(), (double) range.max());
    }
  }

  private static void flag(String name, String value) {
    if (!List.of("true", "false", "on", "off", "yes", "no", "1", "0", "t", "f")
        .contains(value.toLowerCase(java.util.Locale.ROOT))) {
      throw SqlException.error(
          SqlState.INVALID_PARAMETER_VALUE,
          "invalid value for boolean option \"%s\": %s",
          name,
          value);
    }
  }
}
