package org.postern.executor.session.guc;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postern.executor.types.datetime.TimeZones;

/** The checks that need nothing but the text; a session adds those that need its catalogs. */
public final class GucChecks {
  private GucChecks() {}

  /** By lower-case parameter name. */
  public static Map<String, GucCheck> builtIn() {
    Map<String, GucCheck> checks = new HashMap<>();
    checks.put("datestyle", GucChecks::dateStyle);
    checks.put("timezone", GucChecks::timeZone);
    checks.put("log_timezone", GucChecks::timeZone);
    checks.put("search_path", GucChecks::identifierList);
    checks.put("temp_tablespaces", GucChecks::identifierList);
    checks.put("listen_addresses", GucChecks::identifierList);
    checks.put("client_encoding", GucChecks::clientEncoding);
    checks.put("log_destination", GucChecks::logDestination);
    checks.put("application_name", GucChecks::printable);
    checks.put("cluster_name", GucChecks::printable);
    return checks;
  }

  /** Keeps only ASCII that can be printed; other bytes become question marks. */
  private static String printable(String text, String current) {
    StringBuilder out = new StringBuilder(text.length());
    text.chars().forEach(c -> out.append(c >= 32 && c < 127 ? (char) c : '?'));
    return out.toString();
  }

  /** An output style and an order of fields, each of which may be left to its default. */
  private static String dateStyle(String text, String current) throws GucCheck.Rejected {
    String[] inForce = current.split(", ", 2);
    String style = null;
    String order = null;
    for (String word : splitIdentifiers(text)) {
      String newStyle = null;
      String newOrder = null;
      String lower = word.toLowerCase(Locale.ROOT);
      if (lower.equals("iso")) {
        newStyle = "ISO";
      } else if (lower.equals("sql")) {
        newStyle = "SQL";
      } else if (lower.startsWith("postgres")) {
        newStyle = "Postgres";
      } else if (lower.equals("german")) {
        newStyle = "German";
      } else if (lower.equals("ymd")) {
        newOrder = "YMD";
      } else if (lower.equals("dmy") || lower.startsWith("euro")) {
        newOrder = "DMY";
      } else if (lower.equals("mdy") || lower.equals("us") || lower.startsWith("noneuro")) {
        newOrder = "MDY";
      } else if (lower.equals("default")) {
        inForce = new String[] {"ISO", "MDY"};
      } else {
        throw new GucCheck.Rejected("Unrecognized key word: \"" + word + "\".", null);
      }
      boolean conflict =
          (newStyle != null && style != null && !style.equals(newStyle))
              || (newOrder != null && order != null && !order.equals(newOrder));
      if (conflict) {
        throw new GucCheck.Rejected("Conflicting \"datestyle\" specifications.", null);
      }
      style = newStyle == null ? style : newStyle;
      order = newOrder == null ? order : newOrder;
    }
    if ("German".equals(style) && order == null) {
      order = "DMY";
    }
    return (style == null ? inForce[0] : style) + ", " + (order == null ? inForce[1] : order);
  }

  private static String timeZone(String text, String current) throws GucCheck.Rejected {
    for (String name : new String[] {"GMT", "UTC"}) {
      if (name.equalsIgnoreCase(text)) {
        return name;
      }
    }
    if (text.strip().matches("[+-]?\\d{1,2}(\\.\\d+)?")) {
      return TimeZones.nameOfOffset((int) (Double.parseDouble(text.strip()) * 3600));
    }
    try {
      ZoneId.of(text);
      return text;
    } catch (DateTimeException e) {
      for (String id : ZoneId.getAvailableZoneIds()) {
        if (id.equalsIgnoreCase(text)) {
          return id;
        }
      }
    }
    if (isOffset(text)) {
      return text;
    }
    throw new GucCheck.Rejected(null, null);
  }

  /** Hours as a number, INTERVAL '…', or a POSIX zone: the date/time code understands those. */
  private static boolean isOffset(String text) {
    String rest = text.strip();
    if (rest.regionMatches(true, 0, "interval", 0, 8)) {
      return true;
    }
    return rest.matches("[+-]?\\d{1,2}(:\\d\\d){1,2}")
        || rest.matches("<?[A-Za-z+\\-0-9]{3,}>?[+-]?\\d{1,2}(:\\d\\d){0,2}.*");
  }

  private static String clientEncoding(String text, String current) throws GucCheck.Rejected {
    String plain = text.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
    return switch (plain) {
      case "UTF8", "UNICODE" -> "UTF8";
      case "SQLASCII" -> "SQL_ASCII";
      case "LATIN1", "ISO88591" -> "LATIN1";
      default -> throw new GucCheck.Rejected(null, null);
    };
  }

  private static String logDestination(String text, String current) throws GucCheck.Rejected {
    for (String word : splitIdentifiers(text)) {
      switch (word.toLowerCase(Locale.ROOT)) {
        case "stderr", "csvlog", "jsonlog", "syslog" -> {
          // Known.
        }
        default -> throw new GucCheck.Rejected("Unrecognized key word: \"" + word + "\".", null);
      }
    }
    return text;
  }

  private static String identifierList(String text, String current) throws GucCheck.Rejected {
    splitIdentifiers(text);
    return text;
  }

  /**
   * Splits a comma-separated list of identifiers, folding those without double quotes to lower
   * case. An empty text is an empty list.
   */
  public static List<String> splitIdentifiers(String text) throws GucCheck.Rejected {
    List<String> words = new ArrayList<>();
    int i = GucNumbers.skipSpaces(text, 0);
    if (i == text.length()) {
      return words;
    }
    while (true) {
      StringBuilder word = new StringBuilder();
      if (i < text.length() && text.charAt(i) == '"') {
        i = quotedWord(text, i + 1, word);
      } else {
        int start = i;
        while (i < text.length() && ",\" \t\n\r\f".indexOf(text.charAt(i)) < 0) {
          i++;
        }
        if (i == start) {
          throw badList();
        }
        word.append(text.substring(start, i).toLowerCase(Locale.ROOT));
      }
      words.add(word.toString());
      i = GucNumbers.skipSpaces(text, i);
      if (i == text.length()) {
        return words;
      }
      if (text.charAt(i) != ',') {
        throw badList();
      }
      i = GucNumbers.skipSpaces(text, i + 1);
    }
  }

  /**
   * Splits a comma-separated list of paths. Case is kept, and a path without double quotes may have
   * spaces inside.
   */
  public static List<String> splitDirectories(String text) throws GucCheck.Rejected {
    List<String> paths = new ArrayList<>();
    int i = GucNumbers.skipSpaces(text, 0);
    while (i < text.length()) {
      StringBuilder path = new StringBuilder();
      if (text.charAt(i) == '"') {
        i = GucNumbers.skipSpaces(text, quotedWord(text, i + 1, path));
      } else {
        int end = text.indexOf(',', i) < 0 ? text.length() : text.indexOf(',', i);
        path.append(text.substring(i, end).stripTrailing());
        i = end;
      }
      boolean more = i < text.length();
      if (path.isEmpty() || (more && text.charAt(i) != ',')) {
        throw badList();
      }
      paths.add(path.toString());
      i = GucNumbers.skipSpaces(text, i + 1);
      if (more && i >= text.length()) {
        throw badList();
      }
    }
    return paths;
  }

  private static int quotedWord(String text, int from, StringBuilder word)
      throws GucCheck.Rejected {
    int i = from;
    while (i < text.length()) {
      if (text.charAt(i) == '"') {
        if (i + 1 == text.length() || text.charAt(i + 1) != '"') {
          return i + 1;
        }
        i++;
      }
      word.append(text.charAt(i++));
    }
    throw badList();
  }

  private static GucCheck.Rejected badList() {
    return new GucCheck.Rejected("List syntax is invalid.", null);
  }
}
