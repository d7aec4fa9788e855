package org.postern.executor.types.format;

import java.util.List;
import java.util.Locale;
import org.postern.executor.types.Slice;
import org.postern.executor.types.TimeZoneRule;
import org.postern.executor.types.datetime.Dates;
import org.postern.executor.types.datetime.TimeZoneCasts;
import org.postern.storage.error.SqlException;
import org.postern.storage.error.SqlState;

/**
 * to_timestamp(text, text) and to_date(text, text). Blanks and separators in the template match any
 * in the text; other literal characters skip one character.
 */
public final class TemplateReader {
  private static final String[] MONTHS = {
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december"
  };
  private static final String[] DAYS = {
    "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"
  };
  private static final String[] ROMAN = {
    "xii", "xi", "x", "ix", "viii", "vii", "vi", "v", "iv", "iii", "ii", "i"
  };

  private final String text;
  private final List<DateTemplate.Node> nodes;
  private final TemplateFields fields = new TemplateFields();
  private int at;

  private TemplateReader(String text, List<DateTemplate.Node> nodes) {
    this.text = text;
    this.nodes = nodes;
  }

  public static long toDate(Slice text, Slice template) {
    TemplateFields fields = read(text, template);
    long day = fields.dayNumber(text.toString());
    fields.timeOfDay(text.toString());
    if (!Dates.isValidDate(day)) {
      throw SqlException.error(
          SqlState.DATETIME_VALUE_OUT_OF_RANGE, "date out of range: \"%s\"", text);
    }
    return day;
  }

  public static long toTimestamptz(Slice text, Slice template, TimeZoneRule zone) {
    TemplateFields fields = read(text, template);
    long day = fields.dayNumber(text.toString());
    long time = fields.timeOfDay(text.toString());
    if (day < Dates.MIN_DATE || day > Dates.END_TIMESTAMP / Dates.MICROS_PER_DAY) {
      throw SqlException.error(SqlState.DATETIME_VALUE_OUT_OF_RANGE, "timestamp out of range");
    }
    long local = day * Dates.MICROS_PER_DAY + time;
    return fields.zone != null
        ? Dates.checkTimestamp(local + fields.zone * Dates.MICROS_PER_SECOND)
        : TimeZoneCasts.toUtc(local, zone);
  }

  private static TemplateFields read(Slice text, Slice template) {
    TemplateReader reader =
        new TemplateReader(text.toString(), DateTemplate.parse(template.toString()));
    reader.run();
    return reader.fields;
  }

  /**
   * Reads by the SQL standard's rules: every character of the template must be in the text, and
   * nothing else.
   */
  static TemplateFields readStrictly(String text, List<DateTemplate.Node> nodes) {
    TemplateReader reader = new TemplateReader(text, nodes);
    reader.runStrictly();
    return reader.fields;
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c >= '\t' && c <= '\r';
  }

  private static boolean isSeparator(char c) {
    return c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
  }

  private void run() {
    boolean fixed = nodes.stream().anyMatch(n -> n.key() != null && n.upperKey().equals("FX"));
    int skipped = 0;
    for (int i = 0; i < nodes.size() && at < text.length(); i++) {
      DateTemplate.Node node = nodes.get(i);
      if (!fixed && (node.key() != null || i == 0)) {
        while (isSpace(peek())) {
          at++;
          skipped++;
        }
      }
      if (node.key() == null) {
        for (int c = 0; c < node.text().length() && at < text.length(); c++) {
          skipped = literal(node.text().charAt(c), fixed, skipped);
        }
        continue;
      }
      if (!node.upperKey().equals("FX")) {
        field(node, i);
        skipped = 0;
      }
      if (node.ordinal() != DateTemplate.Ordinal.NONE) {
        at = Math.min(at + 2, text.length());
      }
    }
  }

  private void runStrictly() {
    int i = 0;
    while (i < nodes.size() && at < text.length()) {
      DateTemplate.Node node = nodes.get(i);
      if (node.key() != null) {
        field(node, i);
        at = node.ordinal() == DateTemplate.Ordinal.NONE ? at : Math.min(at + 2, text.length());
      } else {
        exactly(node);
      }
      i++;
    }
    if (i < nodes.size()) {
      throw tooShort();
    }
    while (isSpace(peek())) {
      at++;
    }
    if (at < text.length()) {
      throw SqlException.error(
          SqlState.INVALID_DATETIME_FORMAT,
          "trailing characters remain in input string after datetime format");
    }
  }

  private static SqlException tooShort() {
    return SqlException.error(
        SqlState.INVALID_DATETIME_FORMAT, "input string is too short for datetime format");
  }

  private void exactly(DateTemplate.Node node) {
    for (int c = 0; c < node.text().length(); c++) {
      if (at >= text.length()) {
        throw tooShort();
      }
      if (peek() != node.text().charAt(c)) {
        throw SqlException.error(
            SqlState.INVALID_DATETIME_FORMAT,
            "unmatched format %s \"%s\"",
            node.quoted() ? "character" : "separator",
            node.text().charAt(c));
      }
      at++;
    }
  }

  private int literal(char c, boolean fixed, int skipped) {
    if (!fixed && (isSpace(c) || isSeparator(c))) {
      if (isSpace(peek()) || isSeparator(peek())) {
        at++;
        return skipped;
      }
      return skipped - 1;
    }
    if (!fixed && skipped > 0) {
      return skipped - 1;
    }
    at++;
    return skipped;
  }

  private SqlException invalid(String value, DateTemplate.Node node) {
    return SqlException.error(
        SqlState.INVALID_DATETIME_FORMAT, "invalid value \"%s\" for \"%s\"", value, node.key());
  }

  /** Whether a number here may be longer than its pattern, since no digits follow. */
  private boolean isOpenEnded(int index) {
    DateTemplate.Node node = nodes.get(index);
    if (node.fill() || node.ordinal() != DateTemplate.Ordinal.NONE) {
      return true;
    }
    if (index + 1 >= nodes.size()) {
      return true;
    }
    DateTemplate.Node next = nodes.get(index + 1);
    if (next.key() != null) {
      return switch (next.upperKey()) {
        case "A.D.",
            "A.M.",
            "AD",
            "AM",
            "B.C.",
            "BC",
            "DAY",
            "DY",
            "MONTH",
            "MON",
            "P.M.",
            "PM",
            "RM",
            "TZ",
            "TZH",
            "FX",
            "OF" ->
            true;
        default -> false;
      };
    }
    return !Character.isDigit(next.text().isEmpty() ? ' ' : next.text().charAt(0));
  }

  private int number(int index, int length) {
    DateTemplate.Node node = nodes.get(index);
    int start = at;
    while (isSpace(peek())) {
      at++;
    }
    int from = at;
    boolean open = isOpenEnded(index);
    int limit = open ? text.length() : Math.min(from + length, text.length());
    if (!open && limit - from < length) {
      throw SqlException.error(
              SqlState.INVALID_DATETIME_FORMAT,
              "source string too short for \"%s\" formatting field",
              node.key())
          .withDetail("Field requires %d characters, but only %d remain.", length, limit - from)
          .withHint("If your source string is not fixed-width, try using the \"FM\" modifier.");
    }
    if (from < limit && (peek() == '-' || peek() == '+')) {
      at++;
    }
    int digits = at;
    while (at < limit && peek() >= '0' && peek() <= '9') {
      at++;
    }
    if (at == digits) {
      String shown = text.substring(from, Math.min(from + length, text.length()));
      throw invalid(shown, node).withDetail("Value must be an integer.");
    }
    if (!open && at < limit) {
      throw invalid(text.substring(from, limit), node)
          .withDetail(
              "Field requires %d characters, but only %d could be parsed.", length, at - from)
          .withHint("If your source string is not fixed-width, try using the \"FM\" modifier.");
    }
    assert at > start;
    try {
      return Integer.parseInt(text, from, at, 10);
    } catch (NumberFormatException e) {
      throw SqlException.error(
              SqlState.DATETIME_FIELD_OVERFLOW,
              "value for \"%s\" in source string is out of range",
              node.key())
          .withDetail("Value must be in the range -2147483648 to 2147483647.");
    }
  }

  private Integer set(Integer before, int value, DateTemplate.Node node) {
    if (before != null && before != value) {
      throw SqlException.error(
              SqlState.INVALID_DATETIME_FORMAT,
              "conflicting values for \"%s\" field in formatting string",
              node.key())
          .withDetail("This value contradicts a previous setting for the same field type.");
    }
    return value;
  }

  private void field(DateTemplate.Node node, int i) {
    String key = node.upperKey();
    switch (key) {
      case "A.M.", "P.M.", "AM", "PM" -> {
        fields.afternoon = word(node, "a.m.", "p.m.", "am", "pm") % 2 == 1;
        fields.twelveHours = true;
      }
      case "A.D.", "B.C.", "AD", "BC" ->
          fields.beforeChrist = word(node, "a.d.", "b.c.", "ad", "bc") % 2 == 1;
      case "HH", "HH12" -> {
        fields.hour = set(fields.hour, number(i, 2), node);
        fields.twelveHours = true;
      }
      case "HH24" -> fields.hour = set(fields.hour, number(i, 2), node);
      case "MI" -> fields.minute = set(fields.minute, number(i, 2), node);
      case "SS" -> fields.second = set(fields.second, number(i, 2), node);
      case "MS", "FF3" -> fraction(i, 3);
      case "US", "FF6" -> fraction(i, 6);
      case "FF1", "FF2", "FF4", "FF5" -> fraction(i, key.charAt(2) - '0');
      case "SSSS", "SSSSS" -> fields.secondsOfDay = number(i, 5);
      case "TZ", "OF" ->
          throw SqlException.error(
              SqlState.FEATURE_NOT_SUPPORTED,
              "formatting field \"%s\" is only supported in to_char",
              node.key());
      case "TZH" -> zoneHours(i);
      case "TZM" -> {
        int minutes = number(i, 2) * 60;
        int hours = fields.zone == null ? 0 : fields.zone;
        fields.zone = hours > 0 ? hours + minutes : hours - minutes;
      }
      case "MONTH", "MON" -> fields.month = set(fields.month, name(node, MONTHS) + 1, node);
      case "MM" -> fields.month = set(fields.month, number(i, 2), node);
      case "RM" -> fields.month = set(fields.month, 12 - roman(node), node);
      default -> day(node, key, i);
    }
  }

  private void day(DateTemplate.Node node, String key, int i) {
    switch (key) {
      case "DAY", "DY" -> fields.weekDay = set(fields.weekDay, name(node, DAYS), node);
      case "DD" -> fields.day = set(fields.day, number(i, 2), node);
      case "DDD" -> fields.dayOfYear = set(fields.dayOfYear, number(i, 3), node);
      case "IDDD" -> fields.dayOfYear = iso(set(fields.dayOfYear, number(i, 3), node));
      case "D" -> fields.weekDay = set(fields.weekDay, number(i, 1) - 1, node);
      case "ID" -> fields.weekDay = iso(number(i, 1) % 7);
      case "WW" -> fields.week = set(fields.week, number(i, 2), node);
      case "IW" -> fields.week = iso(set(fields.week, number(i, 2), node));
      case "W" -> fields.weekOfMonth = set(fields.weekOfMonth, number(i, 1), node);
      case "Q" -> number(i, 1);
      case "CC" -> fields.century = set(fields.century, number(i, 2), node);
      case "J" -> fields.julian = set(fields.julian, number(i, 10), node);
      default -> year(node, i);
    }
  }

  private int iso(int value) {
    fields.isoDate = true;
    return value;
  }

  private void fraction(int index, int length) {
    int start = at;
    int value = number(index, length);
    int digits = Math.min(at - start, 6);
    fields.micros = (int) Math.round(value * Math.pow(10, 6 - digits));
  }

  private void zoneHours(int index) {
    boolean negative = peek() == '-';
    if (negative || peek() == '+' || peek() == ' ') {
      at++;
    }
    int seconds = number(index, 2) * 3600;
    fields.zone = negative ? seconds : -seconds;
  }

  private int word(DateTemplate.Node node, String... words) {
    for (int i = 0; i < words.length; i++) {
      boolean dotted = node.key().indexOf('.') > 0;
      if (dotted == words[i].indexOf('.') > 0
          && text.regionMatches(true, at, words[i], 0, words[i].length())) {
        at += words[i].length();
        return i;
      }
    }
    String shown = text.substring(at, Math.min(at + node.key().length(), text.length()));
    throw invalid(shown, node)
        .withDetail("The given value did not match any of the allowed values for this field.");
  }

  private int name(DateTemplate.Node node, String[] names) {
    boolean full = node.key().length() > 3 || node.upperKey().equals("DAY");
    int best = -1;
    for (int i = 0; i < names.length; i++) {
      String name = full ? names[i] : names[i].substring(0, 3);
      if (text.regionMatches(true, at, name, 0, name.length())) {
        best = i;
      }
    }
    if (best < 0) {
      int end = at;
      while (end < text.length() && !isSpace(text.charAt(end))) {
        end++;
      }
      throw invalid(text.substring(at, end), node)
          .withDetail("The given value did not match any of the allowed values for this field.");
    }
    at += full ? names[best].length() : 3;
    return best;
  }

  private int roman(DateTemplate.Node node) {
    int best = -1;
    for (int i = 0; i < ROMAN.length; i++) {
      boolean longer = best < 0 || ROMAN[i].length() > ROMAN[best].length();
      if (longer && text.regionMatches(true, at, ROMAN[i], 0, ROMAN[i].length())) {
        best = i;
      }
    }
    if (best < 0) {
      throw invalid(text.substring(at).toLowerCase(Locale.ROOT), node)
          .withDetail("The given value did not match any of the allowed values for this field.");
    }
    at += ROMAN[best].length();
    return best;
  }

  private void year(DateTemplate.Node node, int index) {
    boolean iso = node.upperKey().startsWith("I");
    fields.isoDate |= iso;
    int length = node.key().length();
    if (length == 5) {
      int comma = text.indexOf(',', at);
      int end = comma + 4;
      if (comma < 0 || end > text.length()) {
        throw SqlException.error(
            SqlState.INVALID_DATETIME_FORMAT, "invalid input string for \"Y,YYY\"");
      }
      int thousands = Integer.parseInt(text.substring(at, comma).strip());
      int rest = Integer.parseInt(text.substring(comma + 1, end));
      at = end;
      fields.year = set(fields.year, thousands * 1000 + rest, node);
      fields.yearDigits = 4;
      return;
    }
    int start = at;
    int value = number(index, length);
    int used = at - start;
    if (length < 4 && used < 4) {
      value = nearestTo2020(value);
    }
    fields.year = set(fields.year, value, node);
    fields.yearDigits = length;
  }

  /** Fewer than four digits stand for the year nearest to 2020. */
  private static int nearestTo2020(int value) {
    if (value < 0 || value > 999) {
      return value;
    }
    if (value < 70) {
      return value + 2000;
    }
    if (value < 100) {
      return value + 1900;
    }
    return value < 520 ? value + 2000 : value + 1000;
  }
}
