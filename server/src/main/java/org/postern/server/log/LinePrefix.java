package org.postern.server.log;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.TimeZone;

/**
 * log_line_prefix: a template with percent escapes, each with an optional width.
 *
 * <p>Source: PostgreSQL documentation, parameter log_line_prefix. Times are put together by hand: a
 * formatter would load locale data into every process.
 */
final class LinePrefix {
  private final String template;
  private final ZoneId zone;
  private final long pid = ProcessHandle.current().pid();

  LinePrefix(String template, ZoneId zone) {
    this.template = template;
    this.zone = zone;
  }

  /** Appends the prefix of line number {@code line} of this process, logged at {@code when}. */
  void append(StringBuilder out, LogSession session, Instant when, String sqlState, long line) {
    int i = 0;
    while (i < template.length()) {
      char c = template.charAt(i++);
      if (c != '%' || i == template.length()) {
        if (c != '%') {
          out.append(c);
        }
        continue;
      }
      int numberStart = i;
      while (i < template.length() && isWidthPart(template.charAt(i), i == numberStart)) {
        i++;
      }
      if (i == template.length()) {
        return;
      }
      String width = template.substring(numberStart, i);
      char escape = template.charAt(i++);
      if (escape == 'q') {
        if (!session.isClientSession()) {
          return;
        }
        continue;
      }
      pad(out, value(escape, session, when, sqlState, line), width);
    }
  }

  private static boolean isWidthPart(char c, boolean first) {
    return (c >= '0' && c <= '9') || (first && c == '-');
  }

  private static void pad(StringBuilder out, String value, String width) {
    int wanted = width.isEmpty() || width.equals("-") ? 0 : Integer.parseInt(width);
    int missing = Math.max(0, Math.abs(wanted) - value.length());
    if (wanted >= 0) {
      out.repeat(' ', missing).append(value);
    } else {
      out.append(value).repeat(' ', missing);
    }
  }

  private String value(char escape, LogSession session, Instant when, String state, long line) {
    boolean client = session.isClientSession();
    return switch (escape) {
      case '%' -> "%";
      case 'a' -> client ? orUnknown(session.application()) : "";
      case 'b' -> session.backendType();
      case 'u' -> client ? orUnknown(session.user()) : "";
      case 'd' -> client ? orUnknown(session.database()) : "";
      case 'h' -> orEmpty(session.host());
      case 'r' ->
          session.port() == 0
              ? orEmpty(session.host())
              : session.host() + "(" + session.port() + ")";
      case 'p' -> Long.toString(pid);
      case 't' -> timestamp(when, false);
      case 'm' -> timestamp(when, true);
      case 'n' -> epoch(when);
      case 'i' -> orEmpty(session.commandTag());
      case 'e' -> state;
      case 'c' ->
          Long.toHexString(session.sessionStartMicros() / 1_000_000) + "." + Long.toHexString(pid);
      case 'l' -> Long.toString(line);
      case 's' ->
          timestamp(Instant.EPOCH.plus(session.sessionStartMicros(), ChronoUnit.MICROS), false);
      case 'x' -> Long.toString(session.transactionId());
      case 'v', 'P', 'Q' -> "";
      default -> "";
    };
  }

  private static String orUnknown(String value) {
    return value == null || value.isEmpty() ? "[unknown]" : value;
  }

  private static String orEmpty(String value) {
    return value == null ? "" : value;
  }

  private static String epoch(Instant when) {
    StringBuilder out = new StringBuilder(16).append(when.getEpochSecond()).append('.');
    digits(out, when.getNano() / 1_000_000, 3);
    return out.toString();
  }

  private String timestamp(Instant when, boolean millis) {
    ZoneOffset offset = zone.getRules().getOffset(when);
    LocalDateTime time = LocalDateTime.ofEpochSecond(when.getEpochSecond(), when.getNano(), offset);
    StringBuilder out = new StringBuilder(32);
    digits(out, time.getYear(), 4);
    digits(out.append('-'), time.getMonthValue(), 2);
    digits(out.append('-'), time.getDayOfMonth(), 2);
    digits(out.append(' '), time.getHour(), 2);
    digits(out.append(':'), time.getMinute(), 2);
    digits(out.append(':'), time.getSecond(), 2);
    if (millis) {
      digits(out.append('.'), time.getNano() / 1_000_000, 3);
    }
    return out.append(' ').append(zoneName(when)).toString();
  }

  private String zoneName(Instant when) {
    String id = zone.getId();
    if (zone.equals(ZoneOffset.UTC)) {
      return "GMT";
    }
    if (id.equals("UTC") || id.equals("Etc/UTC") || id.equals("Etc/UCT")) {
      return "UTC";
    }
    boolean summer = zone.getRules().isDaylightSavings(when);
    return TimeZone.getTimeZone(zone).getDisplayName(summer, TimeZone.SHORT, Locale.ENGLISH);
  }

  private static void digits(StringBuilder out, int value, int width) {
    String text = Integer.toString(value);
    out.repeat('0', Math.max(0, width - text.length())).append(text);
  }
}
