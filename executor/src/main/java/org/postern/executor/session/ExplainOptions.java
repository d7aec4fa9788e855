package org.postern.executor.session;

import java.util.List;
import java.util.Locale;
import org.postern.executor.sql.ast.Option;
import org.postern.executor.types.TypeOid;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/** The options of EXPLAIN. Source: PostgreSQL documentation, EXPLAIN. */
record ExplainOptions(
    boolean analyze,
    boolean verbose,
    boolean costs,
    boolean buffers,
    boolean wal,
    boolean timing,
    boolean summary,
    Format format) {
  /** The forms of the output. */
  enum Format {
    TEXT,
    XML,
    JSON,
    YAML
  }

  static ExplainOptions of(List<Option> options) {
    boolean analyze = false;
    boolean verbose = false;
    boolean costs = true;
    boolean buffers = false;
    boolean wal = false;
    Boolean timing = null;
    Boolean summary = null;
    Format format = Format.TEXT;
    for (Option option : options) {
      switch (option.name()) {
        case "analyze" -> analyze = flag(option);
        case "verbose" -> verbose = flag(option);
        case "costs" -> costs = flag(option);
        case "buffers" -> buffers = flag(option);
        case "wal" -> wal = flag(option);
        case "settings" -> flag(option);
        case "timing" -> timing = flag(option);
        case "summary" -> summary = flag(option);
        case "format" -> format = format(option);
        default ->
            throw SqlException.error(
                    SqlState.SYNTAX_ERROR, "unrecognized EXPLAIN option \"%s\"", option.name())
                .withPosition(option.location() + 1);
      }
    }
    if (wal && !analyze) {
      throw SqlException.error(
          SqlState.INVALID_PARAMETER_VALUE, "EXPLAIN option WAL requires ANALYZE");
    }
    if (timing != null && timing && !analyze) {
      throw SqlException.error(
          SqlState.INVALID_PARAMETER_VALUE, "EXPLAIN option TIMING requires ANALYZE");
    }
    return new ExplainOptions(
        analyze,
        verbose,
        costs,
        buffers,
        wal,
        timing == null ? analyze : timing,
        summary == null ? analyze : summary,
        format);
  }

  private static boolean flag(Option option) {
    if (option.value() == null) {
      return true;
    }
    return switch (option.value().asText().toLowerCase(Locale.ROOT)) {
      case "true", "on", "1" -> true;
      case "false", "off", "0" -> false;
      default ->
          throw SqlException.error(
              SqlState.SYNTAX_ERROR, "%s requires a Boolean value", option.name());
    };
  }

  private static Format format(Option option) {
    String value = option.value() == null ? "" : option.value().asText();
    return switch (value) {
      case "text" -> Format.TEXT;
      case "xml" -> Format.XML;
      case "json" -> Format.JSON;
      case "yaml" -> Format.YAML;
      default ->
          throw SqlException.error(
                  SqlState.INVALID_PARAMETER_VALUE,
                  "unrecognized value for EXPLAIN option \"%s\": \"%s\"",
                  option.name(),
                  value)
              .withPosition(option.location() + 1);
    };
  }

  int outputType() {
    return format == Format.JSON ? TypeOid.JSON : TypeOid.TEXT;
  }
}
