package org.postern.executor.session.guc;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * Turns text into values, with PostgreSQL's errors for what is not one.
 *
 * <p>Source: PostgreSQL documentation, "Parameter Names and Values".
 */
public final class GucParser {
  /** Words that are understood but not listed, as old spellings; value by parameter and word. */
  private static final Map<String, String> HIDDEN_WORDS =
      Map.ofEntries(
          Map.entry("client_min_messages debug", "debug2"),
          Map.entry("client_min_messages info", "info"),
          Map.entry("client_min_messages fatal", "error"),
          Map.entry("client_min_messages panic", "error"),
          Map.entry("log_min_messages debug", "debug2"),
          Map.entry("log_min_error_statement debug", "debug2"),
          Map.entry("trace_recovery_messages debug", "debug2"),
          Map.entry("wal_level archive", "replica"),
          Map.entry("wal_level hot_standby", "replica"),
          Map.entry("backslash_quote safe_encoding", "safe_encoding"));

  private final Map<String, GucCheck> checks;

  /** {@code checks} by lower-case parameter name. */
  public GucParser(Map<String, GucCheck> checks) {
    this.checks = Map.copyOf(checks);
  }

  /** The value of {@code text}; throws 22023 if the parameter cannot have it. */
  public GucValue parse(GucDefinition definition, String text, GucValue current) {
    return switch (definition.type()) {
      case BOOL -> bool(definition, text);
      case INTEGER -> integer(definition, text);
      case REAL -> real(definition, text);
      case ENUM -> word(definition, text, current);
      case STRING -> new GucValue(checked(definition, text, current), 0);
    };
  }

  /** The built-in default, which no check is asked about. */
  GucValue boot(GucDefinition definition) {
    return switch (definition.type()) {
      case BOOL -> bool(definition, definition.bootValue());
      case INTEGER -> integer(definition, definition.bootValue());
      case REAL -> real(definition, definition.bootValue());
      case ENUM, STRING -> new GucValue(definition.bootValue(), 0);
    };
  }

  private static GucValue bool(GucDefinition definition, String text) {
    Boolean value = parseBool(text);
    if (value == null) {
      throw SqlException.error(
          SqlState.INVALID_PARAMETER_VALUE,
          "parameter \"%s\" requires a Boolean value",
          definition.name());
    }
    return value ? new GucValue("on", 1) : new GucValue("off", 0);
  }

  /** Any unambiguous beginning of true, false, yes, no, on, off, or 1 or 0; null otherwise. */
  static Boolean parseBool(String text) {
    String word = text.toLowerCase(Locale.ROOT);
    if (word.isEmpty()) {
      return null;
    }
    if ("true".startsWith(word) || "yes".startsWith(word) || word.equals("1")) {
      return Boolean.TRUE;
    }
    if ("false".startsWith(word) || "no".startsWith(word) || word.equals("0")) {
      return Boolean.FALSE;
    }
    if (word.equals("on")) {
      return Boolean.TRUE;
    }
    return word.equals("of") || word.equals("off") ? Boolean.FALSE : null;
  }

  private static GucValue integer(GucDefinition definition, String text) {
    double value = Math.rint(number(definition, text, GucNumbers.scanInteger(text)));
    if (value > Integer.MAX_VALUE || value < Integer.MIN_VALUE) {
      throw invalid(definition, text).withHint("Value exceeds integer range.");
    }
    String shown = Long.toString((long) value);
    checkRange(definition, value, shown);
    return new GucValue(shown, value);
  }

  private static GucValue real(GucDefinition definition, String text) {
    double value = number(definition, text, GucNumbers.scanReal(text));
    String shown = GucNumbers.general(value);
    checkRange(definition, value, shown);
    return new GucValue(shown, value);
  }

  private static double number(GucDefinition definition, String text, GucNumbers.Scanned number) {
    if (number == null || Double.isNaN(number.value())) {
      throw invalid(definition, text);
    }
    String rest = text.substring(GucNumbers.skipSpaces(text, number.end())).stripTrailing();
    if (rest.isEmpty()) {
      return number.value();
    }
    if (definition.unit() == GucUnit.NONE) {
      throw invalid(definition, text);
    }
    double converted = definition.unit().toBase(number.value(), rest);
    if (Double.isNaN(converted)) {
      throw invalid(definition, text).withHint("%s", definition.unit().hint());
    }
    return converted;
  }

  private static void checkRange(GucDefinition definition, double value, String shown) {
    if (value < definition.min() || value > definition.max()) {
      String unit = definition.unit().label();
      throw SqlException.error(
          SqlState.INVALID_PARAMETER_VALUE,
          "%s%s%s is outside the valid range for parameter \"%s\" (%s .. %s)",
          shown,
          unit.isEmpty() ? "" : " ",
          unit,
          definition.name(),
          definition.minText(),
          definition.maxText());
    }
  }

  private GucValue word(GucDefinition definition, String text, GucValue current) {
    List<String> words = definition.enumValues();
    for (String word : words) {
      if (word.equalsIgnoreCase(text)) {
        return new GucValue(checked(definition, word, current), 0);
      }
    }
    String lower = text.toLowerCase(Locale.ROOT);
    String hidden = HIDDEN_WORDS.get(definition.name() + " " + lower);
    if (hidden == null && words.contains("on") && words.contains("off")) {
      hidden =
          switch (lower) {
            case "true", "yes", "1" -> "on";
            case "false", "no", "0" -> "off";
            default -> null;
          };
    }
    if (hidden != null) {
      return new GucValue(hidden, 0);
    }
    throw invalid(definition, text)
        .withHint("%s", "Available values: " + String.join(", ", words) + ".");
  }

  private String checked(GucDefinition definition, String text, GucValue current) {
    GucCheck check = checks.get(GucCatalog.key(definition.name()));
    if (check == null) {
      return text;
    }
    try {
      return check.canonical(text, current.text());
    } catch (GucCheck.Rejected e) {
      SqlException report = invalid(definition, text);
      if (e.detail() != null) {
        report.withDetail("%s", e.detail());
      }
      throw e.hint() == null ? report : report.withHint("%s", e.hint());
    }
  }

  private static SqlException invalid(GucDefinition definition, String text) {
    return SqlException.error(
        SqlState.INVALID_PARAMETER_VALUE,
        "invalid value for parameter \"%s\": \"%s\"",
        definition.name(),
        text);
  }
}
