package org.postern.server.log;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.postern.executor.session.guc.GucSetting;

/**
 * The parameters that decide what the log looks like.
 *
 * @param linePrefix log_line_prefix
 * @param zone log_timezone
 * @param threshold log_min_messages
 * @param verbose log_error_verbosity is verbose: SQLSTATEs are written too
 * @param terse log_error_verbosity is terse: no DETAIL, HINT, CONTEXT, STATEMENT
 */
public record LogSettings(
    String linePrefix, ZoneId zone, LogLevel threshold, boolean verbose, boolean terse) {
  /** As before any configuration was read. */
  public static final LogSettings INITIAL =
      new LogSettings("%m [%p] ", ZoneOffset.UTC, LogLevel.WARNING, false, false);

  /** The settings among {@code settings}, the initial ones where it has none. */
  public static LogSettings of(List<GucSetting> settings) {
    return of(name -> {
      for (GucSetting setting : settings) {
        if (setting.name().equals(name)) {
          return setting.value();
        }
      }
      return null;
    });
  }

  /** {@code value} gives a parameter's text, or null for its default. */
  public static LogSettings of(UnaryOperator<String> value) {
    String prefix = value.apply("log_line_prefix");
    String verbosity = value.apply("log_error_verbosity");
    return new LogSettings(
        prefix == null ? INITIAL.linePrefix : prefix,
        zone(value.apply("log_timezone")),
        LogLevel.parse(value.apply("log_min_messages")),
        "verbose".equalsIgnoreCase(verbosity),
        "terse".equalsIgnoreCase(verbosity));
  }

  private static ZoneId zone(String name) {
    if (name == null || name.toUpperCase(Locale.ROOT).equals("GMT")) {
      return ZoneOffset.UTC;
    }
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      return ZoneOffset.UTC;
    }
  }
}
